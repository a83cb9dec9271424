"""The arithmetic of postings: which legs a movement has, that they balance, and what they do to the fund row.

Every fund has the accounts ``source`` and ``returned`` (outside), ``fund:available``, ``fund:reserved`` and
``payee:<id>``. The sum over all of them is zero at any time, so the row's total is what has come in and not gone back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import WrongState
from core.money import LARGEST_FEN

SOURCE = "source"
AVAILABLE = "fund:available"
RESERVED = "fund:reserved"
RETURNED = "returned"
PAYEE = "payee:"
LABELS = {SOURCE: "出资方", AVAILABLE: "可用余额", RESERVED: "已承诺", RETURNED: "退回出资方"}


def account_label(account: str) -> str:
    """An account of the ledger as people call it."""
    return LABELS.get(account, "收款方")


class Destination(StrEnum):
    """Where refunded money goes: back into the pot, or back to whoever gave it."""

    AVAILABLE = "fund:available"
    RETURNED = "returned"


class FundExhausted(WrongState):
    """这笔资金的余额不足。"""


@dataclass(frozen=True, slots=True, order=True)
class LegDraft:
    """A leg before it is posted; ``amount_fen`` is signed."""

    fund_id: int
    account: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What a posting does to one fund row, in fen."""

    total_fen: int = 0
    reserved_fen: int = 0
    paid_fen: int = 0


def payee_account(payee: object) -> str:
    return f"{PAYEE}{payee}"


def transfer(fund_id: int, giver: str, taker: str, amount_fen: int) -> tuple[LegDraft, LegDraft]:
    """The two legs that move ``amount_fen`` between accounts of one fund; the amount must be above zero."""
    if isinstance(amount_fen, bool) or not isinstance(amount_fen, int) or not 0 < amount_fen <= LARGEST_FEN:
        raise ValueError("a posting moves a whole number of fen above zero")
    return LegDraft(fund_id, giver, -amount_fen), LegDraft(fund_id, taker, amount_fen)


def reversed_legs(legs: Iterable[LegDraft]) -> tuple[LegDraft, ...]:
    return tuple(LegDraft(leg.fund_id, leg.account, -leg.amount_fen) for leg in legs)


def check_balanced(legs: Sequence[LegDraft]) -> None:
    """Raise ``ValueError`` unless there are two legs or more and they sum to zero in each fund."""
    if len(legs) < 2 or any(sums_per_fund(legs).values()):
        raise ValueError("a posting has at least two legs and sums to zero per fund")


def sums_per_fund(legs: Iterable[LegDraft]) -> dict[int, int]:
    sums: defaultdict[int, int] = defaultdict(int)
    for leg in legs:
        sums[leg.fund_id] += leg.amount_fen
    return dict(sums)


def movements(legs: Iterable[LegDraft]) -> dict[int, Movement]:
    """The effect on each fund row, in the order of fund ids so that all writers lock in one order."""
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for leg in sorted(legs):
        row = sums[leg.fund_id]
        if leg.account in (SOURCE, RETURNED):
            row[0] -= leg.amount_fen
        elif leg.account == RESERVED:
            row[1] += leg.amount_fen
        elif leg.account.startswith(PAYEE):
            row[2] += leg.amount_fen
    return {fund_id: Movement(*row) for fund_id, row in sums.items()}
