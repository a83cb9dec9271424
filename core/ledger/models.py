"""Tables of the ledger."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from core.db import Id, Located, append_only, enum_type, fen_field, reference


class LedgerKind(StrEnum):
    OPEN = "OPEN"
    TOP_UP = "TOP_UP"
    RESERVE = "RESERVE"
    RELEASE = "RELEASE"
    PAY = "PAY"
    REFUND = "REFUND"
    REVERSE = "REVERSE"


class Fund(Located, table=True):
    """One pot of money from one source in one year; the CHECK on this row is what no schedule can overspend."""

    __table_args__ = (
        CheckConstraint(
            "reserved_fen >= 0 AND paid_fen >= 0 AND reserved_fen + paid_fen <= total_fen", name="never_over_committed"
        ),
    )

    source: str = Field(max_length=40)
    year: int
    name: str = Field(max_length=120)
    total_fen: int = fen_field(default=0)
    reserved_fen: int = fen_field(default=0)
    paid_fen: int = fen_field(default=0)
    version: int = 1

    @property
    def available_fen(self) -> int:
        return self.total_fen - self.reserved_fen - self.paid_fen


@append_only
class LedgerTransaction(SQLModel, table=True):
    """One posting: why money moved, for which row, on whose word. ``key`` makes a repeated request harmless."""

    __tablename__ = "ledger_transaction"

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    key: str = Field(max_length=120, unique=True)
    kind: LedgerKind = Field(sa_type=enum_type(LedgerKind))
    area_code: str = Field(max_length=12, index=True)
    noun: str = Field(max_length=60)
    noun_id: int | None = Field(default=None, sa_type=Id, index=True)
    memo: str = ""
    at: datetime
    actor_id: int | None = Field(default=None, sa_type=Id)
    reverses_id: int | None = reference("ledger_transaction.id", default=None, index=False, unique=True)


@append_only
class LedgerLeg(SQLModel, table=True):
    """One side of a posting: an account of a fund gains (positive) or gives (negative) so many fen."""

    __tablename__ = "ledger_leg"
    __table_args__ = (CheckConstraint("amount_fen <> 0", name="moves_something"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    transaction_id: int = reference("ledger_transaction.id")
    fund_id: int = reference("fund.id")
    account: str = Field(max_length=80)
    amount_fen: int = fen_field()
