"""Alive, ready, counted and told: what those who run the system see, without a word of what people wrote."""

import base64
import io
import json
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from core import clock, mail
from core.access import SYSTEM
from core.jobs import actions as job_actions
from core.permissions import Role
from portal import logs, metrics
from portal.watching.pages import Watchers
from tests import factories

NAME, PHONE = "欧阳望舒", "13812345678"
WORDS = (NAME, PHONE, "secret-words-of-a-person")
EVIL = f'{NAME}\r\n{{"level": "INFO", "event": "forged"}}\x1b[2J\x00\u2028{PHONE} secret-words-of-a-person'
LINE = re.compile(r"[\x20-\x7e]+")


@pytest.fixture
def told():
    """What is logged meanwhile, as the process would write it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Line())
    handler.addFilter(lambda record: record.name.startswith(("miaopu", "uvicorn", "py.warnings")))  # not the client's
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def problems_of(written: str) -> list[str]:
    """What is wrong with a log: a line that is no JSON object, a control character, a word that a person wrote."""
    found = [f"not printable: {line!r}" for line in written.splitlines() if not LINE.fullmatch(line)]
    for line in written.split("\n")[:-1]:
        try:
            record = json.loads(line)
        except ValueError:
            found.append(f"not JSON: {line!r}")
            continue
        said = json.dumps(record, ensure_ascii=False)
        found += [f"{word} is told" for word in WORDS if word in said]
        found += [f"no {name}" for name in ("at", "level", "from", "event", "process") if name not in record]
    return found


def ask_in_every_place(client) -> None:
    """The words of a person in the path, the query, headers, cookies, forms, JSON and names of files."""
    quoted = {"q": EVIL, "next": EVIL}
    client.get(f"/talents/{NAME}{PHONE}")
    client.get("/accounts", params=quoted)
    client.get(f"/link/{PHONE}-secret-words-of-a-person")
    client.get("/talents", params=quoted)
    client.get("/search", params=quoted)
    client.get("/desk", headers={"User-Agent": PHONE, "Referer": f"/search?q={PHONE}", "X-Request-ID": PHONE * 2})
    client.post("/sign-in", {"sign_in": PHONE, "password": "secret-words-of-a-person", "code": EVIL})
    client.post("/talents/new", {"name": EVIL, "phone": PHONE, "form_key": EVIL[:40]})
    client.post("/attachments/talent/1", {"caption": EVIL}, files={"file": (NAME + ".pdf", PHONE.encode())})
    client.post("/api/v1/talents", content=json.dumps({"name": EVIL}), headers={"content-type": "application/json"})
    client.post("/api/v1/funds", content=EVIL.encode(), headers={"content-type": "application/json"})


@pytest.mark.parametrize("engine", ["sqlite"])
def test_no_word_of_a_person_is_in_the_log(browser, told):
    for client in (browser(), browser(Role.COMMUNITY, factories.COMMUNITY_A), browser(Role.CENTRE)):
        ask_in_every_place(client)
    written = told.getvalue()
    assert problems_of(written) == []
    records = [json.loads(line) for line in written.splitlines()]
    requests = [record for record in records if record["event"] == "request"]
    assert len(requests) >= 24
    assert {"route", "method", "status", "ms", "request"} <= set(requests[0])
    assert {"/sign-in", "/talents/new", "/search", "/api/v1/talents"} <= {record["route"] for record in requests}
    assert any(record.get("refused") == "Forbidden" and record["account"] for record in requests)


def _raise(error: Exception) -> None:
    raise error


def test_an_error_is_told_by_its_kind_and_place_alone(told, database):
    """Messages of databases quote the values: the statement, the parameters, the key that exists already."""
    try:
        try:
            with database.reading() as session:
                session.connection().execute(text(f"SELECT '{NAME}' FROM no_such_table WHERE a = :b"), {"b": PHONE})
        except Exception as error:
            raise ValueError(EVIL) from error
    except ValueError:
        logging.getLogger("miaopu.web").exception("unforeseen error in a handler")
    written = told.getvalue()
    assert problems_of(written) == []
    record = json.loads(written)
    assert record["error"][:2] == ["ValueError", "OperationalError" if database.is_sqlite else "ProgrammingError"]
    assert record["where"][-1].startswith("tests/proofs/operations/test_watching.py:")


def test_the_same_errors_are_seen_in_an_ordinary_log():
    """Self-check: the usual format tells all of it and lets a value begin lines of its own."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    try:
        _raise(ValueError(EVIL))
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed for %s", (EVIL,), (ValueError, error, None))
    handler.emit(record)
    found = problems_of(stream.getvalue())
    assert any("not JSON" in problem for problem in found) and any("not printable" in problem for problem in found)
    told = logging.Formatter("%(message)s").format(record)
    assert NAME in told


@pytest.mark.parametrize("engine", ["sqlite"])
def test_each_answer_carries_the_number_of_its_line(browser, told):
    answer = browser().get("/sign-in", headers={"X-Request-ID": "from-the-outside-1"})
    number = answer.headers["x-request-id"]
    assert number != "from-the-outside-1", "only a proxy that the settings name may give it"
    assert [json.loads(line)["request"] for line in told.getvalue().splitlines()] == [number]


