"""The summary of a round, and the workbook from which anybody can compute it again."""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from core import clock
from core.documents import Block, Facts, Grid, Heading, Para, Signatures
from core.money import plain_yuan
from core.schemes import Definition
from grants.methods.rules import lines as method_lines
from grants.panels.models import Panel, PanelSeat, SeatStatus
from grants.proposals.models import Proposal
from grants.ranking.models import Ranking, RankingRun
from grants.sheets.models import Sheet, Stage
from grants.sheets.rules import canonical

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _total_text(total: Mapping[str, Any]) -> str:
    text = total["total"] if total["corrected"] is None else f"{total['total']}→{total['corrected']}"
    text = f"({text})" if total["is_dropped"] else text
    return f"{text}*" if total["is_outlier"] else text


def _score_text(row: Ranking, run: RankingRun) -> str:
    """The score, with the one before the correction of severity beside it where there is a correction."""
    is_corrected = run.rules.get("corrects_severity") and row.score
    return f"{row.score}（原始 {row.raw}）" if is_corrected else row.score or "—"


def summary_blocks(
    panel: Panel,
    seats: Sequence[PanelSeat],
    names: Mapping[int, str],
    roles: Mapping[str, str],
    run: RankingRun,
    places: Sequence[tuple[Ranking, Proposal]],
    ties: Mapping[str, str],
    digest: str,
) -> list[Block]:
    """评审汇总表: the panel, the rules, every total with the dropped ones in brackets, mean and rank."""
    sat = [s for s in seats if s.status in (SeatStatus.ACCEPTED, SeatStatus.EXCLUDED)]
    judges = [[names.get(s.id or 0, ""), roles.get(s.role, s.role), s.organisation, s.status.label] for s in sat]
    heads, widths, rows = _ranked(run, places)
    closed = clock.format_datetime(panel.closed_at) if panel.closed_at else ""
    return [
        Facts(
            [
                ("评审组", panel.title),
                ("结束时间", closed),
                ("计算", f"第 {run.run} 次：{run.cause}"),
                *method_lines(run.rules, ties),
            ]
        ),
        Heading("评委"),
        Grid(["姓名", "类别", "工作单位", "状态"], judges),
        Heading("排名"),
        Grid(heads, rows, widths),
        Para(f"评审数据校验码（用于核对导出的评审数据包）：{digest}", indent=False),
        *([Para(CORRECTED)] if run.rules.get("corrects_severity") else []),
        Para("括号内为去掉的最高、最低分；带 * 的与中位数相差较大，已提示说明，分数不作改动。"),
        Signatures(["评审组负责人", "主办方（盖章）"]),
    ]


def _ranked(
    run: RankingRun, places: Sequence[tuple[Ranking, Proposal]]
) -> tuple[list[str], list[float], list[list[str]]]:
    """Heads, widths and rows of the ranking; the totals of the roadshow stand beside those of the documents."""
    heads, widths = ["名次", "编号", "项目名称", "各评委总分", "得分", "入围"], [1.2, 4.4, 3.6, 4.6, 1.5, 1.2]
    has_shows = bool(run.rules.get("roadshow_percent"))
    if has_shows:
        heads, widths = [*heads[:4], "路演各评委总分", *heads[4:]], [1.2, 3.6, 2.8, 3.6, 3.6, 1.5, 1.2]
    rows = [
        [
            str(row.rank),
            proposal.number,
            proposal.title,
            "　".join(_total_text(total) for total in row.totals),
            *(["　".join(_total_text(total) for total in row.show_totals)] if has_shows else []),
            _score_text(row, run),
            "是" if row.is_above_line else "否",
        ]
        for row, proposal in places
    ]
    return heads, widths, rows


