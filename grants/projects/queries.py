"""Reading projects, expenses and checks as an actor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists, schemes
from core.access import Actor, per_actor
from core.errors import NotFound
from core.ledger import Fund
from core.permissions import Permission as P
from core.tables import Col, Filter, Table
from grants.awards.models import Agreement, AgreementStatus, Award, AwardShare, AwardStatus, Payee
from grants.awards.queries import agreements_visible_to
from grants.contests.models import Contest, ContestFund
from grants.funds.queries import regrant_of
from grants.projects.models import CheckKind, CheckStatus, Expense, ExpenseStatus, Project, ProjectCheck, ProjectStatus
from grants.projects.rules import Progress, spent
from grants.proposals.models import MoneySource
from grants.proposals.queries import parts_of
from incubator.activities.models import Activity, ActivityStatus
from incubator.dealings.queries import source
from incubator.dealings.rules import Dealing, Somebody, by_account, by_name, plain_name
from incubator.groups.models import Group
from incubator.groups.queries import own_groups


def _theirs(actor: Actor, model: Any) -> ColumnElement[bool]:
    return or_(actor.office_within(model.area_code, P.PROJECTS_VIEW), col(model.group_id).in_(own_groups(actor)))


@per_actor
def projects_visible_to(actor: Actor) -> ColumnElement[bool]:
    return _theirs(actor, Project)


@per_actor
def expenses_visible_to(actor: Actor) -> ColumnElement[bool]:
    return _theirs(actor, Expense)


@per_actor
def checks_visible_to(actor: Actor) -> ColumnElement[bool]:
    return _theirs(actor, ProjectCheck)


def get_project(session: Session, actor: Actor, project_id: int) -> Project:
    project = session.exec(select(Project).where(Project.id == project_id, projects_visible_to(actor))).first()
    if project is None:
        raise NotFound
    return project


def get_agreement(session: Session, actor: Actor, agreement_id: int) -> Agreement:
    here = (Agreement.id == agreement_id, agreements_visible_to(actor))
    agreement = session.exec(select(Agreement).where(*here)).first()
    if agreement is None:
        raise NotFound
    return agreement


def expenses_of(session: Session, project_id: int) -> list[Expense]:
    return list(session.exec(select(Expense).where(Expense.project_id == project_id).order_by(col(Expense.id))))


def checks_of(session: Session, project_id: int) -> list[ProjectCheck]:
    chosen = select(ProjectCheck).where(ProjectCheck.project_id == project_id)
    return list(session.exec(chosen.order_by(col(ProjectCheck.id))))


def has_passed(session: Session, project_id: int, kind: CheckKind) -> bool:
    """Whether the check of this kind is final and passed: what a tranche waits for."""
    here = (ProjectCheck.project_id == project_id, ProjectCheck.kind == kind)
    return (
        session.exec(select(ProjectCheck.id).where(*here, ProjectCheck.status == CheckStatus.PASSED)).first()
        is not None
    )


def activities_of(session: Session, project_id: int) -> list[Activity]:
    here = (Activity.project_noun == "project", Activity.project_id == project_id)
    return list(session.exec(select(Activity).where(*here).order_by(col(Activity.on))))


def progress(session: Session, project: Project) -> Progress:
    """Planned beside done, from the plan of the proposal and the confirmed activity records."""
    plan = parts_of(session, project.proposal_id)["plan"]
    done = [a for a in activities_of(session, project.id or 0) if a.status == ActivityStatus.CONFIRMED]
    return Progress(
        planned_activities=len(plan),
        done_activities=len(done),
        planned_people=sum(line.people for line in plan),
        served_people=sum(a.residents for a in done),
        granted_fen=project.amount_fen,
        spent_fen=spent(expenses_of(session, project.id or 0)),
    )


def budget_of(session: Session, project: Project) -> dict[str, int]:
    """Fen by cost category that the proposal asked for."""
    found: dict[str, int] = {}
    for line in parts_of(session, project.proposal_id)["budget"]:
        if line.source == MoneySource.ASKED:
            found[line.category] = found.get(line.category, 0) + line.amount_fen
    return found


@dataclass(frozen=True)
class GivenOn:
    """What the organisation of a project gives on of its grant: the pot, its editions, the awards that hold money."""

    fund: Fund
    contests: list[Contest]
    awards: list[tuple[Award, str]]


def given_on(session: Session, project: Project) -> GivenOn | None:
    """None where the agreement says nothing of giving on."""
    found = regrant_of(session, project.agreement_id)
    if found is None:
        return None
    row, fund = found
    contests = select(Contest).join(ContestFund, col(ContestFund.contest_id) == col(Contest.id))
    holds = (AwardStatus.NOTICED, AwardStatus.CONFIRMED, AwardStatus.AGREED)
    awards = select(Award, Group.name).join(AwardShare, col(AwardShare.award_id) == col(Award.id))
    awards = awards.join(Group, col(Group.id) == col(Award.group_id))
    awards = awards.where(AwardShare.fund_id == row.fund_id, col(Award.status).in_(holds))
    return GivenOn(
        fund,
        list(session.exec(contests.where(ContestFund.fund_id == row.fund_id).order_by(col(Contest.id)))),
        [(award, name) for award, name in session.exec(awards.order_by(col(Award.number)))],
    )


def scheme_of(session: Session, check: ProjectCheck) -> schemes.Definition:
    return schemes.definition_of(schemes.get_scheme(session, check.scheme_id))


def check_facts(session: Session, check: ProjectCheck) -> dict[str, Any]:
    definition = scheme_of(session, check)
    return {"pass_line": Decimal(str(definition.pass_line if definition.pass_line is not None else 60))}


def grades(session: Session, area_code: str) -> list[dict[str, Any]]:
    return codelists.items(session, area_code, "acceptance_grades")


def project_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    over = (ProjectStatus.CLOSED, ProjectStatus.TERMINATED)
    here = (projects_visible_to(actor), col(Project.status).not_in(over))
    return [(str(p.id), p.title) for p in session.exec(select(Project).where(*here).order_by(col(Project.id)))]


def agreement_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    taken = select(Project.agreement_id)
    here = (Agreement.status == AgreementStatus.SIGNED, agreements_visible_to(actor), col(Agreement.id).not_in(taken))
    return [(str(a.id), a.title) for a in session.exec(select(Agreement).where(*here).order_by(col(Agreement.id)))]


def spent_in_category(session: Session, project_id: int, category: str) -> int:
    here = (Expense.project_id == project_id, Expense.category == category, Expense.status != ExpenseStatus.VOID)
    return int(session.exec(select(func.coalesce(func.sum(Expense.amount_fen), 0)).where(*here)).one())


PROJECTS = Table(
    model=Project,
    columns=(
        Col("title", "项目名称", col(Project.title)),
        Col("number", "编号", col(Project.number), is_sortable=True),
        Col("group", "团队", col(Group.name)),
        Col("amount_fen", "资助金额（元）", col(Project.amount_fen), kind="money", is_sortable=True),
        Col("ends_on", "实施结束", col(Project.ends_on), kind="date", is_sortable=True),
        Col("status", "状态", col(Project.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Project.status), ProjectStatus.choices()),),
    search=Project.title,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Project.group_id)),
    empty_text="还没有在实施的项目。",
)
EXPENSES = Table(
    model=Expense,
    columns=(
        Col("item", "用途", col(Expense.item)),
        Col("project", "项目", col(Project.title)),
        Col("on", "日期", col(Expense.on), kind="date", is_sortable=True),
        Col("amount_fen", "金额（元）", col(Expense.amount_fen), kind="money", is_sortable=True),
        Col("invoice_number", "票据号码", col(Expense.invoice_number)),
        Col("status", "状态", col(Expense.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Expense.status), ExpenseStatus.choices()),),
    search=Expense.item,
    join=lambda statement: statement.join(Project, col(Project.id) == col(Expense.project_id)),
    empty_text="还没有支出。",
)
CHECKS = Table(
    model=ProjectCheck,
    columns=(
        Col("project", "项目", col(Project.title)),
        Col("kind", "种类", col(ProjectCheck.kind)),
        Col("number", "编号", col(ProjectCheck.number), is_sortable=True),
        Col("total", "得分", col(ProjectCheck.total)),
        Col("status", "状态", col(ProjectCheck.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(ProjectCheck.status), CheckStatus.choices()),
        Filter("kind", "种类", col(ProjectCheck.kind), CheckKind.choices()),
    ),
    join=lambda statement: statement.join(Project, col(Project.id) == col(ProjectCheck.project_id)),
    empty_text="还没有中期或结项报告。",
)


@source
def project_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Whose organisation received the money of an earlier project of a group, and who checked one."""
    known = by_account(people)
    employed = by_name(replace(person, name=person.organisation) for person in people if person.organisation)
    joined = select(Project, Payee.holder).join(Agreement, col(Agreement.id) == col(Project.agreement_id))
    joined = joined.join(Payee, col(Payee.id) == col(Agreement.payee_id))
    for project, holder in session.exec(joined.where(col(Project.group_id).in_(group_ids))):
        for worker in employed.get(plain_name(holder), ()):
            said = f"评委的工作单位“{worker.organisation}”代管过这个组织的项目“{project.title}”。"
            yield Dealing("PROJECT", worker.account_id, project.group_id, project.ends_on, said)
    checks = select(ProjectCheck).where(col(ProjectCheck.group_id).in_(group_ids))
    for check in session.exec(checks.where(col(ProjectCheck.checked_by).in_(known))):
        on = clock.local(check.created_at).date()
        said = (
            f"{clock.format_date(on)}，{known[check.checked_by or 0].name}检查过这个组织的项目（{check.kind.label}）。"
        )
        yield Dealing("ASSESSED", check.checked_by or 0, check.group_id, on, said)
