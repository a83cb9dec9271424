"""Opening and topping up funds; everything else that moves money goes through core.ledger from its own feature."""

import secrets

from sqlmodel import Session

from core import ledger
from core.access import Actor
from core.changes import require
from core.ledger import Fund
from core.permissions import Permission
from grants.funds.forms import FundForm, TopUpForm


def open_fund(session: Session, actor: Actor, data: FundForm) -> Fund:
    require(actor, Permission.FUNDS_MANAGE, data.area_code)
    return ledger.open_fund(session, actor, key=f"open-{secrets.token_hex(8)}", **data.model_dump())


def top_up(session: Session, actor: Actor, fund: Fund, data: TopUpForm) -> None:
    require(actor, Permission.FUNDS_MANAGE, fund.area_code)
    ledger.top_up(session, actor, fund.id or 0, data.amount_fen, f"top-up-{secrets.token_hex(8)}", data.memo)
