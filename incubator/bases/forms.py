"""What people send about bases and admissions."""

from datetime import date

from pydantic import Field

from core.access import Level
from core.forms import Form, Out
from incubator.bases.models import AdmissionStatus, BaseKind, BaseStatus


class BaseForm(Form):
    """A base; its level follows from its area."""

    name: str = Field(min_length=4, max_length=80, title="名称")
    area_code: str = Field(max_length=12, title="所在区域")
    kind: BaseKind = Field(default=BaseKind.INCUBATOR, title="类型", json_schema_extra={"widget": "radios"})
    parent_id: int | None = Field(default=None, title="上级平台")
    operator: str = Field(default="", max_length=80, title="运营单位")
    desks: int = Field(default=0, ge=0, le=10_000, title="工位数")
    address: str = Field(default="", max_length=120, title="地址")
    serves: str = Field(default="", max_length=300, title="服务范围", description="片区平台写明覆盖哪几个街道。")
    is_demo_site: bool = Field(default=False, title="示范点")


class AdmissionForm(Form):
    """The application of a group (入驻申请表)."""

    group_id: int = Field(title="组织")
    base_id: int = Field(title="申请入驻的平台")
    is_virtual: bool = Field(default=False, title="壳外孵化（虚拟入驻，不占工位）")
    desks: int = Field(default=0, ge=0, le=200, title="申请工位数")
    plan: str = Field(default="", max_length=3000, title="一年工作计划", json_schema_extra={"rows": 8})
    charter: str = Field(
        default="", max_length=5000, title="章程草案", description="已备案的不用填。", json_schema_extra={"rows": 6}
    )
    founders: str = Field(default="", max_length=200, title="发起人签名", description="各发起人姓名，用顿号分开。")
    has_committed: bool = Field(default=False, title="承诺遵守平台管理规定，接受每季度成长评估，退壳时按期交还场地")


class OpinionForm(Form):
    """What the community says of an application."""

    opinion: str = Field(min_length=4, max_length=500, title="社区意见")


class AdmitForm(Form):
    """The agreement (入驻协议): from when, for how long, with how many desks."""

    starts_on: date = Field(title="入壳日期")
    months: int | None = Field(default=None, ge=1, le=60, title="孵化月数", description="不填按规定的期限。")
    desks: int = Field(default=0, ge=0, le=200, title="工位数")

    @classmethod
    def from_thing(cls, admission):
        return {"desks": admission.desks, "starts_on": None, "months": None}


class ExtendForm(Form):
    """One more term, and why."""

    months: int = Field(ge=1, le=60, title="延长月数")
    reason: str = Field(min_length=2, max_length=500, title="理由")


class BaseOut(Out):
    """A base as the API shows it."""

    id: int
    number: str
    status: BaseStatus
    name: str
    area_code: str
    level: Level
    kind: BaseKind
    parent_id: int | None
    operator: str
    desks: int
    address: str
    is_demo_site: bool
    version: int


class AdmissionOut(Out):
    """An admission as the API shows it."""

    id: int
    number: str
    status: AdmissionStatus
    group_id: int
    base_id: int
    is_virtual: bool
    desks: int
    plan: str
    starts_on: date | None
    ends_on: date | None
    extensions: int
    exited_on: date | None
    due_on: date | None
    version: int
