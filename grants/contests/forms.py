"""What people send about contests."""

from datetime import datetime
from typing import Any

from pydantic import Field

from core.forms import Form, Moment, Out
from core.money import Yuan
from grants.contests.models import BackingKind, ContestLevel, ContestStatus, League


class LeagueForm(Form):
    """One league with its cap."""

    league: League = Field(title="组别")
    cap_fen: Yuan = Field(gt=0, title="单个项目上限（元）", json_schema_extra={"widget": "money"})
    quota: int | None = Field(default=None, ge=1, le=500, title="最多立项几个（空着不限）")

    def stored(self) -> dict[str, Any]:
        """A league as an edition keeps it; without a quota it says nothing of one."""
        plain = {"league": self.league.value, "cap_fen": self.cap_fen}
        return plain if self.quota is None else plain | {"quota": self.quota}


class ContestFundForm(Form):
    """Money for the edition out of one fund."""

    fund_id: int = Field(title="资金")
    planned_fen: Yuan = Field(gt=0, title="安排金额（元）", json_schema_extra={"widget": "money"})


class ContestForm(Form):
    """An edition."""

    title: str = Field(min_length=4, max_length=80, title="名称")
    area_code: str = Field(
        max_length=12,
        title="举办范围",
        description="社区、街道或区：这个范围里的团队可以申报，由管这个范围的单位审查、评审。",
    )
    edition: int = Field(default=1, ge=1, le=99, title="届次")
    theme: str = Field(default="", max_length=80, title="主题")
    intro: str = Field(default="", max_length=3000, title="征集公告", json_schema_extra={"rows": 8})
    contact: str = Field(default="", max_length=120, title="咨询方式（公开）")
    opens_at: Moment = Field(title="征集开始")
    closes_at: Moment = Field(title="征集截止", description="以服务器时间为准，含截止的那一秒。")
    categories: list[str] = Field(default_factory=list, title="项目类别")
    leagues: list[LeagueForm] = Field(default_factory=list, title="参赛组别")
    eligibility: list[str] = Field(default_factory=list, title="资格条件")
    payee_kinds: list[str] = Field(default_factory=list, title="可以收款的主体")
    backings: list[BackingKind] = Field(
        default_factory=list,
        title="提交前必须取得",
        description="团队在申报书里向对方发出请求，对方在待办里答复。不用自己账户的才需要代管单位。",
        json_schema_extra={"widget": "checkboxes"},
    )
    rubric_id: int | None = Field(default=None, title="评分标准")
    tranche_template: str | None = Field(default=None, title="拨款方式")
    funds: list[ContestFundForm] = Field(default_factory=list, title="资金安排")
    min_self_percent: int = Field(default=0, ge=0, le=90, title="自筹比例不低于（%）")
    months_max: int = Field(default=12, ge=1, le=36, title="实施周期上限（月）")
    notice_workdays: int = Field(default=5, ge=5, le=20, title="公示期（工作日）")
    partners_max: int = Field(
        default=0,
        ge=0,
        le=9,
        title="联合申报最多几家",
        description="牵头单位不算在内；填 0 就是不接受联合申报。",
    )
    may_also_lead: bool = Field(
        default=False,
        title="牵头一项的组织，还可以再联合参加一项",
        description="不选时，牵头和联合都算申报，一个组织本届只能有一项。",
    )
    need_id: int | None = Field(default=None, title="来自需求清单")

    @classmethod
    def from_thing(cls, contest):
        """The stored row as the form shows it; what spreads over other tables is given beside it."""
        method = contest.method or {}
        return {
            **contest.model_dump(),
            "leagues": [dict(rule) for rule in contest.leagues],
            "tranche_template": method.get("tranche_template"),
            "funds": method.get("funds", []),
        }


class ContestOut(Out):
    """An edition as the API shows it."""

    id: int
    number: str
    status: ContestStatus
    title: str
    edition: int
    theme: str
    area_code: str
    level: ContestLevel
    opens_at: datetime
    closes_at: datetime
    categories: list[str]
    leagues: list[dict]
    eligibility: list[str]
    backings: list[str]
    months_max: int
    partners_max: int
    may_also_lead: bool
    version: int
