"""Proposals, their budget, plan and team, and the eligibility check of each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Row, Stateful, append_only, enum_type, fen_field, json_field, reference, state_needs
from core.forms import new_uid
from core.labels import Labelled
from grants.contests.models import League


class ProposalStatus(Labelled):
    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "已提交"
    RETURNED = "RETURNED", "退回补正"
    ELIGIBLE = "ELIGIBLE", "资格通过"
    COACHED = "COACHED", "优化修改"
    INELIGIBLE = "INELIGIBLE", "资格不符"
    SELECTED = "SELECTED", "拟立项"
    NOT_SELECTED = "NOT_SELECTED", "未入选"
    AWARDED = "AWARDED", "已立项"
    FINISHED = "FINISHED", "已结项"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class PayeeKind(Labelled):
    OWN = "OWN", "本组织账户"
    HOST = "HOST", "代管单位账户"
    HANDLER = "HANDLER", "经办人凭票报销"


SENT = (
    ProposalStatus.SUBMITTED,
    ProposalStatus.ELIGIBLE,
    ProposalStatus.COACHED,
    ProposalStatus.INELIGIBLE,
    ProposalStatus.SELECTED,
    ProposalStatus.NOT_SELECTED,
    ProposalStatus.AWARDED,
    ProposalStatus.FINISHED,
)


class Proposal(Stateful, table=True):
    """One application (申报书) of one group to one edition; what was submitted is frozen in ``snapshot``."""

    __table_args__ = (state_needs(SENT, "submitted_at", "receipt_number", "content_hash"),)
    __private__ = (
        "leader_name",
        "leader_phone_sealed",
        "leader_phone_masked",
        "leader_phone_index",
        "search_text",
        "answers",
    )

    status: ProposalStatus = Field(default=ProposalStatus.DRAFT, sa_type=enum_type(ProposalStatus))
    number: str = Field(max_length=40, unique=True)
    contest_id: int = reference("contest.id")
    group_id: int = reference("community_group.id")
    league: League = Field(sa_type=enum_type(League))
    title: str = Field(max_length=80)
    search_text: str = Field(default="", max_length=600)
    category: str = Field(default="", max_length=20)
    months: int = 6
    leader_name: str = Field(default="", max_length=40)
    leader_phone_sealed: str = ""
    leader_phone_masked: str = Field(default="", max_length=20)
    leader_phone_index: str = Field(default="", max_length=64, index=True)
    person_key_id: int | None = Field(default=None, sa_type=Id)
    team_intro: str = Field(default="", max_length=500)
    summary: str = Field(default="", max_length=500)
    need_text: str = Field(default="", max_length=1500)
    goals: str = Field(default="", max_length=1000)
    beneficiaries: int = 0
    service_times: int = 0
    target: str = Field(default="", max_length=300)
    outcomes: str = Field(default="", max_length=1000)
    safety: str = Field(default="", max_length=1000)
    sustain: str = Field(default="", max_length=1000)
    experience: str = Field(default="", max_length=1000)
    payee_kind: PayeeKind = Field(default=PayeeKind.HOST, sa_type=enum_type(PayeeKind))
    payee_name: str = Field(default="", max_length=80)
    put_forward_from: int | None = reference("proposal.id", default=None, unique=True)
    own_share_fen: int = fen_field(default=0)
    need_id: int | None = Field(default=None, sa_type=Id)
    has_promised: bool = False
    answers: dict[str, Any] = json_field(default_factory=dict)
    precheck: dict[str, str] = json_field(default_factory=dict)
    touched_at: datetime | None = None
    reopened: list[int] = json_field(default_factory=list)
    returned_at: datetime | None = None
    signed_off_at: datetime | None = None
    signed_off_by: int | None = Field(default=None, sa_type=Id)
    extended_until: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: int | None = Field(default=None, sa_type=Id)
    receipt_number: str | None = Field(default=None, max_length=40)
    content_hash: str | None = Field(default=None, max_length=64)
    snapshot: dict[str, Any] | None = json_field(default=None, nullable=True)
    signature: list[int] = json_field(default_factory=list)


explain("uq_proposal_put_forward_from", "这个项目已经推荐上报过了，每个项目只推荐一次。")


@append_only
class Submission(Row, table=True):
    """One version as it was handed in, with its receipt; a later one stands beside it and never replaces it."""

    __tablename__ = "proposal_submission"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    proposal_id: int = reference("proposal.id")
    number: int
    submitted_at: datetime
    submitted_by: int | None = Field(default=None, sa_type=Id)
    receipt_number: str = Field(max_length=40, unique=True)
    content_hash: str = Field(max_length=64)
    snapshot: dict[str, Any] = json_field()


class WriterRole(Labelled):
    LEAD = "LEAD", "主笔"
    EDITOR = "EDITOR", "编辑"
    READER = "READER", "只读"


class Writer(Row, table=True):
    """One account that writes or reads a proposal; without an account yet it is an invitation by link."""

    __tablename__ = "proposal_writer"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id"),)

    proposal_id: int = reference("proposal.id")
    account_id: int | None = reference("account.id", default=None)
    role: WriterRole = Field(default=WriterRole.EDITOR, sa_type=enum_type(WriterRole))
    invited_by: int | None = Field(default=None, sa_type=Id)


class Section(Row, table=True):
    """One step of a proposal as the team shares it out: who writes it, and who said that it is complete."""

    __tablename__ = "proposal_section"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    proposal_id: int = reference("proposal.id")
    number: int
    assigned_to: int | None = Field(default=None, sa_type=Id)
    completed_by: int | None = Field(default=None, sa_type=Id)
    completed_at: datetime | None = None


class Agreed(Labelled):
    SIGNED = "SIGNED", "本人签字"
    PRINTED = "PRINTED", "本人按手印"
    SPOKEN = "SPOKEN", "口头同意"


@append_only
class ReadBack(Row, table=True):
    """A proposal typed from paper was read out to whoever wrote it, who agreed; it covers the text of that hash."""

    __tablename__ = "proposal_read_back"
    __private__ = ("heard_by", "witness")

    proposal_id: int = reference("proposal.id")
    read_by: int | None = Field(default=None, sa_type=Id)
    heard_by: str = Field(max_length=40)
    witness: str = Field(default="", max_length=40)
    read_at: datetime
    agreed: Agreed = Field(sa_type=enum_type(Agreed))
    content_hash: str = Field(max_length=64)


class Slot(Labelled):
    """What an attachment of a proposal is; judges, who must not learn who applies, only see ``NAMELESS``."""

    EVIDENCE = "evidence", "需求证明（评委看不到）"
    NAMELESS = "nameless", "给评委看的材料（已遮去姓名、电话和团队名）"
    PAPER = "paper", "纸质申报书照片"
    CHARTER = "charter", "章程等其他材料"


class MoneySource(Labelled):
    ASKED = "ASKED", "申请资金"
    SELF = "SELF", "自筹"
    SOCIAL = "SOCIAL", "社会支持"


class BudgetLine(Row, table=True):
    """One line of a budget: so many units at a price, paid from one source."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("proposal_id", "uid"),
        CheckConstraint("quantity > 0 AND price_fen >= 0", name="positive"),
        Index("ix_budget_line_like", "category", "unit"),
    )

    proposal_id: int = reference("proposal.id")
    uid: str = Field(default_factory=new_uid, max_length=16)
    category: str = Field(max_length=20)
    item: str = Field(max_length=80)
    unit: str = Field(default="", max_length=10)
    quantity: int
    price_fen: int = fen_field()
    source: MoneySource = Field(default=MoneySource.ASKED, sa_type=enum_type(MoneySource))

    @property
    def amount_fen(self) -> int:
        return self.quantity * self.price_fen


