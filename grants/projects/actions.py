"""Delivering a project: start, expenses, reports, checks."""

from typing import Any

from sqlmodel import Session

from core import codelists, schemes
from core.access import Actor, area_name, district_of
from core.changes import add, edit, require
from core.errors import Invalid, Refused, WrongState
from core.issued.actions import issue
from core.money import format_yuan
from core.numbers import next_number
from core.permissions import Permission
from core.workflow import EFFECT
from grants.awards.documents import lottery_label
from grants.awards.models import Award
from grants.awards.queries import shares_of
from grants.contests.models import Contest
from grants.funds.queries import regrant_of
from grants.projects import documents, queries
from grants.projects.forms import CheckForm, ExpenseForm, ProjectForm
from grants.projects.models import CheckKind, CheckStatus, Expense, ExpenseStatus, Project, ProjectCheck, ProjectStatus
from grants.projects.rules import grade_of
from grants.projects.workflow import CHECK, EXPENSE, PROJECT
from incubator.activities.models import ActivityStatus
from incubator.groups.models import Group


def start_project(session: Session, actor: Actor, data: ProjectForm) -> Project:
    """Begin delivery from a signed agreement; an agreement starts one project."""
    agreement = queries.get_agreement(session, actor, data.agreement_id)
    require(actor, Permission.AGREEMENTS_SIGN, agreement.area_code)
    if agreement.status != "SIGNED" or agreement.starts_on is None or agreement.ends_on is None:
        raise WrongState("三方签署以后才能开始实施。")
    award = session.get_one(Award, agreement.award_id)
    project = Project(
        number=next_number(session, agreement.area_code, "XM"),
        area_code=agreement.area_code,
        agreement_id=agreement.id,
        award_id=award.id,
        proposal_id=award.proposal_id,
        contest_id=award.contest_id,
        group_id=award.group_id,
        title=award.title,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        amount_fen=award.amount_fen,
    )
    return add(session, actor, project)


def record_expense(session: Session, actor: Actor, data: ExpenseForm) -> Expense:
    """Enter a spending; caps by category count, and an invoice number counts once."""
    project = queries.get_project(session, actor, data.project_id)
    require(actor, Permission.PROJECTS_REPORT, project.area_code)
    if project.status in (ProjectStatus.CLOSED, ProjectStatus.TERMINATED):
        raise WrongState("项目已结束，不能再登记支出。")
    _check_cap(session, project, data)
    expense = Expense(area_code=project.area_code, group_id=project.group_id, **data.model_dump())
    return add(session, actor, expense, amount_fen=data.amount_fen)


def _check_cap(session: Session, project: Project, data: ExpenseForm) -> None:
    """Cost caps are measured on the approved grant, before and after every change [invariant 10]."""
    contest = session.get_one(Contest, project.contest_id)
    rule = next((r for r in contest.cost_rules if r["code"] == data.category), None)
    if rule is None:
        raise Refused("请从列表中选择科目。", field="category")
    before = queries.spent_in_category(session, project.id or 0, data.category)
    cap = rule["cap_percent"]
    if cap is not None and (before + data.amount_fen) * 100 > project.amount_fen * cap:
        raise Refused(f"“{rule['zh']}”累计会超过资助额的 {cap}%。", field="amount_fen")
    given_on, whole = regrant_of(session, project.agreement_id), project.amount_fen
    own = whole - given_on[1].total_fen if given_on else whole  # what is given on has books of its own
    if queries.progress(session, project).spent_fen + data.amount_fen > own:
        if given_on:
            said = f"累计支出会超过自己使用的 {format_yuan(own)} 元，再资助的部分不能自己花。"
            raise Refused(said, field="amount_fen")
        raise Refused("累计支出会超过资助额，超出部分请用自筹资金。", field="amount_fen")


def confirm_expense(session: Session, actor: Actor, expense: Expense, reason: str | None = None) -> None:
    EXPENSE.fire(session, actor, expense, "confirm", confirmed_by=actor.account_id)


def write_report(session: Session, actor: Actor, data: CheckForm) -> ProjectCheck:
    """A mid-term or final report, marked by the scheme in force today."""
    project = queries.get_project(session, actor, data.project_id)
    require(actor, Permission.PROJECTS_REPORT, project.area_code)
    _refuse_early(session, project, data.kind)
    check = ProjectCheck(
        number=next_number(session, project.area_code, "ZQ" if data.kind == CheckKind.MIDTERM else "JX"),
        area_code=project.area_code,
        group_id=project.group_id,
        scheme_id=schemes.current_scheme(session, project.area_code, "MIDTERM").id,
        **data.model_dump(),
    )
    return add(session, actor, check, check_kind=data.kind.value)


def _refuse_early(session: Session, project: Project, kind: CheckKind) -> None:
    if any(c.kind == kind and c.status != CheckStatus.FAILED for c in queries.checks_of(session, project.id or 0)):
        raise Refused("这个项目已有这一种报告。", field="kind")
    if kind == CheckKind.ACCEPTANCE and project.status != ProjectStatus.MIDTERM_PASSED:
        raise Refused("中期检查通过以后才能提交结项报告。", field="kind")


def edit_report(session: Session, actor: Actor, check: ProjectCheck, data: CheckForm, version: int | None) -> None:
    require(actor, Permission.PROJECTS_REPORT, check.area_code)
    if data.project_id != check.project_id or data.kind != check.kind:
        raise Refused("项目和种类不能改，请另写一份。", field="kind")
    edit(session, actor, check, {"summary": data.summary, "problems": data.problems, "plans": data.plans}, version)


