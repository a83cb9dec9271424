"""What handlers return besides a page: a redirect, a file, or JSON."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar.datastructures import Cookie
from pydantic import BaseModel

from core.streams import Feed
from core.templating import Page


@dataclass
class Moved:
    """Go there next, after a change (303); ``flash`` is the sentence shown once on arrival."""

    location: str
    flash: str | None = None
    tone: str = "green"

    def flash_cookie(self, is_secure: bool) -> Cookie:
        value = quote(f"{self.tone}|{self.flash}")
        return Cookie(key="flash", value=value, path="/", httponly=True, samesite="lax", secure=is_secure, max_age=60)


@dataclass
class File:
    """Bytes to download: always an attachment, never run by the browser."""

    content: bytes
    name: str
    media_type: str = "application/octet-stream"
    is_inline: bool = False
    status: int = 200

    def headers(self) -> dict[str, str]:
        if self.is_inline:
            return {}
        disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(self.name, safe='')}"
        return {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox; default-src 'none'"}


@dataclass
class Json:
    """A JSON answer."""

    value: Any
    status: int = 200
    media_type: str = "application/json"

    def content(self) -> Any:
        return _plain(self.value)

    def encoded(self) -> bytes:
        return json.dumps(self.content(), ensure_ascii=False, default=str).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


Reply = Page | Moved | File | Json | Feed
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
