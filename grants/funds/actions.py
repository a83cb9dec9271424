"""Opening and topping up funds; everything else that moves money goes through core.ledger from its own feature."""

import secrets

from sqlmodel import Session

from core import clock, ledger
from core.access import Actor
from core.changes import add, require
from core.errors import Refused
from core.ledger import Fund
from core.permissions import Permission
from grants.funds.forms import FundForm, TopUpForm
from grants.funds.models import REGRANT, Regrant


def open_fund(session: Session, actor: Actor, data: FundForm) -> Fund:
    require(actor, Permission.FUNDS_MANAGE, data.area_code)
    if data.source == REGRANT:
        raise Refused("再资助的资金在签协议时登记，这里不能新建。", field="source")
    return ledger.open_fund(session, actor, key=f"open-{secrets.token_hex(8)}", **data.model_dump())


def top_up(session: Session, actor: Actor, fund: Fund, data: TopUpForm) -> None:
    require(actor, Permission.FUNDS_MANAGE, fund.area_code)
    if fund.source == REGRANT:
        raise Refused("再资助的金额以协议为准，不能追加。", field="amount_fen")
    ledger.top_up(session, actor, fund.id or 0, data.amount_fen, f"top-up-{secrets.token_hex(8)}", data.memo)


def open_regrant(
    session: Session, actor: Actor, agreement_id: int, group_id: int, area_code: str, title: str, amount_fen: int
) -> Regrant:
    """The pot of a signed agreement: as much as it says, and never more."""
    wanted = {"area_code": area_code, "source": REGRANT, "year": clock.today().year, "name": f"{title}（再资助）"}
    fund = ledger.open_fund(session, actor, key=f"regrant-{agreement_id}", total_fen=amount_fen, **wanted)
    row = Regrant(agreement_id=agreement_id, fund_id=fund.id, group_id=group_id, title=title)
    return add(session, actor, row, amount_fen=amount_fen)
