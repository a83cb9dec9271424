"""Code lists: shipped defaults in each package's defaults.json, which a district may change in the database."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from core.access import ancestors, live_code
from core.db import Stateful, json_field, once
from core.statements import Prepared

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("incubator", "grants", "ratings", "menus")


class CodeList(Stateful, table=True):
    """One list as a district keeps it, in place of the shipped one."""

    __table_args__ = (UniqueConstraint("area_code", "name"),)

    name: str = Field(max_length=40)
    items: list[dict[str, Any]] = json_field()


_KEPT = Prepared(lambda codes: select(CodeList).where(col(CodeList.area_code).in_(codes)))


@cache
def shipped() -> dict[str, Any]:
    """The defaults of all packages by name."""
    found: dict[str, Any] = {}
    for package in PACKAGES:
        path = ROOT / package / "defaults.json"
        if path.exists():
            found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


def items(session: Session | None, area_code: str, name: str) -> list[dict[str, Any]]:
    """The items in force in an area: the nearest district's own list, else the shipped one."""
    own = _own(session, area_code, name)
    if own:
        return own[-1].items
    value = shipped()[name]
    return value["items"] if isinstance(value, dict) else value


def choices(session: Session | None, area_code: str, name: str) -> list[tuple[str, str]]:
    return [(item["code"], item["zh"]) for item in items(session, area_code, name)]


def labels(session: Session | None, area_code: str, name: str) -> dict[str, str]:
    return dict(choices(session, area_code, name))


def find(session: Session | None, area_code: str, name: str, code: str) -> dict[str, Any] | None:
    return next((item for item in items(session, area_code, name) if item["code"] == code), None)


def figures(session: Session | None, area_code: str, name: str) -> dict[str, Any]:
    """A table of figures, such as terms and thresholds: the shipped ones, each replaced by the nearest area's own."""
    found = dict(shipped()[name])
    for row in _own(session, area_code, name):
        found |= {item["code"]: item["value"] for item in row.items}
    return found


def _own(session: Session | None, area_code: str, name: str) -> list[CodeList]:
    """The lists of this name that the area and those above it keep, the nearest last."""
    if session is None:
        return []
    rows = once(session, ("codelists", area_code), lambda: list(_KEPT(session, codes=ancestors(live_code(area_code)))))
    return sorted((row for row in rows if row.name == name), key=lambda row: len(row.area_code.rstrip("0")))
