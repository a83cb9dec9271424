"""What is printed about an assessment: the application and score form, the list of improvements, the notice's lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core import clock
from core.documents import Block, Facts, Grid, Heading, Para, Signatures
from core.schemes import Definition
from incubator.groups.models import Group
from incubator.groups.queries import names_of
from ratings.assessments import queries
from ratings.assessments.models import StarAssessment
from ratings.assessments.rules import CONDITION_WORDS
from ratings.rounds.models import RatingRound
from ratings.schemes.rules import sheet_of
from ratings.sheets import queries as sheets
from ratings.sheets.models import RatingSheet, SheetColumn
from ratings.sheets.rules import gaps_to_full

STAR_WORDS = {0: "不授星", 1: "一星", 2: "二星", 3: "三星", 4: "四星", 5: "五星"}


@dataclass(frozen=True)
class Papers:
    """Everything that the form prints, read once."""

    assessment: StarAssessment
    group: Group
    round_title: str
    community: str
    scheme: str
    definition: Definition
    columns: dict[SheetColumn, RatingSheet]
    voters: int


def gather(session: Session, assessment: StarAssessment) -> Papers:
    scheme, definition = sheets.definition_of(session, assessment)
    codes = queries.area_names(session, [assessment.area_code])
    return Papers(
        assessment=assessment,
        group=session.get_one(Group, assessment.group_id),
        round_title=session.get_one(RatingRound, assessment.round_id).title,
        community=codes.get(assessment.area_code, assessment.area_code),
        scheme=f"{scheme.title}（第 {scheme.version} 版）",
        definition=definition,
        columns=sheets.sheets_of(session, assessment),
        voters=len(queries.votes_of(session, assessment)),
    )


def day(value: Any) -> str:
    return clock.format_date(value) if value else "—"


def form_blocks(papers: Papers) -> list[Block]:
    """The application and score form: group, columns side by side, evidence, opinions, vote, result, signatures."""
    one, group = papers.assessment, papers.group
    basics = [
        ("组织名称", group.name),
        ("评定轮次", papers.round_title),
        ("评定方案", papers.scheme),
        ("所在社区", papers.community),
        ("登记备案", f"{group.legal_status.label} {group.filing_number or group.uscc or ''}".strip()),
        ("成立日期", day(group.founded_on)),
        ("申报日期（佐证截止）", day(one.applied_on)),
    ]
    return [
        Heading("一、基本情况"),
        Facts(basics),
        Heading("二、评分"),
        _score_grid(papers),
        *_evidence(papers),
        Heading("四、各级意见"),
        Facts(_opinions(papers)),
        Heading("五、结果"),
        Facts(_result(papers)),
        Signatures(["申报组织", "社区", "街道", "区级审评"]),
    ]


def _score_grid(papers: Papers) -> Grid:
    columns = [papers.columns.get(column) for column in SheetColumn]
    rows: list[list[str]] = []
    for group in sheet_of(papers.definition).groups:
        totals = [((c.result or {}).get("groups") or {}).get(group.code, "—") if c else "—" for c in columns]
        rows.append([f"{group.code} {group.title}", f"{group.max_points:f}", *totals])
        for line in group.indicators:
            marks = [c.marks.get(line.code, "—") if c else "—" for c in columns]
            rows.append([f"　{line.code} {line.title}", f"{line.max_points:f}", *marks])
    total = [(c.result or {}).get("total", "—") if c else "—" for c in columns]
    rows.append(["合计（含加分）", f"{papers.definition.total_cap:f}", *total])
    heads = ["指标", "满分", *(column.label for column in SheetColumn)]
    return Grid(heads, rows, [5, 1, 1.2, 1.4, 1.4], ["left", "right", "right", "right", "right"])


def _evidence(papers: Papers) -> list[Block]:
    titles = {leaf.code: leaf.title for leaf in papers.definition.leaves}
    found = [
        (f"{code} {titles[code]}", one["text"]) for code, one in papers.assessment.evidence.items() if code in titles
    ]
    notes = papers.columns[SheetColumn.SELF].notes if SheetColumn.SELF in papers.columns else {}
    found += [(f"{code} {titles[code]}（说明）", text) for code, text in notes.items() if code in titles]
    return [Heading("三、佐证索引"), Facts(found)] if found else [Heading("三、佐证索引"), Para("没有系统佐证。")]


def _opinions(papers: Papers) -> list[tuple[str, str]]:
    one = papers.assessment
    sample = f"样本 {one.sample_n or 0} 份，满意 {one.satisfied_n or 0} 份"
    return [
        ("社区推荐意见", f"{one.community_opinion or '—'}（{sample}）"),
        ("街道初评意见", f"{one.street_opinion or '—'}（{day(one.visited_on)}实地查看）"),
        ("区级审评意见", one.district_opinion or "—"),
        ("表决", f"{papers.voters} 人参加表决"),
    ]


def _result(papers: Papers) -> list[tuple[str, str]]:
    one, result = papers.assessment, papers.assessment.result or {}
    facts = [
        ("区级得分", result.get("total", "—")),
        ("审定星级", STAR_WORDS.get(one.stars or 0, "—")),
        ("审定日期", day(one.decided_on)),
    ]
    return [*facts, ("未达到的条件", "；".join(lacking))] if (lacking := lacking_words(papers)) else facts


def lacking_words(papers: Papers) -> list[str]:
    """What kept the group from a higher star, band by band."""
    result, titles = papers.assessment.result or {}, {band.code: band.title for band in papers.definition.bands}
    return [
        f"{titles.get(band, band)}：{'、'.join(CONDITION_WORDS[code] for code in codes)}"
        for band, codes in (result.get("unmet") or {}).items()
    ]


def improvement_blocks(papers: Papers) -> list[Block]:
    """给出改进单: where points were lost and which conditions were not met."""
    sheet = papers.columns.get(SheetColumn.DISTRICT)
    lost = gaps_to_full(papers.definition, sheet.marks) if sheet else []
    return [
        Para(f"{papers.group.name}：本轮区级审评未授予星级。请对照下列指标改进，下一轮可以再次申报。"),
        Grid(["指标", "得分", "满分"], [list(row) for row in lost], [5, 1, 1], ["left", "right", "right"]),
        *(Para(words) for words in lacking_words(papers)),
    ]


def notice_lines(session: Session, assessments: Sequence[StarAssessment]) -> list[list[str]]:
    names = names_of(session, [one.group_id for one in assessments])
    areas = queries.area_names(session, [one.area_code for one in assessments])
    ranked = sorted(assessments, key=lambda one: (-(one.stars or 0), one.number))
    return [
        [str(number), names[one.group_id], areas.get(one.area_code, ""), STAR_WORDS[one.stars or 0]]
        for number, one in enumerate(ranked, start=1)
    ]
