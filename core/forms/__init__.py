"""Forms: declared once as pydantic models, bound to what was typed, shown again with each problem beside its field."""

from core.forms.checking import check, problems_of, sentence_for
from core.forms.declaring import (
    ROW_KEY,
    Choices,
    Form,
    Moment,
    Out,
    Raw,
    RowForm,
    bare_type,
    extra,
    is_rows,
    item_type,
    max_length_of,
    new_uid,
)
from core.forms.showing import Bound, Clash, FieldView, widget_of
from core.forms.typed import collect, content_of, row_numbers, spread, text_of

__all__ = [
    "ROW_KEY",
    "Bound",
    "Choices",
    "Clash",
    "FieldView",
    "Form",
    "Moment",
    "Out",
    "Raw",
    "RowForm",
    "bare_type",
    "check",
    "collect",
    "content_of",
    "extra",
    "is_rows",
    "item_type",
    "max_length_of",
    "new_uid",
    "problems_of",
    "row_numbers",
    "sentence_for",
    "spread",
    "text_of",
    "widget_of",
]
