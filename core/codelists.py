"""Code lists: shipped defaults in each package's defaults.json, which a district may change in the database."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from core.access import ancestors
from core.db import Stateful, json_field

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("incubator", "grants", "ratings", "menus")


class CodeList(Stateful, table=True):
    """One list as a district keeps it, in place of the shipped one."""

    __table_args__ = (UniqueConstraint("area_code", "name"),)

    name: str = Field(max_length=40)
    items: list[dict[str, Any]] = json_field()


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
    if session is not None:
        rows = session.exec(
            select(CodeList).where(CodeList.name == name, col(CodeList.area_code).in_(ancestors(area_code)))
        )
        nearest = max(rows, key=lambda row: len(row.area_code.rstrip("0")), default=None)
        if nearest:
            return nearest.items
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
    if session is not None:
        here = (CodeList.name == name, col(CodeList.area_code).in_(ancestors(area_code)))
        rows = session.exec(select(CodeList).where(*here))
        for row in sorted(rows, key=lambda one: len(one.area_code.rstrip("0"))):
            found |= {item["code"]: item["value"] for item in row.items}
    return found
