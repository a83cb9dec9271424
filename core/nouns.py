"""Nouns: each kind of record is declared once, and pages, API, search, timeline, desk and access checks read that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, bindparam
from sqlmodel import Session, SQLModel, select

from core.access import Access, Actor, allows, per_actor, same_world
from core.errors import NotFound
from core.forms import Form
from core.permissions import Permission
from core.tables import Table
from core.workflow import Choice, Workflow

ChoicesFor = Callable[[Session, Actor, Any], Mapping[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Change:
    """How a row is added or edited: who may, with which form, by which action.

    An adding action is ``(session, actor, data) -> row``, an editing one ``(session, actor, row, data, version)``.
    A noun whose rows spread over several tables is edited on a ``page`` of its own, below the record. Where the form
    depends on the row, ``form_for`` gives the one that the API takes, and ``form`` says what it has in common.
    """

    permission: Permission
    form: type[Form]
    action: Callable[..., Any]
    label: str = "新建"
    is_open: Callable[[Any], bool] = lambda thing: True
    page: str = ""
    form_for: Callable[[Session, Any], type[Form]] | None = None


@dataclass(frozen=True)
class Move:
    """A verb that is more than firing: its action ``(session, actor, row, data_or_reason)``, perhaps with a form."""

    action: Callable[..., Any]
    form: type[Form] | None = None
    choices: ChoicesFor = lambda session, actor, thing: {}


@dataclass
class Noun:
    """One kind of record.

    ``title`` needs the row alone, for lists; where that is a bare number, ``named`` says on the record's own pages,
    on the desk and in a search what it is about, in words that this viewer may read.
    """

    name: str
    label: str
    plural: str
    model: Any
    table: Table
    view: Access
    visible: Callable[[Actor], ColumnElement[bool]]
    out: type[BaseModel]
    title: Callable[[Any], str]
    named: Callable[[Session, Actor, Any], str] | None = None
    section: str = ""
    list_label: str = ""
    workflow: Workflow | None = None
    add: Change | None = None
    edit: Change | None = None
    moves: Mapping[str, Move] = field(default_factory=dict)
    choices: ChoicesFor = lambda session, actor, thing: {}
    facts: Callable[[Session, Actor, Any], list[tuple[str, Any]]] = lambda session, actor, thing: []
    show: Callable[[Session, Actor, Any], dict[str, Any]] = lambda session, actor, thing: {}
    rule_facts: Callable[[Session, Any], Mapping[str, Any]] = lambda session, thing: {}
    beside_list: Callable[[Session, Actor], dict[str, Any]] = lambda session, actor: {}
    show_template: str = "_pages/show.html"
    form_template: str = "_pages/form.html"
    list_template: str = "_pages/list.html"
    form_note: str = ""
    event_labels: Mapping[str, str] = field(default_factory=dict)
    in_menu: bool = True
    slots: Sequence[tuple[str, str]] = ()
    may_attach: Callable[[Session, Actor, Any], bool] | None = None
    may_write: Callable[[Session, Actor, Any], bool] = lambda session, actor, row: True
    shows_file: Callable[[Actor, Any, str], bool] = lambda actor, row, slot: True

    def __post_init__(self) -> None:
        """The list shows states in the words and tones of the workflow, like the record."""
        if self.workflow and self.table.workflow is None:
            self.table = replace(self.table, workflow=self.workflow)
        if "area_code" in self.model.model_fields:
            self.visible = _in_own_world(self.visible, self.model)
        wanted = select(self.model).where(self.model.id == bindparam("row_id"))
        self._one = per_actor(lambda actor: wanted.where(self.visible(actor)))

    @property
    def path(self) -> str:
        return f"/{self.plural}"

    def title_for(self, session: Session, actor: Actor, row: Any) -> str:
        """What stands above the record as this viewer sees it."""
        return self.named(session, actor, row) if self.named else self.title(row)

    def get(self, session: Session, actor: Actor, row_id: int) -> Any:
        """The row as this actor; NotFound when it does not exist or may not be seen, without telling which."""
        row = session.exec(self._one(actor), params={"row_id": row_id}).first()
        if row is None:
            raise NotFound
        return row

    def takes_files(self, session: Session, actor: Actor, row: Any) -> bool:
        """Whether this actor may attach and remove files now: as the noun says, else whoever may edit the row."""
        if not actor.may_act or not self.may_write(session, actor, row):
            return False
        if self.may_attach:
            return self.may_attach(session, actor, row)
        return bool(self.edit and actor.can(self.edit.permission, row.area_code) and self.edit.is_open(row))

    def buttons(self, session: Session, actor: Actor, row: Any) -> list[Choice]:
        """What this viewer may do now, each verb with a form of its own as a link to it."""
        if self.workflow is None or not self.workflow.leads_on(row, actor):
            return []
        found = self.workflow.choices(row, actor, self.rule_facts(session, row))
        return [Choice(**{**vars(c), "href": self._form_href(row, c)}) for c in found]

    def _form_href(self, row: Any, choice: Choice) -> str | None:
        move = self.moves.get(choice.verb)
        return f"{self.path}/{row.id}/move/{choice.verb}" if move and move.form else None

    def label_of_event(self, kind: str) -> str:
        """An audit kind such as ``proposal.submit`` as words."""
        verb = kind.split(".", 1)[-1]
        common = {
            "add": "新建",
            "edit": "修改",
            "attach": "添加附件",
            "detach": "移除附件",
            "issue": "出具文书",
            "notice": "发布公示",
        }
        workflow_label = self.workflow.label_of(verb) if self.workflow else None
        return self.event_labels.get(verb) or workflow_label or common.get(verb, verb)


def _in_own_world(visible: Callable[[Actor], ColumnElement[bool]], model: Any) -> Any:
    """Whatever else lets somebody see a row, a rehearsal and real life never meet in one list."""
    return per_actor(lambda actor: and_(visible(actor), same_world(actor, model.area_code)))


NOUNS: dict[str, Noun] = {}


def register(noun: Noun) -> Noun:
    """Make a noun known to everything that reads all of them; called once, where its pages are declared."""
    NOUNS[noun.model.__tablename__] = noun
    return noun


def noun_of(row: SQLModel) -> Noun:
    return NOUNS[str(row.__tablename__)]


@dataclass(frozen=True)
class Link:
    """Another record as a page points at it."""

    label: str
    title: str
    href: str


def link_to(session: Session, actor: Actor, name: str | None, row_id: int | None) -> Link | None:
    """The record of that table, for whoever may see it; None for everybody else, and where there is none."""
    noun = NOUNS.get(name or "")
    if noun is None or not allows(actor, noun.view):
        return None
    try:
        row = noun.get(session, actor, row_id or 0)
    except NotFound:
        return None
    return Link(noun.label, noun.title(row), f"{noun.path}/{row.id}")
