"""Finding the header among title rows, and the columns under it; totals, notes and blank rows are left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import Refused
from core.imports.reading import Row, Sheet, read_sheets
from core.imports.values import compact, is_blank

Aliases = Mapping[str, Sequence[str]]

SEARCHED_ROWS = 15
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|[*:：。?？\"“”]")
# Columns about somebody else: 推荐人电话 is not the telephone number of the person in the row
_OTHERS = re.compile(r"推荐人|介绍人|紧急|家属|监护|填表|填报|联络员|经办|发现人|配偶|子女|审核|网格员|单位")
_TOTAL = re.compile(r"(本页|本表)?(合计|总计|小计|共计|总数|累计)([:：]?\d*(人|名|条|项)?)")
_NOTE = re.compile(
    r"(注|备注|说明|填表说明|填报说明|温馨提示|提示|填表人|填报人|制表人?|审核人?|负责人|经办人|填报单位|填报日期|填表日期|"
    r"制表日期|联系人|单位盖章|盖章|社区意见|街道意见|单位\(盖章\))([:：\d(].*|$)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is and which column (from 0) holds which field; ``typed`` are its titles, brackets and all."""

    row_number: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    notes: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of data: its number in the spreadsheet and what was typed, by field."""

    number: int
    typed: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """The part of a file that is the list."""

    sheet: str
    header: Header
    records: tuple[Record, ...]
    skipped: Mapping[int, str] = field(default_factory=dict)


def find_header(rows: Sequence[Row], wanted: Aliases, required: Sequence[str] = ()) -> Header | None:
    """The header among the first rows: the one that names the most fields, all ``required`` ones among them.

    ``wanted`` gives each field its words, the most exact first. A header in two rows (a merged 联系方式
    over 电话) is read as one. Raises ``Refused`` when two columns carry the same word.
    """
    best: Header | None = None
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        below = rows[place + 1] if place + 1 < len(rows) else None
        for candidate in (row, _joined(row, below)):
            header = candidate and _match(candidate, wanted)
            if header and len(header.columns) >= 2 and set(required) <= header.columns.keys():
                best = header if best is None or len(header.columns) > len(best.columns) else best
    return best


def _joined(above: Row, below: Row | None) -> Row | None:
    """Two rows as one header, the lower words first; only where the lower row is no row of data."""
    if below is None or any(isinstance(cell, int | float) for cell in below.cells):
        return None
    width = max(len(above.cells), len(below.cells))
    upper, lower = ((*row.cells, *[""] * (width - len(row.cells))) for row in (above, below))
    if not any(is_blank(low) and not is_blank(up) for low, up in zip(lower, upper, strict=True)):
        return None
    return Row(below.number, tuple(up if is_blank(low) else low for low, up in zip(lower, upper, strict=True)))


def _match(row: Row, wanted: Aliases) -> Header:
    titles = [_title(cell) for cell in row.cells]
    columns, notes = _exact(titles, wanted)
    for name, words in wanted.items():
        if name not in columns:
            place = _containing(titles, words, set(columns.values()))
            if place is not None:
                columns[name] = place
                notes.append(f"“{titles[place]}”列按“{words[0]}”读取。")
    typed = {name: compact(row.cells[place]) for name, place in columns.items()}
    return Header(row.number, columns, {name: titles[place] for name, place in columns.items()}, tuple(notes), typed)


def _title(cell: object) -> str:
    return _BRACKETS.sub("", compact(cell)).strip("-_/ ") if isinstance(cell, str) else ""


def _exact(titles: Sequence[str], wanted: Aliases) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    notes: list[str] = []
    for name, words in wanted.items():
        ranked = {compact(word): rank for rank, word in reversed(list(enumerate(words)))}
        found = sorted((ranked[title], place) for place, title in enumerate(titles) if title in ranked)
        if len(found) > 1 and titles[found[0][1]] == titles[found[1][1]]:
            raise Refused("表头里有两列都叫“{title}”，请改掉一列再导入。", field="file", title=titles[found[0][1]])
        if found:
            columns[name] = found[0][1]
            notes += [f"“{titles[place]}”列没有使用，已用“{titles[found[0][1]]}”列。" for _, place in found[1:]]
    return columns, notes


def _containing(titles: Sequence[str], words: Sequence[str], taken: set[int]) -> int | None:
    """The one column whose title contains a word; none when several do."""
    for word in words:
        found = [
            place
            for place, title in enumerate(titles)
            if place not in taken and len(title) <= 20 and compact(word) in title and not _OTHERS.search(title)
        ]
        if len(found) == 1 and len(word) > 1:
            return found[0]
    return None


def read_table(
    content: bytes, filename: str, wanted: Aliases, required: Sequence[str] = (), sheet: str | None = None
) -> Table:
    """The list in a file: the sheet with a header, and its records. Raises ``Refused`` when none or several have one.

    Never picks one of several lists silently: ``sheet`` names it when a workbook has more than one.
    """
    sheets = [found for found in read_sheets(content, filename) if sheet is None or found.name == sheet]
    tables = [table for table in (_table(found, wanted, required) for found in sheets) if table]
    filled = [table for table in tables if table.records]
    if len(filled) > 1:
        names = "、".join(table.sheet for table in filled)
        raise Refused("有几个工作表都像名单：{names}。请选择其中一个。", field="sheet", names=names)
    if not tables:
        raise _no_header(sheets, wanted, required)
    return filled[0] if filled else tables[0]


def _no_header(sheets: Sequence[Sheet], wanted: Aliases, required: Sequence[str]) -> Refused:
    """Say which columns are missing from the row that comes nearest to a header."""
    near = [header for found in sheets if (header := find_header(found.rows, wanted))]
    known = max(near, key=lambda header: len(header.columns)).columns if near else {}
    missing = "、".join(wanted[name][0] for name in required if name not in known)
    return Refused("没有找到这些列：{missing}。请核对表头。", field="file", missing=missing)


def _table(sheet: Sheet, wanted: Aliases, required: Sequence[str]) -> Table | None:
    header = find_header(sheet.rows, wanted, required)
    if header is None:
        return None
    records: list[Record] = []
    skipped: dict[int, str] = {}
    for row in sheet.rows:
        if row.number > header.row_number:
            record = Record(row.number, _typed(row, header))
            why = _why_skipped(row, record, header)
            if why:
                skipped[row.number] = why
            else:
                records.append(record)
    return Table(sheet.name, header, tuple(records), skipped)


def _typed(row: Row, header: Header) -> dict[str, object]:
    return {name: row.cells[place] if place < len(row.cells) else "" for name, place in header.columns.items()}


def _why_skipped(row: Row, record: Record, header: Header) -> str:
    filled = [cell for cell in row.cells if not is_blank(cell)]
    if all(is_blank(cell) for name, cell in record.typed.items()):
        words = compact(filled[0]) if filled else ""
        return "合计" if _TOTAL.match(words) else "说明" if _NOTE.match(words) else "空行"
    if all(_title(record.typed[name]) == title for name, title in header.titles.items()):
        return "重复的表头"
    first = compact(filled[0])
    if _TOTAL.fullmatch(first):
        return "合计"
    # a note fills one cell or two; a person called 单 or 注 has a whole row
    return "说明" if len(filled) <= 2 and _NOTE.match(first) else ""
