"""Jobs: written in the transaction that asks, run once, safe against a crash, cancelled on request."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from core import clock, mail, worker
from core.accounts.models import Account, AccountStatus
from core.errors import Refused
from core.jobs import actions
from core.jobs.models import Job, JobStatus
from core.permissions import Role
from core.replies import File
from tests import factories

S = JobStatus


@contextmanager
def kind(name, function):
    worker.KINDS[name] = function
    try:
        yield
    finally:
        del worker.KINDS[name]


@pytest.fixture
def owner(database):
    with database.writing() as session:
        return factories.make_actor(session, Role.CENTRE, name="李主任")


def enqueue(database, actor, name, **args):
    with database.writing() as session:
        return actions.enqueue(session, actor, name, "一件事", **args).id


def read(database, job_id):
    with database.reading() as session:
        return session.get_one(Job, job_id)


def test_a_job_exists_exactly_when_its_transaction_does(database, owner):
    with pytest.raises(Refused), database.writing() as session:
        actions.enqueue(session, owner, "t", "一件事")
        raise Refused
    assert worker.run_pending(database) == 0


def test_a_job_runs_as_who_asked_and_keeps_its_result(database, owner):
    seen = []

    def run(work):
        seen.append((work.actor.name, work.actor.roles, work.args))
        work.progress(1, 2, "一半")
        return File(b"result", "结果.txt", "text/plain")

    with kind("t", run):
        job_id = enqueue(database, owner, "t", number=7)
        assert worker.run_pending(database) == 1
    assert seen == [("李主任", frozenset({Role.CENTRE}), {"number": 7})]
    done = read(database, job_id)
    assert (done.status, done.done, done.total, done.result_name) == (S.DONE, 1, 2, "结果.txt")
    assert worker.run_pending(database) == 0


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(Refused("没有可以导出的内容。"), "没有可以导出的内容。"), (ZeroDivisionError(), "没有预料到")],
)
def test_a_job_that_fails_says_why(database, owner, error, sentence):
    def run(work):
        raise error

    with kind("t", run):
        job_id = enqueue(database, owner, "t")
        worker.run_pending(database)
    failed = read(database, job_id)
    assert failed.status == S.FAILED
    assert sentence in failed.error


def test_an_unknown_kind_and_a_disabled_owner_fail(database, owner):
    unknown = enqueue(database, owner, "nothing")
    worker.run_pending(database)
    assert "没有“nothing”这种任务" in read(database, unknown).error
    with kind("t", lambda work: None):
        job_id = enqueue(database, owner, "t")
        with database.writing() as session:
            session.get_one(Account, owner.account_id).status = AccountStatus.DISABLED
        worker.run_pending(database)
    assert "已停用" in read(database, job_id).error


def test_a_lost_worker_is_replaced_and_may_no_longer_report(database, owner):
    """The process dies after claiming: nobody takes the job until its lease ran out, then somebody does."""
    job_id = enqueue(database, owner, "t")
    with database.writing() as session:
        dead = actions.claim(session)
    with kind("t", lambda work: File(b"second", "b.txt", "text/plain")):
        assert worker.run_pending(database) == 0
        with clock.clock_at(clock.now() + timedelta(minutes=6)):
            assert worker.run_pending(database) == 1
    with database.writing() as session:
        assert not actions.report(session, dead, 1, 1, "")
        assert not actions.finish(session, dead, File(b"first", "a.txt", "text/plain"))
    assert (read(database, job_id).status, read(database, job_id).result_name) == (S.DONE, "b.txt")


def test_a_job_that_kills_three_workers_is_given_up(database, owner):
    job_id = enqueue(database, owner, "t")
    start = clock.now()
    for crash in range(4):
        with clock.clock_at(start + timedelta(minutes=6 * crash)), database.writing() as session:
            assert (actions.claim(session) is None) == (crash == 3)
    assert read(database, job_id).status == S.FAILED


def test_a_cancelled_job_stops_and_leaves_nothing(database, owner):
    def run(work):
        with database.writing() as session:
            actions.cancel(session, owner, session.get_one(Job, work.job.id))
        assert work.is_cancelled()
        with work.writing() as session:
            mail.send(session, "a@example.org", "不该发出", "x")

    with kind("t", run):
        job_id = enqueue(database, owner, "t")
        worker.run_pending(database)
    assert read(database, job_id).status == S.CANCELLED
    with database.reading() as session:
        assert session.exec(select(mail.OutboxMail)).all() == []


@pytest.mark.concurrency
def test_eight_workers_run_each_of_forty_jobs_once(database, owner):
    ran, lock = [], threading.Lock()

    def run(work):
        with lock:
            ran.append(work.args["number"])

    with kind("t", run):
        for number in range(40):
            enqueue(database, owner, "t", number=number)
        threads = [threading.Thread(target=worker.run_pending, args=(database,)) for _number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        worker.run_pending(database)
    assert sorted(ran) == list(range(40))


def test_the_worker_thread_runs_what_comes_and_stops(database, owner):
    done = threading.Event()
    with kind("t", lambda work: done.set()):
        running = worker.Worker(database, poll_every=0.05).start()
        enqueue(database, owner, "t")
        assert done.wait(20)
        running.stop()


def test_scheduled_kinds_are_enqueued_when_their_time_has_come(database):
    first = worker.enqueue_scheduled(database)
    assert first == len(worker.SCHEDULE)
    assert worker.enqueue_scheduled(database) == 0
    worker.run_pending(database)
    with clock.clock_at(clock.now() + timedelta(minutes=2)):
        assert worker.enqueue_scheduled(database) == 1


def test_the_anchor_job_writes_the_heads(database, owner, tmp_path):
    worker.configure(worker.Office(anchor_folder=tmp_path / "anchors"))
    enqueue(database, owner, "anchor")
    worker.run_pending(database)
    assert "990105" in (tmp_path / "anchors" / "anchors.txt").read_text()


def test_an_export_holds_what_its_owner_sees(browser, database):
    centre = browser(Role.ADMIN)
    place = centre.post("/jobs/export/accounts", {"query": "status=ACTIVE", "form_key": "x1"}).headers["location"]
    page = centre.get(place)
    assert (page.status_code, "hx-trigger" in page.text, "取消任务" in page.text) == (200, True, True)
    assert worker.run_pending(database) == 1
    state = centre.get(f"{place}/state")
    assert ("hx-trigger" in state.text, "下载结果" in state.text) == (False, True)
    result = centre.get(f"{place}/result")
    rows = list(load_workbook(BytesIO(result.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "姓名"
    assert len(rows) == 2
    assert browser(Role.AUDITOR).get(place).status_code == 200
    assert browser(Role.AUDITOR).get(f"{place}/result").status_code == 404
    assert browser(Role.TEAM).get(place).status_code == 404
    assert browser(Role.AUDITOR).post(f"{place}/cancel").status_code == 404
    assert browser(Role.TEAM).post("/jobs/export/accounts", {"query": ""}).status_code == 404
    assert centre.post(f"{place}/cancel").status_code == 409
    assert centre.get("/jobs").status_code == 200
    assert centre.get("/api/v1/jobs").json()["items"][0]["status"] == "DONE"


def test_a_long_list_is_exported_in_the_background(browser, monkeypatch):
    monkeypatch.setattr("core.resource_pages.INLINE_ROWS", 0)
    page = browser(Role.ADMIN).get("/accounts/export?status=ACTIVE")
    assert (page.status_code, 'value="status=ACTIVE"' in page.text) == (200, True)


def test_a_result_is_kept_for_a_week(database, owner):
    with kind("t", lambda work: File(b"result", "结果.txt", "text/plain")):
        job_id = enqueue(database, owner, "t")
        worker.run_pending(database)
    assert read(database, job_id).result_type == "text/plain"
    for days, is_kept in ((6, True), (8, False)):
        with database.writing() as session:
            actions.forget_results(session, clock.now() + timedelta(days=days) - actions.KEPT_FOR)
            job = session.get_one(Job, job_id)
            assert (job.result_key_id is not None) is is_kept
