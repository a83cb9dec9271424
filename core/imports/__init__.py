"""Reading spreadsheets as offices keep them: any sheet, any header row, any column order, nothing guessed silently."""

from core.imports.headers import Header, Record, Table, find_header, read_table
from core.imports.judged import Planned, Verdict, count_verdicts, names_of
from core.imports.reading import Row, Sheet, read_sheet, read_sheets
from core.imports.values import (
    Unclear,
    compact,
    is_blank,
    read_birth_year,
    read_name,
    read_phone,
    split_list,
    text_of,
    tidy,
)

__all__ = [
    "Header",
    "Planned",
    "Record",
    "Row",
    "Sheet",
    "Table",
    "Unclear",
    "Verdict",
    "compact",
    "count_verdicts",
    "find_header",
    "is_blank",
    "names_of",
    "read_birth_year",
    "read_name",
    "read_phone",
    "read_sheet",
    "read_sheets",
    "read_table",
    "split_list",
    "text_of",
    "tidy",
]
