"""Pages of projects, expenses, reports and checks."""

from typing import Any

from sqlmodel import Session

from core import codelists, schemes
from core.access import Actor
from core.call import Call
from core.errors import Forbidden
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.schemes.rules import form_of
from core.templating import Page
from core.web import changes, reads
from grants.awards.queries import group_of
from grants.projects import actions, forms, queries
from grants.projects.models import CheckKind, CheckStatus, Expense, Project, ProjectCheck, ProjectStatus
from grants.projects.workflow import CHECK, EXPENSE, PROJECT

UNDER_WAY = (ProjectStatus.RUNNING, ProjectStatus.RECTIFYING, ProjectStatus.MIDTERM_PASSED)


def _project_parts(session: Session, actor: Actor, project: Project) -> dict[str, Any]:
    progress = queries.progress(session, project)
    return {
        "progress": progress,
        "given_on": queries.given_on(session, project),
        "may_hold": actor.can(P.CONTESTS_MANAGE, project.area_code),
        "activities": queries.activities_of(session, project.id or 0),
        "expenses": queries.expenses_of(session, project.id or 0),
        "may_open_activities": actor.can(P.ACTIVITIES_VIEW, project.area_code),
        "checks": queries.checks_of(session, project.id or 0),
        "expense_state": EXPENSE.state,
        "check_state": CHECK.state,
        "may_report": project.status in UNDER_WAY and actor.can(P.PROJECTS_REPORT, project.area_code),
    }


PROJECT_NOUN = register(
    Noun(
        name="project",
        label="项目",
        list_label="项目实施",
        plural="projects",
        section="公益微创投",
        model=Project,
        table=queries.PROJECTS,
        view=P.PROJECTS_VIEW,
        visible=queries.projects_visible_to,
        out=forms.ProjectOut,
        title=lambda project: project.title,
        workflow=PROJECT,
        add=Change(P.AGREEMENTS_SIGN, forms.ProjectForm, actions.start_project, "开始实施"),
        choices=lambda session, actor, project: {"agreement_id": queries.agreement_choices(session, actor)},
        facts=lambda session, actor, project: [
            ("团队", group_of(session, project.group_id).name),
            ("实施开始", project.starts_on),
            ("实施结束", project.ends_on),
            ("资助金额", format_yuan(project.amount_fen) + " 元"),
            (
                "等级",
                next((g["zh"] for g in queries.grades(session, project.area_code) if g["code"] == project.grade), None),
            ),
        ],
        show=_project_parts,
        show_template="grants/projects/show.html",
    )
)
EXPENSE_NOUN = register(
    Noun(
        name="expense",
        label="支出",
        list_label="项目支出",
        plural="expenses",
        section="公益微创投",
        model=Expense,
        table=queries.EXPENSES,
        view=P.PROJECTS_VIEW,
        visible=queries.expenses_visible_to,
        out=forms.ExpenseOut,
        title=lambda expense: expense.item,
        workflow=EXPENSE,
        add=Change(P.PROJECTS_REPORT, forms.ExpenseForm, actions.record_expense, "登记支出"),
        moves={"confirm": Move(actions.confirm_expense)},
        choices=lambda session, actor, expense: {
            "project_id": queries.project_choices(session, actor),
            "category": codelists.choices(session, actor.home() or "", "cost_categories"),
        },
        facts=lambda session, actor, expense: [
            ("金额", format_yuan(expense.amount_fen) + " 元"),
            ("日期", expense.on),
            ("票据号码", expense.invoice_number),
        ],
        slots=[("INVOICE", "票据照片")],
    )
)


def _check_parts(session: Session, actor: Actor, check: ProjectCheck) -> dict[str, Any]:
    definition = queries.scheme_of(session, check)
    permission = P.PROJECTS_CHECK if check.kind == CheckKind.MIDTERM else P.PROJECTS_ACCEPT
    columns = [
        {"label": "自评", "marks": check.own_marks, "totals": {}, "total": _total(definition, check.own_marks)},
        {"label": "检查", "marks": check.marks, "totals": {}, "total": check.total},
    ]
    return {
        "definition": form_of(definition, actor.lang),
        "columns": columns,
        "may_mark_own": check.status in ("DRAFT", "RECTIFY") and actor.can(P.PROJECTS_REPORT, check.area_code),
        "may_mark": check.status == CheckStatus.SUBMITTED and actor.can(permission, check.area_code),
    }


def _total(definition: schemes.Definition, marks: dict[str, Any]) -> str | None:
    return str(schemes.score(definition, marks, is_draft=True).total) if marks else None


