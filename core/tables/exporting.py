"""A list as a spreadsheet: exactly what is filtered and may be seen."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlmodel import Session

from core.forms import text_of
from core.tables.declaring import Asked, Col, Table, filter_choices, sortable
from core.tables.selecting import conditions_of, whole_rows
from core.tables.showing import Cell, cells_of

EXPORT_LIMIT = 50_000
TELL_EVERY = 250


def export(
    session: Session,
    table: Table,
    actor: Any,
    visible: Any,
    query: Mapping[str, list[str]],
    title: str,
    translate: Callable[[str], str] = str,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """An XLSX of exactly what is filtered and may be seen; text stays text, whatever it begins with.

    ``tell(done, total)`` hears of every few hundred rows, for whoever waits.
    """
    asked = Asked.of(table, query)
    conditions = [visible, *conditions_of(table, asked, filter_choices(session, table, actor))]
    key = sortable(table)[asked.sort.lstrip("-")]
    order = [key.desc(), table.model.id.desc()] if asked.sort.startswith("-") else [key.asc(), table.model.id.asc()]
    statement = whole_rows(table, conditions, *(c.sql.label(f"c_{c.name}") for c in table.columns))
    found = session.execute(statement.order_by(*order).limit(EXPORT_LIMIT)).all()
    make, rows = cells_of(table, translate), []
    for number, row in enumerate(found):
        if number % TELL_EVERY == 0:
            tell(number, len(found))
        rows.append([_export_value(make, c, v) for c, v in zip(table.columns, row, strict=True)])
    return spreadsheet(title, [translate(c.label) for c in table.columns], rows)


def _export_value(make: Callable[[Col, Any], Cell], column: Col, value: Any) -> Any:
    if column.kind == "money" and value is not None:
        return value / 100
    if column.kind == "number" and isinstance(value, int | float):
        return value
    return make(column, value).text


def spreadsheet(title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A sheet with a frozen bold first line; numbers are numbers, everything else is text and never a formula."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(_sheet_name(title))
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    widths = [len(heading) * 2 + 2 for heading in headings]
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, place, value, money if isinstance(value, float) else None)
            else:
                sheet.write_string(line, place, text_of(value))
            widths[place] = min(60, max(widths[place], len(text_of(value)) * 2 + 2))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in r"[]:*?/\'")[:31] or "Sheet1"
