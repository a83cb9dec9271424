"""The score sheet to fill in by hand."""

from typing import Any

from core.documents import Block, Facts, Grid, Heading, Para, Signatures, Spacer
from core.schemes import Definition
from grants.panels.models import Panel
from grants.sheets.models import Recommendation


def blank_blocks(panel: Panel, number: str, title: str, definition: Definition) -> list[Block]:
    """A score sheet to fill in by hand: no applicant's name, the anchors beside each criterion."""
    rows = [[leaf.title, f"{leaf.max_points:f}", _anchors(leaf), ""] for leaf in definition.leaves]
    options = "  ".join(f"□ {label}" for _code, label in Recommendation.choices())
    return [
        Facts([("评审组", panel.title), ("申报书编号", number), ("项目名称", title)]),
        Grid(
            ["指标", "满分", "参考", "得分"],
            [*rows, ["合计", f"{definition.max_points:f}", "", ""]],
            [2.6, 0.9, 8, 1.2],
        ),
        Heading("评语（不少于 20 字）"),
        Spacer(26),
        Para(f"建议：{options}  建议资助金额：____________ 元", indent=False),
        Para("本人与申报方没有应当回避的关系，独立评分。", indent=False),
        Signatures(["评委"]),
    ]


def _anchors(leaf: Any) -> str:
    return "；".join(f"{leaf.max_points * a.percent / 100:g} 分：{a.title}" for a in leaf.anchors)
