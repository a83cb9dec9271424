"""The HTML handlers that every noun has: list, export, show, new, edit and move."""

from datetime import date, datetime
from typing import Any

from litestar.handlers import HTTPRouteHandler
from pydantic import Field
from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.call import Call
from core.errors import Forbidden, NotFound, Refused
from core.files.queries import files_of
from core.forms import Bound, Form, content_of, spread
from core.i18n import translator
from core.issued.queries import documents_of
from core.nouns import Change, Noun
from core.replies import XLSX, File, Moved, Reply
from core.tables import export, is_longer_than, listing
from core.templating import Page
from core.told import column_labels, told_changes
from core.web import changes, reads
from core.workflow import Choice

INLINE_ROWS = 5_000


class MoveForm(Form):
    """A verb with its reason."""

    verb: str = Field(max_length=40, title="操作")
    reason: str = Field(default="", max_length=2000, title="理由")


def noun_pages(noun: Noun) -> list[HTTPRouteHandler]:
    """The handlers of a noun; what a noun does not declare has no route."""
    handlers = [_list(noun), _export(noun), _show(noun)]
    if noun.add:
        handlers += [_new(noun, noun.add), _create(noun, noun.add)]
    if noun.edit and not noun.edit.page:
        handlers += [_edit(noun, noun.edit), _update(noun, noun.edit)]
    if noun.workflow:
        handlers.append(_move(noun))
        if any(move.form for move in noun.moves.values()):
            handlers += [_ask(noun), _act(noun)]
    return handlers


def _named(function: Any, noun: Noun) -> Any:
    function.__module__ = f"{noun.model.__module__.rsplit('.', 1)[0]}.pages"
    return function


def _list(noun: Noun) -> HTTPRouteHandler:
    def index(session: Session, actor: Actor, call: Call) -> Reply:
        label = translator(actor.lang)
        title = label(noun.list_label or noun.label)
        found = listing(session, noun.table, actor, noun.visible(actor), call.query, noun.path, title, label)
        may_add = noun.add is not None and actor.can(noun.add.permission)
        if may_add and noun.add:
            found.empty_action = (label(noun.add.label), f"{noun.path}/new")
        beside = noun.beside_list(session, actor)
        return Page(noun.list_template, noun=noun, listing=found, may_add=may_add, page_title=title, **beside)

    return reads(noun.path, noun.view)(_named(index, noun))


def _export(noun: Noun) -> HTTPRouteHandler:
    def download(session: Session, actor: Actor, call: Call) -> Reply:
        title = translator(actor.lang)(noun.list_label or noun.label)
        if is_longer_than(session, noun.table, actor, noun.visible(actor), call.query, INLINE_ROWS):
            key = Bound(MoveForm, {}).key
            return Page("core/jobs/export.html", noun=noun, page_title=title, query=call.query_string, form_key=key)
        content = export(session, noun.table, actor, noun.visible(actor), call.query, title, translator(actor.lang))
        return File(content, f"{title}-{clock.today().isoformat()}.xlsx", XLSX)

    return reads(f"{noun.path}/export", noun.view)(_named(download, noun))


def record_context(noun: Noun, session: Session, actor: Actor, row: Any) -> dict[str, Any]:
    """What the page of a record shows: state, buttons, facts, timeline."""
    may_edit = bool(noun.edit and actor.can(noun.edit.permission, row.area_code) and noun.edit.is_open(row))
    may_edit = may_edit and noun.may_write(session, actor, row)
    return {
        "noun": noun,
        "row": row,
        "page_title": noun.title_for(session, actor, row),
        "state": noun.workflow.state(row.status) if noun.workflow else None,
        "choices": _choices(noun, session, actor, row, may_edit),
        "facts": told_facts(noun, session, actor, row),
        "timeline": timeline(noun, session, actor, row),
        "move_href": f"{noun.path}/{row.id}",
        "edit_href": f"{noun.path}/{row.id}/{noun.edit.page or 'edit'}" if may_edit and noun.edit else None,
        "version": getattr(row, "version", 1),
        "form_key": Bound(MoveForm, {}).key,
        **_files(noun, session, actor, row),
        **_documents(noun, session, actor, row),
        **noun.show(session, actor, row),
    }


def told_facts(noun: Noun, session: Session, actor: Actor, row: Any) -> list[tuple[str, Any]]:
    """The facts of a record in words."""
    return [(label, _told(value, translator(actor.lang))) for label, value in noun.facts(session, actor, row)]


def _choices(noun: Noun, session: Session, actor: Actor, row: Any, may_edit: bool) -> list[Choice]:
    """The buttons of the workflow, without the one that the edit button already offers by the same name."""
    found = noun.buttons(session, actor, row)
    return [choice for choice in found if not (may_edit and noun.edit and choice.label == noun.edit.label)]


