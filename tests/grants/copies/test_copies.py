"""An edition copied from an earlier one: the same rules and forms, its own dates, no money yet."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import Forbidden, Refused
from grants.builder import actions as builder_actions
from grants.builder.forms import FormsBody
from grants.contests import actions as contest_actions
from grants.contests.models import ContestStatus
from grants.contests.rules import gaps
from grants.copies import actions
from grants.copies.forms import CopyForm
from grants.methods import rules as methods
from grants.methods.forms import MethodForm
from grants.questions.queries import forms_of
from grants.questions.rules import stored
from grants.rounds.actions import set_method
from tests.grants.story import Story


def form(**changed):
    now = clock.now()
    return CopyForm(
        **{"title": "第二届社区公益微创投大赛", "opens_at": now, "closes_at": now + timedelta(days=30)} | changed
    )


def test_everything_but_dates_and_money_is_taken_over(session, actor):
    story = Story(session, actor)
    earlier = story.contest()
    method = MethodForm(reason="评委建议按分项去极值", basis="CRITERION", tie_break=[{"code": "NEED"}])
    set_method(session, story.centre, earlier, method)
    asked = [stored(one) for one in forms_of(session, earlier)]
    asked[0]["sections"][0]["title"] = "先说说你们"
    builder_actions.replace(session, story.centre, earlier, FormsBody(forms=asked, reason="把话说得更白"))
    made = actions.copy_contest(session, story.other_centre, earlier, form())
    same = ("categories", "leagues", "eligibility", "payee_kinds", "rubric_id", "tranches", "months_max", "area_code")
    assert {name: getattr(made, name) for name in same} == {name: getattr(earlier, name) for name in same}
    assert (made.status, made.edition) == (ContestStatus.DRAFT, earlier.edition + 1)
    assert methods.kept(made.method) == methods.kept(earlier.method)
    assert forms_of(session, made)[0].sections[0].title == "先说说你们"
    assert gaps(made, made.method["funds"]) == ["还没有安排资金来源。"]
    with pytest.raises(Refused, match="还没有安排资金来源"):
        contest_actions.propose_contest(session, story.other_centre, made)


def test_who_may_not_prepare_an_edition_copies_none(session, actor):
    story = Story(session, actor)
    with pytest.raises(Forbidden):
        actions.copy_contest(session, story.worker, story.contest(), form())


def test_the_page_keeps_what_was_typed_and_the_same_name_is_refused(story, as_):
    made = story(proposals=1)
    path, centre = f"/contests/{made.contest.id}/copy", as_(made.centre)
    assert "照样办新一届" in centre.get(path).text
    typed = {"title": made.contest.title, "opens_at": "2026-12-01T09:00", "closes_at": "2026-12-31T17:00"}
    wrong = centre.post(path, typed | {"closes_at": "2026-11-01T09:00"})
    assert wrong.status_code == 422 and "截止时间要晚于开始时间" in wrong.text and "2026-11-01T09:00" in wrong.text
    assert centre.post(path, typed).status_code in (409, 422)
    assert centre.post(path, typed | {"title": "下一届社区公益微创投大赛"}).status_code == 303
    assert as_(made.worker).post(path, typed).status_code in (403, 404)
    api = as_(made.centre).post(f"/api/v1{path}", json=typed | {"title": "再下一届公益微创投"})
    assert api.status_code == 201 and api.json()["status"] == "DRAFT"
