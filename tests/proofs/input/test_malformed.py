"""No input gives a 5xx: every route is given numbers, signs, types and bodies that nobody should send."""

import re
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from core.nouns import NOUNS
from core.web import ROUTES, Route
from portal.app import handlers
from tests.proofs.figures import figure

pytestmark = pytest.mark.xdist_group("input")

handlers()
PARAMETER = re.compile(r"\{\w+:(\w+)\}")
NUMBERS = ("1", "0", "9" * 23, "9223372036854775807", "9223372036854775808", "１", "1e400", "-1", "%00")
TEXTS = ("x", "%00", "..%2f..%2fetc", "a" * 3_000, "%F0%9F%8C%B1", "%C3%28", "'%20OR%201=1--")
QUERIES = (
    "",
    "?page=1e400&after=%00&sort=-%00&q=%25%00_&status=%F0%9F%8C%B1",
    "?after=" + "A" * 2_000,
    "?q=" + "字" * 900,
)
# The gate asks every route with every second of these, proving with all.
NUMBERS, TEXTS = NUMBERS[:: figure(2, 1)], TEXTS[:: figure(2, 1)]
DEEP = "[" * 100_000 + "]" * 100_000
BODIES = (
    "", "null", "[]", "1", '"x"', "{", DEEP, '{"a":' * 5_000 + "1" + "}" * 5_000, "1e400", "NaN", '{"version": 1e400}',
    '{"version": "x", "verb": 1, "data": []}', '{"verb": "\\u0000", "reason": "\\ud800"}', "\x00",
    '{"a": "' + "字" * 9_000 + '"}',
)  # fmt: skip
MULTIPARTS = (
    b"",
    b"--x",
    b"--x\r\n\r\n",
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\n\xff\r\n--x--',
)
SAME = {"Sec-Fetch-Site": "same-origin"}
LEFT_OUT = {"/sign-out", "/account/sessions/end"}
FORMS = ({}, {"version": "9" * 23, "verb": "\x00", "reason": "\x00" * 9}, {"x.999999999999.y": "1", "rows.-1.a": "２"})


def addresses(route: Route) -> Iterator[str]:
    """The route with each value that its parameters should not have, and once with ordinary ones."""
    kinds = [kind for kind in PARAMETER.findall(route.path)]
    for value in (NUMBERS if "int" in kinds else ()) + (TEXTS if set(kinds) - {"int"} else ()) or ("",):
        fill = lambda found, value=value: value if (found[1] == "int") == (value in NUMBERS) else "1"  # noqa: E731
        yield PARAMETER.sub(fill, route.path)


def broken(client: TestClient, method: str, address: str, **sent: object) -> str | None:
    """What was asked, when the answer is the server's fault."""
    answer = client.request(method, address, follow_redirects=False, headers=SAME | sent.pop("headers", {}), **sent)
    return f"{answer.status_code} {method} {address[:90]} {str(sent)[:60]}" if answer.status_code >= 500 else None


def faults_of(client: TestClient, route: Route) -> list[str]:
    if route.method == "GET":
        asked = [
            ("GET", a + q, {}) for a in addresses(route) for q in (QUERIES if a.endswith(("1", route.path)) else ("",))
        ]
    elif route.is_api:
        json_body = {"headers": {"Content-Type": "application/json"}}
        asked = [("POST", a, json_body | {"content": b}) for a in [*addresses(route)][:2] for b in BODIES]
    else:
        asked = [("POST", a, {"data": f}) for a in [*addresses(route)][:3] for f in FORMS]
        odd = {"Content-Type": "multipart/form-data; boundary=x"}
        asked += [("POST", next(addresses(route)), {"content": c, "headers": odd}) for c in MULTIPARTS]
    return [fault for method, address, sent in asked if (fault := broken(client, method, address, **sent))]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_route_falls_over(client: TestClient, method: str) -> None:
    routes = [route for route in ROUTES if route.method == method and route.path not in LEFT_OUT]
    assert len(routes) > 100
    assert [fault for route in routes for fault in faults_of(client, route)] == []
    assert client.get("/desk", follow_redirects=False).status_code == 200  # asked as somebody until the end


def test_a_handler_that_falls_over_is_found(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Self-check: the same questions find a handler that trusts its number."""
    route = next(route for route in ROUTES if route.path == "/groups/{row_id:int}" and route.method == "GET")
    before = NOUNS["community_group"]._one
    NOUNS["community_group"]._one = lambda actor: 1 / 0
    try:
        assert faults_of(client, route)
    finally:
        NOUNS["community_group"]._one = before
    caplog.clear()
