"""What is handed back of a list: the rows that were not entered, each with the reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.imports.judged import Verdict
from core.imports.reading import Row
from core.imports.values import text_of
from core.tables import spreadsheet

WORDS = {Verdict.OK.value: "可导入", Verdict.DUPLICATE.value: "重复", Verdict.ERROR.value: "有误"}


def headings_of(rows: Sequence[Row], header_row: int) -> list[str]:
    """The titles of the columns; where a header has two rows, the upper one fills what the lower leaves blank."""
    numbered = {row.number: row.cells for row in rows}
    lower, upper = numbered[header_row], numbered.get(header_row - 1, ())
    titles = [text_of(cell) for cell in lower]
    return [title or (text_of(upper[at]) if at < len(upper) else "") for at, title in enumerate(titles)]


def rejected_rows(rows: Sequence[Row], header_row: int, outcomes: Sequence[Mapping[str, Any]]) -> bytes:
    """The bad and the duplicate rows as they were typed, with row number, result and reason behind them."""
    headings = headings_of(rows, header_row)
    numbered = {row.number: row.cells for row in rows}
    width = max([len(headings), *(len(numbered[o["row"]]) for o in outcomes)])
    lines = [
        [*_padded(numbered[one["row"]], width), str(one["row"]), WORDS[one["verdict"]], one["reason"]]
        for one in outcomes
        if one["verdict"] != Verdict.OK.value
    ]
    return spreadsheet("未导入的行", [*_padded(headings, width), "原行号", "结果", "原因"], lines)


def _padded(cells: Sequence[object], width: int) -> list[str]:
    texts = [text_of(cell) for cell in cells]
    return texts + [""] * (width - len(texts))