class PlanLine(Row, table=True):
    """One planned activity."""

    __tablename__ = "plan_line"
    __table_args__ = (UniqueConstraint("proposal_id", "uid"),)

    proposal_id: int = reference("proposal.id")
    uid: str = Field(default_factory=new_uid, max_length=16)
    on: date | None = Field(default=None)
    place: str = Field(default="", max_length=60)
    content: str = Field(max_length=200)
    people: int = 0
    responsible: str = Field(default="", max_length=40)


class TeamLine(Row, table=True):
    """One person of the project team as the application names them."""

    __tablename__ = "team_line"
    __table_args__ = (UniqueConstraint("proposal_id", "uid"),)
    __private__ = ("name",)

    proposal_id: int = reference("proposal.id")
    uid: str = Field(default_factory=new_uid, max_length=16)
    name: str = Field(max_length=40)
    role: str = Field(default="", max_length=60)
    skill: str = Field(default="", max_length=120)


class CheckResult(Labelled):
    PASS = "PASS", "符合"
    FAIL = "FAIL", "不符合"
    UNCLEAR = "UNCLEAR", "需补正"


class EligibilityCheck(Row, table=True):
    """The answer to one eligibility rule for one proposal, by a person, with what the records say beside it."""

    __tablename__ = "eligibility_check"
    __table_args__ = (UniqueConstraint("proposal_id", "rule"),)

    proposal_id: int = reference("proposal.id")
    rule: str = Field(max_length=40)
    result: CheckResult = Field(sa_type=enum_type(CheckResult))
    note: str = Field(default="", max_length=300)
    checked_by: int | None = Field(default=None, sa_type=Id)
