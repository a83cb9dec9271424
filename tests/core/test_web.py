"""The path of a request: what is refused, how it is told, and what stands on every answer."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from time import sleep

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import Session, select

from core.access import PUBLIC, Area
from core.permissions import Role
from core.replies import Json
from core.web import Route, _handler
from incubator.people.models import Talent
from portal.app import HEADERS
from tests.factories import COMMUNITY_A

FORM = {
    "name": "周小满",
    "area_code": COMMUNITY_A,
    "phone": "138-1590-8301",
    "categories": ["CRAFT"],
    "discover_channel": "VISIT",
    "consent_on": "2026-11-01",
    "consent_channel": "PAPER",
}
STYLESHEET = "/static/app.css"


@pytest.fixture
def worker(browser):
    return browser(Role.COMMUNITY, COMMUNITY_A)


@contextmanager
def probe(app, method: str, function):
    """The application's site with one more route, which the access table does not know."""
    handler = _handler(Route(method, "/probe", PUBLIC, "probe"), function)
    small = Litestar([handler], openapi_config=None, logging_config=None)
    small.state.site = app.state.site
    with TestClient(small) as client:
        yield client


def count(database, model) -> int:
    with database.reading() as session:
        return len(session.exec(select(model.id)).all())


def write_an_area(session: Session):
    session.add(Area(code="990107000000", name="写入", level="DISTRICT"))
    session.flush()
    return Json({})


@pytest.mark.parametrize(("method", "at_once"), [("POST", {"sqlite": 1, "postgresql": 2}), ("GET", {})])
def test_changes_stand_in_line_and_readers_do_not(app, database, method, at_once):
    inside, most, seen = 0, 0, Lock()

    def stay() -> Json:
        nonlocal inside, most
        with seen:
            inside += 1
            most = max(most, inside)
        sleep(0.4)  # time enough for the others to arrive
        with seen:
            inside -= 1
        return Json({})

    with probe(app, method, stay) as client, ThreadPoolExecutor(4) as crowd:
        ask = lambda _: client.request(method, "/probe", headers={"Sec-Fetch-Site": "same-origin"}).status_code  # noqa: E731
        assert {*crowd.map(ask, range(4))} == {200}
    kind = "sqlite" if database.is_sqlite else "postgresql"
    assert most == at_once[kind] if at_once else most > 2


def test_a_get_cannot_write(app, database):
    before = count(database, Area)
    with probe(app, "GET", write_an_area) as client:
        assert client.get("/probe").status_code >= 500
    assert count(database, Area) == before
    with probe(app, "POST", write_an_area) as client:
        assert client.post("/probe").status_code == 200
    assert count(database, Area) == before + 1


def test_a_refusing_answer_keeps_nothing(app, database):
    def refuse(session: Session):
        write_an_area(session)
        return Json({"detail": "不行"}, status=422)

    before = count(database, Area)
    with probe(app, "POST", refuse) as client:
        assert client.post("/probe").status_code == 422
    assert count(database, Area) == before


@pytest.mark.parametrize("path", ["/", "/sign-in", STYLESHEET, "/health"])
def test_head_is_get_without_a_body(browser, path):
    client = browser()
    answer = client.http.head(path)
    assert answer.status_code == client.get(path).status_code == 200
    assert answer.content == b""


def test_static_files_have_a_tag(browser):
    client = browser()
    first = client.get(STYLESHEET)
    assert first.headers["etag"] and first.headers["cache-control"] == "public, max-age=600"
    same = client.get(STYLESHEET, headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(STYLESHEET, headers={"if-none-match": '"other"'}).status_code == 200
    assert "immutable" in client.get(STYLESHEET + "?v=1").headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/../portal/settings.py", "/static/%2e%2e/pyproject.toml", "/static/none.css"])
def test_only_static_files_are_served(browser, path):
    assert browser().get(path).status_code == 404


ANSWERS = [
    ("GET", "/sign-in", 200),
    ("GET", "/desk", 303),
    ("GET", "/nowhere", 404),
    ("GET", STYLESHEET, 200),
    ("GET", "/api/v1/talents", 401),
    ("GET", "/health", 200),
    ("PUT", "/sign-in", 405),
    ("POST", "/talents/new", 401),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_security_headers_stand_on_every_answer(browser, method, path, status):
    answer = browser().http.request(method, path, follow_redirects=False)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name.decode()] == value.decode()
    policy = answer.headers["content-security-policy"]
    assert "'unsafe" not in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/talents", "/talents/new", "/desk", "/account", "/api/v1/talents", "/talents/export"]
)
def test_private_answers_are_never_kept(worker, path):
    answer = worker.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


REFUSED_ORIGINS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver.local"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", REFUSED_ORIGINS, ids=str)
def test_another_site_cannot_change_anything(worker, database, headers):
    refused = worker.http.post("/talents/new", data=FORM, headers=headers, follow_redirects=False)
    assert refused.status_code == 403
    assert "来自别的网站" in refused.text
    assert count(database, Talent) == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}], ids=str)
def test_the_own_site_may(worker, headers):
    assert worker.http.post("/talents/new", data=FORM, headers=headers, follow_redirects=False).status_code == 303


def test_a_body_has_a_limit(worker, browser):
    big = "x" * 1_000_001
    refused = worker.post("/talents/new", FORM | {"skills": big})
    assert refused.status_code == 413 and "1 MB" in refused.text
    assert worker.post("/api/v1/talents", json=FORM | {"skills": big}).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(12))
    assert worker.post("/talents/new", content=chunks).status_code == 413


