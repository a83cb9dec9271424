"""Finding what resembles a proposal, among what the actor may see: texts, telephones, accounts, budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import tuple_
from sqlmodel import Session, col, func, select

from core.access import Actor
from grants.awards.queries import same_account
from grants.contests.models import Contest
from grants.proposals.models import SENT, BudgetLine, Proposal
from grants.proposals.queries import parts_of, visible_to
from grants.proposals.rules import told_text
from grants.similarity.rules import estimate, likeness, passages
from incubator.groups.models import Group

LIKELY = 0.3
"""By the signature: worth comparing exactly."""
ALIKE = 0.4
"""Exactly: worth showing. Two independent texts on one subject stay below 0.1, a reworded copy above 0.5."""
MOST_COMPARED = 20
FEWEST_LINES = 3
BUDGET_SHARE = 80
"""Per cent of a budget's lines that stand word for word, with the same numbers, in another one."""


@dataclass
class Twin:
    """Another proposal, and why it is shown."""

    proposal: Proposal
    group: Group
    contest: Contest
    percent: int = 0
    passages: list[str] = field(default_factory=list)
    has_same_phone: bool = False
    accounts: list[str] = field(default_factory=list)
    same_lines: int = 0

    @property
    def weight(self) -> tuple[bool, bool, int, int]:
        return (self.has_same_phone, bool(self.accounts), self.percent, self.same_lines)


def twins_of(session: Session, actor: Actor, proposal: Proposal) -> list[Twin]:
    """Everything that resembles this proposal, the strongest evidence first."""
    texts, phones = _texts(session, actor, proposal), _phones(session, actor, proposal)
    lines = parts_of(session, proposal.id or 0)["budget"]
    budgets = _budgets(session, actor, proposal, lines)
    accounts = _accounts(session, actor, proposal)
    numbers = {*texts, *phones, *budgets, *accounts}
    rows = session.exec(
        select(Proposal, Group, Contest)
        .join(Group, col(Group.id) == col(Proposal.group_id))
        .join(Contest, col(Contest.id) == col(Proposal.contest_id))
        .where(col(Proposal.id).in_(numbers))
    )
    found = []
    for other, group, contest in rows:
        percent, shared = texts.get(other.id or 0, (0, []))
        number = other.id or 0
        same = (number in phones, accounts.get(number, []), budgets.get(number, 0))
        found.append(Twin(other, group, contest, percent, shared, *same))
    return sorted(found, key=lambda one: one.weight, reverse=True)


def _texts(session: Session, actor: Actor, proposal: Proposal) -> dict[int, tuple[int, list[str]]]:
    """Proposal → per cent and shared passages; the signatures choose which texts are read at all."""
    here = (visible_to(actor), Proposal.id != proposal.id, col(Proposal.status).in_(SENT))
    kept = session.exec(select(Proposal.id, Proposal.signature).where(*here))
    guesses = [(estimate(proposal.signature, signature), number) for number, signature in kept]
    chosen = [number for guess, number in sorted(guesses, reverse=True)[:MOST_COMPARED] if guess >= LIKELY]
    mine, found = told_text(proposal.snapshot or {}), {}
    for other in session.exec(select(Proposal).where(col(Proposal.id).in_(chosen))):
        text = told_text(other.snapshot or {})
        share = likeness(mine, text)
        if share >= ALIKE:
            found[other.id or 0] = (round(share * 100), passages(mine, text))
    return found


def _phones(session: Session, actor: Actor, proposal: Proposal) -> set[int]:
    """Proposals of other groups whose leader has the same telephone; compared by its blind index."""
    if not proposal.leader_phone_index:
        return set()
    same = (Proposal.leader_phone_index == proposal.leader_phone_index, Proposal.group_id != proposal.group_id)
    return set(session.exec(select(Proposal.id).where(*same, visible_to(actor), col(Proposal.status).in_(SENT))))


def _accounts(session: Session, actor: Actor, proposal: Proposal) -> dict[int, list[str]]:
    """Proposal of another group → the accounts for payment that both groups have entered, masked, as what each."""
    said: dict[int, list[str]] = {}
    for mine, other in same_account(session, actor, [proposal.group_id]):
        said.setdefault(other.group_id, []).append(f"{mine.account_masked}（{mine.kind.label}；{other.kind.label}）")
    here = (col(Proposal.group_id).in_(said), visible_to(actor), col(Proposal.status).in_(SENT))
    rows = session.exec(select(Proposal.id, Proposal.group_id).where(*here)) if said else []
    return {number or 0: said[group] for number, group in rows}


def _budgets(session: Session, actor: Actor, proposal: Proposal, lines: Sequence[BudgetLine]) -> dict[int, int]:
    """Proposal → how many of this budget's lines stand in its own, category, item, unit, number and price alike."""
    mine = {(one.category, one.unit, one.item, one.quantity, one.price_fen) for one in lines}
    least = max(FEWEST_LINES, -(-len(mine) * BUDGET_SHARE // 100))
    columns = (BudgetLine.category, BudgetLine.unit, BudgetLine.item, BudgetLine.quantity, BudgetLine.price_fen)
    chosen = (
        select(BudgetLine.proposal_id, func.count())
        .join(Proposal, col(Proposal.id) == col(BudgetLine.proposal_id))
        .where(tuple_(*columns).in_(mine), Proposal.id != proposal.id)
        .where(visible_to(actor), col(Proposal.status).in_(SENT))
        .group_by(col(BudgetLine.proposal_id))
        .having(func.count() >= least)
    )
    return dict(session.exec(chosen).all()) if len(mine) >= FEWEST_LINES else {}
