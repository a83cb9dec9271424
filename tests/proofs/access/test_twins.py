"""Twin servers: two districts alike but for one sealed score, or one conflict, answer everybody else alike.

Every declared GET route is asked of both, in process, at one and the same instant, for the records of the running
round; what the author of the score, or the office that set the conflict, gets is another matter.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.db import Database
from core.nouns import NOUNS
from grants.conflicts.actions import add_conflict
from grants.conflicts.forms import ConflictForm
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.proposals.models import Proposal
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheets
from grants.sheets.forms import SheetForm
from grants.sheets.models import Sheet, SheetStatus
from portal.app import make_app
from portal.demo.scoring import marks_about
from tests import district
from tests.district import House
from tests.proofs.access.conftest import person
from tests.proofs.figures import PROVES, figure
from tests.proofs.line import Answer
from tests.proofs.reading import everything, words_in

pytestmark = [pytest.mark.minutes, pytest.mark.xdist_group("access")]

OTHERS = ("judge2", "centre", None)
OTHERS += ("judge3", "district", "finance", "auditor", "admin", "street", "yuanyi") if PROVES else ()
ROUND = "社区文化与安全专场赛"  # all its judges score everything; one sheet is begun, one judge has yet to declare
KEYS = re.compile(r'(name="form_key" value=")[^"]+')
# What an answer says of the moment and the process that made it; keys of forms are drawn anew for each page.
OWN_TO_EACH = {"date", "etag"}
DRAWN_ANEW = "/account/totp"  # shows a new secret each time, on one server too


@dataclass
class Twin:
    """A district of its own, asked without a network."""

    house: House

    def change(self, key: str, work: Callable[[Session, Actor], None]) -> None:
        with self.house.database.writing() as session:
            work(session, account_queries.actor_of(session, self.house.account(key)))

    @contextmanager
    def line(self, key: str | None) -> Iterator["Caller"]:
        with TestClient(self.house.app, base_url="http://127.0.0.1") as client:
            client.cookies.update(self.house.cookies(key))
            yield Caller(client)


@dataclass
class Caller:
    """Asks in process what ``Line`` asks over the network."""

    client: TestClient

    def get(self, path: str) -> Answer:
        answer = self.client.get(path, follow_redirects=False, headers={"accept-encoding": "identity"})
        headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in OWN_TO_EACH}
        return Answer(answer.status_code, headers, answer.content)


@pytest.fixture
def twins(the_house: House, tmp_path: Path) -> Iterator[tuple[Twin, Twin]]:
    """Two copies of the served district, sharing its secret and its files."""
    the_house.settle_in()
    with the_house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made, source = [], the_house.database.engine.url.database or ""
    for name in ("one.db", "other.db"):
        shutil.copy(source, tmp_path / name)
        database = Database(f"sqlite:///{tmp_path / name}")
        app = make_app(replace(the_house.settings, database_url=f"sqlite:///{tmp_path / name}"), database)
        made.append(Twin(House("", database, the_house.settings, app)))
    district.configure(the_house.settings)
    yield made[0], made[1]
    for twin in made:
        twin.house.database.close()


def running_round(session: Session) -> Panel:
    here = (Panel.status == PanelStatus.SCORING, col(Panel.title).startswith(ROUND))
    return session.exec(select(Panel).where(*here)).one()


def open_sheet(session: Session) -> Sheet:
    """The one sheet of the running round that is written but not handed in."""
    here = (Sheet.panel_id == running_round(session).id, Sheet.status == SheetStatus.DRAFT)
    return session.exec(select(Sheet).where(*here)).one()


def author_of(twin: Twin) -> str:
    with twin.house.database.reading() as session:
        seat = session.get_one(PanelSeat, open_sheet(session).seat_id)
        name = session.get_one(Account, seat.account_id).name
    return next(key for key, known in district.NAMES.items() if known == name)


def known(twin: Twin, sheet_id: int, proposal_id: int) -> dict[str, list[int]]:
    """The records about which something could be let slip."""
    with twin.house.database.reading() as session:
        panel = running_round(session)
        seats = list(
            session.exec(select(PanelSeat.id).where(PanelSeat.panel_id == panel.id).order_by(col(PanelSeat.id)))
        )
        proposal = session.get_one(Proposal, proposal_id)
        ids = {"panels": [panel.id], "panel-seats": seats, "score-sheets": [sheet_id], "contests": [panel.contest_id]}
        return ids | {"proposals": [proposal_id], "groups": [proposal.group_id]}


def seen(twin: Twin, reader: str | None, ids: dict[str, list[int]], word: str) -> dict[str, tuple]:
    """Everything that this person is answered, path by path."""
    found = {}
    with twin.line(reader) as line:
        for path, answer in everything(line, ids, word, figure(1, 10**6)):
            assert not answer.has_failed, (reader, path)
            text = KEYS.sub(r"\1", words_in(answer))
            found[path] = (answer.status, answer.location, answer.headers.get("content-type"), text)
    return found


def unlike(twins: tuple[Twin, Twin], reader: str | None, ids: dict[str, list[int]], word: str) -> list[str]:
    """The addresses under which the twins differ for this reader; both are asked at one standing instant."""
    now = clock.now() + timedelta(minutes=7)
    with clock.clock_at(now):
        one, other = (seen(twin, reader, ids, word) for twin in twins)
    assert len(one) > 100
    paths = (path for path in one.keys() | other.keys() if not path.startswith(DRAWN_ANEW))
    return sorted(path for path in paths if one.get(path) != other.get(path))


def mark(points: int, hands_in: bool) -> Callable[[Session, Actor], None]:
    """The author writes another score, perhaps hands it in."""

    def work(session: Session, actor: Actor) -> None:
        sheet = open_sheet(session)
        content = sheets.content_of(session, sheet) | {"marks": marks_about(points)}
        sheet_actions.save_sheet(session, actor, sheet, SheetForm.model_validate(_as_typed(content)), None)
        if hands_in:
            sheet_actions.submit_sheet(session, actor, sheet)

    return work


def _as_typed(content: dict) -> dict:
    return content | {"suggested_fen": f"{(content['suggested_fen'] or 0) / 100:.2f}"}


@pytest.fixture
def scored(twins: tuple[Twin, Twin]) -> tuple[tuple[Twin, Twin], dict[str, list[int]], str]:
    """The twins after one judge has handed in unlike scores."""
    author, now = author_of(twins[0]), clock.now()
    with twins[0].house.database.reading() as session:
        sheet = open_sheet(session)
        number = session.get_one(Proposal, sheet.proposal_id).number
    with clock.clock_at(now):
        for twin, points in zip(twins, (58, 93), strict=True):
            twin.change(author, mark(points, hands_in=True))
    return twins, known(twins[0], sheet.id or 0, sheet.proposal_id), number


def test_twins_with_unlike_sealed_scores_answer_everybody_else_alike(scored):
    twins, ids, number = scored
    assert [unlike(twins, reader, ids, number) for reader in OTHERS] == [[]] * len(OTHERS)


def test_a_list_that_lets_a_sealed_sheet_through_is_noticed(scored, monkeypatch):
    """Self-check: were sheets sealed by their list alone, and that forgot, the proof would say where."""
    twins, ids, number = scored
    assert unlike(twins, author_of_sealed(twins[0], ids), ids, number) != []
    with monkeypatch.context() as broken:
        broken.setattr(NOUNS["score_sheet"], "visible", lambda actor: Sheet.id > 0)
        broken.setattr(NOUNS["score_sheet"], "_one", lambda actor: select(Sheet).where(Sheet.id == bindparam("row_id")))
        broken.setattr("grants.sheets.pages.own_sheet", lambda session, actor, number: session.get_one(Sheet, number))
        found = unlike(twins, "judge2", ids, number)
    assert f"/score-sheets/{ids['score-sheets'][0]}" in found


def author_of_sealed(twin: Twin, ids: dict[str, list[int]]) -> str:
    with twin.house.database.reading() as session:
        seat = session.get_one(PanelSeat, session.get_one(Sheet, ids["score-sheets"][0]).seat_id)
        name = session.get_one(Account, seat.account_id).name
    return next(key for key, known_name in district.NAMES.items() if known_name == name)


def test_a_conflicted_judge_cannot_tell_the_proposal_from_one_that_is_not_in_the_round(twins):
    """On one twin the office keeps the judge from a proposal, on the other it never came before the panel."""
    one, other = twins
    with one.house.database.reading() as session:
        panel = running_round(session)
        proposal = sheets.eligible(session, panel)[0]
        declared = select(Sheet.seat_id).where(Sheet.panel_id == panel.id)
        waiting = select(PanelSeat).where(PanelSeat.panel_id == panel.id, col(PanelSeat.id).not_in(declared))
        seat = session.exec(waiting).one()
        judge = session.get_one(Account, seat.account_id).name
    key = next(k for k, name in district.NAMES.items() if name == judge)
    form = {"seat_id": seat.id, "proposal_id": proposal.id, "reason": "KINSHIP", "note": "申报方书面申请，已核实"}
    one.change("centre", lambda session, actor: add_conflict(session, actor, ConflictForm(**form)))
    with other.house.database.writing() as session:
        gone = session.get_one(Proposal, proposal.id)
        session.execute(Proposal.__table__.update().where(Proposal.id == gone.id).values(status="INELIGIBLE"))
    with one.house.database.reading() as session:
        sheet = session.exec(select(Sheet.id).where(Sheet.proposal_id == proposal.id)).first()
    assert unlike(twins, key, known(one, sheet or 0, proposal.id or 0), proposal.number) == []
    assert person(one.house, key).account_id == seat.account_id