def workbook(
    panel: Panel,
    definitions: Mapping[Stage, Definition],
    names: Mapping[int, str],
    sheets: Sequence[tuple[Sheet, Proposal, int]],
    runs: Sequence[tuple[RankingRun, Sequence[tuple[Ranking, Proposal]]]],
) -> bytes:
    """Rules, every mark, and the result of each run: what an independent computation needs, and what it must find.

    ``sheets`` come with their proposal and the amount asked in fen; those of each stage stand on a page of their own.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, SAFE)
    bold = book.add_format({"bold": True, "bottom": 1})
    _write(book, bold, "规则", ["项目", "内容"], _rule_rows(panel, definitions[Stage.DOCUMENT]))
    for stage, title in PAGES.items():
        here = [row for row in sheets if row[0].stage == stage]
        if here or stage == Stage.DOCUMENT:
            codes = [leaf.code for leaf in definitions[stage].leaves]
            heads = [*MARKED, *codes, "总分", "建议", "建议金额（元）", "评语", "提交校验码", "随机数"]
            _write(book, bold, title, heads, [_mark_row(codes, names, *row) for row in here])
    for run, places in runs:
        _write(book, bold, f"排名 {run.run}", RESULT, [_place_row(run, row, proposal) for row, proposal in places])
    book.close()
    return buffer.getvalue()


PAGES = {Stage.DOCUMENT: "评分表", Stage.ROADSHOW: "路演评分表"}
MARKED = ["申报书编号", "项目名称", "申请金额（元）", "评委", "席位"]


def _mark_row(
    codes: Sequence[str], names: Mapping[int, str], sheet: Sheet, proposal: Proposal, asked: int
) -> list[str]:
    return [
        proposal.number,
        proposal.title,
        plain_yuan(asked),
        names.get(sheet.seat_id, ""),
        str(sheet.seat_id),
        *(str((sheet.marks or {}).get(code, "")) for code in codes),
        sheet.total or "",
        sheet.recommendation.label if sheet.recommendation else "",
        "" if sheet.suggested_fen is None else plain_yuan(sheet.suggested_fen),
        sheet.comment or "",
        sheet.commitment or "",
        sheet.nonce or "",
    ]


CORRECTED = "箭头后是减去该评委整体偏宽偏严之后的分数，排名按校正后的分数计算，原始得分一并列出。"
RESULT = [
    "名次",
    "申报书编号",
    "项目名称",
    "得分",
    "校正前得分",
    "入围",
    "同分依据",
    "去掉的席位",
    "偏离的席位",
    "未计席位",
    "投票顺序",
    "原因",
]


def _place_row(run: RankingRun, row: Ranking, proposal: Proposal) -> list[str]:
    marked = {name: " ".join(str(t["seat_id"]) for t in row.totals if t[name]) for name in ("is_dropped", "is_outlier")}
    return [
        str(row.rank),
        proposal.number,
        proposal.title,
        row.score or "",
        row.raw or "",
        "是" if row.is_above_line else "否",
        row.tie_break or "",
        *marked.values(),
        " ".join(map(str, run.excluded)),
        " ".join(map(str, run.ballot)),
        run.cause,
    ]


def _rule_rows(panel: Panel, definition: Definition) -> list[list[str]]:
    named = [
        [name, ",".join(map(str, v)) if isinstance(v, list) else str(v)] for name, v in sorted(panel.rules.items())
    ]
    groups = [[f"group {g.code}", ",".join(leaf.code for leaf in g.leaves)] for g in definition.groups]
    maxima = [[f"max {leaf.code}", f"{leaf.max_points:f}"] for leaf in definition.leaves]
    return [*named, *groups, *maxima, ["rubric", definition.code], ["panel", panel.number]]


def _write(book: Any, bold: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One worksheet of plain text: exact decimals stay as written and nothing becomes a formula."""
    sheet = book.add_worksheet(title)
    for line, row in enumerate([heads, *rows]):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text, bold if line == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(heads) - 1, 0), 16)


READ_ME = """本数据包用来独立核对评审结果。
round.json 有评分办法、每份评分表（提交时的校验码、内容和随机数）、票数和自筹、每次计算的名次。
每份评分表的校验码等于其内容（键按字母排序、不留空格的 JSON，UTF-8）的 SHA-256。
整个 round.json 按同样写法的 SHA-256 是 {digest}，与评审汇总表上的校验码和办理记录里的一致。
评审结果.xlsx 是同样的内容，供人阅读。
"""


def digest_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 of a round's facts as canonical JSON; stands in the audit chain and on the printed summary."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def bundle(facts: Mapping[str, Any], workbook_bytes: bytes) -> bytes:
    """One ZIP from which an auditor verifies a ranking without this system; the same facts give the same bytes."""
    buffer = BytesIO()
    parts = {"round.json": canonical(facts).encode(), "评审结果.xlsx": workbook_bytes}
    parts["说明.txt"] = READ_ME.format(digest=digest_of(facts)).encode()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
