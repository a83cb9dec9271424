"""The site: all routes, the shell around every page, and the guard's wiring."""

import hashlib
import importlib
import logging
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from litestar import Litestar, Request, Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from sqlmodel import Session

from core import addresses, storage, vault, virus, worker
from core.access import NOBODY, PUBLIC, Actor, allows, area_name
from core.accounts import queries as account_queries
from core.accounts.pages import Policy
from core.call import Call
from core.db import Database
from core.errors import AppError, NotFound
from core.i18n import translator
from core.nouns import NOUNS
from core.permissions import ROLES
from core.replies import File, Reply
from core.templating import STATIC
from core.web import Site, as_reply, as_response, reads
from portal.observing import Observed
from portal.settings import Settings
from portal.watching.pages import Watchers

log = logging.getLogger("miaopu")

FEATURES = (
    "core.accounts",
    "core.proof",
    "core.notices",
    "core.schemes",
    "core.files",
    "core.issued",
    "core.jobs",
    "incubator.people",
    "incubator.followups",
    "incubator.groups",
    "incubator.needs",
    "incubator.bases",
    "incubator.services",
    "incubator.activities",
    "grants.funds",
    "grants.contests",
    "grants.questions",
    "grants.builder",
    "grants.presets",
    "grants.precheck",
    "grants.twins",
    "grants.budgets",
    "grants.past",
    "grants.proposals",
    "grants.coauthors",
    "grants.backing",
    "grants.asking",
    "grants.partners",
    "grants.inviting",
    "grants.paper",
    "grants.coaching",
    "grants.drafting",
    "grants.versions",
    "grants.panels",
    "grants.sheets",
    "grants.transcripts",
    "grants.judging",
    "grants.moderation",
    "grants.hosting",
    "grants.minutes",
    "grants.wall",
    "grants.rounds",
    "grants.timetable",
    "grants.copies",
    "grants.renewals",
    "grants.insight",
    "grants.conflicts",
    "grants.judges",
    "grants.assignments",
    "grants.awards",
    "grants.letters",
    "grants.decisions",
    "grants.projects",
    "grants.payments",
    "grants.rehearsals",
    "ratings.schemes",
    "ratings.assessments",
    "ratings.stars",
    "menus.items",
    "menus.orders",
    "menus.purchases",
    "portal.desk",
    "portal.public",
    "portal.dossier",
    "portal.system",
    "portal.watching",
)
SECTIONS = ("工作台", "孵化培育", "公益微创投", "星级评定", "服务点单", "系统")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": b"camera=(self), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
}


def handlers() -> list[Any]:
    """The handlers of every feature, pages and API."""
    found: list[Any] = [static]
    for feature in FEATURES:
        for kind in ("pages", "api"):
            try:
                module = importlib.import_module(f"{feature}.{kind}")
            except ModuleNotFoundError as missing:
                if missing.name and not f"{feature}.{kind}".startswith(missing.name):
                    raise
                continue
            found += module.HANDLERS
            MENU.extend(entry for entry in getattr(module, "MENU", ()) if entry not in MENU)
    return found


@cache
def _static_names() -> frozenset[str]:
    """The files that may be asked for; the fonts are for printing only."""
    found = (path.relative_to(STATIC) for path in STATIC.rglob("*") if path.is_file())
    return frozenset(str(path) for path in found if "fonts" not in path.parts)


@cache
def _static_file(name: str) -> tuple[bytes, str, str]:
    content = (STATIC / name).read_bytes()
    return (
        content,
        mimetypes.guess_type(name)[0] or "application/octet-stream",
        hashlib.sha256(content).hexdigest()[:20],
    )


@reads("/static/{name:path}", PUBLIC)
def static(call: Call, name: Path) -> Reply:
    wanted = str(name).lstrip("/")
    if wanted not in _static_names():
        raise NotFound("没有这个文件。")
    content, kind, digest = _static_file(wanted)
    is_versioned = "v" in call.query
    call.headers_to_set["ETag"] = f'"{digest}"'
    call.headers_to_set["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_versioned else "public, max-age=600"
    )
    if call.headers.get("if-none-match") == f'"{digest}"':
        return File(b"", "", kind, is_inline=True, status=304)
    return File(content, Path(name).name, kind, is_inline=True)


def configure(settings: Settings) -> None:
    """Tell the kernel what this machine decides."""
    vault.configure(settings.secret)
    storage.configure(settings.uploads)
    addresses.configure(settings.base_url)
    virus.configure(settings.clamd)
    worker.configure(worker.Office(settings.smtp_host, settings.smtp_port, settings.mail_from, settings.anchor_folder))
    Watchers.addresses, Watchers.token = settings.metrics_from, settings.metrics_token
    Watchers.proxies = settings.trusted_proxies
    Policy.is_secure, Policy.asks_totp, Policy.base_url = settings.is_secure, settings.asks_totp, settings.base_url


