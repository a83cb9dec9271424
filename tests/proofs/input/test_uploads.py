"""Hostile files through the door: refused in under a second and 50 MB, or given back as a harmless download."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from core.db import Database
from core.permissions import Role
from tests import factories
from tests.core.files import samples
from tests.proofs.forms import forms_of
from tests.proofs.line import Answer, Line
from tests.proofs.server import Server, session_cookie

pytestmark = pytest.mark.xdist_group("uploads")

# Files that pass, but that a browser could take for something else if it were allowed to guess.
HARMLESS = [*samples.GOOD.items(), ("=1+1.csv", b"=1+1,@x\r\n")]
MOST_SECONDS = 1.0
MOST_BYTES = 50_000_000


@dataclass
class Desk:
    """A base that takes files, behind one process, and who may send them."""

    line: Line
    pid: int

    def send(self, name: str, content: bytes) -> Answer:
        page = self.line.get("/bases/1")
        form = next(form for form in forms_of(page.text) if form.action.startswith("/attachments/base/"))
        slot = next(control for control in form.controls if control.name == "slot")
        pairs = [("form_key", form.key or ""), ("slot", slot.value or slot.options[-1])]
        return self.line.post(form.action, pairs, [("file", name, content)])

    def memory(self) -> int:
        """The most memory that the server has held at once."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

    def links(self) -> list[str]:
        return [link for link in self.line.get("/bases/1").links if link.startswith("/files/")]


@pytest.fixture(scope="module")
def desk(sqlite_template, tmp_path_factory) -> Iterator[Desk]:
    var = tmp_path_factory.mktemp("uploads")
    (var / "miaopu.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{var / 'miaopu.db'}")
    with database.writing() as session:
        account = factories.make_account(session, Role.CENTRE)
    with Server(database.url, var) as server, Line(server.address, session_cookie(database, account)) as line:
        facts = {"name": "云溪区孵化中心", "area_code": factories.DISTRICT, "desks": "4", "operator": "云溪区中心"}
        assert line.post("/bases/new", facts.items()).status == 303
        yield Desk(line, server.pid)
    database.close()


def test_good_files_come_back_as_downloads_only(desk):
    for name, content in HARMLESS:
        assert desk.send(name, content).status == 303, name
    links = desk.links()
    assert len(links) >= len(HARMLESS) - 2  # equal bytes may be one file
    for link in links:
        answer = desk.line.get(link)
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.kind not in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml")


def test_hostile_files_are_refused_quickly_and_cheaply(desk):
    """Each on its own: answered by a sentence, in a second, without filling memory, and nothing is kept."""
    assert len(samples.BAD) >= 60
    before, wrong = desk.links(), {}
    for name, content in samples.BAD:
        held, started = desk.memory(), time.monotonic()
        answer = desk.send(name.replace("\n", "%0A"), content)
        took, grown = time.monotonic() - started, desk.memory() - held
        if answer.status not in (413, 422) or took > MOST_SECONDS or grown > MOST_BYTES:
            wrong[f"{name[:30]} {len(content)}"] = (answer.status, round(took, 2), grown)
    assert wrong == {}
    assert desk.links() == before


def test_a_file_that_is_no_trouble_is_kept(desk):
    """Self-check: the same way of sending keeps a good file, so the refusals above are not of the form."""
    before = desk.links()
    assert desk.send("又一个.png", samples.image("PNG", (33, 44))).status == 303
    assert len(desk.links()) == len(before) + 1
