"""What an office sends to set a scoring method."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import Field

from core.forms import Form
from grants.methods.models import Basis
from grants.methods.rules import shipped_kinds

POINTS = {"max_digits": 5, "decimal_places": 2}


class TieRow(Form):
    """One criterion that separates equal scores."""

    code: str = Field(max_length=40, title="依据")


class MethodForm(Form):
    """How an edition turns sheets into a ranking."""

    roadshow_percent: int = Field(
        default=0,
        ge=0,
        le=90,
        title="路演占总分的百分之几",
        description="其余是书面评审；填 0 就是没有路演。有路演的，评审组要先办完路演才能开封。",
    )
    shows_board: bool = Field(
        default=False,
        title="开封后在现场大屏公布得分",
        description="由主持人从后往前逐名揭晓，去掉的最高、最低分划去；不显示评委姓名。",
    )
    basis: Basis = Field(default=Basis.TOTAL, title="对什么取平均", json_schema_extra={"widget": "radios"})
    trim_drop: int = Field(default=1, ge=0, le=3, title="最高、最低各去掉几份", description="填 0 就是直接取平均。")
    trim_from: int = Field(default=5, ge=1, le=15, title="几份评分起去掉")
    corrects_severity: bool = Field(
        default=False,
        title="校正评委宽严",
        description="一份申报书只由部分评委评时使用：先算出每位评委整体偏宽或偏严多少分，减去后再平均；原始分并列显示。",
    )
    shrink: Decimal = Field(
        default=Decimal(1),
        ge=Decimal("0.1"),
        le=20,
        **POINTS,
        title="校正的收缩",
        description="校正宽严时才用：相当于每位评委另有几份不偏的评分；越大，校正越小。",
    )
    vote_cap: Decimal = Field(
        default=Decimal(0), ge=0, le=20, **POINTS, title="公众投票加分上限", description="填 0 就是没有。"
    )
    raise_cap: Decimal = Field(
        default=Decimal(0), ge=0, le=20, **POINTS, title="自筹加分上限", description="填 0 就是没有。"
    )
    raise_full_percent: int = Field(default=100, ge=1, le=300, title="自筹到申请金额的百分之几加满")
    pass_line: Decimal = Field(default=Decimal(60), ge=0, le=120, **POINTS, title="入围分数线")
    tie_break: list[TieRow] = Field(default_factory=list, max_length=12, title="同分先后")
    places: int = Field(default=2, ge=0, le=4, title="得分保留几位小数", description="四舍五入，只在最后取整一次。")
    outlier_points: Decimal = Field(
        default=Decimal(15), ge=3, le=60, **POINTS, title="与中位数相差多少分时提示", description="只提示，分数不改。"
    )
    judges_per_proposal: int | None = Field(
        default=None,
        ge=1,
        le=15,
        title="每份申报书由几位评委评",
        description="空着就是评审组全体都评；填了人数，由“评审”页面分配。",
    )
    conflict_kinds: list[str] = Field(
        default_factory=shipped_kinds,
        min_length=1,
        title="查找回避时看哪些记录",
        description="查到的只是线索，由工作人员逐条认定后才回避；评委自己声明的和申报方申请的另算。",
        json_schema_extra={"widget": "checkboxes"},
    )
    reason: str = Field(
        default="", max_length=300, title="修改理由", description="征集开始后修改时必须写明，记入办理记录。"
    )

    def stored(self) -> dict[str, Any]:
        """The method as an edition keeps it: points as decimal text, so that nothing is lost on the way."""
        plain = self.model_dump(mode="python", exclude={"reason", "tie_break"})
        shown = {name: f"{v.normalize():f}" if isinstance(v, Decimal) else v for name, v in plain.items()}
        shown["document_percent"] = 100 - self.roadshow_percent
        return shown | {"basis": self.basis.value, "tie_break": [row.code for row in self.tie_break]}

    @classmethod
    def blank_of(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        """A stored method as the form shows it."""
        return {**stored, "tie_break": [{"code": code} for code in stored["tie_break"]]}
