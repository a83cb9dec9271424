"""The path of one request: declared access, one transaction, one worker thread from the start to the rendered bytes."""

import gzip
import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlmodel import Session

from core import clock, idempotency
from core.access import NOBODY, Access, Actor, allows
from core.call import Call, read_call
from core.constraints import sentence_of
from core.db import MAX_ID, Database
from core.errors import AppError, Forbidden, NotFound, NotSignedIn, Refused, Unavailable, WrongState
from core.i18n import translator
from core.outages import is_unavailable
from core.replies import File, Json, Moved, Reply
from core.streams import Feed, Hub
from core.templating import Page, render

log = logging.getLogger("miaopu.web")

INJECTED: Final = {"session", "actor", "call"}
COMPRESS_FROM: Final = 1_000


@dataclass(frozen=True)
class Route:
    """One declared route: what the guard, the access table and the OpenAPI document read."""

    method: str
    path: str
    access: Access
    name: str
    creates: bool = False
    takes: Any = None
    returns: Any = None
    is_list: bool = False
    body_limit: int = 1_000_000

    @property
    def is_change(self) -> bool:
        return self.method == "POST"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


ROUTES: list[Route] = []


@dataclass
class Site:
    """What the kernel needs from the composition root."""

    database: Database
    identify: Callable[[Session, Call], Actor]
    shared: Callable[[Session | None, Actor, Call], dict[str, Any]]
    is_secure: bool = False
    trusted_proxies: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        self.hub = Hub(lambda: self.database)


class Lanes:
    """How many requests of one process are worked on at once; who waits does so here, in the order of arrival.

    SQLite lets one transaction write at a time: two dozen threads that ask the file again and again, and each other
    for the interpreter, get through less than one does. Elsewhere a second lane keeps a slow change from holding up
    the others, and no more: they wait for the same rows.
    """

    READING: Final = 24
    WRITING: Final = {True: 1, False: 2}

    def __init__(self, is_sqlite: bool) -> None:
        self.reading = anyio.CapacityLimiter(self.READING)
        self.writing = anyio.CapacityLimiter(self.WRITING[is_sqlite])

    def of(self, route: Route) -> anyio.CapacityLimiter:
        return self.writing if route.is_change else self.reading


_LANES: RunVar[Lanes | None] = RunVar("lanes", None)


def _lanes(site: Site) -> Lanes:
    """Those of this event loop: a server has one; several that shared them would wait for each other for ever."""
    lanes = _LANES.get()
    if lanes is None:
        lanes = Lanes(site.database.is_sqlite)
        _LANES.set(lanes)
    return lanes


@cache
def _from_path(kind: Any) -> Any:
    """Spelt out anew for each of our routes, it took a sixteenth of the start."""
    return FromPath[kind]


def _handler(route: Route, function: Callable[..., Any]) -> HTTPRouteHandler:
    signature = inspect.signature(function)
    wanted = set(signature.parameters) & INJECTED
    named = [p for name, p in signature.parameters.items() if name not in INJECTED]
    shown = [p.replace(annotation=_from_path(p.annotation)) for p in named]

    async def endpoint(request: Request, **path: Any) -> Response:
        site: Site = request.app.state.site
        try:
            call = await read_call(request, route)
            clock.arrive()
        except AppError as refusal:
            call = request.scope["miaopu.call"] = Call.bare(request)
            return as_response(site, call, NOBODY, as_reply(refusal, call))
        request.scope["miaopu.call"] = call
        work = partial(_run, site, route, function, wanted, call, path)
        return await anyio.to_thread.run_sync(work, limiter=_lanes(site).of(route))

    request_parameter = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    by_name = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in shown]
    endpoint.__signature__ = inspect.Signature([request_parameter, *by_name], return_annotation=Response)  # type: ignore[attr-defined]
    endpoint.__annotations__ = {"request": Request, "return": Response} | {p.name: p.annotation for p in shown}
    endpoint.__name__ = function.__name__
    endpoint.__doc__ = function.__doc__
    methods = ["GET", "HEAD"] if route.method == "GET" else ["POST"]
    handler = HTTPRouteHandler(route.path, http_method=methods, include_in_schema=False, status_code=200)(endpoint)
    handler.opt["route"] = route
    return handler


