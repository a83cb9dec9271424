"""Forming a panel: who judges, in which role, by which rules, until when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from core import clock, codelists, vault
from core.access import Actor, is_within
from core.accounts.models import Account
from core.changes import add, edit, require
from core.errors import Refused, WrongState
from core.numbers import next_number
from core.permissions import ROLES, Permission, Role
from core.post import write_to
from grants.coaching.queries import count_open
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.panels import queries, rules
from grants.panels.forms import InviteForm, PanelForm, TermForm
from grants.panels.models import Judge, JudgeStatus, Panel, PanelSeat, PanelStatus
from grants.panels.workflow import NO_JUDGE, PANEL, SEAT


def form_panel(session: Session, actor: Actor, data: PanelForm) -> Panel:
    """A panel for an edition, with the edition's rules copied into it and a key of its own for the round."""
    contest = get_contest(session, actor, data.contest_id)
    require(actor, Permission.JUDGING_MANAGE, contest.area_code)
    if queries.panel_of(session, contest.id or 0):
        raise Refused("这一届大赛已经有评审组。", field="contest_id")
    if contest.rubric_id is None:
        raise Refused("这一届大赛还没有选择评分标准。", field="contest_id")
    _check_term(data)
    rules_of_edition = queries.rules_for(contest)
    panel = Panel(
        area_code=contest.area_code,
        number=next_number(session, contest.area_code, "PS"),
        title=f"{contest.title}评审组"[:80],
        contest_id=contest.id,
        rubric_id=contest.rubric_id,
        rules=rules_of_edition,
        judges_per_proposal=rules_of_edition["judges_per_proposal"],
        opens_at=data.opens_at,
        due_at=data.due_at,
        is_named=data.is_named,
        key_id=vault.new_person_key(session),
    )
    return add(session, actor, panel, contest=contest.id)


def open_panel(session: Session, actor: Actor, contest: Contest) -> Panel:
    """A panel that scores from now for as many days as the list of deadlines says."""
    days = codelists.find(session, contest.area_code, "deadlines", "score_days")
    now = clock.now()
    due = now + timedelta(days=int(days["value"]) if days else 7)
    return form_panel(session, actor, PanelForm(contest_id=contest.id or 0, opens_at=now, due_at=due))


def refuse_judges(session: Session, actor: Actor, panel_id: int) -> None:
    """Who judges in a round does not run, open or reveal it, whatever offices the account holds besides."""
    if not rules.is_no_judge(None, actor, {"seats": queries.seats_of(session, panel_id)}):
        raise Refused(NO_JUDGE.refusal)


def _check_term(data: PanelForm | TermForm) -> None:
    if data.due_at <= data.opens_at:
        raise Refused("评分截止要晚于开始。", field="due_at")


def edit_term(session: Session, actor: Actor, panel: Panel, data: TermForm, version: int | None) -> None:
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    _check_term(data)
    if panel.status == PanelStatus.CLOSED:
        raise WrongState("评审已经结束，不能再改时间。")
    edit(session, actor, panel, data.model_dump(), version)


def invite_judge(
    session: Session,
    actor: Actor,
    panel: Panel,
    account_id: int,
    role: str,
    organisation: str = "",
    expertise: str = "",
    community_code: str | None = None,
    fields: Sequence[str] = (),
    load_cap: int | None = None,
) -> PanelSeat:
    """Invite a judge's account; one that can read proposals by an office is refused, so that recusal can hold."""
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    if panel.status == PanelStatus.CLOSED:
        raise WrongState("评审已经结束，不能再邀请评委。")
    holds = queries.roles_of(session, account_id)
    if not any(h.role == Role.JUDGE and is_within(panel.area_code, h.area_code) for h in holds):
        raise Refused("这个账号不是本区的评委账号。", field="account_id")
    reads = [h.role for h in holds if ROLES[h.role].is_staff and Permission.PROPOSALS_VIEW in ROLES[h.role].permissions]
    if reads:
        raise Refused(f"这个账号还是{ROLES[reads[0]].label}，能看到申报书；请为这位评委另建账号。", field="account_id")
    if role not in dict(queries.panel_roles()):
        raise Refused("请从列表中选择评委类别。", field="role")
    seat = PanelSeat(
        area_code=panel.area_code,
        panel_id=panel.id,
        account_id=account_id,
        role=role,
        organisation=organisation,
        expertise=expertise,
        community_code=community_code or None,
        fields=list(fields),
        load_cap=load_cap,
    )
    return add(session, actor, seat, panel=panel.id, role=role)


def invite(session: Session, actor: Actor, data: InviteForm) -> PanelSeat:
    """A seat for somebody of the judge pool, with what the pool says where the invitation says nothing."""
    panel = queries.get_panel(session, actor, data.panel_id)
    entry = queries.pool_entry(session, data.account_id)
    if entry and entry.status == JudgeStatus.PAUSED:
        raise Refused("这位评委暂停参加评审，请先在评委库里恢复。", field="account_id")
    seat = invite_judge(session, actor, panel, **_from_pool(session, data, entry))
    mail_invitation(session, seat, panel)
    return seat


def _from_pool(session: Session, data: InviteForm, entry: Judge | None) -> dict[str, Any]:
    said = data.model_dump(exclude={"panel_id"})
    if entry is None:
        return said
    known = queries.labels(session, entry.area_code, "project_categories")
    pool = {"role": entry.role, "organisation": entry.organisation, "community_code": entry.community_code}
    pool["expertise"] = "、".join(known.get(code, code) for code in entry.fields)[:80]
    return (
        said
        | {name: said[name] or value for name, value in pool.items()}
        | {
            "fields": entry.fields,
            "load_cap": entry.load_cap,
        }
    )


def mail_invitation(session: Session, seat: PanelSeat, panel: Panel) -> None:
    """Tell a judge of an invitation; what is judged is not in the mail."""
    until = clock.format_datetime(panel.due_at)
    asked = f"请您担任“{panel.title}”的评委，评分截止 {until}。请登录后接受或谢绝："
    write_to(session, [session.get_one(Account, seat.account_id)], "评委邀请", [asked], "/judging")


def seat_facts(session: Session, seat: PanelSeat) -> dict[str, Any]:
    return {"seat": seat, "seats": queries.seats_of(session, seat.panel_id)}


def answer_invitation(
    session: Session, actor: Actor, seat: PanelSeat, accepts: bool, reason: str | None = None
) -> None:
    """The judge's own answer; declining names one of the listed reasons."""
    facts = seat_facts(session, seat)
    if accepts:
        SEAT.fire(session, actor, seat, "accept", facts=facts)
        return
    reasons = queries.labels(session, seat.area_code, "decline_reasons")
    if reason not in reasons:
        raise Refused("请选择谢绝的原因。", field="reason")
    SEAT.fire(session, actor, seat, "decline", reasons[reason], facts=facts, decline_reason=reason)


def start_scoring(session: Session, actor: Actor, panel: Panel, reason: str | None = None) -> None:
    """Let the judges begin; what the panel still lacks stands in the refusal."""
    facts = {"contest": queries.contest_of(session, panel), "seats": queries.seats_of(session, panel.id or 0)}
    facts["is_dealt_out"] = queries.is_dealt_out(session, panel)
    if waiting := count_open(session, panel.contest_id):
        raise Refused(f"还有 {waiting} 份申报书在优化修改，请等团队交回，或在“优化辅导”里结束等待。")
    if missing := rules.panel_gaps(panel.rules, facts["seats"], dict(queries.panel_roles())):
        raise Refused("".join(missing))
    PANEL.fire(session, actor, panel, "start", facts=facts)
