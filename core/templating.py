"""Pages: one strict Jinja environment, and the context that every template gets."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core import clock
from core.access import Actor
from core.i18n import translator
from core.money import format_yuan

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"


@dataclass
class Page:
    """What a handler returns to show a template."""

    template: str
    status: int = 200
    context: dict[str, Any] = field(default_factory=dict)

    def __init__(self, template: str, status: int = 200, **context: Any) -> None:
        self.template, self.status, self.context = template, status, context


@cache
def asset(name: str) -> str:
    """The address of a static file, with its content hash so that it may be cached for ever."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/static/{name}?v={digest}"


def make_environment() -> Environment:
    """The environment of pages; templates see no more than what they are given."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=1000,
    )
    environment.globals.update(asset=asset)
    environment.filters.update(
        yuan=lambda fen: "—" if fen is None else format_yuan(fen) + " 元",
        on=lambda day: "—" if day is None else clock.format_date(day),
        at=lambda instant: "—" if instant is None else clock.format_datetime(instant),
        or_dash=lambda value: "—" if value in (None, "") else value,
    )
    return environment


ENVIRONMENT = make_environment()


def layout_of(actor: Actor) -> str:
    """Each audience has its shell: the desk of an office, the phone of a team, the judge's table, the public site."""
    roles = {grant.role for grant in actor.grants}
    if not roles:
        return "_layouts/public.html"
    if roles <= {"TEAM"}:
        return "_layouts/applicant.html"
    return "_layouts/judge.html" if roles <= {"JUDGE"} else "_layouts/centre.html"


def render(page: Page, actor: Actor, shared: Callable[[], dict[str, Any]]) -> bytes:
    """The page as bytes, rendered as this viewer."""
    context = {
        "_": translator(actor.lang),
        "lang": actor.lang,
        "large_print": actor.is_large_print,
        "actor": actor,
        "layout": layout_of(actor),
        "server_now": clock.format_datetime(clock.now()),
        **shared(),
        **page.context,
    }
    return ENVIRONMENT.get_template(page.template).render(context).encode()
