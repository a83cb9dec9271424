"""Files on records: who may add, see and remove them, over pages and API."""

import re
import socket
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from core import audit, clock, storage, virus
from core.access import NOBODY, SYSTEM, Area
from core.call import Upload
from core.errors import Refused
from core.files import actions, queries
from core.files.models import StoredFile
from core.notices.actions import lodge_objection, publish_notice
from core.notices.forms import ObjectionForm
from core.notices.pages import OBJECTIONS
from core.permissions import Role
from tests import factories

TEXT = Upload("说明.txt", "情况说明".encode())


def make_objection(session):
    thing = session.exec(select(Area).where(Area.code == factories.DISTRICT)).one()
    thing.__dict__["area_code"] = factories.DISTRICT
    given = {"thing": thing, "kind": "x", "title": "立项公示", "body": "现予以公示，欢迎监督。"}
    notice = publish_notice(session, SYSTEM, **given)
    form = ObjectionForm(content="第 2 项的预算与往年活动重复。", name="王芳", phone="13812345678", agree=True)
    return lodge_objection(session, NOBODY, notice, form)


@pytest.fixture
def objection(database):
    with database.writing() as session:
        return make_objection(session)


def test_equal_bytes_are_kept_once(session, uploads):
    one = make_objection(session)
    for _time in range(3):
        actions.attach(session, SYSTEM, one, TEXT, "evidence")
    assert len(session.exec(select(StoredFile)).all()) == 1
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1
    assert len(queries.list_attachments(session, "objection", one.id)) == 3
    assert len(queries.list_attachments(session, "objection", one.id, "finding")) == 0
    assert audit.verify_all(session) == []


def test_what_people_read_of_a_file(session, actor):
    one, centre = make_objection(session), actor(Role.CENTRE)
    attachment = actions.attach(session, centre, one, TEXT, "evidence", "原件照片")
    today = clock.format_date(clock.today())
    assert queries.files_of(session, centre, OBJECTIONS, one) == [
        {
            "name": "说明.txt",
            "href": f"/files/{attachment.id}",
            "note": f"原件照片 · 证明材料 · TXT · 12 字节 · {today} · 未经病毒扫描",
            "remove_href": f"/attachments/{attachment.id}/remove",
        }
    ]
    assert queries.files_of(session, actor(Role.DISTRICT), OBJECTIONS, one)[0]["remove_href"] is None


def test_damage_and_loss_are_noticed(session, uploads):
    one = make_objection(session)
    actions.attach(session, SYSTEM, one, TEXT, "evidence")
    (path,) = [path for path in uploads.rglob("*") if path.is_file()]
    path.write_bytes(b"changed")
    with pytest.raises(storage.Damaged):
        storage.get(path.name)
    path.unlink()
    with pytest.raises(storage.Missing):
        storage.get(path.name)


def test_an_object_store_serves_as_well():
    storage.configure("memory:///uploads")
    name = storage.put(b"bytes")
    assert storage.get(name) == b"bytes"
    with pytest.raises(storage.Missing):
        storage.get("0" * 64)


def test_uploads_never_lie_under_static():
    with pytest.raises(ValueError, match="static"):
        storage.configure(storage.STATIC / "uploads")


def test_a_record_takes_a_hundred_files(session, monkeypatch):
    monkeypatch.setattr(actions, "MAX_PER_RECORD", 2)
    one = make_objection(session)
    for number in range(2):
        actions.attach(session, SYSTEM, one, Upload("a.txt", f"{number}".encode()))
    with pytest.raises(Refused, match="最多 2 个"):
        actions.attach(session, SYSTEM, one, TEXT)


def test_an_account_does_not_fill_the_disk(session, actor, monkeypatch):
    monkeypatch.setattr(actions, "MAX_PER_DAY", 2_000_000)
    one, mei, lan = make_objection(session), actor(Role.CENTRE), actor(Role.CENTRE)
    half = Upload("a.txt", b"x" * 1_000_000)
    for _ in range(2):  # equal bytes are kept once and counted each time
        actions.attach(session, mei, one, half)
    with pytest.raises(Refused, match="一天最多上传 2 MB"):
        actions.attach(session, mei, one, TEXT)
    actions.attach(session, lan, one, half)
    with clock.clock_at(clock.now() + timedelta(days=1, seconds=1)):
        actions.attach(session, mei, one, half)


class Clamd(threading.Thread):
    """A daemon that answers each INSTREAM with one line."""

    def __init__(self, answer):
        super().__init__(daemon=True)
        self.answer, self.server = answer, socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"

    def run(self):
        connection, _address = self.server.accept()
        with connection:
            received = b""
            while not received.endswith(b"\0\0\0\0"):
                received += connection.recv(65_536)
            connection.sendall(self.answer)
        self.server.close()


