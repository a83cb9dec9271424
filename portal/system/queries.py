"""Reading across all nouns: search, and the description of the API."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import Session, col, select

from core.access import Actor, allows, per_actor
from core.audit import AuditEvent
from core.codelists import CodeList
from core.mail import OutboxMail
from core.nouns import NOUNS, Noun
from core.permissions import Permission
from core.resource_api import BASE
from core.search import matches
from core.tables import Col, Table
from core.web import ROUTES, Route
from core.workdays import WorkdayOverride
from grants.assignments.models import AssignmentPlan
from grants.panels.models import Declaration, Panel, PanelSeat, PanelStatus
from grants.sheets.models import Sheet

PER_NOUN = 8
AUDIT_PAGE = 100


@per_actor
def lists_visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.within(CodeList.area_code, Permission.SETTINGS_MANAGE)


def override_of(session: Session, on: date) -> WorkdayOverride:
    return session.exec(select(WorkdayOverride).where(WorkdayOverride.on == on)).one()


def list_overrides(session: Session) -> list[WorkdayOverride]:
    return list(session.exec(select(WorkdayOverride).order_by(col(WorkdayOverride.on).desc()).limit(200)))


def outbox(session: Session) -> list[OutboxMail]:
    """What was or will be mailed, newest first."""
    return list(session.exec(select(OutboxMail).order_by(col(OutboxMail.id).desc()).limit(100)))


SEALED = (Sheet, Declaration, PanelSeat, AssignmentPlan)


def open_panels(session: Session, chain: str) -> list[Panel]:
    """The panels of a district whose round is not closed; the one that closes last stands first."""
    district = f"{chain}000000"
    still = (Panel.area_code == district, Panel.status != PanelStatus.CLOSED)
    return list(session.exec(select(Panel).where(*still).order_by(col(Panel.due_at).desc())))


def _is_sealed() -> ColumnElement[bool]:
    """Events about the sheets, declarations and seats of a round that is not closed: who judges how is not told yet."""
    still = select(Panel.id).where(Panel.status != PanelStatus.CLOSED)
    return or_(
        *(
            and_(
                AuditEvent.noun == model.__tablename__,
                col(AuditEvent.noun_id).in_(select(model.id).where(col(model.panel_id).in_(still))),
            )
            for model in SEALED
        )
    )


def audit_events(session: Session, actor: Actor, before: int) -> list[AuditEvent]:
    """Events of the chains of the actor's districts, newest first, from a place on; none of a round still sealed."""
    chains = {prefix[:6] for prefix in actor.areas(Permission.AUDIT_VIEW)}
    chosen = select(AuditEvent).where(col(AuditEvent.chain).in_(chains), not_(_is_sealed()))
    if before:
        chosen = chosen.where(AuditEvent.id < before)
    return list(session.exec(chosen.order_by(col(AuditEvent.id).desc()).limit(AUDIT_PAGE)))


CODE_LISTS = Table(
    model=CodeList,
    columns=(
        Col("name", "列表", col(CodeList.name), is_sortable=True),
        Col("area_code", "适用区域", col(CodeList.area_code)),
        Col("created_at", "建立时间", col(CodeList.created_at), kind="datetime", is_sortable=True),
    ),
    search=CodeList.name,
    empty_text="本区使用系统自带的列表。需要时可以建立自己的。",
)


@dataclass(frozen=True)
class Hit:
    """One record that was found."""

    noun: Noun
    title: str
    href: str


def search(session: Session, actor: Actor, query: str) -> list[Hit]:
    """The records of every noun that match and that this actor may see, a few of each."""
    if not query.strip():
        return []
    found = []
    for noun in NOUNS.values():
        if noun.table.search is None or not noun.in_menu or not allows(actor, noun.view):
            continue
        chosen = select(noun.model).where(noun.visible(actor), matches(noun.table.search, query))
        chosen = noun.table.join(chosen) if noun.table.join else chosen
        rows = session.exec(chosen.order_by(col(noun.model.id).desc()).limit(PER_NOUN))
        found += [Hit(noun, noun.title_for(session, actor, row), f"{noun.path}/{row.id}") for row in rows]
    return found


def openapi(base_url: str) -> dict[str, Any]:
    """The API as an OpenAPI 3.1 document, made from the routes as they are declared."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for route in ROUTES:
        if route.path.startswith(BASE):
            path = route.path.replace(":int", "").replace(":str", "")
            paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "苗圃 API", "version": "1", "description": "与页面同一套权限、规则和记录。"},
        "servers": [{"url": base_url}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()} {route.path}".replace("/", "_").replace("{", "").replace("}", ""),
        "summary": route.name.rsplit(".", 2)[0].split(".")[-1] + " " + route.name.rsplit(".", 1)[-1],
        "tags": [route.path.removeprefix(BASE + "/").split("/")[0]],
        "x-access": str(route.access),
        "parameters": _parameters(route),
        "responses": _responses(route, schemas),
    }
    if route.takes is not None:
        content = {"application/json": {"schema": _schema(route.takes, schemas)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    found = []
    for part in route.path.split("/"):
        if part.startswith("{"):
            name, kind = part.strip("{}").split(":")
            schema = {"type": "integer", "minimum": 1} if kind == "int" else {"type": "string"}
            found.append({"name": name, "in": "path", "required": True, "schema": schema})
    if route.is_list:
        texts = {"q": "查找", "after": "上一页最后一条的 id", "limit": "条数，最多 200"}
        found += [{"name": n, "in": "query", "description": d, "schema": {"type": "string"}} for n, d in texts.items()]
    if route.creates:
        key = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 80}}
        found.append(key | {"description": "同一个键只建立一条记录"})
    return found


def _responses(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    problem = {
        "description": "没有办理，原因见 detail",
        "content": {"application/problem+json": {"schema": {"type": "object"}}},
    }
    shown: dict[str, Any] = {"description": "成功"}
    if route.returns is not None:
        schema = _schema(route.returns, schemas)
        if route.is_list:
            items = {"items": {"type": "array", "items": schema}, "after": {"type": ["integer", "null"]}}
            schema = {"type": "object", "properties": items}
        shown["content"] = {"application/json": {"schema": schema}}
    status = "201" if route.creates and route.method == "POST" else "200"
    return {status: shown, **{code: problem for code in ("401", "403", "404", "409", "422")}}


def _schema(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, str]:
    """A reference to the model's schema, which is put among the components with all that it names."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, inner in schema.pop("$defs", {}).items():
        schemas.setdefault(name, inner)
    schemas.setdefault(model.__name__, schema)
    return {"$ref": f"#/components/schemas/{model.__name__}"}
