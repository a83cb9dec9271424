"""The same form sent many times at once makes one object and gets one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from core.audit import AuditEvent
from core.idempotency import FormKey
from core.permissions import Role
from incubator.people.models import Talent
from tests.core.test_web import FORM, count
from tests.factories import COMMUNITY_A

TIMES = 20


@pytest.fixture
def worker(browser):
    return browser(Role.COMMUNITY, COMMUNITY_A)


def at_once(app, worker, send, times: int = TIMES):
    """What ``times`` clients of one person are answered when they send together."""
    clients = []
    for _ in range(times):
        client = TestClient(app)
        client.cookies.update(worker.http.cookies)
        clients.append(client)
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, clients))


@pytest.mark.concurrency
def test_a_form_sent_twenty_times_at_once_makes_one_object(app, worker, database):
    data = FORM | {"form_key": "pressed twenty times"}
    answers = at_once(app, worker, lambda c: c.post("/talents/new", data=data, follow_redirects=False))
    assert {(a.status_code, a.headers.get("location")) for a in answers} == {(303, "/talents/1")}
    assert count(database, Talent) == count(database, FormKey) == 1
    with database.reading() as session:
        assert len(session.exec(select(AuditEvent).where(AuditEvent.kind == "talent.add")).all()) == 1


@pytest.mark.concurrency
def test_an_api_call_sent_at_once_makes_one_object(app, worker, database):
    headers = {"Idempotency-Key": "a client's key"}
    answers = at_once(app, worker, lambda c: c.post("/api/v1/talents", json=FORM, headers=headers), 8)
    assert [a.status_code for a in answers] == [201] * 8
    assert all(a.json() == answers[0].json() for a in answers) and answers[0].json()["id"] == 1
    assert count(database, Talent) == 1


def test_other_content_under_the_same_key_is_refused(worker, database):
    assert worker.post("/talents/new", FORM | {"form_key": "k"}).status_code == 303
    other = worker.post("/talents/new", FORM | {"form_key": "k", "name": "吴桐"})
    assert other.status_code == 409 and "内容不同" in other.text
    api = worker.post("/api/v1/talents", json=FORM, headers={"Idempotency-Key": "k"})
    assert api.status_code == 409
    assert count(database, Talent) == 1


def test_a_key_belongs_to_one_person(worker, browser, database):
    other = browser(Role.CENTRE)
    for client, phone in ((worker, "13815908301"), (other, "13815908302")):
        assert client.post("/talents/new", FORM | {"form_key": "k", "phone": phone}).status_code == 303
    assert count(database, Talent) == 2


def test_a_refused_form_may_be_mended_and_sent_again(worker, database):
    assert worker.post("/talents/new", FORM | {"form_key": "k", "phone": "12"}).status_code == 422
    assert count(database, FormKey) == 0
    assert worker.post("/talents/new", FORM | {"form_key": "k"}).status_code == 303
    assert count(database, Talent) == 1


def test_forms_without_a_key_are_sent_as_they_are(worker, database):
    assert worker.post("/talents/new", FORM).status_code == 303
    again = worker.post("/talents/new", FORM)
    assert again.status_code == 422 and count(database, Talent) == 1