@pytest.mark.parametrize(("answer", "found"), [(b"stream: OK\0", virus.CLEAN), (b"stream: error\0", virus.NOT_SCANNED)])
def test_clamd_is_asked_where_there_is_one(answer, found):
    daemon = Clamd(answer)
    daemon.start()
    virus.configure(daemon.address)
    try:
        assert virus.scan(b"x" * 200_000) == found
        daemon.join()
    finally:
        virus.configure("")
    assert virus.scan(b"x") == virus.NOT_SCANNED


def test_what_clamd_finds_is_refused_and_its_absence_is_not_hidden():
    daemon = Clamd(b"stream: Eicar-Test-Signature FOUND\0")
    daemon.start()
    virus.configure(daemon.address)
    try:
        with pytest.raises(Refused, match="病毒"):
            virus.scan(b"x")
        daemon.join()
        assert virus.scan(b"x") == virus.NOT_SCANNED
    finally:
        virus.configure("")


def test_the_page_takes_shows_and_removes_files(browser, objection):
    centre, path = browser(Role.CENTRE), f"/attachments/objection/{objection.id}"
    files = [("file", ("核查.txt", b"a")), ("file", ("台账.csv", b"a,b"))]
    sent = centre.post(path, {"slot": "finding", "caption": "台账", "form_key": "u1"}, files=files)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/objections/{objection.id}#files")
    page = centre.get(f"/objections/{objection.id}")
    first, second = re.findall(r"/files/(\d+)", page.text)
    assert centre.get(f"/files/{first}").content == b"a"
    assert centre.post(f"/attachments/{first}/remove").status_code == 303
    assert centre.get(f"/files/{first}").status_code == 404
    assert centre.post(f"/attachments/{first}/remove").status_code == 404
    assert browser(Role.DISTRICT).post(f"/attachments/{second}/remove").status_code == 403


@pytest.mark.parametrize(
    ("data", "files", "sentence"),
    [
        ({"slot": "finding"}, {"file": ("图.svg", b"<svg/>")}, "SVG"),
        ({"slot": "other"}, {"file": ("a.txt", b"a")}, "类别"),
        ({"slot": "finding"}, {"other": ("a.txt", b"a")}, "请先选择文件"),
    ],
)
def test_a_refused_upload_shows_the_record_and_why(browser, objection, data, files, sentence):
    answer = browser(Role.CENTRE).post(f"/attachments/objection/{objection.id}", data, files=files)
    assert (answer.status_code, sentence in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        (Role.CENTRE, factories.DISTRICT, 303),
        (Role.DISTRICT, factories.DISTRICT, 403),
        (Role.AUDITOR, factories.DISTRICT, 403),
        (Role.CENTRE, factories.OTHER_DISTRICT, 404),
        (Role.TEAM, factories.DISTRICT, 404),
        (Role.JUDGE, factories.DISTRICT, 404),
    ],
)
def test_who_may_add(browser, objection, role, area, status):
    files = {"file": ("核查.txt", b"a")}
    answer = browser(role, area).post(f"/attachments/objection/{objection.id}", {"slot": "finding"}, files=files)
    assert answer.status_code == status


def test_unknown_nouns_and_too_much_are_refused(browser, objection):
    centre = browser(Role.CENTRE)
    assert centre.post("/attachments/nothing/1", files={"file": ("a.txt", b"a")}).status_code == 404
    assert centre.post("/attachments/objection/999", files={"file": ("a.txt", b"a")}).status_code == 404
    too_much = {"file": ("a.txt", b"a" * 12_000_001)}
    assert centre.post(f"/attachments/objection/{objection.id}", files=too_much).status_code == 413
    assert browser().post(f"/attachments/objection/{objection.id}", files={"file": ("a.txt", b"a")}).status_code == 401


def test_the_api_does_the_same(browser, objection):
    centre = browser(Role.CENTRE)
    data = {"noun": "objection", "id": str(objection.id), "slot": "finding", "caption": "台账"}
    made = centre.post("/api/v1/attachments", data, files={"file": ("台账.csv", b"a,b")})
    assert made.status_code == 201, made.text
    assert (made.json()["media_type"], made.json()["size"]) == ("text/csv", 3)
    listed = centre.get(f"/api/v1/attachments?noun=objection&id={objection.id}").json()["items"]
    assert listed == [made.json()]
    assert centre.get(made.json()["href"]).content == b"a,b"
    assert centre.get(f"/api/v1/attachments/{made.json()['id']}").json() == made.json()
    assert browser(Role.TEAM).get(made.json()["href"]).status_code == 404
    assert browser(Role.TEAM).get(f"/api/v1/attachments?noun=objection&id={objection.id}").status_code == 404
    assert centre.get("/api/v1/attachments").status_code == 422
    bad = centre.post("/api/v1/attachments", data, files={"file": ("a.exe", b"MZ")})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "file")
