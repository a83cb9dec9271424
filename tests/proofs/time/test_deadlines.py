"""The last second of a call on servers in three time zones, by form and API; then the clock is set back two days."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from core import audit, clock
from core.accounts import rules as account_rules
from core.accounts.models import Account, AccountSession
from core.db import Database
from grants.contests.models import Contest
from grants.proposals.models import Proposal
from tests import factories
from tests.grants.story import Story, read_back
from tests.proofs import drafts
from tests.proofs.server import Server, client, in_a_loop, session_cookie

pytestmark = pytest.mark.xdist_group("deadlines")

ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
CLOSES = datetime(2026, 12, 1, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing; elsewhere another hour or day
MOMENTS = {"-1": True, "+0": True, "+0.9": True, "+1": False}
WAYS = ("form", "api")


def fake_time() -> str:
    """Debian's libfaketime, which ./dev test puts there."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "libfaketime is missing: run ./dev test, or apt-get install libfaketime"
    return str(found[0])


@dataclass
class Call:
    """Two calls with complete drafts: one closes at CLOSES, the other where a naive server in Beijing reads that."""

    folder: Path
    database: Database
    worker: Account = field(init=False)
    drafts: dict[bool, list[int]] = field(default_factory=dict)

    def build(self) -> "Call":
        with clock.clock_at(CLOSES - timedelta(days=10)), self.database.writing() as session:
            story = Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area))
            contest = story.contest()
            contest.closes_at = CLOSES
            other = Contest(
                **contest.model_dump(exclude={"id", "title", "number", "closes_at"}),
                title="另一届",
                number="另一届",
                closes_at=CLOSES - timedelta(hours=8),
            )
            session.add(other)
            session.flush()
            first = story.proposal(contest)
            read_back(session, story.worker, first)
            self.worker = session.get_one(Account, story.worker.account_id)
            self.drafts = {
                True: drafts.copies(session, first, contest, 40),
                False: drafts.copies(session, first, other, 40),
            }
        return self

    def cookie_at(self, instant: datetime) -> dict[str, str]:
        with clock.clock_at(instant):
            return session_cookie(self.database, self.worker)

    def set_clock(self, instant: datetime) -> None:
        """The servers read this file at each look at the clock, and theirs stands still there."""
        text = f"{instant.timestamp():.1f}"
        (self.folder / "clock.new").write_text(text, encoding="utf-8")
        (self.folder / "clock.new").rename(self.folder / "clock")

    def server(self, zone: str) -> Server:
        faked = {
            "LD_PRELOAD": fake_time(),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_FMT": "%s",
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "TZ": zone,
        }
        return Server(self.database.url, self.folder / "var", changed=faked)

    async def submit(self, server: Server, cookie: dict[str, str], way: str, proposal: int) -> int:
        path = f"/proposals/{proposal}/move" if way == "form" else f"/api/v1/proposals/{proposal}/moves"
        sent = {"data" if way == "form" else "json": {"verb": "submit"}}
        async with client(cookie) as http, http.post(server.address + path, allow_redirects=False, **sent) as answer:
            return answer.status

    def receipts(self) -> list[tuple[str, datetime]]:
        """Receipt number and time, in the order in which the audit chain tells that they were given."""
        with self.database.reading() as session:
            given = select(audit.AuditEvent.noun_id).where(audit.AuditEvent.kind == "proposal.submit")
            order = session.exec(given.order_by(col(audit.AuditEvent.seq))).all()
            rows = session.exec(select(Proposal).where(col(Proposal.receipt_number).is_not(None))).all()
            known = {row.id: (row.receipt_number, row.submitted_at) for row in rows}
            return [known[number] for number in order]


Answers = dict[tuple[str, str, str], int]


def mistakes(answers: Answers) -> list[tuple[str, str, str]]:
    """Who was let in too late, or refused in time."""
    taken = {"form": 303, "api": 200}
    wanted = {key: taken[key[1]] if MOMENTS[key[2]] else 422 for key in answers}
    return [key for key, status in answers.items() if status != wanted[key]]


@dataclass
class Night:
    """What the three servers answered around midnight, and the last of them, which still runs."""

    call: Call
    server: Server
    answers: Answers
    elsewhere: Answers


@pytest.fixture(scope="module")
def night(sqlite_template, tmp_path_factory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    shutil.copy(sqlite_template, folder / "night.db")
    call = Call(folder, Database(f"sqlite:///{folder / 'night.db'}")).build()
    cookie = call.cookie_at(CLOSES - timedelta(minutes=1))
    answers: dict[bool, Answers] = {True: {}, False: {}}
    call.set_clock(CLOSES)
    for zone in ZONES:
        server = call.server(zone).start()
        for moment in MOMENTS:
            call.set_clock(CLOSES + timedelta(seconds=float(moment)))
            for way in WAYS:
                for which, found in answers.items():
                    draft = call.drafts[which].pop()
                    found[zone, way, moment] = in_a_loop(call.submit(server, cookie, way, draft))
        if zone != ZONES[-1]:
            server.stop()
    yield Night(call, server, answers[True], answers[False])
    server.stop()
    call.database.close()


def test_the_last_second_is_the_same_in_every_zone_and_on_every_way(night):
    assert len(night.answers) == len(ZONES) * len(WAYS) * len(MOMENTS)
    assert mistakes(night.answers) == []
    times = {when for _number, when in night.call.receipts()}
    assert times == {CLOSES + timedelta(seconds=float(moment)) for moment, is_in in MOMENTS.items() if is_in}


def test_a_deadline_read_on_another_clock_is_found(night):
    """Self-check: the call whose deadline was taken for the time of the wrong zone is found by the same look."""
    assert mistakes(night.elsewhere) != []


def test_a_clock_set_back_two_days(night):
    call, server, back = night.call, night.server, CLOSES - timedelta(days=2)
    call.set_clock(CLOSES)
    late = call.cookie_at(CLOSES)
    assert in_a_loop(call.submit(server, late, "form", call.drafts[True].pop())) == 303
    before = call.receipts()
    call.set_clock(back)
    # Nobody's session lives two days longer because of it: one signs in again.
    assert in_a_loop(call.submit(server, late, "form", call.drafts[True].pop())) == 401
    early = call.cookie_at(back)
    for way in WAYS:
        assert in_a_loop(call.submit(server, early, way, call.drafts[True].pop())) in (200, 303)
    call.set_clock(CLOSES)
    assert in_a_loop(call.submit(server, early, "api", call.drafts[True].pop())) == 401
    after = call.receipts()
    numbers = [number for number, _when in after]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2
    assert numbers == sorted(set(numbers))
    with call.database.reading() as session:
        assert audit.verify_all(session) == []
    # Self-checks: ordered by their times the receipts would change places, and a session that only looks at its
    # limits would have lived on.
    assert [number for number, _when in sorted(after, key=lambda one: one[1])] != numbers
    opened = AccountSession(token_hash="", account_id=0, seen_at=CLOSES, expires_at=CLOSES + account_rules.ABSOLUTE)
    assert back < opened.expires_at and back - opened.seen_at < account_rules.IDLE_STAFF
    assert not account_rules.is_live(opened, (), back)


def test_who_waited_in_line_was_in_time():
    """A request keeps the instant at which it had arrived, however long it waits for its turn."""
    with clock.clock_at(CLOSES):
        clock.arrive()
    try:
        with clock.clock_at(CLOSES + timedelta(minutes=5)):
            assert not clock.has_passed(CLOSES, clock.arrival())
            assert clock.has_passed(CLOSES, clock.now())
            assert clock.today() == clock.local(CLOSES).date()
    finally:
        clock._arrived.set(None)
