"""Reading plans, and everything that an assignment is made from."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.access import Actor, per_actor
from core.accounts.models import Account
from core.accounts.queries import sign_in_of
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.assignments import rules
from grants.assignments.models import AssignmentPlan, Mode, PlanStatus
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat
from grants.panels.rules import sitting
from grants.proposals.models import Proposal
from grants.sheets.queries import eligible


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Who scores what is known to the office that runs the panel, and to nobody else."""
    return actor.office_within(AssignmentPlan.area_code, Permission.JUDGING_MANAGE)


def task_of(session: Session, panel: Panel, mode: Mode, each: int, apart: list[list[int]]) -> rules.Task:
    """Everything that an assignment depends on, as it stands now."""
    seats = sitting(panels.seats_of(session, panel.id or 0))
    return rules.Task(
        judges=[rules.Judge(s.id or 0, s.role, tuple(s.fields), s.load_cap) for s in seats],
        items=[rules.Item(p.id or 0, p.category) for p in eligible(session, panel)],
        each=each,
        mode=mode,
        conflicts=frozenset(panels.conflicts_of(session, panel.id or 0)),
        held=frozenset((a.seat_id, a.proposal_id) for a in panels.assignments_of(session, panel.id or 0)),
        roles=tuple(panel.rules.get("panel_roles", ())),
        apart=frozenset((min(a, b), max(a, b)) for a, b in apart if a != b),
    )


def basis_of(task: rules.Task) -> str:
    """A digest of what the plan depends on; another one means that the world has moved on."""
    judges = [[j.seat_id, j.role, list(j.fields), j.most] for j in task.judges]
    items = [[item.proposal_id, item.category] for item in task.items]
    text = json.dumps([judges, items, sorted(task.conflicts), sorted(task.held)])
    return hashlib.sha256(text.encode()).hexdigest()


def plan_facts(session: Session, plan: AssignmentPlan) -> dict[str, Any]:
    """What the rules of a plan look at."""
    panel = session.get_one(Panel, plan.panel_id)
    basis = (
        basis_of(task_of(session, panel, plan.mode, plan.each_wants, [])) if plan.status == PlanStatus.READY else None
    )
    return {"panel": panel, "seats": panels.seats_of(session, plan.panel_id), "basis": basis}


@dataclass(frozen=True)
class Line:
    """A proposal of a plan as people read it: its judges with their reasons, the new ones marked, and who leaves."""

    proposal: Proposal
    judges: list[tuple[str, list[str], bool]]
    leaving: list[str]


@dataclass(frozen=True)
class Load:
    """A judge of a plan: how many proposals now and then, and the bound."""

    name: str
    role: str
    before: int
    after: int
    most: int | None


def lines_of(session: Session, plan: AssignmentPlan) -> list[Line]:
    names, held = panels.seat_names(session, plan.panel_id), _held(session, plan)
    proposals = proposals_of(session, plan)
    judges: dict[int, list[tuple[str, list[str], bool]]] = {}
    for seat, proposal, why in plan.given:
        told = [told_reason(code) for code in why]
        judges.setdefault(proposal, []).append((names.get(seat, ""), told, (seat, proposal) not in held))
    leaving: dict[int, list[str]] = {}
    for seat, proposal in plan.dropped:
        leaving.setdefault(proposal, []).append(names.get(seat, ""))
    wanted = sorted({*judges, *leaving}, key=lambda number: proposals[number].number)
    return [Line(proposals[n], judges.get(n, []), leaving.get(n, [])) for n in wanted]


def _held(session: Session, plan: AssignmentPlan) -> set[tuple[int, int]]:
    return {(a.seat_id, a.proposal_id) for a in panels.assignments_of(session, plan.panel_id)}


def proposals_of(session: Session, plan: AssignmentPlan) -> dict[int, Proposal]:
    panel = session.get_one(Panel, plan.panel_id)
    found = session.exec(select(Proposal).where(Proposal.contest_id == panel.contest_id))
    return {proposal.id or 0: proposal for proposal in found}


def told_reason(code: str) -> str:
    """A reason in words."""
    name, _colon, about = code.partition(":")
    if name == "ROLE":
        role = dict(panels.panel_roles()).get(about, about)
        return f"必备类别：{role}"
    if name == "FIELD":
        return f"擅长领域第 {about} 位"
    return {"KEPT": "原已分配", "LOAD": "工作量较少", "SHEET": "按分配表"}.get(name, name)


def loads_of(session: Session, plan: AssignmentPlan) -> list[Load]:
    names, roles = panels.seat_names(session, plan.panel_id), dict(panels.panel_roles())
    before = Counter(seat for seat, _proposal in _held(session, plan))
    after = Counter(seat for seat, _proposal, _why in plan.given)
    seats = sitting(panels.seats_of(session, plan.panel_id))
    return [
        Load(names.get(s.id or 0, ""), roles.get(s.role, s.role), before[s.id or 0], after[s.id or 0], s.load_cap)
        for s in seats
    ]


def told_unmet(session: Session, plan: AssignmentPlan) -> list[tuple[Proposal, str, list[str]]]:
    """What the plan leaves open, proposal by proposal, and what stood in the way."""
    proposals, roles = proposals_of(session, plan), dict(panels.panel_roles())
    return [(proposals[one["proposal_id"]], _lacking(one, roles), _obstacles(one)) for one in plan.unmet]


def _lacking(one: dict[str, Any], roles: dict[str, str]) -> str:
    role, missing = roles.get(one["role"], one["role"]), one["missing"]
    return f"缺少类别：{role}" if role else f"还缺 {missing} 位评委"


def _obstacles(one: dict[str, Any]) -> list[str]:
    conflicted, full, apart = one["conflicted"], one["full"], one["apart"]
    found = [
        *([f"{conflicted} 位要回避"] if conflicted else []),
        *([f"{full} 位已到工作量上限"] if full else []),
        *([f"{apart} 位不能与已有评委同评"] if apart else []),
    ]
    return found or ["没有更多这样的评委，或名额已满"]


def people_of(session: Session, panel_id: int) -> list[tuple[int, str, str]]:
    """Seat, name and sign-in of every judge who sits: what a spreadsheet may name them by."""
    seats = [seat.id for seat in sitting(panels.seats_of(session, panel_id))]
    joined = select(PanelSeat.id, Account).join(Account, col(Account.id) == col(PanelSeat.account_id))
    return [
        (seat or 0, account.name, sign_in_of(session, account))
        for seat, account in session.exec(joined.where(col(PanelSeat.id).in_(seats)))
    ]


TABLE = Table(
    model=AssignmentPlan,
    columns=(
        Col("panel", "评审组", col(Panel.title)),
        Col("mode", "方式", col(AssignmentPlan.mode)),
        Col("each_wants", "每份评委数", col(AssignmentPlan.each_wants), kind="number"),
        Col("origin", "来源", col(AssignmentPlan.origin)),
        Col("created_at", "时间", col(AssignmentPlan.created_at), kind="datetime"),
        Col("status", "状态", col(AssignmentPlan.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(AssignmentPlan.status), PlanStatus.choices()),),
    search=Panel.title,
    join=lambda statement: statement.join(Panel, col(Panel.id) == col(AssignmentPlan.panel_id)),
    empty_text="还没有分配方案。",
)
