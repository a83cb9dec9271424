"""Reading payments as an actor, and the facts that decide whether one may go out."""

from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core.access import Actor, per_actor
from core.accounts.models import Account
from core.ledger import Fund
from core.permissions import Permission as P
from core.tables import Col, Filter, Table
from grants.awards.models import Agreement, AgreementStatus, Payee, PayeeStatus
from grants.awards.queries import shares_of as award_shares
from grants.contests.models import Contest
from grants.payments.models import BalanceReturn, Payment, PaymentShare, PaymentStatus
from grants.payments.rules import Tranche, tranche_amounts, tranche_shares
from grants.projects.models import CheckKind, Project, ProjectStatus
from grants.projects.queries import has_passed, progress
from incubator.groups.models import Group
from incubator.groups.queries import own_groups

LIVE = (PaymentStatus.REQUESTED, PaymentStatus.CHECKED, PaymentStatus.APPROVED, PaymentStatus.PAID)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return or_(actor.office_within(Payment.area_code, P.PAYMENTS_VIEW), col(Payment.group_id).in_(own_groups(actor)))


def payments_of(session: Session, project_id: int) -> list[Payment]:
    return list(session.exec(select(Payment).where(Payment.project_id == project_id).order_by(col(Payment.id))))


def shares_of(session: Session, payment_id: int) -> list[tuple[PaymentShare, Fund]]:
    chosen = select(PaymentShare, Fund).join(Fund, col(Fund.id) == col(PaymentShare.fund_id))
    return list(session.exec(chosen.where(PaymentShare.payment_id == payment_id).order_by(col(PaymentShare.fund_id))))


def is_triggered(session: Session, project: Project, trigger: str) -> bool:
    """Whether the record that this trigger asks for is final: events proved by records, never dates."""
    if trigger == "AGREEMENT_SIGNED":
        return session.get_one(Agreement, project.agreement_id).status in (
            AgreementStatus.SIGNED,
            AgreementStatus.ENDED,
        )
    if trigger == "MIDTERM_PASSED":
        return has_passed(session, project.id or 0, CheckKind.MIDTERM)
    if trigger == "ACCEPTANCE_PASSED":
        return has_passed(session, project.id or 0, CheckKind.ACCEPTANCE)
    return trigger == "VOUCHERS_APPROVED" and progress(session, project).spent_fen > 0


def tranches(session: Session, project: Project) -> list[Tranche]:
    """The tranches of a project in order, with what happened to each and whether the next one is due."""
    steps = session.get_one(Contest, project.contest_id).tranches
    amounts = tranche_amounts(project.amount_fen, [step["percent"] for step in steps])
    live = {p.step: p for p in payments_of(session, project.id or 0) if p.status in LIVE}
    found = []
    for number, (step, amount) in enumerate(zip(steps, amounts, strict=True), start=1):
        is_next = number == 1 or (live.get(number - 1) is not None and live[number - 1].status == PaymentStatus.PAID)
        is_due = number not in live and is_next and is_triggered(session, project, step["trigger"])
        found.append(Tranche(number, step["trigger"], step["zh"], step["percent"], amount, live.get(number), is_due))
    return found


def shares_for(session: Session, project: Project, step: int) -> list[tuple[int, int]]:
    """(fund id, fen) of one tranche: awards and tranches both add up exactly."""
    parts = award_shares(session, project.award_id)
    amounts = [tranche.amount_fen for tranche in tranches(session, project)]
    by_fund = tranche_shares(amounts, [share.amount_fen for share, _fund in parts])[step - 1]
    return [(fund.id or 0, fen) for (_share, fund), fen in zip(parts, by_fund, strict=True) if fen]


def facts_of(session: Session, payment: Payment) -> dict[str, Any]:
    """Everything that the conditions of a payment look at, as it is now."""
    project, payee = session.get_one(Project, payment.project_id), session.get_one(Payee, payment.payee_id)
    agreement = session.get_one(Agreement, project.agreement_id)
    return {
        "is_triggered": is_triggered(session, project, payment.trigger),
        "is_in_force": agreement.status == AgreementStatus.SIGNED,
        "is_rectifying": project.status in (ProjectStatus.RECTIFYING, ProjectStatus.TERMINATED),
        "payee_verified": payee.status == PayeeStatus.VERIFIED,
        "payee_version": payee.version,
        "payee": payee,
        "project": project,
    }


def returned_fen(session: Session, project_id: int) -> int:
    total = func.coalesce(func.sum(BalanceReturn.amount_fen), 0)
    return int(session.exec(select(total).where(BalanceReturn.project_id == project_id)).one())


def paid_fen(session: Session, project_id: int) -> int:
    here = (Payment.project_id == project_id, Payment.status == PaymentStatus.PAID)
    return int(session.exec(select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(*here)).one())


def paid_by_fund(session: Session, project_id: int) -> dict[int, int]:
    """What a project holds per fund: paid less what it gave back, in fund order."""
    chosen = select(PaymentShare.fund_id, func.sum(PaymentShare.amount_fen)).join(
        Payment, col(Payment.id) == col(PaymentShare.payment_id)
    )
    here = (Payment.project_id == project_id, Payment.status == PaymentStatus.PAID)
    held = {fund: int(fen) for fund, fen in session.exec(chosen.where(*here).group_by(col(PaymentShare.fund_id)))}
    back = select(BalanceReturn.fund_id, func.sum(BalanceReturn.amount_fen)).where(
        BalanceReturn.project_id == project_id
    )
    for fund, fen in session.exec(back.group_by(col(BalanceReturn.fund_id))):
        held[fund] -= int(fen)
    return dict(sorted(held.items()))


def returns_of(session: Session, project_id: int) -> list[BalanceReturn]:
    return list(session.exec(select(BalanceReturn).where(BalanceReturn.project_id == project_id)))


def names_behind(session: Session, payment: Payment) -> list[str]:
    """The names behind 制单、审核、审批、出纳."""
    ids = (payment.requested_by, payment.checked_by, payment.approved_by, payment.paid_by)
    names = dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_([i for i in ids if i]))).all())
    return [names.get(number, "—") for number in ids]


TABLE = Table(
    model=Payment,
    columns=(
        Col("number", "编号", col(Payment.number), is_sortable=True),
        Col("project", "项目", col(Project.title)),
        Col("group", "团队", col(Group.name)),
        Col("step", "批次", col(Payment.step), kind="number"),
        Col("amount_fen", "金额（元）", col(Payment.amount_fen), kind="money", is_sortable=True),
        Col("due_on", "办理期限", col(Payment.due_on), kind="date"),
        Col("status", "状态", col(Payment.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Payment.status), PaymentStatus.choices()),),
    search=Payment.number,
    join=lambda statement: statement.join(Project, col(Project.id) == col(Payment.project_id)).join(
        Group, col(Group.id) == col(Payment.group_id)
    ),
    empty_text="还没有拨款申请。",
)
