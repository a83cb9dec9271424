"""Forms: declared once as pydantic models, bound to what was typed, shown again with each problem beside its field."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, ClassVar, Generic, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from sqlmodel import Session

from core import clock
from core.errors import Invalid, Refused, StaleForm
from core.labels import Labelled
from core.money import format_yuan

Raw = Mapping[str, list[str]]
Choices = Mapping[str, list[tuple[str, str]]]
ROW_KEY = "uid"
"""The field of a row form that names the row, wherever it stands in its table; drawn hidden, given by the page."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FormT = TypeVar("FormT", bound="Form")


def _as_local(value: datetime) -> datetime:
    return (value.replace(tzinfo=clock.BEIJING) if value.tzinfo is None else value).astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_as_local)]
"""An instant typed as local time of the office, kept as UTC."""


class Form(BaseModel):
    """What people may send, from a page, a spreadsheet or the API.

    A draft may be saved with gaps that its submission will not accept; such fields are not called optional.
    """

    is_draft: ClassVar[bool] = False
    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and any(isinstance(v, str) and UNSTORABLE.search(v) for v in data.values()):
            raise ValueError("内容里有不能保存的字符（空字符或残缺的表情符号），请删除后再交。")
        return data


def new_uid() -> str:
    return secrets.token_hex(6)


class RowForm(Form):
    """A row of a table that several people may fill in at once: its name lets each save touch its own rows only."""

    uid: str = Field(
        default_factory=new_uid, pattern=r"^[0-9a-z]{1,16}$", title="行", json_schema_extra={"widget": "hidden"}
    )


class Out(BaseModel):
    """What the API shows of a row: never the table itself."""

    model_config = ConfigDict(from_attributes=True)


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


