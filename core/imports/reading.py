"""Bytes into rows, bounded: a file of 200 kB can otherwise ask for a gigabyte."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import Refused, TooLarge

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_ENTRIES = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 30
MAX_CELL = 5_000

_UNREADABLE = "文件打不开：请用 Excel 或 WPS 另存为 .xlsx 或 .csv 再上传。"
_TOO_BIG = "表格太大：最多 {rows} 行、{columns} 列，请分几次导入。"
# Where a cell or a row says it is. A single cell at XFD1048576 makes any reader allocate the whole plane.
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{1,10})["']""")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]


def read_sheets(content: bytes, filename: str) -> list[Sheet]:
    """Every sheet of an .xlsx, .xls or .csv file; raises ``Refused`` or ``TooLarge`` with a sentence."""
    if len(content) > MAX_BYTES:
        raise TooLarge("文件太大：最多 5 MB，请分几次导入。")
    if content.startswith(b"PK\x03\x04"):
        _check_container(content)
        return _read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _read_workbook(content)
    if filename.lower().endswith((".csv", ".txt", ".tsv")):
        return [Sheet("", _read_csv(content))]
    raise Refused(_UNREADABLE, field="file")


def read_sheet(content: bytes, filename: str) -> list[Row]:
    """The rows of the first sheet that has any."""
    sheets = [sheet for sheet in read_sheets(content, filename) if sheet.rows]
    return list(sheets[0].rows) if sheets else []


def _too_big() -> TooLarge:
    return TooLarge(_TOO_BIG, rows=f"{MAX_ROWS:,}", columns=MAX_COLUMNS)


def _check_container(content: bytes) -> None:
    """Open the zip without trusting what it says about its own sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = container.infolist()
            names = {entry.filename.lower() for entry in entries}
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise _too_big()
            if "xl/workbook.xml" not in names or any(name.endswith("vbaproject.bin") for name in names):
                raise Refused(_UNREADABLE, field="file")
            _check_places(container, entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as broken:
        raise Refused(_UNREADABLE, field="file") from broken


def _check_places(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    left = MAX_UNPACKED
    for entry in entries:
        if not entry.filename.lower().endswith(".xml"):
            continue
        with container.open(entry) as file:
            xml = file.read(left + 1)
        left -= len(xml)
        if left < 0:
            raise _too_big()
        if b"sheetData" in xml and any(_is_far(*place.groups()) for place in _PLACE.finditer(xml)):
            raise _too_big()


def _is_far(letters: bytes, digits: bytes) -> bool:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    # Formats painted over whole columns reach far right in honest files; contents beyond are cut when read
    return int(digits) > MAX_ROWS + 5_000 or column > 1_000


def _read_workbook(content: bytes) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(workbook.sheet_names) > MAX_SHEETS:
            raise _too_big()
        return [Sheet(name, _rows_of(workbook, name)) for name in workbook.sheet_names]
    except (CalamineError, ValueError, OSError) as broken:
        raise Refused(_UNREADABLE, field="file") from broken


def _rows_of(workbook: CalamineWorkbook, name: str) -> tuple[Row, ...]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is None:  # an empty sheet, or one that holds only a chart
        return ()
    return _bounded(list(row) for row in sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 5_001))


def _bounded(rows) -> tuple[Row, ...]:
    """Rows with their numbers, without the empty tail; refused when the filled part is too large."""
    kept = [(number, _trimmed(cells)) for number, cells in enumerate(rows, start=1)]
    while kept and not kept[-1][1]:
        kept.pop()
    if len(kept) > MAX_ROWS or any(len(cells) > MAX_COLUMNS for _, cells in kept):
        raise _too_big()
    return tuple(Row(number, tuple(cells)) for number, cells in kept)


def _trimmed(cells: list[object]) -> list[object]:
    end = len(cells)
    while end and (cells[end - 1] is None or cells[end - 1] == ""):
        end -= 1
    return [cell[:MAX_CELL] if isinstance(cell, str) else cell for cell in cells[:end]]


def _read_csv(content: bytes) -> tuple[Row, ...]:
    text = _decoded(content)
    sample = text[:4_000]
    separator = max(",\t;，", key=sample.count)
    try:
        return _bounded(list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        raise Refused(_UNREADABLE, field="file") from broken


def _decoded(content: bytes) -> str:
    """Text of a CSV: UTF-8 with or without mark, UTF-16 with mark, else the Chinese Windows code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_UNREADABLE, field="file")
