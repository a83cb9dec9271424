"""Proposals of earlier editions as an office's list tells them, and the lists they came from."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Located, Row, Stateful, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class PastStatus(Labelled):
    PLANNED = "PLANNED", "待确认"
    APPLIED = "APPLIED", "已导入"
    UNDONE = "UNDONE", "已撤销"
    DISCARDED = "DISCARDED", "已放弃"


class Outcome(Labelled):
    """What a list says became of a proposal; what it does not say stays unknown."""

    UNKNOWN = "UNKNOWN", "没有写明"
    FUNDED = "FUNDED", "立项"
    FINISHED = "FINISHED", "已结项"
    STOPPED = "STOPPED", "中止"
    NOT_SELECTED = "NOT_SELECTED", "未入选"
    INELIGIBLE = "INELIGIBLE", "资格不符"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class PastImport(Stateful, table=True):
    """One list of an earlier edition: applied once, taken back as a whole; its bytes are sealed under its own key.

    ``outcomes`` says of every row what became of it, without the words of the row.
    """

    __tablename__ = "past_import"
    __table_args__ = (state_needs((PastStatus.APPLIED, PastStatus.UNDONE), "outcomes"),)
    __private__ = ("name",)

    status: PastStatus = Field(default=PastStatus.PLANNED, sa_type=enum_type(PastStatus))
    number: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=160)
    sheet: str = Field(default="", max_length=80)
    year: int | None = None
    file_id: int = reference("stored_file.id")
    key_id: int | None = Field(default=None, sa_type=Id)
    total: int = 0
    ok_count: int = 0
    duplicate_count: int = 0
    error_count: int = 0
    outcomes: list[dict[str, Any]] | None = json_field(default=None)
    applied_by: int | None = Field(default=None, sa_type=Id)


class PastProposal(Located, table=True):
    """One proposal of an earlier edition, as the list has it; no score, award or posting follows from it."""

    __tablename__ = "past_proposal"
    __table_args__ = (
        CheckConstraint("asked_fen IS NULL OR asked_fen >= 0", name="asked"),
        CheckConstraint("granted_fen IS NULL OR granted_fen >= 0", name="granted"),
        Index("ix_past_proposal_year_id", "year", "id"),
    )
    __private__ = ("applicant", "search_text")

    number: str = Field(max_length=40, unique=True)
    import_id: int = reference("past_import.id")
    identity: str = Field(max_length=64, unique=True)
    year: int
    edition: str = Field(default="", max_length=40)
    title: str = Field(max_length=80)
    applicant: str = Field(max_length=80)
    group_id: int | None = reference("community_group.id", default=None)
    search_text: str = Field(default="", max_length=600)
    category: str = Field(default="", max_length=40)
    asked_fen: int | None = fen_field(default=None)
    granted_fen: int | None = fen_field(default=None)
    outcome: Outcome = Field(default=Outcome.UNKNOWN, sa_type=enum_type(Outcome))
    beneficiaries: int | None = None
    summary: str = Field(default="", max_length=1000)
    signature: list[int] = json_field(default_factory=list)
    version: int = 1


class PastLine(Row, table=True):
    """One budget line of a past proposal, where the list has them."""

    __tablename__ = "past_line"
    __table_args__ = (
        UniqueConstraint("past_proposal_id", "place"),
        CheckConstraint("quantity > 0 AND price_fen >= 0", name="positive"),
        Index("ix_past_line_like", "category", "unit"),
    )

    past_proposal_id: int = reference("past_proposal.id")
    place: int
    category: str = Field(max_length=20)
    item: str = Field(max_length=80)
    unit: str = Field(default="", max_length=10)
    quantity: int
    price_fen: int = fen_field()