def bare_type(annotation: Any) -> Any:
    """The type without ``| None``."""
    if get_origin(annotation) in (Union, UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def item_type(info: FieldInfo) -> Any | None:
    """The type of a list's items, or None when the field is no list."""
    bare = bare_type(info.annotation)
    return bare_type(get_args(bare)[0]) if get_origin(bare) is list else None


def is_rows(info: FieldInfo) -> bool:
    kind = item_type(info)
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


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


@dataclass
class FieldView:
    """One field as the ``field`` macro draws it."""

    name: str
    id: str
    label: str
    value: Any
    error: str | None
    help: str | None
    widget: str
    choices: list[tuple[str, str]]
    is_required: bool
    max_length: int | None
    rows: int
    theirs: str | None
    autocomplete: str | None
    inputmode: str | None
    example: str | None
    is_awaited: bool = False
    columns: list[str] = field(default_factory=list)
    items: list[list["FieldView"]] = field(default_factory=list)
    clash: "Clash | None" = None
    clashes: dict[str, "Clash"] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """What somebody else saved where this person wrote too: its words, its tag, whether both texts can be joined."""

    unit: str
    text: str
    tag: str
    may_join: bool


WIDGETS = {bool: "checkbox", date: "date", datetime: "datetime", int: "number", float: "number"}
SPARE_ROWS = 2


def widget_of(info: FieldInfo, has_choices: bool) -> str:
    """How a field is drawn: as declared, else guessed from its type."""
    if declared := extra(info).get("widget"):
        return str(declared)
    if is_rows(info):
        return "rows"
    if item_type(info) is not None:
        return "checkboxes"
    bare = bare_type(info.annotation)
    if has_choices or (isinstance(bare, type) and issubclass(bare, StrEnum)):
        return "select"
    if bare in WIDGETS:
        return WIDGETS[bare]
    return "textarea" if (max_length_of(info) or 0) > 200 else "text"


def max_length_of(info: FieldInfo) -> int | None:
    return next((m.max_length for m in info.metadata if getattr(m, "max_length", None) is not None), None)


class Bound(Generic[FormT]):
    """A form together with what was typed into it and what is wrong with that."""

    def __init__(
        self,
        form: type[FormT],
        raw: Raw,
        choices: Choices | None = None,
        version: int | None = None,
        key: str | None = None,
        translate: Callable[[str], str] = str,
    ) -> None:
        self.form, self.raw, self.choices = form, compact(form, raw), choices or {}
        self.version, self.key, self._ = version, key or secrets.token_urlsafe(16), translate
        self.problems: dict[str, str] = {}
        self.theirs: Raw | None = None
        self.clashes: dict[str, Clash] = {}
        self.loaded: str | None = None
        self.is_stale = False

    @property
    def value(self) -> FormT:
        """The checked content; raises Invalid with all problems."""
        return check(self.form, collect(self.form, self.raw), self.choices)

    @contextmanager
    def catching(self, session: Session) -> Iterator[None]:
        """Run an action; a refusal undoes what it wrote and is kept to be shown beside its field."""
        try:
            with session.begin_nested():
                yield
        except Invalid as refusal:
            self.problems.update(refusal.problems)
        except Refused as refusal:
            self.problems[refusal.field or ""] = refusal.sentence
        except StaleForm as refusal:
            self.problems[""] = refusal.sentence
            self._show_theirs(refusal.facts.get("current"))

    def _show_theirs(self, current: Any) -> None:
        self.is_stale = True
        if current is not None:
            self.theirs = spread(self.form, content_of(self.form, current))
            self.version = current.version

    def field(self, name: str) -> FieldView:
        return self._view(self.form, name, "")

    def __iter__(self) -> Iterator[FieldView]:
        return (self.field(name) for name in self.form.model_fields)

    @property
    def has_files(self) -> bool:
        """Whether the form carries files and so must be sent as multipart."""
        return any(extra(info).get("widget") == "file" for info in self.form.model_fields.values())

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(field id, label, sentence) for the summary at the top."""
        return [(_id(path), self._label(path), self._(sentence)) for path, sentence in self.problems.items()]

    def _label(self, path: str) -> str:
        info = self.form.model_fields.get(path.split(".")[0])
        return self._(info.title or path) if info else ""

    def _view(self, form: type[BaseModel], name: str, prefix: str) -> FieldView:
        info, path = form.model_fields[name], prefix + name
        options = self._choices(info, path)
        has_many = item_type(info) is not None
        typed = self.raw.get(path, [])
        has_default = not self.raw and not info.is_required() and info.default_factory is None
        default = info.default if has_default else None
        value: Any = typed if has_many else (typed[-1] if typed else text_of(default, info))
        saved = self.theirs.get(path, [""]) if self.theirs is not None else None
        theirs = "、".join(dict(options).get(v, v) for v in saved) if saved is not None and saved != typed else None
        view = FieldView(
            name=path,
            id=_id(path),
            label=self._(info.title or name),
            value=value,
            error=self._(self.problems[path]) if path in self.problems else None,
            help=self._(info.description) if info.description else None,
            widget=widget_of(info, bool(options) or _general(path) in self.choices),
            choices=options,
            is_required=info.is_required(),
            max_length=max_length_of(info),
            rows=int(extra(info).get("rows", 4)),
            theirs=theirs,
            autocomplete=extra(info).get("autocomplete"),
            inputmode=extra(info).get("inputmode"),
            example=self._(extra(info)["example"]) if "example" in extra(info) else None,
            is_awaited=getattr(form, "is_draft", False) and not extra(info).get("optional"),
            clash=self.clashes.get(path),
        )
        if is_rows(info):
            self._add_rows(view, item_type(info), path)
            view.clashes = {unit[len(path) + 1 :]: c for unit, c in self.clashes.items() if unit.startswith(path + ".")}
        if name == ROW_KEY and not view.value:
            view.value = new_uid()
        return view

    def _add_rows(self, view: FieldView, form: type[BaseModel], path: str) -> None:
        numbers = row_numbers(self.raw, path)
        spare = range(len(numbers) and numbers[-1] + 1, (numbers[-1] + 1 if numbers else 0) + SPARE_ROWS)
        view.columns = [self._(info.title or name) for name, info in form.model_fields.items()]
        view.items = [[self._view(form, n, f"{path}.{i}.") for n in form.model_fields] for i in [*numbers, *spare]]

    def options(self, path: str) -> list[tuple[str, str]]:
        """What may be chosen at a path such as ``category`` or ``budget.category``, with its words."""
        form, *rest = self.form, *path.split(".")
        for name in rest[:-1]:
            form = item_type(form.model_fields[name])
        return self._choices(form.model_fields[rest[-1]], path)

    def _choices(self, info: FieldInfo, path: str) -> list[tuple[str, str]]:
        if (general := _general(path)) in self.choices:
            return [(value, self._(label)) for value, label in self.choices[general]]
        kind = item_type(info) or bare_type(info.annotation)
        if isinstance(kind, type) and issubclass(kind, Labelled):
            return [(value, self._(label)) for value, label in kind.choices()]
        return []


def _general(path: str) -> str:
    """A path without its row number: what choices are offered under."""
    return re.sub(r"\.\d+\.", ".", path)


def _id(path: str) -> str:
    return "f-" + path.replace(".", "-") if path else "form"


def content_of(form: type[BaseModel], thing: Any) -> Any:
    """The values that an edit form of this thing starts with; a form may say how with ``from_thing``."""
    return form.from_thing(thing) if hasattr(form, "from_thing") else thing


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
    for name, options in choices.items():
        allowed = {option for option, _label in options}
        for path, chosen in _values_at(value, name.split("."), ""):
            if chosen not in (None, "") and text_of(chosen) not in allowed:
                found.append(path)
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
