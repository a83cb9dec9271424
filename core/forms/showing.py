"""A form on a page: what was typed into each field, what is wrong with it, what somebody else saved meanwhile."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlmodel import Session

from core.errors import Invalid, Refused, StaleForm
from core.forms.checking import check
from core.forms.declaring import (
    ROW_KEY,
    Choices,
    FormT,
    Raw,
    bare_type,
    extra,
    is_rows,
    item_type,
    max_length_of,
    new_uid,
)
from core.forms.typed import collect, compact, content_of, row_numbers, spread, text_of
from core.labels import Labelled


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


WIDGETS = {bool: "checkbox", date: "date", datetime: "datetime", int: "number", Decimal: "number", float: "number"}
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
