"""Pages: one strict Jinja environment, and the context that every template gets."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from core import clock
from core.access import Actor
from core.i18n import translator
from core.money import format_yuan

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
# What pages give as plain sentences; they are translated here once.
SENTENCES = ("page_title", "note", "site_name")


@dataclass
class Page:
    """What a handler returns to show a template.

    A page that shows once what a form made says in ``again`` where the same form leads when it is sent again.
    """

    template: str
    status: int = 200
    context: dict[str, Any] = field(default_factory=dict)
    again: str = ""

    def __init__(self, template: str, status: int = 200, again: str = "", **context: Any) -> None:
        self.template, self.status, self.again, self.context = template, status, again, context


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
        yuan=_yuan,
        amount=lambda fen: "—" if fen is None else format_yuan(fen),
        on=_on,
        at=_at,
        or_dash=lambda value: "—" if value in (None, "") else value,
    )
    return environment


def _language(context: Context) -> str:
    return "en" if context.get("lang") == "en" else "zh"


@pass_context
def _yuan(context: Context, fen: int | None) -> str:
    unit = " yuan" if _language(context) == "en" else " 元"
    return "—" if fen is None else format_yuan(fen) + unit


@pass_context
def _on(context: Context, day: date | None) -> str:
    return "—" if day is None else clock.format_date(day, _language(context))


@pass_context
def _at(context: Context, instant: datetime | None) -> str:
    return "—" if instant is None else clock.format_datetime(instant, _language(context))


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
    label = translator(actor.lang)
    context = {
        "_": label,
        "lang": actor.lang,
        "large_print": actor.is_large_print,
        "actor": actor,
        "layout": layout_of(actor),
        "server_now": label(clock.format_datetime(clock.now())),
        **shared(),
        **page.context,
    }
    context |= {name: label(context[name]) for name in SENTENCES if isinstance(context.get(name), str)}
    return ENVIRONMENT.get_template(page.template).render(context).encode()
