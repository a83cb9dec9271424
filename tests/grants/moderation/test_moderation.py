"""After the opening: rooms without a trace of a conflict, and recommendations that are pending until all are out."""

import pytest

from core import clock
from core.errors import Refused
from grants.awards import actions as award_actions
from grants.awards.forms import ChoiceForm
from grants.conflicts import actions as conflict_actions
from grants.conflicts.forms import ConflictForm
from grants.moderation import actions, rules
from grants.moderation.forms import RecordForm
from grants.sheets.models import Recommendation as R
from tests.grants.judging.round import Round


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ([], R.REFUSE),
        ([R.FUND], R.FUND),
        ([R.FUND, R.FUND, R.REFUSE], R.FUND),
        ([R.FUND, R.IMPROVE], R.IMPROVE),
        ([R.FUND, R.FUND, R.REFUSE, R.REFUSE, R.IMPROVE], R.REFUSE),
        ([R.IMPROVE, R.REFUSE, R.IMPROVE, R.REFUSE], R.REFUSE),
    ],
)
def test_what_most_sheets_recommend_the_more_cautious_of_two(said, together):
    assert rules.together(said) == together


def test_a_changed_recommendation_wants_a_reason():
    rows = {1: (R.FUND, ""), 2: (R.REFUSE, " 太短  "), 3: (R.IMPROVE, "材料费写得不清楚，要重新核"), 9: (R.FUND, "")}
    assert list(rules.problems(rows, {1: R.FUND, 2: R.FUND, 3: R.FUND})) == [2]


def opened(made):
    made.start()
    made.score_all([71] * 5, [82] * 5)
    said = {"seat_id": made.seats[4].id, "proposal_id": made.proposals[0].id, "reason": "COACH", "note": "辅导过"}
    conflict_actions.add_conflict(made.session, made.centre, ConflictForm(**said | {"note": "今年辅导过"}))


def record(made, **changed):
    first, second = made.proposals
    items = {"items.0.proposal_id": first.id, "items.0.recommendation": "IMPROVE", "items.1.proposal_id": second.id}
    items |= {"items.1.recommendation": "FUND", "present": [seat.id for seat in made.seats[:3]]}
    return items | {"held_on": changed.pop("held_on"), "place": "街道议事厅"} | changed


def test_the_room_and_the_record(story, as_):
    made = story(opened)
    judge, conflicted, centre, district = (as_(who) for who in (*made.judges[3:], made.centre, made.district))
    panel = f"/panels/{made.panel.id}"
    first, second = (f"{panel}/rooms/{proposal.id}" for proposal in made.proposals)
    assert [who.get(first).status_code for who in (judge, centre)] == [404, 404]
    for who, verb in ((centre, "ask"), (district, "close")):
        assert who.post(panel + "/move", {"verb": verb}).status_code == 303
    assert judge.post(first, {"body": "需求真实，人手够。", "form_key": "a"}).status_code == 303
    assert centre.post("/api/v1" + first, json={"body": "请写明接续安排。"}).status_code == 201
    said = judge.get(first).text
    assert "需求真实" in said and "接续安排" in said and "银杏里助老队" not in said
    # In conflict there is no room, no line, no count, and nothing to say to.
    listed = conflicted.get(panel + "/rooms").text
    assert made.proposals[1].title in listed and made.proposals[0].title not in listed
    assert made.proposals[0].number not in listed
    assert conflicted.get(first).status_code == conflicted.get("/api/v1" + first).status_code == 404
    assert conflicted.post(first, {"body": "我也说一句", "form_key": "b"}).status_code == 404
    assert conflicted.get(second).status_code == 200 and as_(made.worker).get(second).status_code == 404
    page = centre.get(panel + "/moderation").text
    day = page.split('name="held_on" value="')[1].split('"')[0]
    refused = centre.post(panel + "/moderation", record(made, held_on=day))
    assert refused.status_code == 422 and "请写明理由" in refused.text and "街道议事厅" in refused.text
    assert judge.get(panel + "/moderation").status_code == 403
    sent = centre.post(panel + "/moderation", record(made, held_on=day, **{"items.0.reason": "材料费要重新核一遍"}))
    where = sent.headers["location"]
    assert "待公布" in judge.get(panel + "/rooms").text and judge.get(where).status_code == 403
    assert centre.post(where + "/record", {"form_key": "r"}).status_code == 303
    assert as_(made.district).post(where + "/move", {"verb": "publish"}).status_code == 303
    assert "优化后资助" in judge.get(panel + "/rooms").text and "优化后资助" in judge.get(first).text
    assert judge.post(first, {"body": "再说一句", "form_key": "c"}).status_code == 403
    late = centre.post(panel + "/moderation", record(made, held_on=day, **{"items.0.reason": "再改一次试试看"}))
    assert late.status_code in (409, 422) and "不能再改" in late.text
    assert "71.00" in centre.get(panel).text and "评议会记录" in centre.get(where).text


def test_the_list_waits_for_the_publication(session, actor):
    made = Round(session, actor)
    opened(made)
    made.close()
    rows = [{"proposal_id": p.id, "recommendation": "FUND"} for p in made.proposals]
    data = RecordForm(held_on=clock.today(), place="街道议事厅", present=[made.seats[0].id], items=rows)
    written = actions.write_record(session, made.centre, made.panel, data)
    chosen = ChoiceForm(chosen=[{"proposal_id": made.proposals[1].id, "amount_fen": "2000"}])
    award_actions.propose_awards(session, made.centre, made.contest, chosen)
    with pytest.raises(Refused, match="还没有公布"):
        award_actions.announce(session, made.district, made.contest)
    actions.publish(session, made.district, written)
    assert award_actions.announce(session, made.district, made.contest).id
