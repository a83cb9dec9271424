"""Coaching in the story: an appointment, advice by section, what the team took up, the improved proposal."""

from datetime import timedelta

from core import clock
from grants.coaching import actions as coaching_actions
from grants.coaching.forms import AdviseForm, AnswersForm, PlanForm
from grants.coaching.models import Coaching
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import GoalsForm
from grants.proposals.models import Proposal
from portal.demo.stage import Stage

GOALS, SAFETY = 4, 7
ADVICE = {
    GOALS: "目标里写上做几次、多少人、怎么知道做成了，结项时好对照。",
    SAFETY: "补上谁是当天的安全员，遇到下雨怎么通知。",
}


def make_appointment(stage: Stage, proposal: Proposal, place: str) -> Coaching:
    data = PlanForm(
        proposal_id=proposal.id,
        coach_id=stage.account_ids["centre2"],
        meets_at=clock.local(clock.now() + timedelta(hours=5)).replace(tzinfo=None),
        place=place,
        note="请带上活动计划和场地照片。",
    )
    return coaching_actions.plan(stage.session, stage.person("centre"), data)


def advise(stage: Stage, coaching: Coaching, days: int) -> None:
    rows = [{"section": number, "advice": text} for number, text in ADVICE.items()]
    data = AdviseForm.model_validate({"advice": rows, "due_on": clock.today() + timedelta(days=days)})
    coaching_actions.advise(stage.session, stage.person("centre2"), coaching, data)


def take_up(stage: Stage, coaching: Coaching, proposal: Proposal, key: str) -> None:
    """The team rewrites its goals, says what it did, and hands the improved proposal in."""
    session, team = stage.session, stage.person(key)
    better = GoalsForm(
        goals="半年内开展活动十二次，直接受益一百二十人；期末由居民代表打分，满意率不低于百分之九十。",
        outcomes=proposal.outcomes,
    )
    proposal_actions.save_step(session, team, proposal, better, None)
    said = {
        GOALS: ("TAKEN", "写明了十二次、一百二十人，由居民代表打分。"),
        SAFETY: ("NOT_TAKEN", "安全员原来就写了名字，下雨改期由群里通知，不再重复。"),
    }
    rows = [{"section": number, "uptake": uptake, "response": text} for number, (uptake, text) in said.items()]
    coaching_actions.answer(session, team, coaching, AnswersForm.model_validate({"answers": rows}))
    coaching_actions.finish(session, team, coaching)


def coach(stage: Stage, proposal: Proposal, key: str) -> None:
    """The whole of it in one morning."""
    coaching = make_appointment(stage, proposal, "孵化中心一楼洽谈室")
    advise(stage, coaching, 3)
    take_up(stage, coaching, proposal, key)
