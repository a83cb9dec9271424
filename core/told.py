"""What the audit rows kept of a change, in the words of the forms and lists: for the timeline of a record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from core import clock
from core.forms import bare_type
from core.money import format_yuan
from core.nouns import Noun

Choices = Mapping[str, Sequence[tuple[str, str]]]
LONGEST = 60


def told_changes(
    noun: Noun,
    names: Mapping[str, str],
    choices: Choices,
    changed: Mapping[str, Sequence[Any]],
    label: Callable[[str], str],
) -> list[tuple[str, str, str]]:
    """(what, before, after) for each column that has a name among people; inner columns are left out."""
    return [
        (label(names[column]), *(_told(noun, choices, column, value, label) for value in (before, after)))
        for column, (before, after) in changed.items()
        if column in names
    ]


def column_labels(noun: Noun) -> dict[str, str]:
    """What columns are called: as in the form that edits them, else as in the list."""
    forms = [change.form for change in (noun.add, noun.edit) if change]
    asked = {name: info.title for form in forms for name, info in form.model_fields.items() if info.title}
    return {column.name: column.label for column in noun.table.columns} | asked


def _told(noun: Noun, choices: Choices, column: str, value: Any, label: Callable[[str], str]) -> str:
    """One value as people read it; the audit row holds it as JSON does."""
    options = dict(choices.get(column, ()))
    if value in (None, "", [], {}):
        text = "—"
    elif isinstance(value, bool):
        text = label("是") if value else label("否")
    elif isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict | list)):
        text = label("{n} 项").format(n=len(value))
    elif isinstance(value, list):
        text = "、".join(label(options.get(str(item), str(item))) for item in value)
    elif str(value) in options:
        text = label(options[str(value)])
    elif column.endswith("_fen"):
        text = f"{format_yuan(value)} {label('元')}"
    else:
        text = (
            label(_typed(noun.model.model_fields[column].annotation, value))
            if column in noun.model.model_fields
            else str(value)
        )
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _typed(annotation: Any, value: Any) -> str:
    """A value of a column with its type given back: a day, an instant, a member of an enumeration."""
    kind = bare_type(annotation)
    if isinstance(value, str) and isinstance(kind, type):
        if issubclass(kind, datetime):
            return clock.format_datetime(datetime.fromisoformat(value))
        if issubclass(kind, date):
            return clock.format_date(date.fromisoformat(value))
        if issubclass(kind, StrEnum) and value in set(kind):
            return getattr(kind(value), "label", value)
    return str(value)
