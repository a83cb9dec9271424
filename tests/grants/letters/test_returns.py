"""People of projects without luck come back to the pool: once, with what was released, and only with consent."""

import pytest
from sqlmodel import select

from core import vault
from core.errors import Forbidden
from grants.letters import actions, rules
from grants.letters.queries import Letter
from incubator.followups.actions import return_to_pool
from incubator.followups.models import FollowUp
from incubator.groups.queries import list_members
from incubator.people import actions as people_actions
from incubator.people.forms import TalentForm
from tests.factories import COMMUNITY_A
from tests.grants.judging.round import COMMENT
from tests.grants.letters.test_letters import decided

DROP = {"verb": "drop", "reason": "搬走了", "version": 1}
SAID = {"result": "愿意改了再报，想先听一次预算辅导。", "version": "1"}
CONSENT = {"consent_on": "2026-01-05", "consent_channel": "PAPER"}


def talent(made, name, phone, **given):
    data = {"name": name, "phone": phone, "area_code": COMMUNITY_A, "categories": ["CRAFT"]}
    data["discover_channel"] = "VISIT"
    return people_actions.add_talent(made.session, made.worker, TalentForm(**data | given))


def lost(made):
    """Of the second proposal, which is not chosen: its leader by telephone, two whom it names, one more."""
    decided(made)
    second = made.proposals[1]
    second.leader_phone_index = vault.blind_index("15400000101", "phone")
    made.session.add(second)
    leader = talent(made, "杜若溪", "15400000101", **CONSENT)
    named, silent = talent(made, "吴一", "15400000102", **CONSENT), talent(made, "吴一", "15400000103")
    other = talent(made, "叶知秋", "15400000104", **CONSENT)
    for member, one in zip(list_members(made.session, second.group_id)[-3:], (named, silent, other), strict=True):
        member.talent_id, member.name = one.id, one.name
        made.session.add(member)
    made.session.flush()
    made.leader, made.named, made.silent, made.other = leader.id, named.id, silent.id, other.id
    actions.send_letters(made.session, made.district, made.contest)


def letter(**said) -> Letter:
    nothing = dict.fromkeys(("proposal", "amount_fen", "recommendation", "sent"))
    return Letter(**{**nothing, "outcome": "", "reasons": [], "feedback": [], "comments": []} | said)


def test_advice_says_who_it_is_from():
    assert rules.advice_of(letter(), []) == []
    said = letter(reasons=["未备案"], feedback=[("创新性", "有新意")], comments=["补安全预案"])
    assert rules.advice_of(said, [("预算", "写明单价")]) == [
        "不符合的条件：未备案",
        "评委的整体看法：创新性，有新意",
        "评委的评语：补安全预案",
        "辅导意见（预算）：写明单价",
    ]
    assert set(rules.NEXT_STEPS) == {"本届未入选", "资格审查不符合", rules.TAKEN_BACK}


def test_people_without_luck_are_met_again(story, as_, database):
    made = story(lost)
    with database.reading() as session:
        rows = session.exec(select(FollowUp).order_by(FollowUp.id)).all()
        assert [(one.talent_id, one.noun_id, one.outcome) for one in rows] == [
            (who, made.proposals[1].id, "本届未入选") for who in (made.leader, made.named)
        ]
        assert "评委的整体看法" in rows[0].advice[0] and not [one for one in rows[0].advice if COMMENT in one]
    centre, path = as_(made.centre), f"/follow-ups/{rows[0].id}"
    assert "回访" in centre.get(f"/talents/{made.leader}").text and rows[0].title in centre.get("/desk").text
    assert "杜若溪" in centre.get(path).text and f"/proposals/{made.proposals[1].id}" in centre.get(path).text
    assert f"/follow-ups/{rows[0].id}" not in as_(made.district).get(f"/talents/{made.leader}").text
    for other in (made.district, made.judges[0], made.finance):
        assert as_(other).get(path).status_code in (403, 404)
        assert as_(other).get(f"/api/v1{path}").status_code in (403, 404)
    assert centre.post(f"{path}/move/meet", {"result": ""}).status_code == 422
    met = centre.post(f"{path}/move/meet", SAID)
    assert met.status_code == 303, met.text
    assert "想先听一次预算辅导" in centre.get(f"/talents/{made.leader}").text
    # Whoever takes consent back takes all of it along.
    gone = {"verb": "withdraw", "reason": "本人要求", "version": "1"}
    assert centre.post(f"/talents/{made.leader}/move", gone).status_code == 303
    assert centre.get(path).status_code == 404
    with database.reading() as session:
        assert session.exec(select(FollowUp.talent_id)).all() == [made.named]
    worker = as_(made.worker).http.post(f"/api/v1/follow-ups/{rows[1].id}/moves", json=DROP)
    assert worker.status_code == 200 and worker.json()["status"] == "DROPPED"


def test_only_whoever_tells_results_sends_people_back(session, actor):
    made = actor("CENTRE")
    with pytest.raises(Forbidden):
        return_to_pool(session, made, FollowUp(area_code=COMMUNITY_A), [], "", "", "", [])
