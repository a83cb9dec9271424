"""Every request is counted and told in one line: which route, what answer, how long, and for which account number."""

import logging
import re
import secrets
import time
from typing import Any

from portal.logs import request_id
from portal.metrics import REQUESTS

log = logging.getLogger("miaopu.request")

GIVEN = re.compile(rb"[A-Za-z0-9-]{8,64}")
QUIET = ("/static/{name:path}", "/health", "/ready", "/metrics")
"""Routes of which only what went wrong is told: they are asked all the time and nobody's work is in them."""


class Observed:
    """Around the whole application: gives the request its number, and tells of it once it is answered.

    A number that a proxy in front has given is kept, so that its log and ours can be read together. The address of
    the caller, what was asked for and what was sent are nobody's business here: only the declared route is told.
    """

    def __init__(self, app: Any, trusted_proxies: frozenset[str]) -> None:
        self.app, self.trusted_proxies = app, trusted_proxies

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, began, status = self._number(scope), time.perf_counter(), 500
        ended: float | None = None
        token = request_id.set(number)

        async def sending(message: Any) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                if any(value.startswith(b"text/event-stream") for _name, value in message["headers"]):
                    ended = time.perf_counter()  # how long somebody listens afterwards is no measure of ours
                message = {**message, "headers": [*message["headers"], (b"x-request-id", number.encode())]}
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            _tell(scope, status, (ended or time.perf_counter()) - began)
            request_id.reset(token)

    def _number(self, scope: Any) -> str:
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        is_trusted = bool(scope.get("client")) and scope["client"][0] in self.trusted_proxies
        return given.decode() if is_trusted and GIVEN.fullmatch(given) else secrets.token_hex(8)


def _tell(scope: Any, status: int, seconds: float) -> None:
    handler = scope.get("route_handler")
    declared = handler.opt.get("route") if handler is not None else None
    route = declared.path if declared else "-"
    method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "-"
    REQUESTS.count(method, route, status, seconds)
    if route in QUIET and status < 400:
        return
    call = scope.get("miaopu.call")
    facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    if call is not None:
        facts |= (
            {"account": call.actor.account_id, "refused": call.refused}
            if call.refused
            else {"account": call.actor.account_id}
        )
    log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra={"facts": facts})
