"""Changing the dates of an edition: logged with its reason, and told to those whom it concerns."""

from sqlalchemy import delete
from sqlmodel import Session, col

from core import audit, clock
from core.access import Actor
from core.changes import edit, require
from core.errors import Invalid, NotFound, Refused, WrongState
from core.permissions import Permission
from core.post import write_to
from grants.contests.models import Contest, ContestStatus, Milestone, Stage
from grants.contests.rules import is_editable
from grants.proposals.models import Proposal
from grants.timetable import queries, rules
from grants.timetable.forms import ExtensionForm, TimetableForm
from grants.timetable.rules import Days, Moved


def set_timetable(
    session: Session, actor: Actor, contest: Contest, data: TimetableForm, version: int | None = None
) -> list[Stage]:
    """Write the dates; from the opening on with a reason, the call's end only later, and told by mail.

    Returns the stages whose days changed.
    """
    require(actor, Permission.CONTESTS_MANAGE, contest.area_code)
    if not queries.may_change(actor, contest):
        raise WrongState("这一届已经结束，日程不能再改。")
    if data.closes_at == contest.closes_at.replace(microsecond=0):
        data = data.model_copy(update={"closes_at": contest.closes_at})  # a page shows whole seconds
    _check(contest, data)
    before, closed = queries.days_of(session, contest.id or 0), contest.closes_at
    after = {row.stage: (row.starts_on, row.ends_on) for row in data.stages}
    changed = rules.moved(before, after)
    edit(session, actor, contest, {"closes_at": data.closes_at, "grace_minutes": data.grace_minutes}, version)
    if changed:
        _write(session, contest.id or 0, changed)
    if changed or closed != contest.closes_at:
        told = {stage.value: [_span(old), _span(new)] for stage, (old, new) in changed.items()}
        audit.record(session, actor, "contest.timetable", contest, stages=told, reason=data.reason or None)
        if not is_editable(contest):
            _tell(session, contest, changed, closed != contest.closes_at, data.reason)
    return list(changed)


def _write(session: Session, contest_id: int, changed: Moved) -> None:
    session.execute(delete(Milestone).where(Milestone.contest_id == contest_id, col(Milestone.stage).in_(changed)))
    session.add_all(
        Milestone(contest_id=contest_id, stage=stage, starts_on=days[0], ends_on=days[1])
        for stage, (_old, days) in changed.items()
        if days
    )
    session.flush()


def _span(days: Days | None) -> str | None:
    return f"{days[0]} {days[1]}" if days else None


def _check(contest: Contest, data: TimetableForm) -> None:
    found = rules.problems(
        clock.local(data.closes_at).date(), [(row.stage, row.starts_on, row.ends_on) for row in data.stages]
    )
    if not is_editable(contest):
        if len(data.reason) < 4:
            found["reason"] = "征集已经开始，请写明调整理由。"
        if data.closes_at < contest.closes_at:
            found["closes_at"] = "征集已经开始，截止时间只能推后。"
        elif data.closes_at != contest.closes_at and contest.status != ContestStatus.OPEN:
            found["closes_at"] = "征集已经结束，截止时间不能再改；可以给个别申报人延期。"
    elif data.closes_at <= contest.opens_at:
        found["closes_at"] = "截止时间要晚于开始时间。"
    if found:
        raise Invalid(found)


def _tell(session: Session, contest: Contest, changed: Moved, is_longer: bool, reason: str) -> None:
    """One message to each person concerned, with the new dates that concern them and why."""
    number = contest.id or 0
    ending = [f"征集截止：{clock.format_datetime(contest.closes_at)}"] if is_longer else []
    for accounts, audience, more in (
        (queries.applicants_of(session, number), rules.TO_APPLICANTS, ending),
        (queries.judges_of(session, number), rules.TO_JUDGES, []),
    ):
        lines = more + [f"{s.label}：{queries.day_text(new)}" for s, (_, new) in changed.items() if s in audience]
        if lines:
            write_to(session, accounts, f"{contest.title} 日程调整", [*lines, f"理由：{reason}"], f"/calls/{number}")


def extend(session: Session, actor: Actor, contest: Contest, data: ExtensionForm) -> Proposal:
    """Give one applicant more time: whoever approves the edition decides it, and the reason stays on record."""
    require(actor, Permission.CONTESTS_APPROVE, contest.area_code)
    if not queries.may_extend(actor, contest):
        raise WrongState("只有征集和资格审查期间可以给个别申报人延期。")
    offered = {int(number) for number, _label in queries.late_choices(session, actor, contest)}
    if data.proposal_id not in offered:
        raise NotFound("请从列表中选择申报书。")
    if data.until <= max(contest.closes_at, clock.now()):
        raise Refused("要晚于征集截止，也要晚于现在。", field="until")
    if clock.local(data.until).date() > rules.longest_extension(clock.local(contest.closes_at).date()):
        raise Refused("最多比大家晚三十天。", field="until")
    proposal = session.get_one(Proposal, data.proposal_id)
    edit(session, actor, proposal, {"extended_until": data.until})
    audit.record(session, actor, "proposal.extend", proposal, until=data.until.isoformat(), reason=data.reason)
    until = f"“{proposal.title}”可以在 {clock.format_datetime(data.until)} 之前提交。"
    writers = queries.writers_of(session, proposal)
    write_to(session, writers, "申报延期", [until, f"理由：{data.reason}"], f"/proposals/{proposal.id}")
    return proposal