def _told(value: Any, label: Any) -> Any:
    """A fact in words: yes and no, days and instants, what an enum means; text stays as it is."""
    if isinstance(value, bool):
        return label("是") if value else label("否")
    if isinstance(value, datetime):
        return label(clock.format_datetime(value))
    if isinstance(value, date):
        return label(clock.format_date(value))
    return label(value.label) if hasattr(value, "label") else value


def _files(noun: Noun, session: Session, actor: Actor, row: Any) -> dict[str, Any]:
    """The attachments of a noun that takes any, and where this viewer may send more."""
    if not noun.slots:
        return {}
    upload = None
    if noun.takes_files(session, actor, row):
        action = f"/attachments/{row.__tablename__}/{row.id}"
        upload = {"action": action, "slots": noun.slots, "key": Bound(MoveForm, {}).key}
    return {"files": files_of(session, actor, noun, row), "upload": upload}


def _documents(noun: Noun, session: Session, actor: Actor, row: Any) -> dict[str, Any]:
    """The documents that were issued for the record."""
    found = documents_of(session, actor, noun, row)
    return {"docs": found} if found else {}


def timeline(noun: Noun, session: Session, actor: Actor, row: Any) -> list[dict[str, Any]]:
    """The audit rows of a record as the timeline draws them."""
    label = translator(actor.lang)
    events = audit.timeline(session, row.__tablename__, row.id)
    has_changes = any((event.data or {}).get("changes") for event in events)
    names, choices = column_labels(noun), noun.choices(session, actor, row) if has_changes else {}
    found = []
    for event in events:
        data = event.data or {}
        changed = data.get("changes") or {}
        state = noun.workflow.state(data["after"]) if noun.workflow and data.get("after") else None
        found.append(
            {
                "at": label(clock.format_datetime(event.at)),
                "ago": "",
                "who": event.actor_name or label("系统"),
                "on_behalf_of": event.on_behalf_of,
                "what": label(noun.label_of_event(event.kind)),
                "reason": data.get("reason"),
                "changes": told_changes(noun, names, choices, changed, label),
                "tone": state.tone if state else "grey",
            }
        )
    return found


def _show(noun: Noun) -> HTTPRouteHandler:
    def show(session: Session, actor: Actor, row_id: int) -> Reply:
        row = noun.get(session, actor, row_id)
        return Page(noun.show_template, **record_context(noun, session, actor, row))

    return reads(f"{noun.path}/{{row_id:int}}", noun.view)(_named(show, noun))


def _form_page(
    noun: Noun,
    form: Bound,
    action: str,
    label: str,
    row: Any = None,
    status: int = 200,
    note: str = "",
    named: str = "",
) -> Page:
    back = f"{noun.path}/{row.id}" if row is not None else noun.path
    title = f"{form._(named)} · {form._(label)}" if row is not None else label
    return Page(
        noun.form_template,
        status,
        noun=noun,
        form=form,
        action=action,
        label="保存" if row is not None and label == "修改" else label,
        row=row,
        back=back,
        page_title=title,
        note=note,
    )


def _status_of(form: Bound) -> int:
    return 409 if form.is_stale else 422


def _new(noun: Noun, add: Change) -> HTTPRouteHandler:
    def new(session: Session, actor: Actor, call: Call) -> Reply:
        form = call.blank(add.form, noun.choices(session, actor, None), _prefilled(add, call))
        return _form_page(noun, form, f"{noun.path}/new", add.label, note=noun.form_note)

    return reads(f"{noun.path}/new", add.permission)(_named(new, noun))


def _prefilled(add: Change, call: Call) -> dict[str, list[str]]:
    """Values that a link may carry into a new form, such as the group an activity belongs to."""
    return {name: values for name, values in call.query.items() if name in add.form.model_fields}


def _create(noun: Noun, add: Change) -> HTTPRouteHandler:
    def create(session: Session, actor: Actor, call: Call) -> Reply:
        form = call.bind(add.form, noun.choices(session, actor, None))
        with form.catching(session):
            row = add.action(session, actor, form.value)
            return Moved(f"{noun.path}/{row.id}", f"已保存：{noun.title(row)}")
        return _form_page(noun, form, f"{noun.path}/new", add.label, status=_status_of(form), note=noun.form_note)

    return changes(f"{noun.path}/new", add.permission, creates=True, takes=add.form)(_named(create, noun))


def _editable(noun: Noun, edit: Change, session: Session, actor: Actor, row_id: int) -> Any:
    row = noun.get(session, actor, row_id)
    if not actor.can(edit.permission, row.area_code) or not noun.may_write(session, actor, row):
        raise Forbidden
    if not edit.is_open(row):
        raise Refused("现在的状态下不能修改。")
    return row


def _edit(noun: Noun, edit: Change) -> HTTPRouteHandler:
    def edit_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
        row = _editable(noun, edit, session, actor, row_id)
        raw = spread(edit.form, content_of(edit.form, row))
        form = call.blank(edit.form, noun.choices(session, actor, row), raw, row.version)
        return _form_page(
            noun,
            form,
            f"{noun.path}/{row_id}/edit",
            edit.label,
            row,
            note=noun.form_note,
            named=noun.title_for(session, actor, row),
        )

    return reads(f"{noun.path}/{{row_id:int}}/edit", edit.permission)(_named(edit_form, noun))


