"""Assessments, the panel's votes, and bars on applying again."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, Stateful, append_only, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class AssessmentStatus(Labelled):
    SELF = "SELF", "自评中"
    APPLIED = "APPLIED", "待社区推荐"
    RECOMMENDED = "RECOMMENDED", "待街道初评"
    REVIEWED = "REVIEWED", "待区级审评"
    DECIDED = "DECIDED", "已审定"
    NOTICED = "NOTICED", "公示中"
    CONFERRED = "CONFERRED", "已授星"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "社区不推荐"
    RETURNED = "RETURNED", "退回补正"
    REFUSED = "REFUSED", "不予评定"
    NO_STAR = "NO_STAR", "不授星"


A = AssessmentStatus
AFTER_COMMUNITY = (A.RECOMMENDED, A.REVIEWED, A.DECIDED, A.NOTICED, A.CONFERRED, A.NO_STAR)
AFTER_STREET = (A.REVIEWED, A.DECIDED, A.NOTICED, A.CONFERRED, A.NO_STAR)
AFTER_DISTRICT = (A.DECIDED, A.NOTICED, A.CONFERRED, A.NO_STAR)


class StarAssessment(Stateful, table=True):
    """One group's way through one round; four people act on it: applicant, community, street, district."""

    __tablename__ = "star_assessment"
    __table_args__ = (
        UniqueConstraint("round_id", "group_id"),
        CheckConstraint("recommended_by IS NULL OR recommended_by <> self_by", name="community_is_another"),
        CheckConstraint(
            "reviewed_by IS NULL OR (reviewed_by <> self_by AND reviewed_by <> recommended_by)",
            name="street_is_another",
        ),
        CheckConstraint(
            "decided_by IS NULL OR (decided_by <> self_by AND decided_by <> recommended_by "
            "AND decided_by <> reviewed_by)",
            name="district_is_another",
        ),
        CheckConstraint("satisfied_n IS NULL OR satisfied_n BETWEEN 0 AND sample_n", name="satisfied_within_sample"),
        CheckConstraint("stars IS NULL OR stars BETWEEN 0 AND 5", name="stars_in_range"),
        state_needs((A.APPLIED, *AFTER_COMMUNITY), "self_by", "applied_on"),
        state_needs(AFTER_COMMUNITY, "recommended_by", "community_opinion"),
        state_needs(AFTER_STREET, "reviewed_by", "visited_on"),
        state_needs(AFTER_DISTRICT, "decided_by", "stars", "result"),
        state_needs((A.NOTICED, A.CONFERRED), "notice_id"),
        state_needs((A.CONFERRED,), "certificate_number"),
    )

    status: AssessmentStatus = Field(default=A.SELF, sa_type=enum_type(AssessmentStatus))
    number: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=100)
    round_id: int = reference("rating_round.id")
    group_id: int = reference("community_group.id")
    scheme_id: int = reference("scheme.id")
    attempt: int = 1
    self_by: int | None = Field(default=None, sa_type=Id)
    applied_on: date | None = None
    evidence: dict[str, Any] = json_field(default_factory=dict)
    standing: dict[str, Any] = json_field(default_factory=dict)
    recommended_by: int | None = Field(default=None, sa_type=Id)
    community_opinion: str | None = Field(default=None, max_length=1000)
    sample_n: int | None = None
    satisfied_n: int | None = None
    reviewed_by: int | None = Field(default=None, sa_type=Id)
    visited_on: date | None = None
    street_opinion: str = Field(default="", max_length=1000)
    decided_by: int | None = Field(default=None, sa_type=Id)
    decided_on: date | None = None
    district_opinion: str = Field(default="", max_length=1000)
    stars: int | None = None
    result: dict[str, Any] | None = json_field(default=None)
    notice_id: int | None = reference("notice.id", default=None)
    certificate_number: str | None = Field(default=None, max_length=40)


@append_only
class PanelVote(Row, table=True):
    """One member of the district panel on one assessment: the stars voted for, by name."""

    __tablename__ = "panel_vote"
    __table_args__ = (
        UniqueConstraint("assessment_id", "attempt", "account_id"),
        CheckConstraint("stars BETWEEN 0 AND 5", name="stars_in_range"),
    )

    assessment_id: int = reference("star_assessment.id")
    attempt: int = 1
    account_id: int = reference("account.id")
    stars: int
    opinion: str = Field(default="", max_length=500)


class RatingBar(Row, table=True):
    """Until when a group may not apply, after a downgrade or a revocation."""

    __tablename__ = "rating_bar"

    group_id: int = reference("community_group.id")
    until: date
    reason: str = Field(max_length=300)
