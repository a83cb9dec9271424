"""The table of service orders."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Index
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class OrderStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    REVIEWING = "REVIEWING", "已点单，审核中"
    REJECTED = "REJECTED", "已退回"
    DISPATCHED = "DISPATCHED", "已派单"
    ACCEPTED = "ACCEPTED", "已接单"
    DECLINED = "DECLINED", "拒单，待转派"
    SCHEDULED = "SCHEDULED", "已排期"
    IN_SERVICE = "IN_SERVICE", "服务中"
    DELIVERED = "DELIVERED", "已完成，待验收"
    VERIFIED = "VERIFIED", "已验收"
    DISPUTED = "DISPUTED", "有争议"
    RATED = "RATED", "已评单"
    SETTLED = "SETTLED", "已结算"
    ARCHIVED = "ARCHIVED", "已归档"
    CANCELLED = "CANCELLED", "已取消"


S = OrderStatus
SENT = (S.DISPATCHED, S.ACCEPTED, S.SCHEDULED, S.IN_SERVICE, S.DELIVERED)
DONE = (S.VERIFIED, S.RATED, S.SETTLED, S.ARCHIVED)


class ServiceOrder(Stateful, table=True):
    """One wish of one community for a service: from the menu or its own words, to the settled bill.

    ``area_code`` is the ordering community's, ``provider_area_code`` that of the group it was dispatched to.
    """

    __tablename__ = "service_order"
    __private__ = ("contact_name_sealed", "contact_phone_sealed", "contact_masked")
    __table_args__ = (
        Index(None, "item_id", "wished_on"),
        Index(None, "group_id", "category", "fiscal_year"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> placed_by", name="reviewer_is_another"),
        CheckConstraint("verified_by IS NULL OR verified_by <> placed_by", name="verifier_is_another"),
        CheckConstraint(
            "settled_by IS NULL OR (settled_by <> verified_by AND settled_by <> placed_by)", name="settler_is_another"
        ),
        CheckConstraint("amount_fen >= 0 AND amount_fen = price_fen * units", name="amount_is_price_by_units"),
        CheckConstraint("settled_fen IS NULL OR settled_fen BETWEEN 0 AND amount_fen", name="settled_within_amount"),
        CheckConstraint("satisfied_n BETWEEN 0 AND sampled_n", name="satisfied_within_sample"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating_in_range"),
        state_needs((*SENT, *DONE), "group_id", "reviewed_by"),
        state_needs(DONE, "verified_by", "settled_fen"),
        state_needs((S.RATED, S.SETTLED, S.ARCHIVED), "rating"),
        state_needs((S.SETTLED, S.ARCHIVED), "settled_by", "settled_on"),
    )

    status: OrderStatus = Field(default=OrderStatus.DRAFT, sa_type=enum_type(OrderStatus))
    number: str = Field(max_length=40, unique=True)
    item_id: int | None = reference("menu_item.id", default=None)
    need_id: int | None = reference("need.id", default=None)
    title: str = Field(max_length=80)
    search_text: str = Field(default="", max_length=600)
    category: str = Field(max_length=20)
    description: str = Field(default="", max_length=1000)
    people: int = 1
    wished_on: date
    wished_time: str = Field(default="", max_length=40)
    place: str = Field(max_length=120)
    notes: str = Field(default="", max_length=500)
    person_key_id: int | None = Field(default=None, sa_type=Id)
    contact_name_sealed: str = ""
    contact_phone_sealed: str = ""
    contact_masked: str = Field(default="", max_length=60)
    fiscal_year: int
    units: int = 1
    price_fen: int = fen_field(default=0)
    amount_fen: int = fen_field(default=0)
    standards: list[str] = json_field(default_factory=list)
    placed_by: int | None = Field(default=None, sa_type=Id)
    needs_procurement: bool = Field(default=False, sa_type=Boolean)
    procurement_basis: str = Field(default="", max_length=200)
    reviewed_by: int | None = Field(default=None, sa_type=Id)
    review_opinion: str = Field(default="", max_length=500)
    group_id: int | None = reference("community_group.id", default=None)
    provider_area_code: str | None = Field(default=None, max_length=12)
    dispatched_by: int | None = Field(default=None, sa_type=Id)
    dispatched_on: date | None = None
    dispatch_note: str = Field(default="", max_length=300)
    fund_id: int | None = reference("fund.id", default=None)
    scheduled_on: date | None = None
    scheduled_time: str = Field(default="", max_length=40)
    staff: str = Field(default="", max_length=200)
    served_on: date | None = None
    delivered_by: int | None = Field(default=None, sa_type=Id)
    sign_in_n: int = 0
    report: str = Field(default="", max_length=1000)
    acceptance: list[dict[str, Any]] = json_field(default_factory=list)
    sampled_n: int = 0
    satisfied_n: int = 0
    verified_by: int | None = Field(default=None, sa_type=Id)
    verified_on: date | None = None
    remark: str = Field(default="", max_length=500)
    settled_fen: int | None = fen_field(default=None)
    rating: int | None = None
    comment: str = Field(default="", max_length=500)
    settled_by: int | None = Field(default=None, sa_type=Id)
    settled_on: date | None = None
    payee_name: str = Field(default="", max_length=80)
    slip_number: str = Field(default="", max_length=60)
