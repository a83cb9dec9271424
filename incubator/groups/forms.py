"""What people send about groups, members and filings."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from incubator.groups.models import (
    FilingKind,
    FilingStatus,
    GroupStatus,
    LegalStatus,
    MemberRole,
    MemberStatus,
    SanziType,
)
from incubator.people.forms import Phone


class GroupForm(Form):
    """A team or group as a worker enters it; the leader may come from the talent pool."""

    name: str = Field(min_length=2, max_length=80, title="名称")
    area_code: str = Field(max_length=12, title="所在社区")
    sanzi_type: SanziType = Field(title="“三自”类型", json_schema_extra={"widget": "radios"})
    colour: str = Field(title="七彩服务方向")
    leader_talent_id: int | None = Field(default=None, title="从能人库选负责人")
    leader_name: str = Field(default="", max_length=20, title="负责人姓名", description="已从能人库选择的不用填。")
    leader_phone: Phone | None = Field(default=None, title="负责人手机号", json_schema_extra={"widget": "tel"})
    intro: str = Field(default="", max_length=1000, title="团队简介")
    scope: str = Field(default="", max_length=500, title="活动范围")
    founded_on: date | None = Field(default=None, title="成立日期")
    brand: str = Field(default="", max_length=60, title="服务品牌")


class GroupEditForm(Form):
    """What may be corrected of a group; its type changes by an event of its own."""

    name: str = Field(min_length=2, max_length=80, title="名称")
    colour: str = Field(title="七彩服务方向")
    intro: str = Field(default="", max_length=1000, title="团队简介")
    scope: str = Field(default="", max_length=500, title="活动范围")
    founded_on: date | None = Field(default=None, title="成立日期")
    brand: str = Field(default="", max_length=60, title="服务品牌")
    is_leader_public: bool = Field(default=False, title="负责人同意公开姓名")
    is_in_federation: bool = Field(default=False, title="已加入联合会")


class TypeChangeForm(Form):
    """Another 三自 type, with evidence."""

    after: SanziType = Field(title="改为", json_schema_extra={"widget": "radios"})
    evidence: str = Field(min_length=4, max_length=300, title="依据（活动、议事记录等）")


class ReportForm(Form):
    """The latest annual report of a registered organisation, as its registration office decided."""

    report_year: int = Field(ge=2000, le=2100, title="年报年度")
    has_passed_report: bool = Field(default=False, title="年报（年检）合格")


class MemberForm(Form):
    """Somebody for the roster: from the talent pool, or by name."""

    talent_id: int | None = Field(default=None, title="从能人库选择")
    name: str = Field(default="", max_length=20, title="姓名", description="已从能人库选择的不用填。")
    role: MemberRole = Field(default=MemberRole.MEMBER, title="角色", json_schema_extra={"widget": "radios"})
    duty: str = Field(default="", max_length=60, title="分工")
    is_party_member: bool = Field(default=False, title="党员（本人自愿填写）")
    has_accepted: bool = Field(default=False, title="本人已当面同意加入（代为记录）")


class FilingForm(Form):
    """The papers of a filing."""

    is_draft = True
    group_id: int = Field(title="组织")
    kind: FilingKind = Field(default=FilingKind.FIRST, title="备案种类", json_schema_extra={"widget": "radios"})
    proposed_name: str = Field(
        min_length=4,
        max_length=80,
        title="备案名称",
        description="区划＋街道＋社区＋字号＋活动＋形式，例如：云溪区滨河街道银杏里社区巧手编织队。",
    )
    meeting_place: str = Field(default="", max_length=120, title="活动地点")
    charter: str = Field(default="", max_length=5000, title="章程草案", json_schema_extra={"rows": 10})
    leader_statement: str = Field(default="", max_length=500, title="负责人承诺")


class GroupOut(Out):
    """A group as the API shows it."""

    id: int
    number: str
    status: GroupStatus
    name: str
    area_code: str
    sanzi_type: SanziType
    colour: str
    legal_status: LegalStatus
    filing_number: str | None
    stars: int
    stars_valid_to: date | None
    intro: str
    brand: str
    version: int


class MemberOut(Out):
    """A membership as the API shows it."""

    id: int
    status: MemberStatus
    group_id: int
    name: str
    role: MemberRole
    duty: str
    version: int


class FilingOut(Out):
    """A filing as the API shows it."""

    id: int
    number: str
    status: FilingStatus
    group_id: int
    kind: FilingKind
    proposed_name: str
    decided_on: date | None
    version: int
