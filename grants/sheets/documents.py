"""The score sheet, to fill in by hand and as it was filled in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.addresses import absolute
from core.documents import Block, Code, Facts, Grid, Heading, Para, Part, Signatures, Spacer
from core.money import format_yuan
from core.schemes import Definition
from grants.panels.models import Panel
from grants.sheets.models import Recommendation, Stage

WIDTHS = [2.6, 0.9, 8, 1.2]


def code_block(panel: Panel, seat_id: int, proposal_id: int, number: str, stage: Stage) -> Code:
    """The code by which a paper is taken in: it names round, judge, proposal and stage, and holds no secret."""
    where = f"/panels/{panel.id}/papers?seat_id={seat_id}&proposal_id={proposal_id}&stage={stage.value}"
    named = f"{panel.number} · 席位 {seat_id} · {number} · {stage.label}"
    return Code(absolute(where), (named, "交回后扫这个码录入：由两位工作人员分别录入，一致后封存，开封前谁也打不开。"))


def blank_blocks(
    panel: Panel,
    number: str,
    title: str,
    definition: Definition,
    stage: Stage = Stage.DOCUMENT,
    judge: str = "",
    code: Code | None = None,
) -> list[Block]:
    """A score sheet to fill in by hand: no applicant's name, the anchors beside each criterion.

    One that is to be typed in says whose it is and carries its ``code``.
    """
    rows = [[leaf.title, f"{leaf.max_points:f}", _anchors(leaf), ""] for leaf in definition.leaves]
    options = "  ".join(f"□ {label}" for _code, label in Recommendation.choices())
    return [
        Facts(
            [
                ("评审组", panel.title),
                ("环节", stage.label),
                ("申报书编号", number),
                ("项目名称", title),
                *([("评委", judge)] if judge else []),
            ]
        ),
        *([code, Part(code.url, code.lines[0])] if code else []),
        Grid(
            ["指标", "满分", "参考", "得分"],
            [*rows, ["合计", f"{definition.max_points:f}", "", ""]],
            WIDTHS,
        ),
        *(
            [Heading("评语（选填）"), Spacer(26)]
            if stage == Stage.ROADSHOW
            else [
                Heading(f"{number} {judge}　评语（不少于 20 字）" if judge else "评语（不少于 20 字）"),
                Spacer(26),
                Para(f"建议：{options}  建议资助金额：____________ 元", indent=False),
                Para("□ 评语可以不署名转给申报方", indent=False),
            ]
        ),
        Para("本人与申报方没有应当回避的关系，独立评分。", indent=False),
        Signatures(["评委"]),
    ]


def sheet_blocks(
    panel: Panel, number: str, title: str, definition: Definition, content: Mapping[str, Any], sent_at: str, mark: str
) -> list[Block]:
    """A score sheet as it stands: still no applicant's name; ``mark`` is what its content can be checked with."""
    marks, suggested = content["marks"], content["suggested_fen"]
    rows = [
        [leaf.title, f"{leaf.max_points:f}", _anchors(leaf), marks.get(leaf.code, "—")] for leaf in definition.leaves
    ]
    whole = f"{sum((Decimal(value) for value in marks.values()), Decimal(0)):f}"
    return [
        Facts(
            [("评审组", panel.title), ("申报书编号", number), ("项目名称", title), ("提交时间", sent_at or "未提交")]
        ),
        Grid(["指标", "满分", "参考", "得分"], [*rows, ["合计", f"{definition.max_points:f}", "", whole]], WIDTHS),
        Heading("评语"),
        Para(content["comment"] or "（未填写）"),
        Para(f"建议：{dict(Recommendation.choices()).get(content['recommendation'] or '', '—')}", indent=False),
        Para(f"建议资助金额：{format_yuan(suggested) + ' 元' if suggested else '—'}", indent=False),
        Para("本人与申报方没有应当回避的关系，独立评分。", indent=False),
        *([Para(f"提交校验码：{mark}", indent=False)] if mark else []),
        Signatures(["评委"]),
    ]


def _anchors(leaf: Any) -> str:
    return "；".join(f"{leaf.max_points * a.percent / 100:g} 分：{a.title}" for a in leaf.anchors)
