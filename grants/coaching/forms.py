"""What people send about coaching."""

from datetime import date, datetime

from pydantic import Field

from core.forms import Form, Moment, Out
from grants.coaching.models import CoachingStatus, Uptake


class PlanForm(Form):
    """An appointment."""

    proposal_id: int = Field(title="申报书")
    coach_id: int = Field(title="辅导人", description="辅导过的人不再评这份申报书，系统会提出回避。")
    meets_at: Moment = Field(title="时间")
    place: str = Field(min_length=2, max_length=80, title="地点")
    note: str = Field(default="", max_length=300, title="请团队带什么")


class AdviceRow(Form):
    """Advice about one section, which opens for writing with it."""

    section: int = Field(title="部分")
    advice: str = Field(min_length=4, max_length=800, title="意见", json_schema_extra={"widget": "textarea", "rows": 3})


class AdviseForm(Form):
    """All advice at once; only the sections named here open."""

    advice: list[AdviceRow] = Field(min_length=1, max_length=20, title="逐部分意见（只打开这些部分）")
    due_on: date = Field(title="请团队在这一天前改好")


class AnswerRow(Form):
    """What the team made of the advice about one section."""

    section: int = Field(ge=1, le=99, title="部分")
    uptake: Uptake | None = Field(default=None, title="采纳了吗")
    response: str = Field(default="", max_length=500, title="怎么改的，或为什么没采纳")


class AnswersForm(Form):
    """The team's answers, kept as far as they are written."""

    answers: list[AnswerRow] = Field(default_factory=list, max_length=50, title="对意见的答复")


class AdviceOut(Out):
    """Advice about one section as the API shows it."""

    section: int
    title: str
    advice: str
    uptake: Uptake | None
    response: str


class CoachingOut(Out):
    """An appointment as the API shows it."""

    id: int
    status: CoachingStatus
    proposal_id: int
    coach_id: int
    title: str
    meets_at: datetime
    place: str
    due_on: date | None
    version: int
