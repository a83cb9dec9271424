"""What processes cost, seen from outside: CPU time of a whole tree, and a client that asks over one connection."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from core.db import Database
from tests.proofs.server import ROOT, environment, free_port


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes and of all below them, also of those that ended."""
    total = 0.0
    for pid in pids:
        top = psutil.Process(pid)
        for one in (top, *top.children(recursive=True)):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def pids_of_server(database: Database) -> list[int]:
    """The process of the database server; none for SQLite, which lives in ours."""
    if database.is_sqlite:
        return []
    with database.reading() as session:
        folder = session.connection().exec_driver_sql("SHOW data_directory").scalar_one()
        session.rollback()
    return [int(Path(str(folder), "postmaster.pid").read_text().split("\n")[0])]


KEPT_OPEN = 3.0


class Client:
    """Asks as a browser does: one connection that stays open, compressed answers, a signed-in session."""

    def __init__(self, address: str, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        pairs = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.used_at = 0.0
        self.headers = {"Cookie": pairs, "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> bytes:
        if time.monotonic() - self.used_at > KEPT_OPEN:
            self.connection.close()  # the server may have; the next request opens it again
        self.used_at = time.monotonic()
        self.connection.request(method, path, body and body.encode(), self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return content


def cost(pids: list[int], work: Callable[[], object], times: int) -> float:
    """CPU milliseconds of the processes for one ``work``."""
    before = cpu_seconds(pids)
    for _number in range(times):
        work()
    return (cpu_seconds(pids) - before) * 1000 / times


@contextmanager
def floor_server(folder: Path) -> Iterator[tuple[str, int]]:
    """The yardsticks in a process of their own: (address, pid)."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "bench.floor:make_app", "--port", str(port)]
    options = {"cwd": ROOT, "env": environment(f"sqlite:///{folder / 'none.db'}", folder), "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "--log-level", "error", "--no-access-log"], **options)
    try:
        _wait_for(f"127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(place: str) -> None:
    for _attempt in range(600):
        try:
            connection = http.client.HTTPConnection(place, timeout=0.1)
            connection.request("GET", "/empty")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the yardstick server did not start")