def mark_own(session: Session, actor: Actor, check: ProjectCheck, marks: dict[str, Any], version: int | None) -> None:
    """The team's own marks."""
    require(actor, Permission.PROJECTS_REPORT, check.area_code)
    if check.status not in (CheckStatus.DRAFT, CheckStatus.RECTIFY):
        raise WrongState("已提交，不能再改自评分。")
    _validate(session, check, marks)
    edit(session, actor, check, {"own_marks": marks}, version)


def mark(
    session: Session, actor: Actor, check: ProjectCheck, marks: dict[str, Any], opinion: str, version: int | None
) -> None:
    """The checker's marks with their total by the scheme; the grade follows from the district's bands."""
    require(
        actor,
        Permission.PROJECTS_CHECK if check.kind == CheckKind.MIDTERM else Permission.PROJECTS_ACCEPT,
        check.area_code,
    )
    if check.status != CheckStatus.SUBMITTED:
        raise WrongState("报告提交以后才能检查评分。")
    if actor.account_id == check.submitted_by:
        raise Refused("填报人不能检查自己的项目。")
    _validate(session, check, marks)
    total = schemes.score(queries.scheme_of(session, check), marks).total
    grade = grade_of(total, queries.grades(session, check.area_code))
    values = {"marks": marks, "opinion": opinion, "total": str(total), "grade": grade}
    edit(session, actor, check, values, version)


def _validate(session: Session, check: ProjectCheck, marks: dict[str, Any]) -> None:
    if problems := schemes.check_marks(queries.scheme_of(session, check), marks):
        raise Invalid({f"mark-{code}": sentence for code, sentence in problems.items()})


def submit_report(session: Session, actor: Actor, check: ProjectCheck, reason: str | None = None) -> None:
    CHECK.fire(
        session, actor, check, "submit", facts=queries.check_facts(session, check), submitted_by=actor.account_id
    )


def pass_midterm(session: Session, actor: Actor, check: ProjectCheck, reason: str | None = None) -> None:
    """The mid-term check is passed: the next tranche may be asked for."""
    if check.kind != CheckKind.MIDTERM:
        raise Refused("这是结项验收，请用“验收通过”。")
    _finish(session, actor, check, "pass", reason)
    PROJECT.fire(session, actor, session.get_one(Project, check.project_id), "pass_midterm", facts=EFFECT)


def accept(session: Session, actor: Actor, check: ProjectCheck, reason: str | None = None) -> None:
    """The final check is passed: the last tranche may be asked for, and the balance is to be settled."""
    project = _acceptance_of(session, check)
    _finish(session, actor, check, "accept", reason)
    PROJECT.fire(session, actor, project, "accept", facts=EFFECT, grade=check.grade)


def refuse(session: Session, actor: Actor, check: ProjectCheck, reason: str | None = None) -> None:
    """The final check is failed: the last tranche stops."""
    project = _acceptance_of(session, check)
    _finish(session, actor, check, "fail", reason)
    PROJECT.fire(session, actor, project, "fail", reason, EFFECT, grade=check.grade)


def _acceptance_of(session: Session, check: ProjectCheck) -> Project:
    if check.kind != CheckKind.ACCEPTANCE:
        raise Refused("这是中期检查，请用“检查通过”。")
    return session.get_one(Project, check.project_id)


def _finish(session: Session, actor: Actor, check: ProjectCheck, verb: str, reason: str | None) -> None:
    facts = queries.check_facts(session, check)
    CHECK.fire(session, actor, check, verb, reason, facts=facts, checked_by=actor.account_id)
    project = session.get_one(Project, check.project_id)
    blocks = documents.report_blocks(
        check,
        project,
        queries.progress(session, project),
        queries.scheme_of(session, check),
        area_name(session, check.area_code),
        _records(session, check, project),
    )
    issuer, label = (
        area_name(session, district_of(check.area_code)),
        lottery_label(shares_of(session, project.award_id)),
    )
    kind, title = check.kind.value.lower(), f"项目{check.kind.label}报告"
    issue(session, actor, check, kind, "BG", title, blocks, issuer=issuer, label=label)


def _records(session: Session, check: ProjectCheck, project: Project) -> documents.Records:
    number = project.id or 0
    grades = {grade["code"]: grade["zh"] for grade in queries.grades(session, check.area_code)}
    return documents.Records(
        group=session.get_one(Group, project.group_id).name,
        activities=[a for a in queries.activities_of(session, number) if a.status == ActivityStatus.CONFIRMED],
        expenses=[e for e in queries.expenses_of(session, number) if e.status == ExpenseStatus.CONFIRMED],
        budget=queries.budget_of(session, project),
        categories=codelists.labels(session, check.area_code, "cost_categories"),
        grade=grades.get(check.grade or ""),
        given_on=queries.given_on(session, project),
    )


def rectify(session: Session, actor: Actor, check: ProjectCheck, reason: str | None = None) -> None:
    """Not good enough yet: the team has 15 working days, and no tranche is paid meanwhile."""
    CHECK.fire(session, actor, check, "rectify", reason, facts=queries.check_facts(session, check))
    project = session.get_one(Project, check.project_id)
    if project.status in (ProjectStatus.RUNNING, ProjectStatus.MIDTERM_PASSED):
        PROJECT.fire(session, actor, project, "rectify", reason)
