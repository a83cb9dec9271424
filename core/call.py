"""What a handler may know of a request: parsed once, bounded, the same for pages and API."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, quote

from litestar import Request
from litestar.datastructures import Cookie
from multipart import MultipartError, MultipartParser, parse_options_header
from sqlmodel import Session

from core.access import NOBODY, Actor
from core.errors import Forbidden, Refused, TooLarge
from core.forms import Bound, Choices, Form, check
from core.i18n import translator

if TYPE_CHECKING:
    from core.web import Route

FormT = TypeVar("FormT", bound=Form)
MAX_FIELDS = 3_000
MAX_DEPTH = 40


@dataclass
class Upload:
    """A file as it was sent; its name and type are claims until core.files has looked inside."""

    name: str
    content: bytes


@dataclass
class Call:
    """One request."""

    method: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    form: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Upload]] = field(default_factory=dict)
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = ""
    body_hash: str = ""
    query_string: str = ""
    actor: Actor = NOBODY
    cookies_to_set: list[Cookie] = field(default_factory=list)
    headers_to_set: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    afterwards: list[Callable[[Session], None]] = field(default_factory=list)

    @classmethod
    def bare(cls, request: Request) -> "Call":
        """The request without its body."""
        address = request.client.host if request.client else ""
        return cls(
            method=request.method,
            path=request.url.path,
            query=_pairs(request.scope["query_string"].decode("latin-1")),
            headers={k.lower(): v for k, v in request.headers.items()},
            cookies=dict(request.cookies),
            address=_client(request, address),
            query_string=request.scope["query_string"].decode("latin-1"),
        )

    @property
    def lang(self) -> str:
        """The language of an answer in JSON: for programs what they ask for first, for pages the person's own."""
        first = self.headers.get("accept-language", "")[:2].lower() if self.path.startswith("/api/") else ""
        return {"en": "en", "zh": "zh_CN"}.get(first, self.actor.lang)

    @property
    def wants_json(self) -> bool:
        return self.path.startswith("/api/") or self.headers.get("accept", "").startswith("application/json")

    @property
    def accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")

    @property
    def quoted_target(self) -> str:
        return quote(self.path + ("?" + self.query_string if self.query_string else ""), safe="")

    @property
    def key(self) -> str | None:
        """The idempotency key: a hidden field of the page, a header of the API."""
        return (self.headers.get("idempotency-key") or self.one("form_key") or "")[:80] or None

    @property
    def version(self) -> int | None:
        """The version of the record that the page was made from."""
        text = self.one("version") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def one(self, name: str) -> str | None:
        """The last value of a form field."""
        return self.form.get(name, [None])[-1]

    def asked(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return self.query.get(name, [default])[-1]

    def bind(self, form: type[FormT], choices: Choices | None = None) -> Bound[FormT]:
        """The form with what was typed."""
        return Bound(form, self.form, choices, self.version, self.one("form_key"), translator(self.actor.lang))

    def blank(
        self, form: type[FormT], choices: Choices | None = None, raw: Any = None, version: int | None = None
    ) -> Bound[FormT]:
        """A form to be filled in, perhaps starting from stored content."""
        return Bound(form, raw or {}, choices, version, None, translator(self.actor.lang))

    def body(self, form: type[FormT], choices: Choices | None = None) -> FormT:
        """The JSON body, checked; raises Invalid with every problem."""
        if not isinstance(self.json, dict):
            raise Refused("请求正文应是一个 JSON 对象。")
        return check(form, self.json, choices)


def _client(request: Request, address: str) -> str:
    """The caller's address: a forwarded one is believed only from a proxy that the settings name."""
    site = getattr(request.app.state, "site", None)
    forwarded = request.headers.get("x-forwarded-for", "")
    if site and address in site.trusted_proxies and forwarded:
        return forwarded.split(",")[-1].strip()[:45]
    return address


def _pairs(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, encoding="utf-8", errors="replace")
    except ValueError:
        raise TooLarge("表单的项目太多。") from None


def check_origin(call: Call) -> None:
    """Refuse a change that another site asks for: browsers say where a request comes from."""
    if "authorization" in call.headers:
        return
    site = call.headers.get("sec-fetch-site")
    origin = call.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise Forbidden("这个请求来自别的网站，没有执行。")
    if site is None and origin and origin.split("//")[-1] != call.headers.get("host"):
        raise Forbidden("这个请求来自别的网站，没有执行。")


async def read_call(request: Request, route: "Route") -> Call:
    """Read a request within the route's limit and parse its body by type."""
    call = Call.bare(request)
    if not route.is_change:
        return call
    check_origin(call)
    body = await _bounded_body(request, route.body_limit)
    kind, options = parse_options_header(call.headers.get("content-type", ""))
    if kind == "application/json" or (route.is_api and kind not in ("multipart/form-data",)):
        call.json = _parse_json(body)
        call.body_hash = hashlib.sha256(body).hexdigest()
    elif kind == "multipart/form-data":
        _parse_multipart(call, body, options.get("boundary", ""))
    else:
        call.form = _pairs(body.decode("utf-8", errors="replace"))
    if not call.body_hash:
        call.body_hash = _hash_form(call)
    return call


async def _bounded_body(request: Request, limit: int) -> bytes:
    stated = request.headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > limit:
        raise TooLarge(f"上传的内容超过 {limit // 1_000_000 or 1} MB，没有保存。")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(f"上传的内容超过 {limit // 1_000_000 or 1} MB，没有保存。")
        parts.append(part)
    return b"".join(parts)


def _parse_json(body: bytes) -> Any:
    if not body.strip():
        return {}
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused("请求正文不是合法的 JSON。") from None
    if _depth(value) > MAX_DEPTH:
        raise Refused("JSON 嵌套过深。")
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        nested = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [child for group in nested for child in group]
    return depth


def _parse_multipart(call: Call, body: bytes, boundary: str) -> None:
    try:
        for part in MultipartParser(BytesIO(body), boundary, part_limit=MAX_FIELDS, memory_limit=len(body) + 1024):
            if part.filename:
                call.files.setdefault(part.name, []).append(Upload(part.filename[:200], part.raw))
            else:
                call.form.setdefault(part.name, []).append(part.raw.decode("utf-8", errors="replace"))
            part.close()
    except (MultipartError, ValueError):
        raise Refused("上传的内容不完整，请重新选择文件再交一次。") from None


def _hash_form(call: Call) -> str:
    content = {k: v for k, v in call.form.items() if k != "form_key"}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(call.files):
        for upload in call.files[name]:
            digest.update(name.encode() + hashlib.sha256(upload.content).digest())
    return digest.hexdigest()
