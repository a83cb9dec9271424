"""When a tranche may be paid, how much it is, and from which funds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.money import split
from grants.payments.models import Payment

TRIGGERS = ("AGREEMENT_SIGNED", "MIDTERM_PASSED", "ACCEPTANCE_PASSED", "VOUCHERS_APPROVED")


@dataclass(frozen=True)
class Tranche:
    """One planned tranche of a project: its number from 1, its trigger, its amount in fen, what happened to it."""

    step: int
    trigger: str
    label: str
    percent: int
    amount_fen: int
    payment: Payment | None
    is_due: bool


def tranche_amounts(total_fen: int, percents: Sequence[int]) -> list[int]:
    """The tranches of a commitment in fen; they add up to exactly the commitment [invariant 1]."""
    return split(total_fen, percents)


def tranche_shares(amounts: Sequence[int], shares: Sequence[int]) -> list[list[int]]:
    """Each tranche by fund, so that tranches and funds both add up to the fen.

    ``amounts``: fen per tranche; ``shares``: fen per fund of the whole award; both have the same sum.
    """
    left, found = list(shares), []
    for amount in amounts:
        part = split(amount, left) if amount else [0] * len(left)
        left = [rest - taken for rest, taken in zip(left, part, strict=True)]
        found.append(part)
    return found


def checker_is_another(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != payment.requested_by


def approver_is_another(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (payment.requested_by, payment.checked_by)


def payer_is_another(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (payment.requested_by, payment.approved_by)


def is_triggered(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_triggered"])


def is_in_force(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_in_force"])


def is_without_rectification(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not facts["is_rectifying"]


def payee_is_verified(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["payee_verified"])


def payee_is_unchanged(payment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["payee_version"] == payment.payee_version
