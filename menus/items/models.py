"""The table of menu items."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class ItemStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "待审核"
    LISTED = "LISTED", "已上架"
    RETURNED = "RETURNED", "退回修改"
    SUSPENDED = "SUSPENDED", "暂停接单"
    WITHDRAWN = "WITHDRAWN", "已下架"


class PricingMode(Labelled):
    FREE = "FREE", "公益（无偿）"
    LOW = "LOW", "低偿（成本价内）"
    MARKET = "MARKET", "市场化"


class Item(Stateful, table=True):
    """One service that one group offers to communities: for whom, what, at which price, until when."""

    __tablename__ = "menu_item"
    __table_args__ = (
        CheckConstraint("price_fen >= 0 AND cost_fen >= 0", name="no_negative_price"),
        CheckConstraint("pricing_mode <> 'FREE' OR price_fen = 0", name="free_costs_nothing"),
        CheckConstraint("pricing_mode <> 'LOW' OR price_fen <= cost_fen", name="low_fee_within_cost"),
        CheckConstraint("max_people >= min_people AND min_people >= 1", name="people_in_order"),
        CheckConstraint("valid_to > valid_from", name="ends_later"),
        CheckConstraint("listed_by IS NULL OR listed_by <> submitted_by", name="lister_is_another"),
        state_needs((ItemStatus.SUBMITTED, ItemStatus.LISTED), "submitted_by"),
        state_needs((ItemStatus.LISTED,), "listed_by"),
    )
    __private__ = ("contact",)

    status: ItemStatus = Field(default=ItemStatus.DRAFT, sa_type=enum_type(ItemStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=60)
    search_text: str = Field(default="", max_length=600)
    category: str = Field(max_length=20, index=True)
    network: str = Field(default="", max_length=20)
    group_id: int = reference("community_group.id")
    provider_kind: str = Field(max_length=20)
    summary: str = Field(max_length=200)
    target: str = Field(max_length=200)
    content: str = Field(default="", max_length=2000)
    unit: str = Field(max_length=20)
    pricing_mode: PricingMode = Field(sa_type=enum_type(PricingMode))
    price_fen: int = fen_field(default=0)
    cost_fen: int = fen_field(default=0)
    cost_breakdown: str = Field(default="", max_length=500)
    min_people: int = 1
    max_people: int = 1
    duration_min: int = 60
    venue_need: str = Field(default="", max_length=200)
    is_district_wide: bool = Field(default=True, sa_type=Boolean)
    areas: list[str] = json_field(default_factory=list)
    lead_days: int = 3
    monthly_capacity: int = 1
    season: str = Field(default="", max_length=100)
    staffing: str = Field(default="", max_length=200)
    safety: str = Field(default="", max_length=300)
    standards: list[str] = json_field(default_factory=list)
    contact: str = Field(default="", max_length=80)
    directory_code: str = Field(default="", max_length=40)
    evidence: str = Field(default="", max_length=500)
    valid_from: date
    valid_to: date
    revision: int = 1
    submitted_by: int | None = Field(default=None, sa_type=Id)
    listed_by: int | None = Field(default=None, sa_type=Id)
    listed_on: date | None = None
