"""A rehearsal is played in full, and nothing of it is found anywhere outside; nothing real is found in it."""

import io
import re
import zipfile
from datetime import timedelta

import pypdf
import pytest
from sqlmodel import col, select

from core import clock, ledger, vault
from core.access import (
    SHADOWS,
    SYSTEM,
    Actor,
    Grant,
    ancestors,
    is_live,
    is_shadow,
    live_code,
    prefix_of,
    same_world,
    shadow_of,
)
from core.accounts.actions import _hold
from core.accounts.forms import RoleForm
from core.accounts.models import Account
from core.accounts.queries import actor_of
from core.changes import require_world
from core.codelists import items
from core.errors import Forbidden, NotFound, Refused, WrongState
from core.issued.models import IssuedDocument
from core.ledger import Fund
from core.mail import OutboxMail
from core.permissions import Role
from grants.coauthors.actions import join
from grants.contests import actions as contest_actions
from grants.contests.models import Contest
from grants.copies.forms import CopyForm
from grants.methods import rules as methods
from grants.methods.forms import MethodForm
from grants.proposals import actions as proposals
from grants.proposals.forms import StartForm
from grants.proposals.models import Proposal, Writer
from grants.rehearsals import actions, queries
from grants.rehearsals.models import Persona, Rehearsal
from grants.rounds.actions import set_method
from incubator.groups.models import Group
from tests import factories
from tests.factories import COMMUNITY_A, DISTRICT
from tests.grants.story import Story, hand_in

MARKER = "影子风车行动"


def test_shadows_of_a_district_are_apart_and_lead_back():
    code = "330105001002"
    made = {shadow_of(code, number) for number in range(SHADOWS)}
    assert len(made) == SHADOWS and {live_code(one) for one in made} == {code}
    assert all(is_shadow(one) and prefix_of(one) == one for one in made) and not is_shadow(code)
    assert ancestors(shadow_of(code, 0))[-1] == "dd0000000000" and live_code(code) == code
    assert shadow_of("330105000000", 3)[6:] == "000000" and not is_shadow("云溪区社区孵化")
    assert items(None, shadow_of(code, 5), "project_categories") == items(None, code, "project_categories")


def test_no_link_leads_from_one_world_into_the_other():
    real, tried = COMMUNITY_A, shadow_of(COMMUNITY_A, 0)
    who = {code: Actor(7, "", (Grant(Role.TEAM, code),)) for code in (real, tried, shadow_of(real, 1))}
    for mine in who:
        for theirs in who:
            if mine != theirs:
                with pytest.raises(NotFound, match="互不相通"):
                    join(None, who[mine], Writer(), Proposal(area_code=theirs))
    assert all(require_world(actor, code) is None for code, actor in who.items())
    assert require_world(SYSTEM, real) is None and Actor(1, "").worlds == {""}


class Play:
    """A running edition beside its rehearsal, and one proposal that was handed in there."""

    def __init__(self, database, browser) -> None:
        self.database, self.browser = database, browser
        make = lambda role, area=DISTRICT, name="": factories.make_actor(self.session, role, area, name)  # noqa: E731
        with database.writing() as self.session:
            self.story = Story(self.session, make)
            self.contest = self.story.contest()
            self.real = self.story.proposal(self.contest).id
            self.rehearsal = actions.start_rehearsal(self.session, self.story.centre, self.contest)
            self.shadow = self.rehearsal.shadow_contest_id
            self.proposal = self._handed_in()

    def persona(self, session, name: str) -> Actor:
        found = select(Account).join(Persona, col(Persona.account_id) == col(Account.id))
        return actor_of(session, session.exec(found.where(Account.name == f"试运行·{name}")).one())

    def _handed_in(self) -> int | None:
        session, contest = self.session, self.session.get_one(Contest, self.shadow)
        contest_actions.propose_contest(session, self.persona(session, "中心甲"), contest)
        contest_actions.open_contest(session, self.persona(session, "区级甲"), contest)
        worker = self.persona(session, "社区")
        group = session.exec(select(Group).where(Group.area_code == worker.grants[0].area_code)).first()
        story = self.story
        story.worker = worker
        start = StartForm(contest_id=contest.id, group_id=group.id, title=MARKER)
        proposal = proposals.start_proposal(session, worker, start)
        proposals.save_step(session, worker, proposal, story.content(MARKER), None)
        hand_in(session, worker, proposal)
        with clock.clock_at(clock.now() + timedelta(days=40)):
            contest_actions.fire(session, self.persona(session, "中心甲"), contest, "screen")
        story.centre = self.persona(session, "中心乙")
        story.pass_check(contest, proposal)
        return proposal.id


