"""One person's line to the server: paths, headers and bodies go out exactly as they are written."""

import http.client
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

LINKS = re.compile(r"""<a\b[^>]*\bhref="(/[^"#]*)""")
File = tuple[str, str, bytes]
"""The field, the name that the sender states, and the content."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def has_failed(self) -> bool:
        """Whether the server could not answer; that it is not ready, for no job is run here, is an answer."""
        return self.status >= 500 and not self.body.startswith(b'{"status": "not ready"')

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def links(self) -> list[str]:
        return [unescape(link) for link in LINKS.findall(self.text)] if "html" in self.kind else []


class Line:
    """Keeps one connection open; sends no cookie that it was not given."""

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None, headers: Mapping[str, str] = {}) -> None:
        self.host = urlsplit(address).netloc
        self.cookies = dict(cookies or {})
        self.headers = dict(headers)
        self._line = http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}) -> Answer:
        """Send and read; a line that the server closed meanwhile is opened anew."""
        try:
            return self._ask(method, path, body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._line.close()
            return self._ask(method, path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Host": self.host, "Sec-Fetch-Site": "same-origin", **self.headers, **headers}
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        self._line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            self._line.putheader(name, value)
        if body is not None:
            self._line.putheader("Content-Length", str(len(body)))
        self._line.endheaders(body)
        with self._line.getresponse() as answer:
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def get(self, path: str, headers: Mapping[str, str] = {}) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(
        self,
        path: str,
        pairs: Iterable[tuple[str, str]] = (),
        files: Sequence[File] = (),
        headers: Mapping[str, str] = {},
    ) -> Answer:
        """A form as a browser sends it."""
        kind, body = multipart(pairs, files) if files else ("application/x-www-form-urlencoded", urlencode([*pairs]))
        sent = body if isinstance(body, bytes) else body.encode()
        return self.ask("POST", path, sent, {"Content-Type": kind, **headers})

    def call(self, path: str, value: Any, headers: Mapping[str, str] = {}) -> Answer:
        """A JSON call."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/json", **headers})

    def close(self) -> None:
        self._line.close()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def multipart(pairs: Iterable[tuple[str, str]], files: Sequence[File]) -> tuple[str, bytes]:
    """The body of a form with files: names go out as they are, which no library would do."""
    mark = secrets.token_hex(12)
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in pairs]
    parts += [
        f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode() + content
        for field, name, content in files
    ]
    body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={mark}", body + f"--{mark}--\r\n".encode()
