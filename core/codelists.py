"""Code lists: shipped defaults in each package's defaults.json, which a district may change in the database."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Text, UniqueConstraint, cast
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


# As text: a page asks for two or three lists of an area that may keep thirty.
_TEXT = cast(col(CodeList.items), Text)
_KEPT = Prepared(
    lambda codes: select(CodeList.name, CodeList.area_code, _TEXT).where(col(CodeList.area_code).in_(codes))
)


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
        return own[-1]
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
    for own in _own(session, area_code, name):
        found |= {item["code"]: item["value"] for item in own}
    return found


def _own(session: Session | None, area_code: str, name: str) -> list[list[dict[str, Any]]]:
    """The lists of this name that the area and those above it keep, the nearest last."""
    if session is None:
        return []
    return once(session, ("codelist", area_code, name), lambda: _read(session, area_code, name))


def _read(session: Session, area_code: str, name: str) -> list[list[dict[str, Any]]]:
    codes = ancestors(live_code(area_code))
    kept = once(session, ("codelists", area_code), lambda: _KEPT(session, codes=codes).all())
    own = sorted((len(area.rstrip("0")), text) for called, area, text in kept if called == name)
    return [json.loads(text) for _depth, text in own]
