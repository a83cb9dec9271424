"""Making a plan, working it out in the background, and applying it as one change."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Upload
from core.changes import add, require
from core.errors import Refused
from core.imports import read_table, tidy
from core.jobs.actions import enqueue
from core.permissions import Permission
from core.worker import Work, job
from grants.assignments import queries, rules
from grants.assignments.forms import PlanForm, SheetForm
from grants.assignments.models import AssignmentPlan, Mode, PlanOrigin, PlanStatus
from grants.assignments.workflow import PLAN
from grants.conflicts.actions import search_records
from grants.panels import queries as panels
from grants.panels.models import Assignment, Panel, PanelSeat, PanelStatus
from grants.panels.rules import UNDER_WAY
from grants.sheets.actions import keep_only, restore_sheet

COLUMNS = {
    "number": ("申报书编号", "编号", "项目编号", "项目名称"),
    "judge": ("评委姓名", "评委账号", "评委", "专家", "姓名", "账号"),
}
JOB = "assignment"


def make_plan(session: Session, actor: Actor, data: PlanForm) -> AssignmentPlan:
    """A plan to be worked out; the records are searched for conflicts first, so that no judge gets what he must not."""
    panel = _panel_for(session, actor, data.panel_id)
    if data.mode == Mode.ADJUST and panel.status != PanelStatus.FORMING:
        raise Refused("评分已经开始，只能补足或增加。", field="mode")
    seats = {seat.id for seat in panels.seats_of(session, panel.id or 0)}
    pairs = [[row.first, row.second] for row in data.apart]
    if any(a == b or not {a, b} <= seats for a, b in pairs):
        raise Refused("请选择本组两位不同的评委。", field="apart")
    search_records(session, actor, panel)
    plan = AssignmentPlan(
        area_code=panel.area_code, panel_id=panel.id, mode=data.mode, each_wants=data.each_wants, apart=pairs
    )
    return add(session, actor, plan, panel=panel.id, mode=data.mode.value, each=data.each_wants)


def _panel_for(session: Session, actor: Actor, panel_id: int) -> Panel:
    panel = panels.get_panel(session, actor, panel_id)
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    if panel.status not in UNDER_WAY:
        raise Refused("评审已经结束，不能再分配。", field="panel_id")
    if panel.status == PanelStatus.SCORING and panel.judges_per_proposal is None:
        raise Refused("本组由全体评委评每一份，评分已经开始，不能再改为分配。", field="panel_id")
    return panel


def start_plan(session: Session, actor: Actor, data: PlanForm) -> AssignmentPlan:
    """A plan that a job works out."""
    plan = make_plan(session, actor, data)
    title = f"分配申报书：{session.get_one(Panel, plan.panel_id).title}"
    plan.job_id = enqueue(session, actor, JOB, title[:120], plan_id=plan.id).id
    session.add(plan)
    return plan


@job(JOB, "分配申报书")
def work_plan(work: Work) -> None:
    """Work a plan out without holding the database meanwhile."""
    with work.reading() as session:
        plan = session.get_one(AssignmentPlan, work.args["plan_id"])
        task = _task(session, plan)
    found = rules.arrange(task, lambda done, total: work.progress(done, total + 1, f"第 {done} 份，共 {total} 份"))
    with work.writing() as session:
        plan = session.get_one(AssignmentPlan, work.args["plan_id"])
        if plan.status == PlanStatus.COMPUTING:
            _keep(session, work.actor, plan, task, found)


def work_out(session: Session, actor: Actor, plan: AssignmentPlan) -> None:
    """Work a plan out at once, in the caller's transaction."""
    task = _task(session, plan)
    _keep(session, actor, plan, task, rules.arrange(task))


def _task(session: Session, plan: AssignmentPlan) -> rules.Task:
    return queries.task_of(session, session.get_one(Panel, plan.panel_id), plan.mode, plan.each_wants, plan.apart)


def _keep(session: Session, actor: Actor, plan: AssignmentPlan, task: rules.Task, found: rules.Plan) -> None:
    PLAN.fire(session, actor, plan, "ready", facts={"is_effect": True}, **_columns(task, found))


def _columns(task: rules.Task, found: rules.Plan) -> dict[str, Any]:
    return {
        "given": [[one.seat_id, one.proposal_id, list(one.why)] for one in found.given],
        "dropped": [list(pair) for pair in found.dropped],
        "unmet": [asdict(one) for one in found.unmet],
        "is_surely_best": found.is_surely_best,
        "basis": queries.basis_of(task),
    }


