"""A process that books money as fast as it can and says so after each commit, until it is killed or has had enough."""

import multiprocessing
import os
import random
import select
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event

from sqlalchemy import event, text

from core import audit, ledger
from core.access import SYSTEM
from core.db import Database
from tests import factories

# The fork server has loaded everything once, so that a writer is there in milliseconds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.proofs.crash.writer"])


def open_books(database: Database) -> int:
    with database.writing() as session:
        facts = {"area_code": factories.DISTRICT, "source": "SOCIAL", "year": 2026, "name": "社会资金"}
        return ledger.open_fund(session, SYSTEM, **facts, total_fen=100, key="opened").id or 0


def write(url: str, fund_id: int, name: str, pipe: int, synchronous: str, tells_first: bool, count: int) -> None:
    """Book a fen under each key in turn. ``tells_first`` is the lie that a proof must catch."""
    database = Database(url)
    if database.is_sqlite:
        event.listen(database.engine, "connect", lambda one, _: one.execute(f"PRAGMA synchronous={synchronous}"))
    for number in range(count):
        key = f"{name}-{number}"
        with database.writing() as session:
            ledger.top_up(session, SYSTEM, fund_id, 1, key)
            if tells_first:
                os.write(pipe, f"{key}\n".encode())
        if not tells_first:
            os.write(pipe, f"{key}\n".encode())


@dataclass
class Writer:
    """One such process and what it has said."""

    process: BaseProcess
    pipe: int
    gate: Event

    def go(self) -> None:
        """Let a writer begin that waits for this."""
        self.gate.set()

    def kill(self) -> set[str]:
        """End it at once; the keys that it said were kept."""
        os.kill(self.process.pid or 0, signal.SIGKILL)
        return self.wait()

    def wait(self) -> set[str]:
        self.process.join()
        said = b""
        while chunk := os.read(self.pipe, 65536):
            said += chunk
        os.close(self.pipe)
        return {line.decode() for line in said.split(b"\n")[:-1]}


def _started(pipe: Connection, gate: Event, arguments: tuple) -> None:
    url, fund_id, name, *rest = arguments
    gate.wait()
    write(url, fund_id, name, pipe.fileno(), *rest)


def start(
    url: str,
    fund_id: int,
    name: str,
    synchronous: str = "FULL",
    tells_first: bool = False,
    count: int = 10**6,
    waits: bool = False,
) -> Writer:
    reading, writing = PROCESSES.Pipe(duplex=False)
    gate = PROCESSES.Event()
    arguments = (url, fund_id, name, synchronous, tells_first, count)
    process = PROCESSES.Process(target=_started, args=(writing, gate, arguments), daemon=True)
    process.start()
    writing.close()
    if not waits:
        gate.set()
    return Writer(process, os.dup(reading.fileno()), gate)


def kill_at_random(url: str, fund_id: int, name: str, writers: int = 2, tells_first: bool = False) -> set[str]:
    """Two writers at once, both killed at some moment; what they said was kept."""
    running = [start(url, fund_id, f"{name}-{n}", tells_first=tells_first) for n in range(writers)]
    select.select([running[0].pipe], [], [], 60)  # from the first word on
    time.sleep(random.uniform(0, 0.03))
    return set().union(*(one.kill() for one in running))


def problems(database: Database, said: set[str]) -> list[str]:
    """What a crash has broken: kept transactions that are gone, books that do not add up, a torn chain."""
    with database.reading() as session:
        kept = set(session.connection().execute(text("SELECT key FROM ledger_transaction")).scalars())
        lost = [f"lost {key}" for key in sorted(said - kept)]
        return lost + ledger.check_funds(session) + audit.verify_all(session)
