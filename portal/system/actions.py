"""Changing what a district may decide: its own lists, its calendar."""

from typing import Any

from sqlmodel import Session

from core import audit, clock, codelists
from core.access import Actor
from core.changes import add, edit, require
from core.codelists import CodeList
from core.db import upsert
from core.errors import Refused
from core.permissions import Permission
from core.workdays import WorkdayOverride
from portal.system import queries
from portal.system.forms import CodeListForm, WorkdayForm

# Lists of plain entries; those whose entries carry rules (caps, percents, steps) keep the shipped facts of each code.
OPEN_LISTS = (
    "talent_categories",
    "discover_channels",
    "filing_types",
    "project_categories",
    "menu_categories",
    "menu_networks",
    "optional_services",
)


def _merged(data: CodeListForm) -> list[dict[str, Any]]:
    """The entries as typed, on top of what is shipped under the same code; no code may vanish that records may hold."""
    shipped = {item["code"]: item for item in codelists.items(None, "", data.name)}
    typed = {row.code: row.model_dump() for row in data.items}
    if len(typed) != len(data.items):
        raise Refused("代码重复。", field="items")
    if missing := shipped.keys() - typed.keys():
        raise Refused(f"不能删除已有的代码：{'、'.join(sorted(missing))}。可以改名。", field="items")
    return [shipped.get(code, {}) | row for code, row in typed.items()]


def own_list(session: Session, actor: Actor, data: CodeListForm) -> CodeList:
    """Put a district's own list in place of the shipped one."""
    require(actor, Permission.SETTINGS_MANAGE, data.area_code)
    if data.name not in OPEN_LISTS:
        raise Refused("这个列表不能在这里修改。", field="name")
    row = CodeList(area_code=data.area_code, name=data.name, items=_merged(data))
    return add(session, actor, row, list=data.name)


def edit_list(session: Session, actor: Actor, row: CodeList, data: CodeListForm, version: int | None) -> None:
    require(actor, Permission.SETTINGS_MANAGE, row.area_code)
    if (data.name, data.area_code) != (row.name, row.area_code):
        raise Refused("不能换成别的列表，请另建。", field="name")
    edit(session, actor, row, {"items": _merged(data)}, version)


def correct_calendar(session: Session, actor: Actor, data: WorkdayForm) -> None:
    """Say that a day is worked, or is not, against the calendar that ships; the last word on a day counts."""
    require(actor, Permission.SETTINGS_MANAGE)
    values = {"is_working": data.is_working, "note": data.note, "created_at": clock.now()}
    upsert(session, WorkdayOverride, {"on": data.on}, values)
    row = queries.override_of(session, data.on)
    audit.record(session, actor, "workday_override.edit", row, on=data.on, is_working=data.is_working)
