"""Mid-term and final reports as PDF blocks, assembled from the records."""

from typing import Any

from core.documents import Facts, Grid, Heading, Para, Signatures
from core.money import format_yuan
from core.schemes import Definition
from grants.projects.models import Project, ProjectCheck
from grants.projects.rules import Progress


def report_blocks(
    check: ProjectCheck, project: Project, progress: Progress, definition: Definition, community: str
) -> list[Any]:
    """What was planned and done, own marks beside the checker's, the opinion."""
    rows = [
        [
            leaf.title,
            str(leaf.max_points),
            str(check.own_marks.get(leaf.code, "—")),
            str(check.marks.get(leaf.code, "—")),
        ]
        for leaf in definition.leaves
    ]
    return [
        Facts(
            [
                ("项目名称", project.title),
                ("项目编号", project.number),
                ("落地社区", community),
                ("资助金额", f"{format_yuan(project.amount_fen)} 元"),
                ("活动", f"{progress.done_activities} / {progress.planned_activities} 次"),
                ("服务人次", f"{progress.served_people} / {progress.planned_people}"),
                ("已核对支出", f"{format_yuan(progress.spent_fen)} 元"),
                ("预算执行率", f"{progress.spent_percent}%"),
            ]
        ),
        Heading("总结"),
        *[Para(line) for line in check.summary.splitlines() if line.strip()],
        Heading("评分"),
        Grid(["指标", "满分", "自评", "检查"], rows, align=["left", "right", "right", "right"]),
        Para(f"得分 {check.total}"),
        Heading("检查意见"),
        Para(check.opinion or "（无）"),
        Signatures(["项目负责人", "检查人", "单位（盖章）"]),
    ]
