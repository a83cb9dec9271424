"""The JSON handlers that every noun has: list, get, add, edit and moves, on the actions of the pages."""

from typing import Any

from litestar.handlers import HTTPRouteHandler
from pydantic import Field
from sqlmodel import Session, col, select

from core.access import Actor
from core.call import Call
from core.errors import Refused
from core.forms import Form, check
from core.nouns import Change, Noun
from core.replies import Json, Reply
from core.resource_pages import _editable, move_row
from core.tables import Asked, conditions_of, filter_choices
from core.web import changes, reads

BASE = "/api/v1"
MAX_ITEMS = 200


class MoveBody(Form):
    """A verb, with its reason, or with the content of its form."""

    verb: str = Field(max_length=40, title="操作")
    reason: str = Field(default="", max_length=2000, title="理由")
    version: int | None = None
    data: dict[str, Any] = Field(default_factory=dict)


def noun_api(noun: Noun) -> list[HTTPRouteHandler]:
    handlers = [_list(noun), _get(noun)]
    if noun.add:
        handlers.append(_add(noun, noun.add))
    if noun.edit:
        handlers.append(_edit(noun, noun.edit))
    if noun.workflow:
        handlers.append(_moves(noun))
    return handlers


def _named(function: Any, noun: Noun) -> Any:
    function.__module__ = f"{noun.model.__module__.rsplit('.', 1)[0]}.api"
    return function


def _shown(noun: Noun, row: Any) -> Any:
    return noun.out.model_validate(row).model_dump(mode="json")


def _list(noun: Noun) -> HTTPRouteHandler:
    def index(session: Session, actor: Actor, call: Call) -> Reply:
        asked = Asked.of(noun.table, call.query)
        conditions = [
            noun.visible(actor),
            *conditions_of(noun.table, asked, filter_choices(session, noun.table, actor)),
        ]
        size = min(max(_number(call.asked("limit"), 50), 1), MAX_ITEMS)
        after = _number(call.asked("after"), 0)
        statement = (
            select(noun.model).where(*conditions, noun.model.id > after).order_by(col(noun.model.id)).limit(size + 1)
        )
        found = list(session.exec(noun.table.join(statement) if noun.table.join else statement))
        following = found[size - 1].id if len(found) > size else None
        return Json({"items": [_shown(noun, row) for row in found[:size]], "after": following})

    return reads(f"{BASE}/{noun.plural}", noun.view, returns=noun.out, is_list=True)(_named(index, noun))


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else default


def _get(noun: Noun) -> HTTPRouteHandler:
    def get(session: Session, actor: Actor, row_id: int) -> Reply:
        return Json(_shown(noun, noun.get(session, actor, row_id)))

    return reads(f"{BASE}/{noun.plural}/{{row_id:int}}", noun.view, returns=noun.out)(_named(get, noun))


def _add(noun: Noun, add: Change) -> HTTPRouteHandler:
    def create(session: Session, actor: Actor, call: Call) -> Reply:
        data = call.body(add.form, noun.choices(session, actor, None))
        return Json(_shown(noun, add.action(session, actor, data)), status=201)

    path = f"{BASE}/{noun.plural}"
    return changes(path, add.permission, creates=True, takes=add.form, returns=noun.out)(_named(create, noun))


def _edit(noun: Noun, edit: Change) -> HTTPRouteHandler:
    def update(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
        row = _editable(noun, edit, session, actor, row_id)
        form = edit.form_for(session, row) if edit.form_for else edit.form
        data = call.body(form, noun.choices(session, actor, row))
        stated = call.json.get("version")
        if stated is not None and not isinstance(stated, int):
            raise Refused("version 应是整数。", field="version")
        edit.action(session, actor, row, data, stated)
        return Json(_shown(noun, row))

    path = f"{BASE}/{noun.plural}/{{row_id:int}}"
    return changes(path, edit.permission, takes=edit.form, returns=noun.out)(_named(update, noun))


def _moves(noun: Noun) -> HTTPRouteHandler:
    def move(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
        row, body = noun.get(session, actor, row_id), call.body(MoveBody)
        declared = noun.moves.get(body.verb)
        if declared and declared.form:
            if body.version is not None and body.version != row.version:
                raise Refused("别人刚刚处理过，请核对最新内容后再操作。", field="version")
            given = {"reason": body.reason, **body.data}
            declared.action(session, actor, row, check(declared.form, given, declared.choices(session, actor, row)))
        else:
            move_row(noun, session, actor, row, body.verb, body.reason, body.version)
        session.refresh(row)
        return Json(_shown(noun, row))

    path = f"{BASE}/{noun.plural}/{{row_id:int}}/moves"
    return changes(path, noun.view, takes=MoveBody, returns=noun.out)(_named(move, noun))
