"""What people send about services, plans and growth assessments."""

from datetime import date
from typing import Any

from pydantic import Field

from core.forms import Form, Out
from incubator.activities.forms import Hours
from incubator.services.models import AssessmentKind, AssessmentStatus, ServiceMode, ServiceStatus


class ServiceForm(Form):
    """A service that is to be given."""

    group_id: int = Field(title="组织")
    service: str = Field(title="服务")
    on: date = Field(title="日期")
    topic: str = Field(min_length=2, max_length=120, title="主题")
    mode: ServiceMode = Field(default=ServiceMode.ON_SITE, title="方式", json_schema_extra={"widget": "radios"})
    staff: str = Field(default="", max_length=60, title="服务人员")


class DeliverForm(Form):
    """What was given."""

    people: int = Field(default=0, ge=0, le=100_000, title="人数")
    hours: Hours = Field(title="时长（小时）", json_schema_extra={"widget": "number"})
    result: str = Field(min_length=2, max_length=1000, title="结果")
    satisfaction: int | None = Field(default=None, ge=0, le=100, title="满意度（%）")


class TargetLine(Form):
    """One line of a service plan."""

    service: str = Field(title="服务")
    sessions: int = Field(ge=1, le=1000, title="次数")
    goal: str = Field(default="", max_length=200, title="目标")


class ServicePlanForm(Form):
    """The plan of services for one stay."""

    targets: list[TargetLine] = Field(min_length=1, max_length=30, title="服务计划")


class AssessmentForm(Form):
    """A growth assessment to be begun."""

    admission_id: int = Field(title="入驻")
    kind: AssessmentKind = Field(default=AssessmentKind.QUARTERLY, title="种类", json_schema_extra={"widget": "radios"})
    assessed_on: date = Field(title="评估日期")


class AdviceForm(Form):
    """The words of an assessment."""

    advice: str = Field(default="", max_length=1000, title="评估建议")
    next_plan: str = Field(default="", max_length=1000, title="下步计划")


class MarksForm(AdviceForm):
    """A whole sheet at once, for the API."""

    marks: dict[str, str] = Field(default_factory=dict, title="分数")
    notes: dict[str, str] = Field(default_factory=dict, title="评语")


class ServiceOut(Out):
    """A service record as the API shows it."""

    id: int
    number: str
    status: ServiceStatus
    service: str
    group_id: int
    admission_id: int | None
    on: date
    topic: str
    mode: ServiceMode
    people: int
    minutes: int | None
    result: str | None
    satisfaction: int | None
    version: int


class AssessmentOut(Out):
    """A growth assessment as the API shows it."""

    id: int
    number: str
    status: AssessmentStatus
    kind: AssessmentKind
    group_id: int
    admission_id: int
    scheme_id: int
    assessed_on: date
    marks: dict[str, str]
    notes: dict[str, str]
    advice: str
    next_plan: str
    result: dict[str, Any] | None
    version: int