def reads(path: str, access: Access, *, returns: Any = None, is_list: bool = False) -> Callable[..., HTTPRouteHandler]:
    """Declare a GET route: its transaction is read-only, so it cannot write."""

    def declare(function: Callable[..., Any]) -> HTTPRouteHandler:
        name = f"{function.__module__}.{function.__name__}"
        route = Route("GET", path, access, name, returns=returns, is_list=is_list)
        ROUTES.append(route)
        return _handler(route, function)

    return declare


def changes(
    path: str,
    access: Access,
    *,
    creates: bool = False,
    takes: Any = None,
    returns: Any = None,
    body_limit: int = 1_000_000,
) -> Callable[..., HTTPRouteHandler]:
    """Declare a POST route: one write transaction, kept only when the answer is no refusal.

    ``creates`` asks for the idempotency key that the page carries, so that the same form makes one object.
    """

    def declare(function: Callable[..., Any]) -> HTTPRouteHandler:
        name = f"{function.__module__}.{function.__name__}"
        route = Route("POST", path, access, name, creates, takes, returns, body_limit=body_limit)
        ROUTES.append(route)
        return _handler(route, function)

    return declare


class _Undo(Exception):
    """Carries a refusing reply out of the transaction, so that nothing of it is kept."""

    def __init__(self, response: Response) -> None:
        self.response = response


def _run(site: Site, route: Route, function: Callable, wanted: set[str], call: Call, path: dict[str, Any]) -> Response:
    """Answer the call, then write what outlives its transaction, such as the count of a failed sign-in."""
    response = _answer(site, route, function, wanted, call, path)
    if not call.afterwards:
        return response
    try:
        with site.database.writing() as session:
            for work in call.afterwards:
                work(session)
    except Exception as error:
        refusal = _as_refusal(error, call)
        # What was done stays done and is answered so; a failed sign-in that cannot be counted is not told as one.
        return response if response.status_code < 400 else as_response(site, call, NOBODY, as_reply(refusal, call))
    return response


def _answer(
    site: Site, route: Route, function: Callable, wanted: set[str], call: Call, path: dict[str, Any]
) -> Response:
    actor = NOBODY
    try:
        transaction = site.database.writing() if route.is_change else site.database.reading()
        with transaction as session:
            actor = site.identify(session, call)
            _admit(route, actor, call, path)
            given = {"session": session, "actor": actor, "call": call}
            reply = _once(session, route, actor, call, lambda: function(**{k: given[k] for k in wanted}, **path))
            response = as_response(site, call, actor, reply, session)
            if route.is_change and response.status_code >= 400:
                raise _Undo(response)
            return response
    except _Undo as undo:
        return undo.response
    except Exception as error:
        return as_response(site, call, actor, as_reply(_as_refusal(error, call), call))


def _admit(route: Route, actor: Actor, call: Call, path: dict[str, Any]) -> None:
    call.actor = actor
    if not allows(actor, route.access):
        raise Forbidden if actor.is_signed_in else NotSignedIn
    if route.is_change and not actor.may_act:
        raise Forbidden("这个访问令牌只能读取。")
    if any(isinstance(value, int) and not 0 <= value <= MAX_ID for value in path.values()):
        raise NotFound


