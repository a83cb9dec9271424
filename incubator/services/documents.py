"""What is printed of a growth assessment (成长评估表)."""

from core import clock
from core.documents import Block, Facts, Grid, Heading, Para, RadarPicture, Signatures
from core.schemes import Definition
from incubator.services.models import GrowthAssessment
from incubator.services.rules import percents


def assessment_blocks(
    definition: Definition, assessment: GrowthAssessment, group: str, before: GrowthAssessment | None
) -> list[Block]:
    """Five dimensions with their items and marks, compared with the last time, advice and plan."""
    result = assessment.result or {}
    band = next((one.title for one in definition.bands if one.code == result["band"]), "—")
    facts = [
        ("组织", group),
        ("种类", assessment.kind.label),
        ("评估日期", clock.format_date(assessment.assessed_on)),
        ("评估方案", definition.title),
        ("总分", f"{result['total']} 分"),
        ("等次", band),
    ]
    if before is not None and before.result:
        facts.append(("上次总分", f"{before.result['total']} 分（{clock.format_date(before.assessed_on)}）"))
    return [
        Facts(facts),
        Heading("各维度对比"),
        RadarPicture([group.title for group in definition.groups], _series(definition, assessment, before)),
        _dimensions(definition, result, (before.result or {}) if before else {}),
        Heading("评估建议"),
        Para(assessment.advice),
        Heading("下步计划"),
        Para(assessment.next_plan or "—"),
        Heading("评分明细"),
        _items(definition, assessment),
        Signatures(["评估人", "入驻组织", "孵化平台"]),
    ]


def _series(
    definition: Definition, now: GrowthAssessment, before: GrowthAssessment | None
) -> list[tuple[str, list[float | None]]]:
    """This time, and the last time beside it where there was one."""
    shown = [now, before] if before is not None and before.result else [now]
    return [
        (f"{one.kind.label} {clock.format_date(one.assessed_on)}", percents(definition, one.result)) for one in shown
    ]


def _dimensions(definition: Definition, result: dict, earlier: dict) -> Grid:
    rows = []
    for group in definition.groups:
        now, before = result["groups"][group.code], earlier.get("groups", {}).get(group.code)
        rows.append(
            [
                group.title,
                now["max_points"],
                now["points"],
                f"{now['percent']}%",
                f"{before['percent']}%" if before else "—",
            ]
        )
    aligned = ["left", "right", "right", "right", "right"]
    return Grid(["维度", "满分", "得分", "得分率", "上次得分率"], rows, align=aligned)


def _items(definition: Definition, assessment: GrowthAssessment) -> Grid:
    rows = [
        [leaf.title, f"{leaf.max_points:f}", assessment.marks.get(leaf.code, ""), assessment.notes.get(leaf.code, "")]
        for leaf in definition.leaves
    ]
    return Grid(["指标", "满分", "得分", "评语"], rows, widths=[3, 1, 1, 5], align=["left", "right", "right", "left"])
