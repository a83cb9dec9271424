"""Groups, their members, and their filings."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, Stateful, enum_type, reference, state_needs
from core.labels import Labelled


class GroupStatus(Labelled):
    FORMING = "FORMING", "组建中"
    ACTIVE = "ACTIVE", "活动中"
    PAUSED = "PAUSED", "暂停"
    DISSOLVED = "DISSOLVED", "已解散"


class LegalStatus(Labelled):
    UNFILED = "UNFILED", "未备案"
    FILED = "FILED", "已备案"
    REGISTERED = "REGISTERED", "已登记"


class SanziType(Labelled):
    SELF_GOV = "SELF_GOV", "自治组织"
    RECREATION = "RECREATION", "自乐组织"
    VOLUNTEER = "VOLUNTEER", "志愿组织"


class Group(Stateful, table=True):
    """One community group or registered organisation; what it may hold depends on its legal status."""

    __tablename__ = "community_group"
    __table_args__ = (UniqueConstraint("area_code", "name"), CheckConstraint("stars BETWEEN 0 AND 5", name="stars"))
    __private__ = ("leader_name", "leader_phone_sealed", "leader_phone_masked", "address", "search_text")

    status: GroupStatus = Field(default=GroupStatus.FORMING, sa_type=enum_type(GroupStatus))
    number: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    name_sort: str = Field(default="", max_length=200)
    search_text: str = Field(default="", max_length=600)
    sanzi_type: SanziType = Field(sa_type=enum_type(SanziType))
    colour: str = Field(max_length=10)
    legal_status: LegalStatus = Field(default=LegalStatus.UNFILED, sa_type=enum_type(LegalStatus))
    filing_type: str = Field(default="SERVE", max_length=20)
    filing_number: str | None = Field(default=None, max_length=40, unique=True)
    filed_on: date | None = None
    uscc: str | None = Field(default=None, max_length=18)
    founded_on: date | None = None
    intro: str = Field(default="", max_length=1000)
    scope: str = Field(default="", max_length=500)
    address: str = Field(default="", max_length=120)
    leader_name: str = Field(default="", max_length=40)
    leader_phone_sealed: str = ""
    leader_phone_masked: str = Field(default="", max_length=20)
    person_key_id: int | None = Field(default=None, sa_type=Id)
    brand: str = Field(default="", max_length=60)
    is_leader_public: bool = Field(default=False, sa_type=Boolean)
    has_turned_public_benefit: bool = Field(default=False, sa_type=Boolean)
    is_in_federation: bool = Field(default=False, sa_type=Boolean)
    is_hub: bool = Field(default=False, sa_type=Boolean)
    blacklisted_until: date | None = None
    report_year: int | None = None
    has_passed_report: bool | None = Field(default=None, sa_type=Boolean)
    stars: int = 0
    stars_valid_to: date | None = None


class TypeChange(Row, table=True):
    """One change of the 三自 type of a group, with its evidence: 自乐组织向公益性组织转化 is counted from here."""

    __tablename__ = "type_change"

    group_id: int = reference("community_group.id")
    before: SanziType = Field(sa_type=enum_type(SanziType))
    after: SanziType = Field(sa_type=enum_type(SanziType, "sanzitype_after"))
    evidence: str = Field(max_length=300)


class MemberRole(Labelled):
    LEADER = "LEADER", "负责人"
    CORE = "CORE", "骨干"
    MEMBER = "MEMBER", "成员"


class MemberStatus(Labelled):
    INVITED = "INVITED", "已邀请"
    ACCEPTED = "ACCEPTED", "在册"
    DECLINED = "DECLINED", "已谢绝"
    LEFT = "LEFT", "已退出"


class Member(Stateful, table=True):
    """One person on the roster of one group; perhaps from the talent pool, perhaps with an account."""

    __tablename__ = "group_member"
    __private__ = ("name",)

    status: MemberStatus = Field(default=MemberStatus.INVITED, sa_type=enum_type(MemberStatus))
    group_id: int = reference("community_group.id")
    talent_id: int | None = reference("talent.id", default=None)
    account_id: int | None = reference("account.id", default=None)
    name: str = Field(max_length=40)
    role: MemberRole = Field(default=MemberRole.MEMBER, sa_type=enum_type(MemberRole))
    duty: str = Field(default="", max_length=60)
    is_party_member: bool = Field(default=False, sa_type=Boolean)
    joined_on: date | None = None


class FilingStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "待社区初核"
    CHECKED = "CHECKED", "待街道备案"
    APPROVED = "APPROVED", "已备案"
    RETURNED = "RETURNED", "退回补正"
    REJECTED = "REJECTED", "不予备案"


class FilingKind(Labelled):
    FIRST = "FIRST", "首次备案"
    CHANGE = "CHANGE", "变更备案"
    DISSOLVE = "DISSOLVE", "解散备案"


class Filing(Stateful, table=True):
    """One filing of one group: community pre-check within 5 working days, street decision within 10 [GUIDE]."""

    __table_args__ = (
        CheckConstraint("checked_by IS NULL OR checked_by <> submitted_by", name="checker_is_another"),
        CheckConstraint(
            "approved_by IS NULL OR (approved_by <> submitted_by AND approved_by <> checked_by)",
            name="approver_is_another",
        ),
        state_needs((FilingStatus.APPROVED,), "approved_by", "decided_on"),
    )
    __private__ = ("leader_statement", "meeting_place")

    status: FilingStatus = Field(default=FilingStatus.DRAFT, sa_type=enum_type(FilingStatus))
    number: str = Field(max_length=40, unique=True)
    group_id: int = reference("community_group.id")
    kind: FilingKind = Field(default=FilingKind.FIRST, sa_type=enum_type(FilingKind))
    proposed_name: str = Field(max_length=80)
    meeting_place: str = Field(default="", max_length=120)
    charter: str = ""
    leader_statement: str = ""
    submitted_by: int | None = Field(default=None, sa_type=Id)
    checked_by: int | None = Field(default=None, sa_type=Id)
    approved_by: int | None = Field(default=None, sa_type=Id)
    decided_on: date | None = None
