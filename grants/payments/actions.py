"""Asking for, checking, approving and paying tranches; taking balances back; closing a project."""

from sqlmodel import Session

from core import clock, ledger
from core.access import Actor, area_name, district_of
from core.changes import add, require
from core.errors import Refused, WrongState
from core.issued.actions import issue
from core.money import format_yuan, split
from core.numbers import next_number
from core.permissions import Permission
from core.workflow import EFFECT
from grants.awards.documents import lottery_label
from grants.awards.models import Agreement, Award, Payee
from grants.awards.queries import shares_of as award_shares
from grants.awards.workflow import AGREEMENT
from grants.payments import documents, queries
from grants.payments.forms import PayForm, PaymentForm, ReturnForm
from grants.payments.models import BalanceReturn, Payment, PaymentShare
from grants.payments.workflow import PAYMENT
from grants.projects.models import Project
from grants.projects.queries import get_project
from grants.projects.workflow import PROJECT
from grants.proposals import actions as proposal_actions
from grants.proposals.models import Proposal


def request_payment(session: Session, actor: Actor, data: PaymentForm) -> Payment:
    """Ask for the next tranche that is due; amount and sources follow from the award, nobody types them."""
    project = get_project(session, actor, data.project_id)
    require(actor, Permission.PAYMENTS_REQUEST, project.area_code)
    tranche = next((t for t in queries.tranches(session, project) if t.is_due), None)
    if tranche is None:
        raise WrongState("现在没有达到条件的批次：前一批未拨付，或条件还没有达到。")
    agreement = session.get_one(Agreement, project.agreement_id)
    payment = Payment(
        number=next_number(session, project.area_code, "BK"),
        area_code=project.area_code,
        project_id=project.id,
        group_id=project.group_id,
        payee_id=agreement.payee_id,
        payee_version=0,
        step=tranche.step,
        trigger=tranche.trigger,
        amount_fen=tranche.amount_fen,
        note=data.note,
        requested_by=actor.account_id,
    )
    payment.payee_version = queries.facts_of(session, payment)["payee_version"]
    add(session, actor, payment, amount_fen=tranche.amount_fen, step=tranche.step)
    shares = queries.shares_for(session, project, tranche.step)
    session.add_all(PaymentShare(payment_id=payment.id, fund_id=fund, amount_fen=fen) for fund, fen in shares)
    session.flush()
    _print_request(session, actor, payment, project, tranche.label)
    return payment


def _print_request(session: Session, actor: Actor, payment: Payment, project: Project, trigger: str) -> None:
    shares, payee = queries.shares_of(session, payment.id or 0), session.get_one(Payee, payment.payee_id)
    earlier, progress = queries.paid_fen(session, project.id or 0), queries.progress(session, project)
    blocks = documents.request_blocks(payment, project, payee, shares, trigger, earlier, progress, actor.name)
    issuer = area_name(session, district_of(payment.area_code))
    issue(session, actor, payment, "request", "BKD", "拨款申请单", blocks, issuer=issuer, label=lottery_label(shares))


def check_payment(session: Session, actor: Actor, payment: Payment, reason: str | None = None) -> None:
    facts = queries.facts_of(session, payment)
    PAYMENT.fire(session, actor, payment, "check", facts=facts, checked_by=actor.account_id)


def approve_payment(session: Session, actor: Actor, payment: Payment, reason: str | None = None) -> None:
    facts = queries.facts_of(session, payment)
    PAYMENT.fire(session, actor, payment, "approve", facts=facts, approved_by=actor.account_id)


def pay(session: Session, actor: Actor, payment: Payment, data: PayForm) -> None:
    """Record that the bank paid: the ledger moves reserved money to the payee, fund by fund; the voucher is printed."""
    facts = queries.facts_of(session, payment)
    paid = {"paid_by": actor.account_id, "paid_at": clock.now(), "slip_number": data.slip_number}
    PAYMENT.fire(session, actor, payment, "pay", facts=facts, **paid)
    shares = queries.shares_of(session, payment.id or 0)
    for share, fund in shares:
        key, memo = f"payment-{payment.id}-{fund.id}", f"{facts['project'].title} 第 {payment.step} 批"
        where = ("award", facts["project"].award_id)
        ledger.pay(session, actor, fund.id or 0, share.amount_fen, key, *where, payment.payee_id, memo)
    names = queries.names_behind(session, payment)
    blocks = documents.voucher_blocks(payment, facts["project"], facts["payee"], shares, names)
    issuer = area_name(session, district_of(payment.area_code))
    issue(session, actor, payment, "voucher", "PZ", "支付凭单", blocks, issuer=issuer, label=lottery_label(shares))


