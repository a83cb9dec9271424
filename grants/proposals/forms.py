"""The fixed parts of a proposal: each may stay incomplete until submission; an edition adds questions of its own."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from core.forms import Form, Out, RowForm
from core.money import Yuan
from grants.contests.models import League
from grants.proposals.models import CheckResult, MoneySource, PayeeKind, ProposalStatus, Slot
from grants.questions.forms import form_of
from grants.questions.models import Kind, Questionnaire
from incubator.people.forms import Phone


class StartForm(Form):
    """The beginning of a proposal: who applies for what."""

    contest_id: int = Field(title="大赛")
    group_id: int = Field(title="申报团队")
    title: str = Field(min_length=2, max_length=80, title="项目名称")
    answered: str = Field(
        default="",
        max_length=600,
        pattern=r"^([A-Z_]{1,40}=(YES|NO|UNSURE);)*$",
        title="申报前自查",
        json_schema_extra={"widget": "hidden"},
    )


class Step(Form):
    """One step: what is missing is asked for at submission."""

    is_draft = True


class BasicsForm(Step):
    """Step 1."""

    title: str = Field(min_length=2, max_length=80, title="项目名称")
    category: str = Field(default="", title="项目类别", json_schema_extra={"widget": "radios"})
    months: int = Field(default=6, ge=1, le=36, title="实施周期（月）")
    summary: str = Field(
        default="", max_length=500, title="项目简介", description="用几句话说清楚：为谁、做什么、做成什么样。"
    )
    need_id: int | None = Field(default=None, title="对应需求清单中的需求", json_schema_extra={"optional": True})


class TeamRow(RowForm):
    """One person of the team."""

    name: str = Field(min_length=2, max_length=20, title="姓名")
    role: str = Field(default="", max_length=60, title="分工")
    skill: str = Field(default="", max_length=120, title="特长或经历")


class TeamForm(Step):
    """Step 2."""

    leader_name: str = Field(default="", max_length=20, title="负责人")
    leader_phone: Phone | None = Field(default=None, title="负责人手机号", json_schema_extra={"widget": "tel"})
    team_intro: str = Field(default="", max_length=500, title="团队简介")
    team: list[TeamRow] = Field(default_factory=list, max_length=30, title="团队成员")
    experience: str = Field(default="", max_length=1000, title="做过的类似项目", json_schema_extra={"optional": True})


class NeedForm(Step):
    """Step 3."""

    need_text: str = Field(
        default="", max_length=1500, title="需求分析", description="从哪里知道居民需要？问卷、议事记录、走访都可以。"
    )
    target: str = Field(default="", max_length=300, title="服务对象")
    beneficiaries: int = Field(default=0, ge=0, le=1_000_000, title="直接受益人数")
    service_times: int = Field(default=0, ge=0, le=10_000_000, title="预计服务人次")


class GoalsForm(Step):
    """Step 4."""

    goals: str = Field(default="", max_length=1000, title="项目目标（尽量写出数字）")
    outcomes: str = Field(default="", max_length=1000, title="预期成效与指标")


class PlanRow(RowForm):
    """One planned activity."""

    on: date | None = Field(default=None, title="日期")
    place: str = Field(default="", max_length=60, title="地点")
    content: str = Field(min_length=2, max_length=200, title="内容")
    people: int = Field(default=0, ge=0, le=100_000, title="人次")
    responsible: str = Field(default="", max_length=40, title="负责人")


class PlanForm(Step):
    """Step 5."""

    plan: list[PlanRow] = Field(default_factory=list, max_length=100, title="活动计划")


class BudgetRow(RowForm):
    """One budget line."""

    category: str = Field(title="科目")
    item: str = Field(min_length=2, max_length=80, title="项目")
    unit: str = Field(default="", max_length=10, title="单位")
    quantity: int = Field(gt=0, le=1_000_000, title="数量")
    price_fen: Yuan = Field(ge=0, title="单价（元）", json_schema_extra={"widget": "money"})
    source: MoneySource = Field(default=MoneySource.ASKED, title="来源")


class BudgetForm(Step):
    """Step 6."""

    budget: list[BudgetRow] = Field(default_factory=list, max_length=100, title="预算明细")


class SafetyForm(Step):
    """Step 7."""

    safety: str = Field(default="", max_length=1000, title="风险与安全预案")
    sustain: str = Field(
        default="",
        max_length=1000,
        title="可持续与组织培育",
        description="项目结束后谁来接着做、在哪里做、钱从哪里来。",
    )


class PromiseForm(Step):
    """Step 8."""

    payee_kind: PayeeKind = Field(default=PayeeKind.HOST, title="收款方式", json_schema_extra={"widget": "radios"})
    payee_name: str = Field(default="", max_length=80, title="代管单位或经办人名称")
    has_promised: bool = Field(
        default=False,
        title="我们承诺：内容真实，没有在别处重复申请资助，按预算使用资金，接受监督；并同意为评审使用所填信息。",
    )


class CheckRow(Form):
    """One answer of the check list."""

    rule: str = Field(max_length=40, title="条件")
    result: CheckResult = Field(title="结果")
    note: str = Field(default="", max_length=300, title="说明")


class CheckForm(Form):
    """The eligibility check list."""

    checks: list[CheckRow] = Field(default_factory=list, title="资格审查")


class ReturnForm(Form):
    """What is to be corrected: only the named parts open again."""

    parts: list[int] = Field(min_length=1, title="只重新打开这些部分", json_schema_extra={"widget": "checkboxes"})
    reason: str = Field(min_length=4, max_length=500, title="要补正什么", json_schema_extra={"rows": 4})


class ProposalForm(PromiseForm, SafetyForm, BudgetForm, PlanForm, GoalsForm, NeedForm, TeamForm, BasicsForm):
    """The whole proposal at once, for the API and for entry from paper; the last base comes first on the page."""


class ProposalOut(Out):
    """A proposal as the API shows it."""

    id: int
    number: str
    status: ProposalStatus
    contest_id: int
    group_id: int
    league: League
    title: str
    area_code: str
    category: str
    months: int
    summary: str
    beneficiaries: int
    own_share_fen: int
    put_forward_from: int | None
    submitted_at: datetime | None
    receipt_number: str | None
    content_hash: str | None
    answers: dict[str, Any]
    version: int


def fixed_parts() -> dict[str, Kind]:
    """The parts that every proposal has a place for, by key, with the kind of question that asks for each."""
    tables = {"team": Kind.TEAM, "plan": Kind.PLAN, "budget": Kind.BUDGET}
    fields = {name: tables.get(name, Kind.FIXED) for name in ProposalForm.model_fields}
    return fields | {slot.value: Kind.FILE for slot in Slot}


def step_form(form: Questionnaire, number: int, league: League, lang: str = "zh") -> type[Form]:
    """The form class of one step of a proposal; of the whole proposal with number 0."""
    return form_of(form, number, league, ProposalForm, Step, lang)


def whole_form(form: Questionnaire, league: League) -> type[Form]:
    """Everything that the API may send: all fixed parts, whichever this form asks for, and its own questions."""
    return form_of(form, 0, league, ProposalForm, ProposalForm)
