"""The office's pages: ask for a plan or send one as a spreadsheet, read it, apply it."""

from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col

from core.access import Actor
from core.call import Call
from core.jobs.models import Job
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.assignments import actions, forms, queries
from grants.assignments.models import AssignmentPlan, PlanStatus
from grants.assignments.workflow import PLAN
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelStatus
from grants.panels.rules import UNDER_WAY


def _choices(session: Session, actor: Actor, row: Any) -> dict[str, list[tuple[str, str]]]:
    seats = panels.seat_choices(session, actor)
    shared = or_(col(Panel.status) == PanelStatus.FORMING, col(Panel.judges_per_proposal).is_not(None))
    return {
        "panel_id": panels.panel_choices(session, actor, col(Panel.status).in_(UNDER_WAY), shared),
        "apart.first": seats,
        "apart.second": seats,
    }


def _parts(session: Session, actor: Actor, plan: AssignmentPlan) -> dict[str, Any]:
    job = session.get(Job, plan.job_id) if plan.job_id and plan.status == PlanStatus.COMPUTING else None
    return {
        "panel": session.get_one(Panel, plan.panel_id),
        "job": job,
        "lines": queries.lines_of(session, plan),
        "loads": queries.loads_of(session, plan),
        "unmet": queries.told_unmet(session, plan),
        "is_ready": plan.status == PlanStatus.READY,
    }


def _facts(session: Session, actor: Actor, plan: AssignmentPlan) -> list[tuple[str, Any]]:
    names = panels.seat_names(session, plan.panel_id)
    return [
        ("评审组", session.get_one(Panel, plan.panel_id).title),
        ("方式", plan.mode),
        ("每份评委数", plan.each_wants),
        ("来源", plan.origin),
        ("不同时评一份", "；".join(f"{names.get(a, '')}、{names.get(b, '')}" for a, b in plan.apart)),
    ]


NOUN = register(
    Noun(
        name="assignment_plan",
        label="分配方案",
        plural="assignment-plans",
        section="公益微创投",
        in_menu=False,
        model=AssignmentPlan,
        table=queries.TABLE,
        view=P.JUDGING_MANAGE,
        visible=queries.visible_to,
        out=forms.PlanOut,
        title=lambda plan: f"分配方案 {plan.id}",
        named=lambda session, actor, plan: (
            f"{session.get_one(Panel, plan.panel_id).title} · 分配方案（{plan.mode.label}）"
        ),
        workflow=PLAN,
        add=Change(P.JUDGING_MANAGE, forms.PlanForm, actions.start_plan, "预览分配"),
        moves={"apply": Move(actions.apply_plan)},
        choices=_choices,
        facts=_facts,
        show=_parts,
        rule_facts=queries.plan_facts,
        show_template="grants/assignments/show.html",
        form_note="先按记录查一遍回避，再在后台计算；看过谁评什么、为什么，再决定采用。",
    )
)


def _upload_page(form: Any, status: int = 200) -> Page:
    return Page("grants/assignments/upload.html", status, noun=NOUN, form=form, page_title="上传分配表")


@reads("/assignment-plans/upload", P.JUDGING_MANAGE)
def upload_form(session: Session, actor: Actor, call: Call) -> Reply:
    given = {"panel_id": call.query["panel_id"]} if "panel_id" in call.query else {}
    return _upload_page(call.blank(forms.SheetForm, _choices(session, actor, None), given))


@changes("/assignment-plans/upload", P.JUDGING_MANAGE, creates=True, takes=forms.SheetForm, body_limit=6_000_000)
def upload(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.SheetForm, _choices(session, actor, None))
    with form.catching(session):
        plan = actions.read_sheet_plan(session, actor, form.value, next(iter(call.files.get("file", [])), None))
        return Moved(f"/assignment-plans/{plan.id}", "分配表已读取，请核对后采用。")
    return _upload_page(form, 422)


HANDLERS = [upload_form, upload, *noun_pages(NOUN)]