def test_a_form_has_a_limited_number_of_fields(worker):
    assert worker.post("/talents/new", {f"f{n}": "1" for n in range(5_000)}).status_code == 413
    assert worker.post("/talents/new", FORM | {f"f{n}": "1" for n in range(500)}).status_code == 303


def test_the_api_tells_problems(worker, browser):
    refused = worker.post("/api/v1/talents", json={"name": 5})
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["type"], problem["status"], refused.status_code) == ("about:blank", 422, 422)
    assert problem["title"] and problem["detail"]
    assert all(set(error) == {"field", "sentence"} for error in problem["errors"])
    unknown = worker.get("/api/v1/talents/9")
    assert unknown.json()["status"] == unknown.status_code == 404
    door = browser().get("/api/v1/talents")
    assert (door.status_code, door.headers["content-type"]) == (401, "application/problem+json")
    nowhere = worker.get("/api/v1/nowhere")
    assert (nowhere.status_code, nowhere.headers["content-type"]) == (404, "application/problem+json")


def test_an_unknown_page_is_told_as_a_page(worker):
    answer = worker.get("/nowhere")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text and "<html" in answer.text


NUMBERS = ("9" * 23, "0", str(2**63), str(2**63 - 1), "-1", "1e3", "٣", "%00")


@pytest.mark.parametrize("base", ["/talents/", "/api/v1/talents/"])
def test_no_number_is_an_error(worker, base):
    assert {n: worker.get(base + n).status_code for n in NUMBERS} == dict.fromkeys(NUMBERS, 404)


BODIES = {
    "deep list": "[" * 100_000 + "]" * 100_000,
    "deep object": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "forty-one deep": '{"name":' + "[" * 45 + "]" * 45 + "}",
    "not json": "{",
    "nan": '{"name": NaN}',
    "infinite": json.dumps(FORM, ensure_ascii=False).replace('"周小满"', "1e400"),
    "infinite version": '{"verb": "confirm", "version": 1e400}',
    "list": "[]",
    "text": '"x"',
    "null": "null",
    "number": "1",
    "digits": "9" * 5_000,
    "empty": "",
    "latin": b"\xff\xfe",
    "nul": json.dumps(FORM | {"name": "周\x00满"}),
    "half a pair": json.dumps(FORM | {"name": "周\ud800满"}),
    "nul in a list": json.dumps(FORM | {"categories": ["CRAFT\x00"]}),
    "wrong types": json.dumps({name: {"a": [1]} for name in FORM}),
    "numbers": json.dumps(dict.fromkeys(FORM, 2**70)),
    "lists": json.dumps({name: [] for name in FORM}),
    "nulls": json.dumps(dict.fromkeys(FORM)),
}


@pytest.mark.parametrize("path", ["talents", "groups", "funds", "contests"])
def test_no_body_is_an_error(browser, path):
    client = browser(Role.DISTRICT) if path == "funds" else browser(Role.CENTRE)
    for name, body in BODIES.items():
        content = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        sent = client.post(f"/api/v1/{path}", content=content)
        assert sent.status_code in (400, 413, 422), name
        assert sent.json()["status"] == sent.status_code


HOSTILE = [
    "周\x00满",
    "周\udcff满",
    "\x1b[31m",
    "9" * 300,
    "1e400",
    "-1",
    "٣",
    "2026-13-45",
    "0001-01-01",
    "99999-01-01",
]


def test_no_form_is_an_error(worker):
    for value in (text.encode("utf-8", "surrogateescape") for text in HOSTILE):
        assert worker.post("/talents/new", dict.fromkeys(FORM, value)).status_code == 422
        for name in FORM:
            assert worker.post("/talents/new", FORM | {name: value}).status_code in (303, 422), (name, value)


QUERIES = ("q=%00", "after=%00", "sort=%00", "status=%00", "status=x", "area=%ff", "q=" + "a" * 5_000, "after=bm8")


@pytest.mark.parametrize("path", ["/talents", "/api/v1/talents", "/search", "/talents/export"])
def test_no_address_is_an_error(worker, path):
    for query in (*QUERIES, "before=WyJ2IiwgMSwgMV0", "limit=-1", "limit=9e9", "after=" + "9" * 30):
        assert worker.get(f"{path}?{query}").status_code == 200, query


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"]
)
def test_no_upload_is_an_error(worker, body):
    sent = worker.post("/talents/new", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    assert sent.status_code == 422


def test_other_methods_are_not_allowed(worker):
    for method in ("PUT", "DELETE", "PATCH"):
        assert worker.http.request(method, "/talents/new").status_code == 405
    assert worker.post("/desk").status_code == 405


def test_a_rejected_form_keeps_all_that_was_typed(worker):
    typed = FORM | {"phone": "12", "skills": "剪纸<i>", "notes": "住三楼", "birth_year": "一九五五", "form_key": "kept"}
    refused = worker.post("/talents/new", typed)
    assert refused.status_code == 422
    for value in ("周小满", "剪纸&lt;i&gt;", "住三楼", "一九五五", 'value="kept"', 'value="2026-11-01"'):
        assert value in refused.text
    assert refused.text.count("checked") >= 2 and refused.text.count("selected") >= 2


def test_what_is_large_is_compressed(worker):
    plain = worker.get("/talents/new", headers={"accept-encoding": "identity"})
    packed = worker.get("/talents/new", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert "Cookie" in packed.headers["vary"]
