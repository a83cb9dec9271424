"""Between what is typed and what is stored: fields by name, rows by number, blank rows left out."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from core import clock
from core.forms.declaring import ROW_KEY, Raw, bare_type, extra, is_rows, item_type, new_uid
from core.money import format_yuan


def row_numbers(raw: Raw, name: str) -> list[int]:
    """The places of a table's rows in what was typed, ascending; there may be gaps."""
    pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.")
    return sorted({int(match[1]) for key in raw if (match := pattern.match(key))})


def collect(form: type[BaseModel], raw: Raw, prefix: str = "") -> dict[str, Any]:
    """What was typed, in the shape that the model wants: no blanks, repeated keys as lists, rows as dictionaries."""
    found: dict[str, Any] = {}
    for name, info in form.model_fields.items():
        key = prefix + name
        if is_rows(info):
            rows = [collect(item_type(info), raw, f"{key}.{n}.") for n in row_numbers(raw, key)]
            found[name] = [row for row in rows if not _is_blank(row)]
        elif item_type(info) is not None:
            found[name] = [_plain_lines(value) for value in raw.get(key, []) if value.strip()]
        elif bare_type(info.annotation) is bool:
            found[name] = raw.get(key, [""])[-1] in ("on", "1", "true", "yes")
        elif key in raw and raw[key][-1].strip():
            found[name] = _plain_lines(raw[key][-1])
    return found


def _is_blank(row: Mapping[str, Any]) -> bool:
    return all(value in (False, []) for name, value in row.items() if name != ROW_KEY)


def _plain_lines(text: str) -> str:
    """Line ends as they are counted and compared: browsers send two characters, scripts one."""
    return text.replace("\r\n", "\n")


def _is_cell(key: str, name: str) -> bool:
    return re.match(re.escape(name) + r"\.\d{1,4}\.", key) is not None


def compact(form: type[BaseModel], raw: Raw) -> Raw:
    """What was typed without its blank rows, so that the place of a row is its number in the checked content too."""
    found = dict(raw)
    for name, info in form.model_fields.items():
        if not is_rows(info):
            continue
        numbers = row_numbers(raw, name)
        kept = [n for n in numbers if not _is_blank(collect(item_type(info), raw, f"{name}.{n}."))]
        moved = {f"{name}.{n}.": f"{name}.{at}." for at, n in enumerate(kept)}
        here = {key: ".".join(key.split(".")[:2]) + "." for key in raw if _is_cell(key, name)}
        found = {key: texts for key, texts in found.items() if key not in here}
        found |= {moved[at] + key[len(at) :]: raw[key] for key, at in here.items() if at in moved}
        if ROW_KEY in item_type(info).model_fields:
            _name_rows(found, name, len(kept))
    return found


def _name_rows(raw: dict[str, list[str]], name: str, count: int) -> None:
    """Give a name to each row that has none, or that of another row."""
    known: set[str] = set()
    for n in range(count):
        key = f"{name}.{n}.{ROW_KEY}"
        uid = raw.get(key, [""])[-1]
        if not uid or uid in known:
            uid = new_uid()
            raw[key] = [uid]
        known.add(uid)


def text_of(value: Any, info: FieldInfo | None = None) -> str:
    """A stored value as it would be typed."""
    if value is None:
        return ""
    if info and extra(info).get("widget") == "money":
        return format_yuan(value).replace(",", "")
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def spread(form: type[BaseModel], values: Any, prefix: str = "") -> dict[str, list[str]]:
    """A stored object as raw form content, the way back from ``collect``."""
    raw: dict[str, list[str]] = {}
    for name, info in form.model_fields.items():
        value = values.get(name) if isinstance(values, Mapping) else getattr(values, name, None)
        if is_rows(info):
            for number, row in enumerate(value or []):
                raw.update(spread(item_type(info), row, f"{prefix}{name}.{number}."))
        elif isinstance(value, list | tuple):
            raw[prefix + name] = [text_of(item) for item in value]
        elif value is not None:
            raw[prefix + name] = [text_of(value, info)]
    return raw


def content_of(form: type[BaseModel], thing: Any) -> Any:
    """The values that an edit form of this thing starts with; a form may say how with ``from_thing``."""
    return form.from_thing(thing) if hasattr(form, "from_thing") else thing
