"""Allocation of awards to funds, and who may decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import Refused
from core.money import format_yuan, split


def allocate(amounts: Sequence[int], planned: Sequence[int]) -> list[list[int]]:
    """Share each award among the funds so that every award and every fund adds up to the fen.

    ``amounts``: fen per award; ``planned``: fen that each fund may commit. The whole is drawn from the funds in
    proportion to what is planned; each award is drawn in proportion to what is then left. Raises Refused when the
    awards exceed the plan.
    """
    whole, available = sum(amounts), sum(planned)
    if whole > available:
        raise Refused(f"立项总额 {format_yuan(whole)} 元，超过资金安排 {format_yuan(available)} 元。")
    left, shares = split(whole, planned) if whole else [0] * len(planned), []
    for amount in amounts:
        share = split(amount, left) if amount else [0] * len(left)
        left = [rest - part for rest, part in zip(left, share, strict=True)]
        shares.append(share)
    return shares


def approver_is_another(award: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != award.proposed_by


def verifier_is_another(payee: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != payee.entered_by


def is_notice_final(award: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["is_final"])


def has_verified_payee(agreement: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["payee_verified"])
