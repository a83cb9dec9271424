"""Making an appointment, writing advice, answering it, and handing the improved proposal in."""

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.changes import add, require
from core.errors import Refused, WrongState
from core.permissions import Permission
from core.search import search_text
from core.workflow import EFFECT
from grants.coaching import queries, rules
from grants.coaching.forms import AdviseForm, AnswersForm, PlanForm
from grants.coaching.models import Advice, Coaching, CoachingStatus
from grants.coaching.workflow import COACHING
from grants.proposals import actions as proposals
from grants.proposals.models import PayeeKind, Proposal, ProposalStatus
from grants.proposals.queries import contest_of, form_of, get_proposal, group_of, parts_of
from grants.proposals.workflow import PROPOSAL


def plan(session: Session, actor: Actor, data: PlanForm) -> Coaching:
    """Make an appointment for a proposal that passed the check, within the days of coaching."""
    proposal = get_proposal(session, actor, data.proposal_id)
    require(actor, Permission.PROPOSALS_SCREEN, proposal.area_code)
    contest = contest_of(session, proposal)
    if proposal.status != ProposalStatus.ELIGIBLE:
        raise WrongState("资格审查通过、还没有开始评审的申报书才能约辅导。")
    if not rules.is_window(contest, queries.window_of(session, contest.id or 0), clock.local(data.meets_at).date()):
        raise Refused("这个时间不在优化辅导期内。", field="meets_at")
    if str(data.coach_id) not in dict(queries.coach_choices(session, actor)):
        raise Refused("请从列表中选择。", field="coach_id")
    row = Coaching(area_code=proposal.area_code, group_id=proposal.group_id, title=proposal.title, **data.model_dump())
    return add(session, actor, row, proposal=proposal.id, coach=data.coach_id)


def advise(session: Session, actor: Actor, coaching: Coaching, data: AdviseForm) -> None:
    """Write the advice down; the sections that it names open for the team until the day given, and no others."""
    facts, proposal = queries.facts_of(session, coaching), queries.proposal_of(session, coaching)
    titles = {step.number: step.title for step in form_of(session, proposal).sections}
    numbers = [row.section for row in data.advice]
    if not titles.keys() >= set(numbers) or len(numbers) > len(set(numbers)):
        raise Refused("每个部分写一条意见，请从列表中选择。", field="advice")
    if wrong := rules.wrong_day(data.due_on, facts["days"], facts["today"]):
        raise Refused(wrong, field="due_on")
    COACHING.fire(session, actor, coaching, "advise", facts=facts, due_on=data.due_on)
    session.add_all(
        Advice(coaching_id=coaching.id, section=row.section, title=titles[row.section], advice=row.advice)
        for row in data.advice
    )
    session.flush()
    opened = {"reopened": sorted(numbers), "due_on": data.due_on, "signed_off_at": None, "signed_off_by": None}
    PROPOSAL.fire(session, actor, proposal, "coach", facts=EFFECT, **opened)


def answer(session: Session, actor: Actor, coaching: Coaching, data: AnswersForm) -> None:
    """Keep what the team says to the advice; it may be changed until the improved proposal is handed in."""
    proposals.require_writer(session, actor, queries.proposal_of(session, coaching))
    if coaching.status != CoachingStatus.OPEN:
        raise WrongState("辅导已经结束，不能再改答复。")
    known = {one.section: one for one in queries.advice_of(session, coaching.id or 0)}
    for place, row in enumerate(data.answers):
        if row.section not in known:
            raise Refused("没有对这一部分的意见。", field=f"answers.{place}.section")
        known[row.section].uptake, known[row.section].response = row.uptake, row.response
        session.add(known[row.section])
    session.flush()
    said = {str(row.section): row.uptake.value if row.uptake else None for row in data.answers}
    audit.record(session, actor, "coaching.answer", coaching, uptake=said)


def finish(session: Session, actor: Actor, coaching: Coaching, reason: str | None = None) -> None:
    """Hand the improved proposal in: a new version with its receipt, beside the earlier ones."""
    proposal = queries.proposal_of(session, coaching)
    proposals.require_writer(session, actor, proposal)
    COACHING.fire(session, actor, coaching, "finish", facts=queries.facts_of(session, coaching), due_on=None)
    proposals.hand_in(session, actor, proposal, "improve", EFFECT)


def end(session: Session, actor: Actor, coaching: Coaching, reason: str | None = None) -> None:
    """Wait no longer: what was handed in before stands again, word for word."""
    COACHING.fire(session, actor, coaching, "end", reason, queries.facts_of(session, coaching), due_on=None)
    restore(session, actor, queries.proposal_of(session, coaching))


def restore(session: Session, actor: Actor, proposal: Proposal) -> None:
    """Write back what was handed in last: the fields, the own answers and the rows of every table."""
    kept = proposal.snapshot or {}
    for name, lines in parts_of(session, proposal.id or 0).items():
        for line in lines:
            session.delete(line)
        session.flush()
        model = proposals.ROWS[name]
        session.add_all(model.model_validate(row | {"proposal_id": proposal.id}) for row in kept[name])
    session.flush()
    values = {name: kept[name] for name in proposals.PLAIN if name in kept} | {"answers": kept["answers"]}
    values["search_text"] = search_text(kept["title"], group_of(session, proposal).name)
    values["payee_kind"] = PayeeKind(kept["payee_kind"])
    if shares := kept.get("partners"):
        values["own_share_fen"] = shares[0]["share_fen"]  # those of the others have stood still meanwhile
    PROPOSAL.fire(session, actor, proposal, "restore", facts=EFFECT, reopened=[], **values)
