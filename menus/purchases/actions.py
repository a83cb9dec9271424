"""Opening purses, adding money, and keeping the table of thresholds."""

import secrets

from sqlmodel import Session

from core import audit, ledger
from core.access import Actor, area_name
from core.changes import add, edit, require
from core.errors import Refused
from core.permissions import Permission
from menus.purchases import queries
from menus.purchases.forms import PurseForm, PurseTopUpForm, ThresholdForm
from menus.purchases.models import ProcurementThreshold, Purse

SOURCE = "COMMUNITY"


def open_purse(session: Session, actor: Actor, data: PurseForm) -> Purse:
    """A community's money of a year, as a fund of its own in the books."""
    require(actor, Permission.PURSES_MANAGE, data.area_code)
    if queries.find_purse(session, data.area_code, data.year):
        raise Refused("这个社区本年度已有服务经费，请在原记录上追加。", field="year")
    community = area_name(session, data.area_code)
    fund = ledger.open_fund(
        session,
        actor,
        area_code=data.area_code,
        source=SOURCE,
        year=data.year,
        name=f"{community}{data.year}年服务经费",
        total_fen=data.total_fen,
        key=f"purse-{secrets.token_hex(8)}",
    )
    purse = Purse(area_code=data.area_code, year=data.year, fund_id=fund.id, basis=data.basis)
    return add(session, actor, purse, fund=fund.id, total_fen=data.total_fen)


def top_up_purse(session: Session, actor: Actor, purse: Purse, data: PurseTopUpForm) -> None:
    """More money, such as what was carried over from last year by a decision."""
    require(actor, Permission.PURSES_MANAGE, purse.area_code)
    ledger.top_up(session, actor, purse.fund_id, data.amount_fen, f"purse-top-up-{secrets.token_hex(8)}", data.memo)
    audit.record(session, actor, "community_purse.top_up", purse, reason=data.memo, amount_fen=data.amount_fen)


def set_threshold(session: Session, actor: Actor, data: ThresholdForm) -> ProcurementThreshold:
    require(actor, Permission.PURSES_MANAGE, data.area_code)
    return add(session, actor, ProcurementThreshold(**data.model_dump()), threshold_fen=data.threshold_fen)


def edit_threshold(
    session: Session, actor: Actor, threshold: ProcurementThreshold, data: ThresholdForm, version: int | None = None
) -> None:
    require(actor, Permission.PURSES_MANAGE, threshold.area_code)
    require(actor, Permission.PURSES_MANAGE, data.area_code)
    edit(session, actor, threshold, data.model_dump(), version)
