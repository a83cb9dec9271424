"""The scoring method: set by whoever prepares the edition, read by everybody, fixed at the first sheet."""

import pytest
from sqlmodel import select

from core.audit.models import AuditEvent
from core.errors import Forbidden, Invalid, Refused
from grants.contests.models import Contest
from grants.judging.queries import ranking_of
from grants.methods.forms import MethodForm
from grants.panels.models import Panel
from grants.ranking.queries import places_of
from grants.rounds import actions
from grants.rounds.forms import BonusForm
from tests.grants.judging.round import Round

REASON = "两位评委建议分项去掉高低分"


def form(**changed):
    return MethodForm(**{"reason": REASON, "tie_break": [{"code": "NEED"}], **changed})


def test_a_method_is_set_and_the_panel_takes_it_over(session, actor):
    story = Round(session, actor, 1)
    actions.set_method(session, story.centre, story.contest, form(basis="CRITERION", places=3, vote_cap="2.50"))
    want = {"basis": "CRITERION", "places": 3, "vote_cap": "2.5", "tie_break": ["NEED"], "trim_from": 5}
    for stored in (story.contest.method, story.panel.rules):
        assert {name: stored[name] for name in want} == want
    assert story.contest.method["funds"] and story.panel.rules["min_judges"] == 5
    event = session.exec(select(AuditEvent).where(AuditEvent.kind == "contest.method")).one()
    assert event.data["method"]["vote_cap"] == [0, "2.5"] and event.data["reason"] == REASON


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"trim_from": 2}, {"trim_drop": "去掉的份数太多，一份也剩不下。"}),
        ({"tie_break": [{"code": "LOOKS"}]}, {"tie_break": "没有这些同分依据：LOOKS。"}),
        ({"tie_break": [{"code": "NEED"}] * 2}, {"tie_break": "同一项依据只能用一次。"}),
    ],
)
def test_an_impossible_method_is_refused(session, actor, changed, problem):
    story = Round(session, actor, 1)
    with pytest.raises(Invalid) as refusal:
        actions.set_method(session, story.centre, story.contest, form(**changed))
    assert refusal.value.problems == problem


def test_after_the_call_opened_a_change_has_a_reason_and_no_judge_makes_it(session, actor):
    story = Round(session, actor, 1)
    with pytest.raises(Refused, match="请写明修改理由"):
        actions.set_method(session, story.centre, story.contest, form(reason=""))
    with pytest.raises(Forbidden):
        actions.set_method(session, story.judges[0], story.contest, form())


def test_the_method_freezes_at_the_first_sheet_and_the_attempt_is_kept(story, as_, database):
    made = story(Round.start)
    path = f"/contests/{made.contest.id}/method"
    before = as_(made.judges[0]).get(path).text
    assert (
        "各评委总分有 5 份及以上时" in before
        and "任何人都不能再改" in before
        and "<form" not in before.split("<main")[1]
    )
    refused = as_(made.centre).post(
        path, {"pass_line": "10", "trim_drop": "0", "conflict_kinds": ["HOST"], "reason": REASON}
    )
    assert refused.status_code == 409 and "不能再改" in refused.text
    with database.reading() as session:
        assert session.get_one(Contest, made.contest.id).method["pass_line"] == 60
        assert session.get_one(Panel, made.panel.id).rules["pass_line"] == 60
        event = session.exec(select(AuditEvent).where(AuditEvent.kind == "contest.method_refused")).one()
    assert event.actor_id == made.centre.account_id and event.data["wanted"]["pass_line"] == "10"


def test_the_page_shows_what_was_typed_and_saves(story, as_, database):
    made = story()
    centre, path = as_(made.centre), f"/contests/{made.contest.id}/method"
    page = centre.get(path)
    assert page.status_code == 200 and "校正评委宽严" in page.text
    wrong = centre.post(path, {"trim_drop": "3", "trim_from": "4", "pass_line": "1e400", "reason": REASON})
    assert wrong.status_code == 422 and "1e400" in wrong.text and "至少要 1 项" in wrong.text
    typed = {"basis": "TOTAL", "trim_drop": "1", "trim_from": "3", "corrects_severity": "on", "shrink": "0.5"}
    typed |= {"pass_line": "65.5", "tie_break.0.code": "BALLOT", "reason": REASON, "places": "1"}
    assert centre.post(path, typed | {"conflict_kinds": ["HOST", "WEATHER"]}).status_code == 422
    typed |= {"judges_per_proposal": "3", "conflict_kinds": ["HOST", "NAME"]}
    assert centre.post(path, typed).status_code == 303
    page = centre.get(path).text
    assert "先减去每位评委整体偏宽偏严的部分（按 0.5 份收缩）" in page and "每份申报书由 3 位评委评" in page
    assert "工作单位就是申报方、代管单位或收款单位；与负责人、名册或项目团队中的人同名" in page
    with database.reading() as session:
        assert session.get_one(Contest, made.contest.id).method["pass_line"] == "65.5"
        panel = session.get_one(Panel, made.panel.id)
        assert (panel.judges_per_proposal, panel.rules["conflict_kinds"]) == (3, ["HOST", "NAME"])


def test_votes_and_money_become_points_when_the_round_opens(session, actor):
    story = Round(session, actor, 2)
    actions.set_method(session, story.centre, story.contest, form(vote_cap=5, raise_cap=4))
    story.start()
    first, second = story.proposals
    rows = [{"proposal_id": first.id, "votes": 30}, {"proposal_id": second.id, "votes": 60, "raised_fen": "1500"}]
    with pytest.raises(Refused, match="每份申报书填一行"):
        wrong = BonusForm(bonuses=rows + rows[:1], source="投票平台 21 日导出")
        actions.record_bonuses(session, story.centre, story.panel, wrong)
    data = BonusForm(bonuses=rows, source="投票平台 21 日导出")
    actions.record_bonuses(session, story.centre, story.panel, data)
    story.score_all([80] * 5, [75] * 5).close()
    found = [(p.title, f"{p.score}") for p in ranking_of(session, story.contest.id)]
    assert found == [("暖邻行动", "82.50"), ("指尖暖冬", "82.00")]
    with pytest.raises(actions.WrongState):
        actions.record_bonuses(session, story.centre, story.panel, data)


def test_raw_and_corrected_scores_stand_side_by_side(story, as_, database):
    def tell(made):
        how = form(corrects_severity=True, trim_drop=0)
        actions.set_method(made.session, made.centre, made.contest, how)
        made.start().score_all([70, 80, 80, 80, 80], [60, 70, 70, 70, 70]).close()

    made = story(tell)
    centre, panel = as_(made.centre), f"/panels/{made.panel.id}"
    page = centre.get(panel).text
    assert "原始得分" in page and "校正后得分" in page and page.count("校正后 7") >= 5
    assert centre.post(panel + "/summary", {"form_key": "k"}).status_code == 303
    with database.reading() as session:
        row, _proposal = places_of(session, made.contest.id, 1)[0]
    lowest = next(total for total in row.totals if total["seat_id"] == made.seats[0].id)
    assert (row.raw, row.score, lowest["total"]) == ("78.00", "78.00", "70.00")
    assert 75 < float(lowest["corrected"]) < 78
