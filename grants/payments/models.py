"""Payments: one per tranche, moved by three people, paid from several funds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.db import Id, Row, Stateful, enum_type, fen_field, reference, state_needs
from core.labels import Labelled


class PaymentStatus(Labelled):
    REQUESTED = "REQUESTED", "待审核"
    CHECKED = "CHECKED", "待审批"
    APPROVED = "APPROVED", "待付款"
    PAID = "PAID", "已拨付"
    RETURNED = "RETURNED", "已退回"
    REVERSED = "REVERSED", "已冲正"


LIVE = "status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID')"


class Payment(Stateful, table=True):
    """One tranche of one project on its way out; that different people ask, check, approve and pay is a CHECK."""

    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint("checked_by IS NULL OR checked_by <> requested_by", name="checker_is_another"),
        CheckConstraint(
            "approved_by IS NULL OR (approved_by <> requested_by AND approved_by <> checked_by)",
            name="approver_is_another",
        ),
        CheckConstraint(
            "paid_by IS NULL OR (paid_by <> requested_by AND paid_by <> approved_by)", name="payer_is_another"
        ),
        state_needs((PaymentStatus.APPROVED, PaymentStatus.PAID), "checked_by", "approved_by"),
        state_needs((PaymentStatus.PAID,), "paid_by", "paid_at", "slip_number"),
        # A tranche is on its way at most once; what was returned or reversed may be asked for again.
        Index(
            "uq_payment_live_tranche",
            "project_id",
            "step",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    status: PaymentStatus = Field(default=PaymentStatus.REQUESTED, sa_type=enum_type(PaymentStatus))
    number: str = Field(max_length=40, unique=True)
    project_id: int = reference("project.id")
    group_id: int = reference("community_group.id")
    payee_id: int = reference("payee.id")
    payee_version: int
    step: int
    trigger: str = Field(max_length=40)
    amount_fen: int = fen_field()
    note: str = Field(default="", max_length=300)
    requested_by: int = Field(sa_type=Id)
    checked_by: int | None = Field(default=None, sa_type=Id)
    approved_by: int | None = Field(default=None, sa_type=Id)
    paid_by: int | None = Field(default=None, sa_type=Id)
    paid_at: datetime | None = None
    slip_number: str | None = Field(default=None, max_length=60)


class PaymentShare(Row, table=True):
    """The part of one payment that comes out of one fund."""

    __tablename__ = "payment_share"
    __table_args__ = (UniqueConstraint("payment_id", "fund_id"), CheckConstraint("amount_fen > 0", name="positive"))

    payment_id: int = reference("payment.id")
    fund_id: int = reference("fund.id")
    amount_fen: int = fen_field()


class BalanceReturn(Row, table=True):
    """Money that a project gave back, per fund, with the slip that proves it."""

    __tablename__ = "balance_return"
    __table_args__ = (UniqueConstraint("project_id", "fund_id", "slip_number"),)

    project_id: int = reference("project.id")
    fund_id: int = reference("fund.id")
    amount_fen: int = fen_field()
    slip_number: str = Field(max_length=60)
    returned_on: date
    recorded_by: int | None = Field(default=None, sa_type=Id)
