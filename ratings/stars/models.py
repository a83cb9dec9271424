"""The table of stars that groups hold."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Stateful, enum_type, reference, state_needs
from core.labels import Labelled


class StarStatus(Labelled):
    VALID = "VALID", "有效"
    REPLACED = "REPLACED", "已换发"
    DOWNGRADED = "DOWNGRADED", "已降级"
    REVOKED = "REVOKED", "已取消"
    EXPIRED = "EXPIRED", "已到期"


class Star(Stateful, table=True):
    """One certificate of one group: its stars, by which version of the scheme, from when to when; one valid a group."""

    __tablename__ = "star"
    __table_args__ = (
        Index(
            "uq_star_one_valid",
            "group_id",
            unique=True,
            sqlite_where=text("status = 'VALID'"),
            postgresql_where=text("status = 'VALID'"),
        ),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
        CheckConstraint("valid_to > valid_from", name="ends_later"),
        state_needs((StarStatus.DOWNGRADED, StarStatus.REVOKED), "reason_code", "ended_on"),
    )

    status: StarStatus = Field(default=StarStatus.VALID, sa_type=enum_type(StarStatus))
    number: str = Field(max_length=40, unique=True)
    group_id: int = reference("community_group.id")
    assessment_id: int = reference("star_assessment.id")
    scheme_id: int = reference("scheme.id")
    stars: int
    valid_from: date
    valid_to: date
    recheck_on: date
    conferred_by: int | None = Field(default=None, sa_type=Id)
    reason_code: str | None = Field(default=None, max_length=20)
    ended_reason: str = Field(default="", max_length=500)
    ended_on: date | None = None
    return_by: date | None = None
    returned_on: date | None = None


explain("uq_star_one_valid", "这个组织已有一张有效的星级证书。")
explain("star.group_id", "这个组织已有一张有效的星级证书。")
