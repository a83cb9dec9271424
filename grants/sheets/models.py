"""Sealed score sheets."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Located, Stateful, append_only, enum_type, fen_field, json_field, reference, state_needs
from core.labels import Labelled


class SheetStatus(Labelled):
    DRAFT = "DRAFT", "未提交"
    SUBMITTED = "SUBMITTED", "已提交"
    REOPENED = "REOPENED", "退回重评"


class Stage(Labelled):
    """At what a sheet marks: the written proposal, or its presentation at the roadshow."""

    DOCUMENT = "DOCUMENT", "书面评审"
    ROADSHOW = "ROADSHOW", "路演"


class Recommendation(Labelled):
    FUND = "FUND", "资助"
    IMPROVE = "IMPROVE", "优化后资助"
    REFUSE = "REFUSE", "不资助"


class Sheet(Stateful, table=True):
    """The score sheet of one judge for one proposal at one stage.

    Until the panel closes everything that the judge wrote stands only in ``sealed``, under the panel's key;
    ``commitment`` is the hash that the judge holds as a receipt; ``is_paper`` says that two others typed it in from
    paper. Closing writes the content in clear.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (
        UniqueConstraint("seat_id", "proposal_id", "stage"),
        state_needs((SheetStatus.SUBMITTED,), "commitment"),
        CheckConstraint("revealed_at IS NOT NULL OR (marks IS NULL AND total IS NULL)", name="sealed_until_closing"),
    )
    __private__ = ("sealed", "marks", "total", "comment", "is_shared", "recommendation", "suggested_fen", "nonce")

    status: SheetStatus = Field(default=SheetStatus.DRAFT, sa_type=enum_type(SheetStatus))
    panel_id: int = reference("panel.id")
    proposal_id: int = reference("proposal.id")
    seat_id: int = reference("panel_seat.id")
    stage: Stage = Field(default=Stage.DOCUMENT, sa_type=enum_type(Stage))
    sealed: str = ""
    commitment: str | None = Field(default=None, max_length=64)
    submitted_at: datetime | None = None
    is_paper: bool = Field(default=False, sa_type=Boolean)
    revealed_at: datetime | None = None
    marks: dict[str, Any] | None = json_field(default=None, nullable=True)
    total: str | None = Field(default=None, max_length=12)
    comment: str | None = Field(default=None, max_length=2000)
    is_shared: bool = False
    recommendation: Recommendation | None = Field(default=None, sa_type=enum_type(Recommendation))
    suggested_fen: int | None = fen_field(default=None, nullable=True)
    nonce: str | None = Field(default=None, max_length=64)


@append_only
class SheetVersion(Located, table=True):
    """A sheet as it was handed in before it was reopened or withdrawn for a conflict; still sealed."""

    __tablename__ = "score_sheet_version"

    sheet_id: int = Field(sa_type=Id, index=True)
    panel_id: int = reference("panel.id")
    proposal_id: int = reference("proposal.id")
    seat_id: int = reference("panel_seat.id")
    stage: Stage = Field(default=Stage.DOCUMENT, sa_type=enum_type(Stage))
    sealed: str
    commitment: str = Field(max_length=64)
    submitted_at: datetime
    cause: str = Field(max_length=300)