def read_sheet_plan(session: Session, actor: Actor, data: SheetForm, upload: Upload | None) -> AssignmentPlan:
    """A plan out of a spreadsheet, with the same preview; what it must not or cannot say stands among its problems."""
    panel = _panel_for(session, actor, data.panel_id)
    if upload is None or not upload.content:
        raise Refused("请选择分配表。", field="file")
    search_records(session, actor, panel)
    mode = Mode.ADJUST if panel.status == PanelStatus.FORMING else Mode.ENSURE
    task = queries.task_of(session, panel, mode, panel.judges_per_proposal or 1, [])
    pairs, problems = _read_pairs(session, panel, task, upload)
    if not pairs:
        why = "".join(problems[:3])
        raise Refused(f"没有读到可以分配的行。{why}", field="file")
    held = rules.standing(task)
    kept = pairs if mode == Mode.ADJUST else pairs | held
    found = rules.describe(task, kept, held - kept)
    plan = AssignmentPlan(
        area_code=panel.area_code,
        panel_id=panel.id,
        origin=PlanOrigin.SHEET,
        mode=mode,
        each_wants=task.each if panel.judges_per_proposal else _most_common(kept),
        problems=problems[:200],
    )
    add(session, actor, plan, panel=panel.id, origin=plan.origin.value)
    _keep(session, actor, plan, task, found)
    return plan


def _most_common(pairs: set[rules.Pair]) -> int:
    """How many judges most proposals have in the sheet."""
    counts = sorted(Counter(proposal for _seat, proposal in pairs).values())
    return min(counts[len(counts) // 2], 15)


def _read_pairs(session: Session, panel: Panel, task: rules.Task, upload: Upload) -> tuple[set[rules.Pair], list[str]]:
    proposals = queries.eligible(session, panel)
    titles = Counter(p.title for p in proposals)
    numbers = {p.title: p.id or 0 for p in proposals if titles[p.title] == 1} | {p.number: p.id or 0 for p in proposals}
    named: dict[str, set[int]] = {}
    for seat, name, sign_in in queries.people_of(session, panel.id or 0):
        for word in {name, sign_in} - {""}:
            named.setdefault(word.lower(), set()).add(seat)
    pairs, problems = set(), []
    for record in read_table(upload.content, upload.name, COLUMNS, required=("number", "judge")).records:
        typed = tidy(record.typed["number"]), tidy(record.typed["judge"]).lower()
        pair, problem = _pair_of(typed, numbers, named, task)
        if pair:
            pairs.add(pair)
        else:
            problems.append(f"第 {record.number} 行：{problem}")
    return pairs, problems


def _pair_of(
    typed: tuple[str, str], numbers: dict[str, int], named: dict[str, set[int]], task: rules.Task
) -> tuple[rules.Pair | None, str]:
    proposal, seats = numbers.get(typed[0]), named.get(typed[1], set())
    if proposal is None:
        return None, "本组不评这个编号的申报书。"
    if len(seats) != 1:
        return None, "本组有两位评委同名，请改写登录账号。" if seats else "本组没有这位评委，或还没有接受邀请。"
    pair = (next(iter(seats)), proposal)
    return (None, "这位评委应当回避这份申报书。") if pair in task.conflicts else (pair, "")


def apply_plan(session: Session, actor: Actor, plan: AssignmentPlan, reason: str | None = None) -> None:
    """Give every judge what the plan says, at once: one audit row says all that came and went."""
    facts = queries.plan_facts(session, plan)
    panel: Panel = facts["panel"]
    before = {(a.seat_id, a.proposal_id): a for a in panels.assignments_of(session, panel.id or 0)}
    wanted: dict[rules.Pair, list[str]] = {(seat, proposal): why for seat, proposal, why in plan.given}
    came = sorted(wanted.keys() - before.keys())
    said = {"came": [list(pair) for pair in came], "went": plan.dropped}
    PLAN.fire(session, actor, plan, "apply", facts=facts, said=said)
    for row in (before[tuple(pair)] for pair in plan.dropped if tuple(pair) in before):
        session.delete(row)
    for seat, proposal in came:
        place = {"area_code": panel.area_code, "panel_id": panel.id, "seat_id": seat, "proposal_id": proposal}
        session.add(Assignment(**place, why=wanted[seat, proposal]))
        restore_sheet(session, actor, session.get_one(PanelSeat, seat), proposal)
    if panel.status == PanelStatus.FORMING:
        keep_only(session, panel, set(wanted))
    more = plan.mode == Mode.ADD and panel.judges_per_proposal
    panel.judges_per_proposal = plan.each_wants + (panel.judges_per_proposal or 0 if more else 0)
    session.add(panel)
    session.flush()