def _update(noun: Noun, edit: Change) -> HTTPRouteHandler:
    def update(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
        row = _editable(noun, edit, session, actor, row_id)
        form = call.bind(edit.form, noun.choices(session, actor, row))
        with form.catching(session):
            edit.action(session, actor, row, form.value, call.version)
            return Moved(f"{noun.path}/{row_id}", "已保存。")
        return _form_page(
            noun,
            form,
            f"{noun.path}/{row_id}/edit",
            edit.label,
            row,
            _status_of(form),
            noun.form_note,
            named=noun.title_for(session, actor, row),
        )

    return changes(f"{noun.path}/{{row_id:int}}/edit", edit.permission, takes=edit.form)(_named(update, noun))


def move_row(
    noun: Noun, session: Session, actor: Actor, row: Any, verb: str, reason: str | None, version: int | None
) -> None:
    """Take a verb that asks for no form of its own."""
    move = noun.moves.get(verb)
    if move and move.form:
        raise Refused("这个操作需要填写表单。")
    if version is not None and version != row.version:
        noun.workflow.fire(session, actor, row, verb, reason, version=version)  # type: ignore[union-attr]
    if move:
        move.action(session, actor, row, reason)
    else:
        noun.workflow.fire(session, actor, row, verb, reason, noun.rule_facts(session, row), version)  # type: ignore[union-attr]


def _move(noun: Noun) -> HTTPRouteHandler:
    def move(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
        row = noun.get(session, actor, row_id)
        verb = call.one("verb") or ""
        label = noun.workflow.label_of(verb) or ""  # type: ignore[union-attr]
        form = call.bind(MoveForm)
        with form.catching(session):
            move_row(noun, session, actor, row, verb, call.one("reason"), call.version)
            return Moved(_after_move(noun, session, actor, row), f"已完成：{label}")
        session.refresh(row)
        context = record_context(noun, session, actor, row)
        return Page(noun.show_template, _status_of(form), **context | {"problem": "".join(form.problems.values())})

    return changes(f"{noun.path}/{{row_id:int}}/move", noun.view)(_named(move, noun))


def _after_move(noun: Noun, session: Session, actor: Actor, row: Any) -> str:
    """Back to the record, or to the list when the move took it out of the mover's sight."""
    try:
        noun.get(session, actor, row.id)
    except NotFound:
        return noun.path
    return f"{noun.path}/{row.id}"


def _asking(noun: Noun, session: Session, actor: Actor, row_id: int, verb: str) -> tuple[Any, Any]:
    row, move = noun.get(session, actor, row_id), noun.moves.get(verb)
    if move is None or move.form is None:
        raise NotFound
    if not noun.workflow.lets(actor, verb, row):  # type: ignore[union-attr]
        raise Forbidden  # what the form offers to choose from is not for everybody who sees the record
    return row, move


def _ask(noun: Noun) -> HTTPRouteHandler:
    def ask(session: Session, actor: Actor, call: Call, row_id: int, verb: str) -> Reply:
        row, move = _asking(noun, session, actor, row_id, verb)
        form = call.blank(move.form, move.choices(session, actor, row), _prefilled_move(move.form, row), row.version)
        return _form_page(
            noun,
            form,
            f"{noun.path}/{row_id}/move/{verb}",
            noun.workflow.label_of(verb) or verb,
            row,
            named=noun.title_for(session, actor, row),
        )  # type: ignore[union-attr]

    return reads(f"{noun.path}/{{row_id:int}}/move/{{verb:str}}", noun.view)(_named(ask, noun))


def _prefilled_move(form: Any, row: Any) -> dict[str, list[str]]:
    return spread(form, form.from_thing(row)) if hasattr(form, "from_thing") else {}


def _act(noun: Noun) -> HTTPRouteHandler:
    def act(session: Session, actor: Actor, call: Call, row_id: int, verb: str) -> Reply:
        row, move = _asking(noun, session, actor, row_id, verb)
        label = noun.workflow.label_of(verb) or verb  # type: ignore[union-attr]
        form = call.bind(move.form, move.choices(session, actor, row))
        with form.catching(session):
            if call.version is not None and call.version != row.version:
                raise Refused("别人刚刚处理过，请核对最新内容后再操作；您填写的内容还在。")
            move.action(session, actor, row, form.value)
            return Moved(_after_move(noun, session, actor, row), f"已完成：{label}")
        session.refresh(row)
        return _form_page(
            noun,
            form,
            f"{noun.path}/{row_id}/move/{verb}",
            label,
            row,
            _status_of(form),
            named=noun.title_for(session, actor, row),
        )

    return changes(f"{noun.path}/{{row_id:int}}/move/{{verb:str}}", noun.view, body_limit=12_000_000)(_named(act, noun))
