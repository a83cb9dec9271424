"""Awards, who receives the money, and agreements."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, Stateful, enum_type, fen_field, reference, state_needs
from core.labels import Labelled
from grants.proposals.models import PayeeKind


class AwardStatus(Labelled):
    PROPOSED = "PROPOSED", "拟立项"
    NOTICED = "NOTICED", "公示中"
    CONFIRMED = "CONFIRMED", "待签约"
    AGREED = "AGREED", "已签约"
    REVOKED = "REVOKED", "已撤销"


class Award(Stateful, table=True):
    """The decision to fund one proposal with so much money; another person approves what one proposed."""

    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="approver_is_another"),
        state_needs((AwardStatus.NOTICED, AwardStatus.CONFIRMED, AwardStatus.AGREED), "approved_by"),
    )

    status: AwardStatus = Field(default=AwardStatus.PROPOSED, sa_type=enum_type(AwardStatus))
    number: str = Field(max_length=40, unique=True)
    contest_id: int = reference("contest.id")
    proposal_id: int = reference("proposal.id", unique=True)
    group_id: int = reference("community_group.id")
    title: str = Field(max_length=80)
    amount_fen: int = fen_field()
    proposed_by: int | None = Field(default=None, sa_type=Id)
    approved_by: int | None = Field(default=None, sa_type=Id)
    note: str = Field(default="", max_length=300)


class AwardShare(Row, table=True):
    """The part of one award that comes out of one fund."""

    __tablename__ = "award_share"
    __table_args__ = (UniqueConstraint("award_id", "fund_id"), CheckConstraint("amount_fen > 0", name="positive"))

    award_id: int = reference("award.id")
    fund_id: int = reference("fund.id")
    amount_fen: int = fen_field()


class PayeeStatus(Labelled):
    ENTERED = "ENTERED", "待核验"
    VERIFIED = "VERIFIED", "已核验"


class Payee(Stateful, table=True):
    """An account that may receive money for a group, its own, its host's or a handler's; a change voids its check."""

    __table_args__ = (
        CheckConstraint("verified_by IS NULL OR verified_by <> entered_by", name="verifier_is_another"),
        state_needs((PayeeStatus.VERIFIED,), "verified_by"),
    )
    __private__ = ("account_sealed", "account_masked", "account_index", "holder")

    status: PayeeStatus = Field(default=PayeeStatus.ENTERED, sa_type=enum_type(PayeeStatus))
    group_id: int = reference("community_group.id")
    kind: PayeeKind = Field(sa_type=enum_type(PayeeKind))
    holder: str = Field(max_length=80)
    bank: str = Field(max_length=80)
    account_sealed: str = ""
    account_masked: str = Field(max_length=40)
    account_index: str = Field(default="", max_length=64, index=True)
    person_key_id: int = Field(sa_type=Id)
    entered_by: int | None = Field(default=None, sa_type=Id)
    verified_by: int | None = Field(default=None, sa_type=Id)


class AgreementStatus(Labelled):
    DRAFT = "DRAFT", "待签署"
    SIGNED = "SIGNED", "履行中"
    ENDED = "ENDED", "已履行完毕"
    TERMINATED = "TERMINATED", "已终止"


class Agreement(Stateful, table=True):
    """The contract of three parties on one award: who funds, who delivers, through whom the money goes."""

    __table_args__ = (
        state_needs((AgreementStatus.SIGNED, AgreementStatus.ENDED), "signed_on", "starts_on", "ends_on"),
    )

    status: AgreementStatus = Field(default=AgreementStatus.DRAFT, sa_type=enum_type(AgreementStatus))
    number: str = Field(max_length=40, unique=True)
    award_id: int = reference("award.id", unique=True)
    group_id: int = reference("community_group.id")
    payee_id: int = reference("payee.id")
    title: str = Field(max_length=80)
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
