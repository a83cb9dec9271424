"""Notices, and the objections that people raise against them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class NoticeStatus(Labelled):
    DRAFT = "DRAFT", "待发布"
    OPEN = "OPEN", "公示中"
    CLOSED = "CLOSED", "公示期满"
    CONFIRMED = "CONFIRMED", "已生效"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class Notice(Stateful, table=True):
    """One text with its table, shown to the public from a day to a day, about one record or about none."""

    __table_args__ = (
        Index(None, "noun", "noun_id"),
        Index(None, "status", "ends_on"),
        state_needs((NoticeStatus.OPEN, NoticeStatus.CLOSED, NoticeStatus.CONFIRMED), "starts_on", "ends_on"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_later"),
    )

    status: NoticeStatus = Field(default=NoticeStatus.DRAFT, sa_type=enum_type(NoticeStatus))
    number: str = Field(max_length=40, unique=True)
    kind: str = Field(default="", max_length=40)
    noun: str = Field(default="", max_length=40)
    noun_id: int | None = Field(default=None, sa_type=Id)
    title: str = Field(max_length=120)
    body: str
    headings: list[str] = json_field(default_factory=list)
    lines: list[list[str]] = json_field(default_factory=list)
    issuer: str = Field(default="", max_length=120)
    workdays: int = 5
    starts_on: date | None = None
    ends_on: date | None = None
    search_text: str = Field(default="", max_length=600)


class ObjectionStatus(Labelled):
    RECEIVED = "RECEIVED", "已收到"
    UNDER_REVIEW = "UNDER_REVIEW", "核查中"
    UPHELD = "UPHELD", "异议成立"
    REJECTED = "REJECTED", "异议不成立"
    WITHDRAWN = "WITHDRAWN", "已撤回"


O = ObjectionStatus  # noqa: E741
DECIDED = (O.UPHELD, O.REJECTED)


class Objection(Stateful, table=True):
    """One objection of a named person to one notice; name and telephone are sealed, the receipt is the person's."""

    __private__ = ("name_sealed", "phone_sealed", "phone_index", "receipt_code", "content", "finding")
    __table_args__ = (
        state_needs((O.UNDER_REVIEW, O.UPHELD, O.REJECTED), "accepted_by", "answer_due_on"),
        state_needs(DECIDED, "decided_by", "decision", "answered_on", "finding"),
        CheckConstraint("decided_by IS NULL OR decided_by <> accepted_by", name="decided_by_another"),
        CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by", name="decided_by_other_than_preparer"),
    )

    status: ObjectionStatus = Field(default=ObjectionStatus.RECEIVED, sa_type=enum_type(ObjectionStatus))
    notice_id: int = reference("notice.id")
    number: str = Field(max_length=40, unique=True)
    receipt_code: str = Field(max_length=24, unique=True)
    person_key_id: int = Field(sa_type=Id)
    name_sealed: str
    phone_sealed: str
    contact_masked: str = Field(max_length=60)
    phone_index: str = Field(max_length=64, index=True)
    address_index: str = Field(default="", max_length=64, index=True)
    consent: str = Field(max_length=20)
    content: str
    content_hash: str = Field(max_length=64)
    received_at: datetime
    accepted_by: int | None = Field(default=None, sa_type=Id)
    accepted_on: date | None = None
    answer_due_on: date | None = None
    finding: str | None = None
    prepared_by: int | None = Field(default=None, sa_type=Id)
    decided_by: int | None = Field(default=None, sa_type=Id)
    decision: str | None = None
    answered_on: date | None = None