CHECK_NOUN = register(
    Noun(
        name="project_check",
        label="中期与结项",
        plural="project-checks",
        section="公益微创投",
        model=ProjectCheck,
        table=queries.CHECKS,
        view=P.PROJECTS_VIEW,
        visible=queries.checks_visible_to,
        out=forms.CheckOut,
        title=lambda check: f"{check.kind.label} {check.number}",
        workflow=CHECK,
        add=Change(P.PROJECTS_REPORT, forms.CheckForm, actions.write_report, "写中期或结项报告"),
        edit=Change(
            P.PROJECTS_REPORT,
            forms.CheckForm,
            actions.edit_report,
            "修改",
            lambda check: check.status in ("DRAFT", "RECTIFY"),
        ),
        moves={
            "submit": Move(actions.submit_report),
            "pass": Move(actions.pass_midterm),
            "accept": Move(actions.accept),
            "fail": Move(actions.refuse),
            "rectify": Move(actions.rectify),
        },
        rule_facts=queries.check_facts,
        choices=lambda session, actor, check: {"project_id": queries.project_choices(session, actor)},
        facts=lambda session, actor, check: [
            ("项目", session.get_one(Project, check.project_id).title),
            ("种类", check.kind.label),
            ("总结", check.summary),
            ("问题和困难", check.problems),
            ("下一步打算", check.plans),
            ("得分", check.total),
            (
                "等级",
                next((g["zh"] for g in queries.grades(session, check.area_code) if g["code"] == check.grade), None),
            ),
            ("检查意见", check.opinion),
        ],
        show=_check_parts,
        show_template="grants/projects/check.html",
        slots=[("PHOTO", "照片"), ("PAPER", "材料")],
    )
)


def marks_of(call: Call, definition: schemes.Definition) -> dict[str, str]:
    """The marks typed into a scheme form."""
    typed = {leaf.code: (call.one(f"mark-{leaf.code}") or "").strip() for leaf in definition.leaves}
    return {code: value for code, value in typed.items() if value}


def _marks_page(
    session: Session, actor: Actor, check: ProjectCheck, is_own: bool, form: Any, marks: Any, status: int = 200
) -> Page:
    return Page(
        "grants/projects/marks.html",
        status,
        row=check,
        noun=CHECK_NOUN,
        form=form,
        definition=form_of(queries.scheme_of(session, check), actor.lang),
        marks=marks,
        mark_errors={
            name.removeprefix("mark-"): text for name, text in form.problems.items() if name.startswith("mark-")
        },
        is_own=is_own,
        own_marks=check.own_marks,
        page_title=f"{'自评分' if is_own else '检查评分'} · {check.number}",
    )


@reads("/project-checks/{row_id:int}/own-marks", P.PROJECTS_REPORT)
def own_marks_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    check = CHECK_NOUN.get(session, actor, row_id)
    form = call.blank(forms.OpinionForm, version=check.version)
    return _marks_page(session, actor, check, True, form, check.own_marks)


@changes("/project-checks/{row_id:int}/own-marks", P.PROJECTS_REPORT)
def save_own_marks(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    check, form = CHECK_NOUN.get(session, actor, row_id), call.bind(forms.OpinionForm)
    marks = marks_of(call, queries.scheme_of(session, check))
    with form.catching(session):
        actions.mark_own(session, actor, check, marks, call.version)
        return Moved(f"/project-checks/{row_id}", "自评分已保存。")
    return _marks_page(session, actor, check, True, form, marks, 409 if form.is_stale else 422)


@reads("/project-checks/{row_id:int}/marks", P.PROJECTS_VIEW)
def marks_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    check = CHECK_NOUN.get(session, actor, row_id)
    if not _check_parts(session, actor, check)["may_mark"]:
        raise Forbidden
    form = call.blank(forms.OpinionForm, raw={"opinion": [check.opinion]}, version=check.version)
    return _marks_page(session, actor, check, False, form, check.marks)


@changes("/project-checks/{row_id:int}/marks", P.PROJECTS_VIEW)
def save_marks(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    check, form = CHECK_NOUN.get(session, actor, row_id), call.bind(forms.OpinionForm)
    marks = marks_of(call, queries.scheme_of(session, check))
    with form.catching(session):
        actions.mark(session, actor, check, marks, form.value.opinion, call.version)
        return Moved(f"/project-checks/{row_id}", "检查评分已保存。")
    return _marks_page(session, actor, check, False, form, marks, 409 if form.is_stale else 422)


HANDLERS = [
    own_marks_form,
    save_own_marks,
    marks_form,
    save_marks,
    *noun_pages(PROJECT_NOUN),
    *noun_pages(EXPENSE_NOUN),
    *noun_pages(CHECK_NOUN),
]