@pytest.fixture
def play(database, browser):
    return Play(database, browser)


OPEN = ("/", "/calls", "/notices", "/stars", "/menu", "/money", "/money/export")
LISTS = (
    "/desk", "/contests", "/proposals", "/groups", "/funds", "/awards", "/panels", "/judges", "/past-proposals",
    "/proposals/export", "/contests/export", "/funds/export", "/search?q=影子风车", "/search?q=试运行",
    "/api/v1/proposals?q=影子风车", "/api/v1/contests", "/api/v1/groups", "/api/v1/funds",
)  # fmt: skip
OUTSIDE = {
    None: OPEN,
    Role.CENTRE: LISTS,
    Role.DISTRICT: (
        "/desk",
        "/proposals",
        "/contests",
        "/funds",
        "/audit",
        "/audit/990105/export",
        "/api/v1/proposals",
    ),
    Role.ADMIN: ("/accounts", "/api/v1/accounts", "/outbox", "/audit", "/code-lists"),
    Role.COMMUNITY: ("/desk", "/proposals", "/groups", "/contests", "/search?q=影子风车"),
    Role.TEAM: ("/desk", "/proposals", "/contests", "/api/v1/proposals"),
    Role.FINANCE: ("/desk", "/funds", "/awards"),
}
SAYS = re.compile(rf"{MARKER}|试运行·(中心|区级|社区|团队|评委|财务)|试运行资金|[a-t]{{6}}-[A-Z]{{2}}-")
LOCAL = (Role.COMMUNITY, Role.TEAM)


def text_of(answer) -> str:
    if not answer.content.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # how PostgreSQL compares codes stands below
def test_nothing_of_a_rehearsal_is_found_outside_and_nothing_real_in_it(play):
    shut = (f"/proposals/{play.proposal}", f"/contests/{play.shadow}", f"/calls/{play.shadow}")
    for role, pages in OUTSIDE.items():
        who = play.browser(role, COMMUNITY_A if role in LOCAL else DISTRICT) if role else play.browser()
        for page in pages:
            answer = who.get(page)
            assert answer.status_code == 200, page
            assert not SAYS.search(text_of(answer)), page
        assert not {who.get(path).status_code for path in shut} - {303, 403, 404}
    centre = play.browser(Role.CENTRE)
    home, number = f"/rehearsals/{play.rehearsal.id}", play.rehearsal.id
    with play.database.reading() as session:
        people = {one.name: one.id for one in queries.personas_of(session, number or 0)}
        codes = session.exec(select(IssuedDocument).where(IssuedDocument.noun_id == play.proposal)).all()
        assert session.exec(select(OutboxMail)).all() == []
    assert [play.browser().get(f"/verify/{one.verify_code}").status_code for one in codes] == [404] * len(codes)
    assert centre.post(f"{home}/enter", {"persona": "999999"}).status_code == 404
    assert centre.post(f"{home}/enter", {"persona": str(people["试运行·中心甲"])}).status_code == 303
    inside = centre.get("/proposals").text
    assert MARKER in inside and "暖邻行动" not in inside and "退出试运行" in inside
    assert MARKER in text_of(centre.get("/proposals/export"))
    assert [one["name"] for one in centre.get("/api/v1/funds").json()["items"]] == ["试运行资金（不是真钱）"]
    assert centre.get(f"/proposals/{play.real}").status_code == centre.get(f"/contests/{play.contest.id}").status_code
    assert centre.get(f"/proposals/{play.real}").status_code == 404 and centre.get(home).status_code == 404
    paper = pypdf.PdfReader(io.BytesIO(centre.get(f"/proposals/{play.proposal}/pdf").content))
    assert all("试运行" in page.extract_text() for page in paper.pages)
    left = centre.post("/rehearsals/leave", {})
    assert left.headers["location"] == home and centre.get(home).status_code == 200
    assert MARKER not in centre.get("/proposals").text and centre.post("/rehearsals/leave", {}).status_code == 404
    assert play.browser(Role.COMMUNITY, COMMUNITY_A).get(home).status_code == 403


