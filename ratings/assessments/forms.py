"""What people send about assessments."""

from datetime import date
from typing import Any

from pydantic import Field, model_validator

from core import clock
from core.forms import Form, Out
from ratings.assessments.models import AssessmentStatus


class AssessmentForm(Form):
    """A group that wants to be rated in a round."""

    round_id: int = Field(title="评定轮次")
    group_id: int = Field(title="申报组织")


class RecommendForm(Form):
    """The community's opinion with its sample of residents' satisfaction."""

    community_opinion: str = Field(min_length=4, max_length=1000, title="推荐意见", json_schema_extra={"rows": 5})
    sample_n: int = Field(
        ge=0, le=1_000_000, title="居民满意度样本数", description="随机走访或问卷的份数；少于 30 份不能作为五星依据。"
    )
    satisfied_n: int = Field(ge=0, le=1_000_000, title="其中满意的份数")

    @model_validator(mode="after")
    def _within_sample(self):
        if self.satisfied_n > self.sample_n:
            raise ValueError("满意的份数不能多于样本数。")
        return self


class ReviewForm(Form):
    """The street's first review after its visit."""

    visited_on: date = Field(title="实地查看日期")
    street_opinion: str = Field(min_length=4, max_length=1000, title="初评意见", json_schema_extra={"rows": 5})

    @model_validator(mode="after")
    def _visited(self):
        if self.visited_on > clock.today():
            raise ValueError("实地查看日期不能晚于今天。")
        return self


class DecideForm(Form):
    """The district's decision; the stars follow from scores, conditions and votes."""

    district_opinion: str = Field(
        min_length=4,
        max_length=1000,
        title="审评意见",
        description="星级由区级评分、附加条件和表决结果得出，不能手工指定。",
        json_schema_extra={"rows": 5},
    )


class VoteForm(Form):
    """One panel member's vote; it stays as it is."""

    stars: int = Field(ge=0, le=5, title="我投", json_schema_extra={"widget": "radios"})
    opinion: str = Field(default="", max_length=500, title="意见")


class AssessmentOut(Out):
    """An assessment as the API shows it: the decision, never the votes."""

    id: int
    number: str
    title: str
    status: AssessmentStatus
    area_code: str
    round_id: int
    group_id: int
    scheme_id: int
    applied_on: date | None
    visited_on: date | None
    decided_on: date | None
    stars: int | None
    result: dict[str, Any] | None
    version: int