# ---- alive, and ready -------------------------------------------------------------------------------------------


def test_ready_says_what_is_missing(browser, database):
    client = browser()
    assert (client.get("/ready").status_code, client.get("/ready").json()) == (200, {"status": "ready"})
    with database.writing() as session:
        job_actions.enqueue(session, SYSTEM, "mail", "发信")
    assert client.get("/ready").status_code == 200
    with clock.clock_at(clock.now() + timedelta(minutes=16)):
        stuck = client.get("/ready")
    assert (stuck.status_code, stuck.json()["problems"]) == (503, ["jobs"])
    with database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    old = client.get("/ready")
    assert (old.status_code, old.json()["problems"]) == (503, ["schema"])
    assert client.get("/health").json() == {"status": "ok"}


def test_ready_notices_that_the_worker_is_gone(browser, database):
    """It asks for mail each minute: when the last time is long ago, nobody runs the jobs."""
    with database.writing() as session:
        job = job_actions.enqueue(session, SYSTEM, "mail", "发信")
        session.connection().execute(
            text("UPDATE job SET status = 'DONE', finished_at = created_at WHERE id = :id"), {"id": job.id}
        )
    assert browser().get("/ready").status_code == 200
    with clock.clock_at(clock.now() + timedelta(minutes=16)):
        assert browser().get("/ready").json()["problems"] == ["jobs"]


def test_a_lost_database_makes_it_unready_but_not_dead(browser, postgresql_database, app):
    from core.db import Database

    app.state.site.database = lost = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")
    assert browser().get("/ready").json()["problems"] == ["database"]
    assert browser().get("/health").status_code == 200
    lost.close()


# ---- counted ----------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(monkeypatch):
    monkeypatch.setattr(Watchers, "token", "a token of the tests")
    monkeypatch.setattr(Watchers, "addresses", frozenset())
    return {"Authorization": "Basic " + base64.b64encode(b"metrics:a token of the tests").decode()}


def samples(answer: str) -> dict[str, float]:
    """The lines of a Prometheus text, parsed as the format says."""
    found = {}
    for line in answer.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# TYPE [a-z_]+ (counter|gauge|histogram)", line)
            continue
        matched = re.fullmatch(r'([a-z_]+\{(?:[a-z_]+="[^"]*",?)+\}) ([0-9.e+-]+)', line)
        assert matched, line
        found[matched[1]] = float(matched[2])
    return found


def value(found: dict[str, float], name: str, **labels: str) -> float:
    wanted = [f'{key}="{text}"' for key, text in labels.items()]
    return sum(v for key, v in found.items() if key.startswith(name + "{") and all(label in key for label in wanted))


def test_the_counts_are_right(browser, database, watched):
    client = browser(Role.CENTRE)
    before = samples(client.get("/metrics", headers=watched).text)
    for _ in range(3):
        client.get("/groups")
    client.get("/groups/999999")
    with database.writing() as session:
        job_actions.enqueue(session, SYSTEM, "mail", "发信")
        mail.send(session, "a@b.example", "题", "文")
    after = samples(client.get("/metrics", headers=watched).text)

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("miaopu_requests_total", route="/groups", status="200", method="GET") == 3
    assert grown("miaopu_requests_total", route="/groups/{row_id:int}", status="404") == 1
    assert grown("miaopu_request_seconds_count", route="/groups") == 3
    assert grown("miaopu_request_seconds_bucket", route="/groups", le="+Inf") == 3
    assert grown("miaopu_jobs_waiting") == 1 and grown("miaopu_outbox_waiting") == 1
    assert value(after, "miaopu_pool_connections_limit") == 40
    assert all('worker="' in name for name in after)


def test_the_buckets_grow_and_the_bounds_are_inclusive():
    counted = metrics.Requests()
    for seconds in (0.005, 0.0051, 0.2, 60.0):
        counted.count("GET", "/a", 200, seconds)
    found = samples("\n".join(counted.lines()))
    wanted = {"0.005": 1, "0.01": 2, "0.1": 2, "0.25": 3, "10.0": 3, "+Inf": 4}
    assert {le: value(found, "miaopu_request_seconds_bucket", le=le) for le in wanted} == wanted


@pytest.mark.parametrize("engine", ["sqlite"])
def test_whoever_is_not_named_cannot_read_the_counts(browser, watched, monkeypatch):
    client = browser(Role.ADMIN)
    wrong = {"Authorization": "Basic " + base64.b64encode(b"metrics:another").decode()}
    assert [client.get("/metrics", headers=headers).status_code for headers in ({}, wrong, watched)] == [404, 404, 200]
    monkeypatch.setattr(Watchers, "token", "")
    empty = {"Authorization": "Basic " + base64.b64encode(b"metrics:").decode()}
    assert client.get("/metrics", headers=empty).status_code == 404, "no token opens nothing"
    monkeypatch.setattr(Watchers, "addresses", frozenset({"testclient"}))
    assert client.get("/metrics").status_code == 200
    through_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=through_a_proxy).status_code == 404, "everybody comes from a proxy's address"
