"""The pages of conflicts: the office searches and decides, an applicant asks, the judge is told nothing."""

import pytest
from sqlmodel import select

from core.accounts.models import Account
from core.permissions import Role
from grants.panels.models import Declaration, DeclaredBy
from grants.sheets.models import Sheet
from incubator.groups.models import Member, MemberStatus
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_B, OTHER_DISTRICT
from tests.grants.judging.round import Round


@pytest.fixture
def story(database):
    """A round in which the first judge stands on the roster of the first group; committed."""
    with database.writing() as session:
        made = Round(session, lambda *who: factories.make_actor(session, *who), 2)
        for seat in made.seats:
            seat.community_code = COMMUNITY_B
        made.panel.is_named = True
        made.start()
        group = made.proposals[0].group_id
        same = {"area_code": COMMUNITY_A, "status": MemberStatus.ACCEPTED, "account_id": made.judges[0].account_id}
        session.add(Member(group_id=group, name="评委", **same))
        session.flush()
        session.expunge_all()
    made.session = None
    return made


@pytest.fixture
def as_(browser, database):
    def enter(actor):
        with database.reading() as session:
            account = session.get_one(Account, actor.account_id)
            session.expunge(account)
        return browser(account=account)

    return enter


def test_the_office_searches_and_decides_and_the_judge_sees_nothing_meanwhile(story, as_, browser, database):
    centre, judge, panel = as_(story.centre), as_(story.judges[0]), f"/panels/{story.panel.id}"
    first, _second = story.proposals
    with database.reading() as session:
        here = (Sheet.seat_id == story.seats[0].id, Sheet.proposal_id == first.id)
        sheet = session.exec(select(Sheet.id).where(*here)).one()
    assert "还没有查过" in centre.get(panel).text
    assert [who.post(panel + "/conflicts").status_code for who in (judge, browser(Role.CENTRE, OTHER_DISTRICT))] == [
        403,
        404,
    ]
    assert centre.post(panel + "/conflicts").status_code == 303
    page = centre.get(panel).text
    assert "有 1 条回避线索等待认定" in page and "名册上" in page
    hidden = [f"/score-sheets/{sheet}{rest}" for rest in ("", "/form", "/blank", "/pdf", "/files/1")]
    hidden += [f"/api/v1/score-sheets/{sheet}", f"/api/v1/score-sheets/{sheet}/content"]
    assert {judge.get(path).status_code for path in hidden} == {404}
    lists = ("/judging", "/score-sheets", "/api/v1/score-sheets", f"/judging/{story.seats[0].id}/declare", "/desk")
    seat = f"/panel-seats/{story.seats[0].id}"
    for path in (*lists, seat):
        text = judge.get(path).text
        assert first.title not in text and first.number not in text and "回避线索" not in text, path
    assert {judge.get(path).status_code for path in (panel, "/conflicts", "/api/v1/conflicts")} == {403}
    row = centre.get("/api/v1/conflicts?status=PROPOSED").json()["items"][0]
    move = f"/conflicts/{row['id']}/move"
    assert centre.post(move, {"verb": "dismiss"}).status_code == 422
    assert centre.post(move, {"verb": "dismiss", "reason": "同名同姓，已核对"}).status_code == 303
    assert judge.get(hidden[0]).status_code == 200 and first.number in judge.get("/judging").text


def test_an_applicant_asks_on_the_page_of_the_proposal(story, as_, browser, database):
    worker, path = as_(story.worker), f"/proposals/{story.proposals[0].id}/recusal"
    assert "申请评委回避" in worker.get(path.removesuffix("/recusal")).text
    page = worker.get(path).text
    assert all(f'value="{seat.id}"' in page for seat in story.seats), "the whole panel is named, not who scores this"
    short = worker.post(path, {"seat_id": story.seats[1].id, "reason": "KINSHIP", "note": "亲戚"})
    assert short.status_code == 422 and "至少 10 个字" in short.text and "亲戚" in short.text
    form = {"seat_id": story.seats[1].id, "reason": "KINSHIP", "note": "评委是项目负责人竞争对手的姐姐"}
    assert worker.post(path, form).status_code == 303
    assert worker.post(path, form).status_code == 409
    assert "待认定" in worker.get(path).text
    with database.reading() as session:
        row = session.exec(select(Declaration).where(Declaration.origin == DeclaredBy.APPLICANT)).one()
    assert "亲" in as_(story.centre).get(f"/conflicts/{row.id}").text
    refuse = {"verb": "dismiss", "reason": "经核实没有亲属关系"}
    assert as_(story.centre).post(f"/conflicts/{row.id}/move", refuse).status_code == 303
    assert "经核实没有亲属关系" in worker.get(path).text
    others = (as_(story.judges[1]), browser(Role.COMMUNITY, COMMUNITY_B), browser(Role.AUDITOR))
    assert [who.get(path).status_code for who in others] == [403, 404, 403]