def reverse_payment(session: Session, actor: Actor, payment: Payment, reason: str | None) -> None:
    """A payment that the bank sent back: linked reversals in the ledger, the tranche may be asked for again."""
    PAYMENT.fire(session, actor, payment, "reverse", reason, facts=queries.facts_of(session, payment))
    project = session.get_one(Project, payment.project_id)
    for share, fund in queries.shares_of(session, payment.id or 0):
        key, memo = f"payment-{payment.id}-{fund.id}-reversed", f"冲正：{reason}"
        where = ("award", project.award_id)
        ledger.refund(session, actor, fund.id or 0, share.amount_fen, key, *where, payment.payee_id, memo=memo)
        ledger.reserve(session, actor, fund.id or 0, share.amount_fen, key + "-again", *where, memo=memo)


def return_balance(session: Session, actor: Actor, project: Project, data: ReturnForm) -> None:
    """Money that a project gives back goes to the funds it came from, in proportion, never more than was paid."""
    require(actor, Permission.PAYMENTS_PAY, project.area_code)
    held = queries.paid_by_fund(session, project.id or 0)
    if data.amount_fen > sum(held.values()):
        raise Refused(f"退回金额超过已拨付未退回的 {format_yuan(sum(held.values()))} 元。", field="amount_fen")
    agreement = session.get_one(Agreement, project.agreement_id)
    for fund_id, fen in zip(held, split(data.amount_fen, list(held.values())), strict=True):
        if fen:
            row = BalanceReturn(
                project_id=project.id, fund_id=fund_id, recorded_by=actor.account_id, **_slip(data, fen)
            )
            session.add(row)
            key, memo = f"return-{project.id}-{fund_id}-{data.slip_number}", f"结余退回：{project.title}"
            where = ("award", project.award_id)
            ledger.refund(session, actor, fund_id, fen, key, *where, agreement.payee_id, memo=memo)
    session.flush()


def _slip(data: ReturnForm, fen: int) -> dict[str, object]:
    return {"amount_fen": fen, "slip_number": data.slip_number, "returned_on": data.returned_on}


def close_project(session: Session, actor: Actor, project: Project, reason: str | None = None) -> None:
    """End a project: what was committed and will not be paid goes back to the funds, the agreement ends."""
    paid, spent = queries.paid_fen(session, project.id or 0), queries.progress(session, project).spent_fen
    returned = queries.returned_fen(session, project.id or 0)
    facts = {"is_settled": paid - returned <= spent and not _is_underway(session, project)}
    PROJECT.fire(session, actor, project, "close", reason, facts=facts)
    _release_rest(session, actor, project)
    agreement = session.get_one(Agreement, project.agreement_id)
    AGREEMENT.fire(session, actor, agreement, "end", facts=EFFECT)
    proposal_actions.follow(session, actor, session.get_one(Proposal, project.proposal_id), "finish")


def _is_underway(session: Session, project: Project) -> bool:
    return any(p.status in ("REQUESTED", "CHECKED", "APPROVED") for p in queries.payments_of(session, project.id or 0))


def _release_rest(session: Session, actor: Actor, project: Project) -> None:
    paid: dict[int | None, int] = {}
    for payment in queries.payments_of(session, project.id or 0):
        if payment.status == "PAID":
            for share, fund in queries.shares_of(session, payment.id or 0):
                paid[fund.id] = paid.get(fund.id, 0) + share.amount_fen
    award = session.get_one(Award, project.award_id)
    for share, fund in award_shares(session, award.id or 0):
        rest = share.amount_fen - paid.get(fund.id, 0)
        if rest > 0:
            key, memo = f"award-{award.id}-{fund.id}-rest", f"结项释放：{project.title}"
            ledger.release(session, actor, fund.id or 0, rest, key, "award", award.id or 0, memo)
