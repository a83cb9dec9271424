"""Alive, ready, and the counts; none of the three says anything about anybody."""

import base64
import hmac
import logging
from typing import ClassVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.access import PUBLIC
from core.call import Call
from core.errors import NotFound
from core.replies import File, Json, Reply
from core.web import reads
from portal import metrics
from portal.watching import queries

log = logging.getLogger("miaopu.watching")

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Watchers:
    """Who may read the counts: addresses, or who knows the token; nobody by default."""

    addresses: ClassVar[frozenset[str]] = frozenset()
    token: ClassVar[str] = ""
    proxies: ClassVar[frozenset[str]] = frozenset()


@reads("/health", PUBLIC)
def health() -> Reply:
    """The process answers; it asks nobody else, so that a database that is away restarts nothing."""
    return Json({"status": "ok"})


@reads("/ready", PUBLIC)
def ready(session: Session) -> Reply:
    """The database answers, its schema is that of the code, and the jobs move."""
    try:
        problems = queries.problems(session)
    except OperationalError:
        problems = ["database"]
    if problems:
        log.warning("not ready: %s", ", ".join(problems))
        return Json({"status": "not ready", "problems": problems}, status=503)
    return Json({"status": "ready"})


@reads("/metrics", PUBLIC)
def counts(session: Session, call: Call) -> Reply:
    if not _may_read(call):
        raise NotFound
    lines = [*metrics.REQUESTS.lines(), *metrics.gauges(queries.gauges(session))]
    lines += metrics.gauges({"process_start_time_seconds": metrics.STARTED})
    return File("\n".join([*lines, ""]).encode(), "", TEXT, is_inline=True)


def _may_read(call: Call) -> bool:
    """A named address that no unknown proxy stands before, or the token as a password (HTTP Basic)."""
    is_forwarded = "x-forwarded-for" in call.headers and not Watchers.proxies
    if call.address in Watchers.addresses and not is_forwarded:
        return True
    wanted = base64.b64encode(f"metrics:{Watchers.token}".encode()).decode()
    given = call.headers.get("authorization", "")
    return bool(Watchers.token) and hmac.compare_digest(given.encode(), f"Basic {wanted}".encode())


HANDLERS = [health, ready, counts]
