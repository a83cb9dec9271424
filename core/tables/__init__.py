"""Lists: columns, filters, search, keyset paging and export, declared once per noun and always read as an actor."""

from core.tables.declaring import Asked, Col, Filter, Table, filter_choices, sortable
from core.tables.exporting import export, spreadsheet
from core.tables.selecting import conditions_of, is_longer_than, row_ids
from core.tables.showing import Cell, Heading, Listing, ShownFilter, ShownRow, listing

__all__ = [
    "Asked",
    "Cell",
    "Col",
    "Filter",
    "Heading",
    "Listing",
    "ShownFilter",
    "ShownRow",
    "Table",
    "conditions_of",
    "export",
    "filter_choices",
    "is_longer_than",
    "listing",
    "row_ids",
    "sortable",
    "spreadsheet",
]
