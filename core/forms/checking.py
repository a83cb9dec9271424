"""Whether what was sent is right: every problem as a sentence under the path of its field."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from core.errors import Invalid
from core.forms.declaring import Choices, FormT
from core.forms.typed import text_of

MESSAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda c: "这一项必须填写。",
    "string_too_short": lambda c: f"至少 {c['min_length']} 个字。",
    "string_too_long": lambda c: f"最多 {c['max_length']} 个字，请删减。",
    "string_pattern_mismatch": lambda c: "格式不对，请按示例填写。",
    "greater_than": lambda c: f"要大于 {c['gt']}。",
    "greater_than_equal": lambda c: f"不能小于 {c['ge']}。",
    "less_than": lambda c: f"要小于 {c['lt']}。",
    "less_than_equal": lambda c: f"不能大于 {c['le']}。",
    "too_short": lambda c: f"至少要 {c['min_length']} 项。",
    "too_long": lambda c: f"最多 {c['max_length']} 项。",
    "enum": lambda c: "请从列表中选择。",
    "literal_error": lambda c: "请从列表中选择。",
    "bool_parsing": lambda c: "请选择是或否。",
    "value_error": lambda c: str(c["error"]),
}
NUMBERS = ("int_", "float_", "decimal_")
DATES = ("date_", "datetime_", "time_")


def sentence_for(error: Mapping[str, Any]) -> str:
    """A pydantic error as a Chinese sentence."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind in MESSAGES:
        if kind == "string_too_short" and context.get("min_length") == 1:
            return "这一项必须填写。"
        return MESSAGES[kind](context)
    if kind.startswith(NUMBERS) or kind == "finite_number":
        return "请填写数字。"
    if kind.startswith(DATES):
        return "请填写日期，例如 2026-11-22。"
    return "填写的内容不对，请核对。"


def problems_of(error: ValidationError) -> dict[str, str]:
    """Field path (``lines.0.title``) → sentence; problems of the whole form stand under the empty path."""
    return {".".join(str(part) for part in e["loc"]): sentence_for(e) for e in error.errors(include_url=False)}


def check(form: type[FormT], data: Any, choices: Choices | None = None) -> FormT:
    """Validate; values must also stand among the choices offered. Raises Invalid with every problem."""
    try:
        value = form.model_validate(data)
    except ValidationError as error:
        raise Invalid(problems_of(error)) from None
    if wrong := _not_offered(value, choices or {}):
        raise Invalid(dict.fromkeys(wrong, "请从列表中选择。"))
    return value


def _not_offered(value: BaseModel, choices: Choices) -> list[str]:
    found = []
    for name in choices:
        chosen = [(path, one) for path, one in _values_at(value, name.split("."), "") if one not in (None, "")]
        allowed = {option for option, _label in choices[name]} if chosen else ()
        found += [path for path, one in chosen if text_of(one) not in allowed]
    return found


def _values_at(value: Any, names: list[str], prefix: str) -> Iterator[tuple[str, Any]]:
    here, path = getattr(value, names[0], None), prefix + names[0]
    if len(names) > 1:
        for number, row in enumerate(here or []):
            yield from _values_at(row, names[1:], f"{path}.{number}.")
    elif isinstance(here, list):
        yield from ((path, item) for item in here)
    else:
        yield path, here
