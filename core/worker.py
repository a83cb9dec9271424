"""Runs the jobs: kinds register here, a worker takes one job at a time, in the name of whoever asked for it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from core import audit, clock, mail
from core.access import SYSTEM, Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account, AccountStatus
from core.db import Database
from core.errors import AppError, Refused
from core.jobs import actions, queries
from core.jobs.models import Job
from core.replies import File

log = logging.getLogger("miaopu.worker")

REPORT_EVERY = 0.5
POLL_EVERY = 1.0


@dataclass(frozen=True)
class Office:
    """What jobs need to know of this machine."""

    smtp_host: str = ""
    smtp_port: int = 25
    mail_from: str = "miaopu@localhost"
    anchor_folder: Path = Path("var/anchors")


_office: list[Office] = [Office()]


def configure(office: Office) -> None:
    _office[:] = [office]


class Stopped(Exception):
    """The job was cancelled, or another worker has it: leave without a trace."""


@dataclass
class Work:
    """One run of one job, as its function sees it."""

    database: Database
    actor: Actor
    job: Job
    args: dict[str, Any]
    office: Office
    _reported: float = field(default=0.0, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of the job; what it did is undone when it was cancelled meanwhile."""
        with self.database.writing() as session:
            yield session
            if not actions.report(session, self.job, self.job.done, self.job.total, self.job.note):
                raise Stopped

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Say how far it is, at most twice a second; raises Stopped once the job was cancelled."""
        self.job.done, self.job.total, self.job.note = done, total, note
        if done < total and time.monotonic() - self._reported < REPORT_EVERY:
            return
        self._reported = time.monotonic()
        with self.database.writing() as session:
            if not actions.report(session, self.job, done, total, note):
                raise Stopped

    def is_cancelled(self) -> bool:
        with self.database.reading() as session:
            found = session.get(Job, self.job.id)
            return found is None or found.status != self.job.status or found.attempts != self.job.attempts


Run = Callable[[Work], File | None]
KINDS: dict[str, Run] = {}
SCHEDULE: dict[str, timedelta] = {}
TITLES: dict[str, str] = {}


def job(kind: str, title: str = "", every: timedelta | None = None) -> Callable[[Run], Run]:
    """Register a kind of job; with ``every`` the worker enqueues it itself when that time has passed."""

    def declare(function: Run) -> Run:
        if kind in KINDS:
            raise ValueError(f"two kinds of job are called {kind}")
        KINDS[kind], TITLES[kind] = function, title or kind
        if every is not None:
            SCHEDULE[kind] = every
        return function

    return declare


def run_pending(database: Database, limit: int = 100) -> int:
    """Run what is queued, one after another; returns how many ran."""
    for count in range(limit):
        with database.writing() as session:
            found = actions.claim(session)
        if found is None:
            return count
        _run(database, found)
    return limit


def _run(database: Database, found: Job) -> None:
    try:
        with database.reading() as session:
            actor = _actor_of(session, found)
        work = Work(database, actor, found, dict(found.args), _office[0])
        result = KINDS[found.kind](work) if found.kind in KINDS else _unknown(found)
        with database.writing() as session:
            if not actions.finish(session, found, result):
                raise Stopped
    except Stopped:
        log.info("job %s was stopped", found.id)
    except AppError as refusal:
        _fail(database, found, refusal.sentence)
    except Exception:
        log.exception("job %s (%s) failed", found.id, found.kind)
        _fail(database, found, "遇到了没有预料到的问题，已记录。请稍后重试，仍不行请联系管理员。")


def _unknown(found: Job) -> None:
    raise Refused(f"没有“{found.kind}”这种任务。")


def _fail(database: Database, found: Job, sentence: str) -> None:
    with database.writing() as session:
        actions.fail(session, found, sentence)


def _actor_of(session: Session, found: Job) -> Actor:
    """Whoever asked, with the roles that they hold now; a job of nobody runs as the system."""
    if found.created_by is None:
        return SYSTEM
    account = session.get(Account, found.created_by)
    if account is None or account.status != AccountStatus.ACTIVE:
        raise Refused("提交人的账号已停用，任务没有执行。")
    return account_queries.actor_of(session, account).representing(found.on_behalf_of)


def enqueue_scheduled(database: Database) -> int:
    """Enqueue each scheduled kind whose time has come and that does not wait already."""
    count, now = 0, clock.now()
    for kind, every in SCHEDULE.items():
        with database.writing() as session:
            last = queries.last_start(session, kind)
            is_due = last is None or last.created_at + every <= now or clock.is_ahead(last.created_at, now)
            if is_due and not queries.is_waiting(session, kind):
                actions.enqueue(session, SYSTEM, kind, TITLES[kind])
                count += 1
    return count


class Worker:
    """A thread that runs jobs until it is told to stop; a job that runs then is finished first."""

    def __init__(self, database: Database, poll_every: float = POLL_EVERY) -> None:
        self.database, self.poll_every = database, poll_every
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="worker", daemon=True)

    def start(self) -> "Worker":
        self._thread.start()
        return self

    def stop(self, timeout: float = 30) -> None:
        self._ending.set()
        self._thread.join(timeout)

    def _loop(self) -> None:
        while not self._ending.is_set():
            try:
                enqueue_scheduled(self.database)
                ran = run_pending(self.database, limit=1)
            except Exception:
                log.exception("the worker could not reach the database")
                ran = 0
            if not ran:
                self._ending.wait(self.poll_every)


@job("mail", "发送通知", every=timedelta(minutes=1))
def deliver_mail(work: Work) -> None:
    """Send what waits in the outbox; without a mail server it stays there to be read on the page of the outbox."""
    if work.office.smtp_host:
        mail.deliver(work.database, work.office.smtp_host, work.office.smtp_port, work.office.mail_from)


@job("sweep", "清除已删除的个人信息", every=timedelta(days=1))
def sweep(work: Work) -> None:
    """Empty the database's log, in case somebody read from it at the moment when a person was erased."""
    work.database.sweep()


@job("results", "清除过期的任务结果", every=timedelta(days=1))
def forget_old_results(work: Work) -> None:
    """An export is kept for a week, so that it does not outlive the people and the rights it was made with."""
    with work.writing() as session:
        actions.forget_results(session, clock.now() - actions.KEPT_FOR)


@job("anchor", "审计链锚定", every=timedelta(days=1))
def write_anchor(work: Work) -> None:
    """Keep the head of every audit chain outside the database."""
    with work.reading() as session:
        audit.write_anchor(session, work.office.anchor_folder)
