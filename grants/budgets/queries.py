"""Reading what others paid for the like: prices only, of handed-in proposals and of earlier editions."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from grants.budgets.rules import Kind, Price
from grants.past import queries as past
from grants.proposals.models import SENT, BudgetLine, Proposal

MOST = 2_000


def past_prices(session: Session, proposal: Proposal, lines: Sequence[BudgetLine]) -> dict[Kind, list[Price]]:
    """(category, unit) → the newest prices, in fen, of other groups of the district, each with its group."""
    kinds = sorted({(line.category, line.unit) for line in lines if line.unit})
    if not kinds:
        return {}
    district = proposal.area_code[:6]
    chosen = (
        select(BudgetLine.category, BudgetLine.unit, BudgetLine.price_fen, Proposal.group_id)
        .join(Proposal, col(Proposal.id) == col(BudgetLine.proposal_id))
        .where(tuple_(col(BudgetLine.category), col(BudgetLine.unit)).in_(kinds))
        .where(col(Proposal.status).in_(SENT), col(Proposal.area_code).startswith(district))
        .where(Proposal.group_id != proposal.group_id)
        .order_by(col(BudgetLine.id).desc())
        .limit(MOST)
    )
    found: dict[Kind, list[Price]] = defaultdict(list)
    for category, unit, price, group in session.exec(chosen):
        found[category, unit].append((price, group))
    for category, unit, price, applicant in past.past_prices(session, district, kinds, proposal.group_id, MOST):
        found[category, unit].append((price, applicant))
    return dict(found)