def make_app(settings: Settings, database: Database | None = None) -> Litestar:
    """The application on one database."""
    configure(settings)
    database = database or Database(settings.database_url)
    shell = Shell(settings)
    site = Site(database, shell.identify, shell.shared, settings.is_secure, settings.trusted_proxies)
    app = Litestar(
        route_handlers=handlers(),
        openapi_config=None,
        exception_handlers={HTTPException: _router_error, Exception: _router_error},
        middleware=[],
        on_shutdown=[site.hub.close, lambda: database.close()],
        logging_config=None,
    )
    app.state.site, app.state.settings = site, settings
    guarded = Headers(app.asgi_handler, settings.is_secure, settings.hosts)
    app.asgi_handler = Observed(guarded, settings.trusted_proxies)
    return app


def _router_error(request: Request, error: Exception) -> Response:
    """What the router itself refuses: unknown address, wrong method."""
    site: Site = request.app.state.site
    call = Call.bare(request)
    if isinstance(error, AppError):
        refusal = error
    elif isinstance(error, HTTPException) and error.status_code < 500:
        is_unknown = error.status_code in (400, 404)
        refusal = (
            NotFound("没有这个页面。") if is_unknown else AppError("这个地址不能这样使用。", status=error.status_code)
        )
    else:
        log.error("unforeseen error before a route was found", exc_info=error)
        refusal = AppError("系统遇到了没有预料到的问题，已记录。", status=500)
    return as_response(site, call, NOBODY, as_reply(refusal, call))


class Headers:
    """Security headers on every answer, also on those of the router; an unknown host is refused."""

    def __init__(self, app: Any, is_secure: bool, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, {host.encode() for host in hosts}
        self.headers = dict(HEADERS)
        if is_secure:
            self.headers[b"strict-transport-security"] = b"max-age=31536000"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.hosts and dict(scope["headers"]).get(b"host", b"").split(b":")[0] not in self.hosts:
            await Response("未知的主机名。", status_code=421, media_type="text/plain").to_asgi_response(
                None, Request(scope)
            )(scope, receive, send)
            return

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _value in message["headers"]}
                added = [(k, v) for k, v in self.headers.items() if k not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, sending)


class Shell:
    """What surrounds every page: who is here, the navigation, the name of the site and of the area."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def identify(self, session: Session, call: Call) -> Actor:
        return account_queries.identify(session, call)

    def shared(self, session: Session | None, actor: Actor, call: Call) -> dict[str, Any]:
        label = translator(actor.lang)
        if "flash" in call.cookies:
            call.cookies_to_set.append(Cookie(key="flash", value="", path="/", max_age=0))
        return {
            "path": call.path,
            "query_string": call.query_string,
            "flash": _flash(call),
            "nav": navigation(actor, call.path, label),
            "site_name": label(self.settings.site_name),
            "area_name": _area_name(session, actor),
            "role_label": "、".join(label(ROLES[role].label) for role in sorted(actor.roles)),
            "is_demo": self.settings.is_demo,
        }


def _flash(call: Call) -> list[tuple[str, str]]:
    tone, _bar, text = unquote(call.cookies.get("flash", "")).partition("|")
    return [(tone if tone in ("green", "amber", "red", "blue") else "blue", text[:300])] if text else []


def _area_name(session: Session | None, actor: Actor) -> str:
    code = actor.home()
    if session is None or code is None:
        return ""
    found = area_name(session, code)
    return "" if found == code else found


def navigation(actor: Actor, path: str, label: Any) -> list[dict[str, Any]]:
    """The lists that this actor may open, by section."""
    groups = {section: [] for section in SECTIONS}
    if actor.is_signed_in:
        groups[SECTIONS[0]].append(
            {"label": label("待办"), "href": "/desk", "is_current": path == "/desk", "count": None}
        )
    for noun in NOUNS.values():
        if noun.in_menu and noun.section and actor.is_signed_in and allows(actor, noun.view):
            is_current = path == noun.path or path.startswith(noun.path + "/")
            item = {
                "label": label(noun.list_label or noun.label),
                "href": noun.path,
                "is_current": is_current,
                "count": None,
            }
            groups.setdefault(noun.section, []).append(item)
    for section, title, href, access in MENU:
        if actor.is_signed_in and allows(actor, access):
            groups[section].append({"label": label(title), "href": href, "is_current": path == href, "count": None})
    return [{"label": label(name), "items": items} for name, items in groups.items() if items]


MENU: list[tuple[str, str, str, Any]] = []
