"""Mid-term and final reports as PDF blocks, assembled from the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import clock
from core.documents import Facts, Grid, Heading, Para, Signatures
from core.money import format_yuan
from core.schemes import Definition
from grants.projects.models import Expense, Project, ProjectCheck
from grants.projects.queries import GivenOn
from grants.projects.rules import Progress
from incubator.activities.models import Activity


@dataclass(frozen=True)
class Records:
    """What a report is assembled from besides the check: confirmed records only, money in fen by cost category."""

    group: str
    activities: Sequence[Activity]
    expenses: Sequence[Expense]
    budget: Mapping[str, int]
    categories: Mapping[str, str]
    grade: str | None
    given_on: GivenOn | None = None


def report_blocks(
    check: ProjectCheck,
    project: Project,
    progress: Progress,
    definition: Definition,
    community: str,
    records: Records,
) -> list[Any]:
    """What was planned and done, money by category with its vouchers, own marks beside the checker's, the opinion."""
    return [
        Facts(_facts(check, project, progress, community, records)),
        *_said("总结", check.summary),
        *_said("问题和困难", check.problems),
        *_said("下一步打算", check.plans),
        *_activities(records.activities),
        *_money(records),
        *_given_on(records.given_on),
        *_scores(check, definition),
        Heading("检查意见"),
        Para(check.opinion or "（无）"),
        Para(f"得分 {check.total}，等级 {records.grade or '—'}，结果：{check.status.label}。", indent=False),
        Signatures(["项目负责人", "检查人", "单位（盖章）"]),
    ]


def _facts(
    check: ProjectCheck, project: Project, progress: Progress, community: str, records: Records
) -> list[tuple[str, str]]:
    asked, pleased = sum(a.sampled for a in records.activities), sum(a.satisfied for a in records.activities)
    return [
        ("项目名称", project.title),
        ("项目编号", project.number),
        ("实施团队", records.group),
        ("落地社区", community),
        ("实施期", f"{clock.format_date(project.starts_on)} 至 {clock.format_date(project.ends_on)}"),
        ("报告编号", check.number),
        ("资助金额", f"{format_yuan(project.amount_fen)} 元"),
        ("活动", f"{progress.done_activities} / {progress.planned_activities} 次"),
        ("服务人次", f"{progress.served_people} / {progress.planned_people}"),
        ("居民意见", f"征求 {asked} 人次，满意 {pleased} 人次" if asked else "还没有征求"),
        ("已核对支出", f"{format_yuan(progress.spent_fen)} 元"),
        ("预算执行率", f"{progress.spent_percent}%"),
    ]


def _said(title: str, text: str) -> list[Any]:
    lines = [Para(line) for line in text.splitlines() if line.strip()]
    return [Heading(title), *lines] if lines else []


def _activities(found: Sequence[Activity]) -> list[Any]:
    rows = [[str(n), clock.format_date(a.on), a.title, a.place, str(a.residents)] for n, a in enumerate(found, 1)]
    widths, align = [0.9, 2, 5, 2.6, 1], ["left", "left", "left", "left", "right"]
    return [Heading("活动清单"), Grid(["序号", "日期", "活动", "地点", "人次"], rows, widths, align)] if rows else []


def _money(records: Records) -> list[Any]:
    """Spending by category beside the budget, then each voucher."""
    if not records.expenses:
        return []
    labels, spent = records.categories, {}
    for expense in records.expenses:
        spent[expense.category] = spent.get(expense.category, 0) + expense.amount_fen
    codes = dict.fromkeys([*records.budget, *spent])
    rows = [[labels.get(c, c), format_yuan(records.budget.get(c, 0)), format_yuan(spent.get(c, 0))] for c in codes]
    index = [
        [
            e.invoice_number,
            clock.format_date(e.on),
            labels.get(e.category, e.category),
            e.item,
            format_yuan(e.amount_fen),
        ]
        for e in records.expenses
    ]
    right = ["left", "left", "left", "left", "right"]
    return [
        Heading("经费使用"),
        Grid(["科目", "预算（元）", "已核对支出（元）"], rows, align=["left", "right", "right"]),
        Grid(["票据号码", "日期", "科目", "用途", "金额（元）"], index, [2.4, 2, 1.8, 3.4, 1.6], right),
    ]


def _given_on(found: GivenOn | None) -> list[Any]:
    """What was given on through a contest of the project's own, award by award, and what is left."""
    if found is None:
        return []
    pot, right = found.fund, ["left", "left", "left", "right"]
    rows = [[award.number, award.title, name, format_yuan(award.amount_fen)] for award, name in found.awards]
    given = pot.reserved_fen + pot.paid_fen
    said = f"可再资助 {format_yuan(pot.total_fen)} 元，已分配 {format_yuan(given)} 元，"
    return [
        Heading("再资助"),
        Para(f"{said}其中已拨付 {format_yuan(pot.paid_fen)} 元，还余 {format_yuan(pot.available_fen)} 元。"),
        *([Grid(["编号", "项目", "团队", "立项金额（元）"], rows, [2.6, 4, 3.4, 1.8], right)] if rows else []),
    ]


def _scores(check: ProjectCheck, definition: Definition) -> list[Any]:
    rows = [
        [
            leaf.title,
            str(leaf.max_points),
            str(check.own_marks.get(leaf.code, "—")),
            str(check.marks.get(leaf.code, "—")),
        ]
        for leaf in definition.leaves
    ]
    return [Heading("评分"), Grid(["指标", "满分", "自评", "检查"], rows, align=["left", "right", "right", "right"])]