def _once(session: Session, route: Route, actor: Actor, call: Call, work: Callable[[], Reply]) -> Reply:
    """The handler's reply; for a creating form the stored reply when this key was already used."""
    if not route.creates or not call.key:
        return work()
    earlier = idempotency.claim(session, actor, route.path, call)
    if earlier is not None:
        if route.is_api:
            return Json(idempotency.body_of(earlier, call), status=earlier.status)
        return Moved(earlier.location or "/")
    reply = work()
    if isinstance(reply, Moved):
        idempotency.keep(session, actor, call, location=reply.location)
    elif isinstance(reply, Page) and reply.again:
        idempotency.keep(session, actor, call, location=reply.again)
    elif isinstance(reply, Json) and reply.status < 400:
        idempotency.keep(session, actor, call, status=reply.status, body=reply.content())
    return reply


def _as_refusal(error: Exception, call: Call) -> AppError:
    """Any error as something a person can read; what we did not foresee is logged with its traceback."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, IntegrityError):
        return WrongState(sentence_of(error))
    if isinstance(error, OverflowError | DataError):
        return Refused("有一个数值超出了能保存的范围。")
    if is_unavailable(error):
        log.warning("database unavailable: %s", type(getattr(error, "orig", error)).__name__)
        return Unavailable()
    if isinstance(error, StatementError) and isinstance(error.orig, OverflowError | ValueError | LookupError):
        return Refused("有一个值不能保存，请核对。")
    log.exception("unforeseen error in a handler")
    return AppError("系统遇到了没有预料到的问题，已记录。您可以返回重试。", status=500)


def _problem(refusal: AppError, call: Call) -> dict[str, Any]:
    """The problem document, its sentences in the language that the caller asked for."""
    label = translator(call.lang)
    problem = {"type": "about:blank", "title": type(refusal).__name__, "status": refusal.status}
    problem |= {"detail": label(refusal.sentence)}
    fields = getattr(refusal, "problems", None)
    if fields is None and getattr(refusal, "field", None):
        fields = {refusal.field: refusal.sentence}  # type: ignore[attr-defined]
    if fields:
        problem["errors"] = [{"field": name, "sentence": label(text)} for name, text in fields.items()]
    return problem


def as_reply(refusal: AppError, call: Call) -> Reply:
    """A refusal as a problem document (RFC 9457) or as a page; who is not signed in is led to the door."""
    call.refused = type(refusal).__name__
    if call.wants_json:
        return Json(_problem(refusal, call), status=refusal.status, media_type="application/problem+json")
    if isinstance(refusal, NotSignedIn) and call.method == "GET":
        return Moved(f"/sign-in?next={call.quoted_target}")
    return Page("_errors/error.html", refusal.status, sentence=refusal.sentence, error_status=refusal.status)


def as_response(site: Site, call: Call, actor: Actor, reply: Reply, session: Session | None = None) -> Response:
    """The reply as bytes, compressed here in the worker thread."""
    if isinstance(reply, Feed):
        return _stream(site.hub, reply)
    cookies = list(call.cookies_to_set)
    headers = {"Cache-Control": "no-store", **call.headers_to_set}
    if isinstance(reply, Page):
        body = render(reply, actor, lambda: site.shared(session, actor, call))
        status, kind = reply.status, "text/html; charset=utf-8"
    elif isinstance(reply, Moved):
        body, status, kind = b"", 303, "text/plain"
        headers["Location"] = reply.location
        if reply.flash:
            cookies.append(reply.flash_cookie(site.is_secure))
    elif isinstance(reply, File):
        body, status, kind = reply.content, reply.status, reply.media_type
        headers = reply.headers() | headers
    else:
        body, status, kind = reply.encoded(), reply.status, reply.media_type
    if len(body) > COMPRESS_FROM and call.accepts_gzip and kind.startswith(("text/", "application/json", "image/svg")):
        body = gzip.compress(body, 4, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding, Cookie"}
    return Response(body, status_code=status, media_type=kind, headers=headers, cookies=cookies)


def _stream(hub: Hub, feed: Feed) -> Response:
    """An answer that stays open; proxies are asked not to hold it back."""
    if hub.is_full:
        raise Unavailable
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(hub.listen(feed), media_type="text/event-stream", headers=headers)
