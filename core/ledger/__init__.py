"""Double-entry books of public money: one fund row decides what is left, append-only legs prove it."""

from core.ledger.actions import open_fund, pay, refund, release, reserve, reverse, top_up
from core.ledger.models import Fund, LedgerKind, LedgerLeg, LedgerTransaction
from core.ledger.queries import (
    balances,
    check_funds,
    export_beancount,
    list_funds,
    list_postings,
    noun_position,
)
from core.ledger.rules import Destination, FundExhausted, LegDraft

__all__ = [
    "Destination",
    "Fund",
    "FundExhausted",
    "LedgerKind",
    "LedgerLeg",
    "LedgerTransaction",
    "LegDraft",
    "balances",
    "check_funds",
    "export_beancount",
    "list_funds",
    "list_postings",
    "noun_position",
    "open_fund",
    "pay",
    "refund",
    "release",
    "reserve",
    "reverse",
    "top_up",
]