def test_no_real_money_no_real_role_and_back_into_life(session, actor):
    story = Story(session, actor)
    contest, centre = story.contest(), story.centre
    with pytest.raises(Forbidden):
        actions.start_rehearsal(session, story.worker, contest)
    rehearsal = actions.start_rehearsal(session, centre, contest)
    people = {one.name: one.account_id for one in queries.personas_of(session, rehearsal.id)}
    persona = lambda name: actor_of(session, session.get_one(Account, people[f"试运行·{name}"]))  # noqa: E731
    played, real = session.get_one(Contest, rehearsal.shadow_contest_id), story.district
    seen = lambda who: session.exec(select(Contest.id).where(same_world(who, Contest.area_code))).all()  # noqa: E731
    assert (seen(centre), seen(persona("中心甲"))) == ([contest.id], [played.id])
    assert session.exec(select(Contest.id).where(is_live(Contest.area_code))).all() == [contest.id]
    fund = session.exec(select(Fund).where(Fund.area_code == DISTRICT).order_by(col(Fund.id))).first()
    for who, money in (
        (persona("区级甲"), fund),
        (real, session.exec(select(Fund).where(Fund.id != fund.id)).all()[-1]),
    ):
        with pytest.raises(Refused, match="试运行不能动用真实资金"):
            ledger.reserve(session, who, money.id, 100, f"try-{money.id}", "award", 1)
    with pytest.raises(Refused, match="只能由试运行里的身份"):
        _hold(
            session,
            centre,
            session.get_one(Account, real.account_id),
            RoleForm(role="JUDGE", area_code=played.area_code),
        )
    with pytest.raises(WrongState):
        actions.start_rehearsal(session, persona("中心甲"), played)
    method = MethodForm(reason="评委建议按分项去极值", basis="CRITERION", tie_break=[{"code": "NEED"}])
    set_method(session, persona("中心甲"), played, method)
    form = CopyForm(title="第二届正式大赛", opens_at=clock.now(), closes_at=clock.now() + timedelta(days=30))
    made = actions.adopt(session, centre, rehearsal, form)
    assert (made.area_code, made.status, made.leagues) == (DISTRICT, "DRAFT", contest.leagues)
    assert methods.kept(made.method) == methods.kept(played.method) != methods.kept(contest.method)
    actions.discard(session, centre, rehearsal, "试过了")
    keys = queries.keys_of(session, prefix_of(rehearsal.shadow_code))
    assert keys and not any(session.get(vault.PersonKey, key) for key in keys)
    assert persona("中心甲").grants == persona("评委一").grants == ()
    for again in (
        lambda: actions.adopt(session, centre, rehearsal, form),
        lambda: actions.discard(session, centre, rehearsal),
    ):
        with pytest.raises(WrongState):
            again()
    with pytest.raises(NotFound):
        actions.leave(session, centre, "no such session")
    second = actions.start_rehearsal(session, centre, contest)
    assert second.shadow_code != rehearsal.shadow_code and session.get(Rehearsal, second.id)
    assert session.exec(select(Proposal)).all() == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_judge_is_lent_by_a_link_that_works_once(database, browser):
    with database.writing() as session:
        story = Story(session, lambda *who: factories.make_actor(session, *who))
        contest = story.contest()
        rehearsal, real = actions.start_rehearsal(session, story.centre, contest), f"/contests/{contest.id}"
        home = f"/rehearsals/{rehearsal.id}"
        people = {one.name: str(one.id) for one in queries.personas_of(session, rehearsal.id)}
    centre, judge = browser(Role.CENTRE), people["试运行·评委一"]
    assert browser(Role.COMMUNITY, COMMUNITY_A).post(f"{home}/lend", {"persona": judge}).status_code == 403
    wrong = centre.post(f"{home}/lend", {"persona": people["试运行·财务甲"]})
    assert wrong.status_code == 422 and "只有评委的身份" in wrong.text
    first, link = (
        re.search(r"/practice/[\w-]+", centre.post(f"{home}/lend", {"persona": judge}).text).group() for _ in "12"
    )
    guest = browser()
    assert guest.get(first).status_code == 404  # lent again, the link before stops working
    assert "试运行 · 无效" in guest.get(link).text and centre.post(link, {}).status_code == 409
    entered = guest.post(link, {})
    assert entered.status_code == 303 and browser().get(link).status_code == browser().post(link, {}).status_code == 404
    assert "试运行·评委一" in guest.get(entered.headers["location"]).text
    # The judge of the shadow reaches nothing real, and leaving is signing out.
    assert {guest.get(path).status_code for path in (real, "/wall/AAAABBBBCCCC")} == {404}
    assert guest.get(home).status_code == 403 and MARKER not in guest.get("/contests").text
    assert guest.post("/rehearsals/leave", {}).headers["location"] == "/"
    assert guest.get("/judging").status_code == 303
    again = re.search(r"/practice/[\w-]+", centre.post(f"{home}/lend", {"persona": judge}).text).group()
    guest.post(again, {})
    centre.post(f"{home}/move", {"verb": "discard", "reason": "练完了", "version": "1"})
    assert (
        guest.get("/judging").status_code == 303 and centre.post(f"{home}/lend", {"persona": judge}).status_code == 409
    )
