"""A person who withdraws is gone from the disk: database, log, uploads, temporary files, logs and later backups."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from aiohttp import FormData
from sqlmodel import Session

from core import audit
from core.access import Actor
from core.accounts import queries as account_queries
from core.db import Database
from core.errors import NotFound
from core.files.models import StoredFile
from core.files.queries import content_of
from core.imports import read_sheets
from core.jobs.actions import enqueue
from core.jobs.models import Job, JobStatus
from core.jobs.queries import result_of
from core.permissions import Role
from core.replies import File
from core.tables import spreadsheet
from core.vault import PersonKey
from core.worker import KINDS, Work, run_pending
from incubator.people import actions
from incubator.people.forms import TalentForm
from incubator.people.models import Talent
from portal import backups
from tests import factories
from tests.proofs.server import Server, cli, client, in_a_loop, session_cookie

NAME, PHONE, PINYIN = "欧阳素芬", "13815908377", "ouyangsufen"
NEEDLES = [
    *(text.encode(coding) for text in (NAME, PHONE) for coding in ("utf-8", "utf-16-le", "gb18030")),
    PINYIN.encode(),
    NAME.encode("unicode_escape"),
]
TALENT = {
    "name": NAME,
    "area_code": factories.COMMUNITY_A,
    "phone": PHONE,
    "categories": ["CRAFT"],
    "discover_channel": "VISIT",
    "skills": f"{NAME}会编织",
    "consent_on": "2026-11-01",
    "consent_channel": "PAPER",
}
HEAD = ["姓名", "联系电话", "所在社区", "特长类别", "发现渠道"]


def traces(folder: Path) -> set[str]:
    """The files below a folder that hold one of the needles, archives opened."""
    found = set()
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = path.read_bytes()
        if any(needle in content for needle in NEEDLES):
            found.add(path.relative_to(folder).as_posix())
    return found


class Place:
    """A deployment in a folder of its own: database, uploads, temporary files and logs all lie below it."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.var = folder, folder / "var"
        self.var.mkdir(parents=True)
        (folder / "tmp").mkdir()
        shutil.copy(template, self.var / "miaopu.db")
        self.url = f"sqlite:///{self.var / 'miaopu.db'}"
        self.changed = {"TMPDIR": str(folder / "tmp")}
        database = Database(self.url)
        with database.writing() as session:
            account = factories.make_account(session, Role.COMMUNITY, factories.COMMUNITY_A, "社区工作者")
        self.cookie = session_cookie(database, account)
        database.close()

    def server(self) -> Server:
        return Server(self.url, self.var, changed=self.changed, jobs=True)

    def backup(self) -> Path:
        """A backup made now, taken apart."""
        archive, opened = self.folder / "backup.tar.gz", self.folder / "backup"
        done = cli(self.url, self.var, "backup", str(archive), changed=self.changed)
        assert done.returncode == 0, done.stderr
        backups.unpack(archive, opened)
        return opened


async def live(server: Server, cookie: dict[str, str]) -> None:
    """Everything the system does with a person: entered, repeated, corrected, found, shown, exported, imported."""
    api, key = server.address + "/api/v1/talents", {"Idempotency-Key": "one key"}
    async with client(cookie) as http:
        for _again in range(2):
            async with http.post(api, json=TALENT, headers=key) as made:
                assert made.status == 201, await made.text()
                number = (await made.json())["id"]
        async with http.post(f"{api}/{number}", json={**TALENT, "notes": f"{NAME}住三号楼"}) as edited:
            assert edited.status == 200, await edited.text()
        page = f"{server.address}/talents/{number}"
        async with http.post(f"{page}/reveal", data={"reason": "上门走访"}) as shown:
            assert PHONE in await shown.text()
        for path in (page, f"{server.address}/talents?q={NAME}", f"{server.address}/talents/export?q={NAME}"):
            async with http.get(path) as answer:
                assert answer.status == 200
        await import_a_list(http, server)


async def import_a_list(http, server: Server) -> None:
    rows = [[NAME, PHONE, "银杏里社区", "手工非遗", "日常走访"]]
    form = {"consent_on": "2026-11-01", "consent_channel": "PAPER", "discover_channel": "VISIT"}
    sent = FormData(form)
    sent.add_field("file", spreadsheet("能人", HEAD, rows), filename="登记表.xlsx")
    async with http.post(server.address + "/talent-imports/new", data=sent, allow_redirects=False) as made:
        assert made.status == 303, await made.text()
        where = server.address + made.headers["location"]
    async with http.post(where + "/move", data={"verb": "discard", "reason": "重复"}, allow_redirects=False) as gone:
        assert gone.status == 303, await gone.text()


async def withdraw(server: Server, cookie: dict[str, str]) -> None:
    body = {"verb": "withdraw", "reason": "本人要求"}
    async with client(cookie) as http, http.post(server.address + "/api/v1/talents/1/moves", json=body) as done:
        assert done.status == 200, await done.text()


def test_nothing_of_a_person_is_left_on_the_disk(sqlite_template, tmp_path):
    place = Place(tmp_path / "place", sqlite_template)
    with place.server() as server:
        in_a_loop(live(server, place.cookie))
        before = traces(place.folder)
        # Self-check: the same search finds the name while it is there, and never the sealed telephone.
        assert {Path(name).name for name in before} & {"miaopu.db", "miaopu.db-wal"}
        assert not [f for f in place.folder.rglob("*") if f.is_file() and PHONE.encode() in f.read_bytes()]
        in_a_loop(withdraw(server, place.cookie))
        assert traces(place.folder) == set()
    assert traces(place.folder) == set()
    place.backup()
    assert traces(place.folder) == set()
    checked = cli(place.url, place.var, "doctor", changed=place.changed)
    assert checked.returncode == 0, checked.stdout


def test_an_ordinary_database_would_keep_the_name(sqlite_template, tmp_path):
    """Self-check: the same row deleted without zeroing leaves the name in the file."""
    place = Place(tmp_path / "place", sqlite_template)
    database = Database(place.url)
    with database.writing() as session:
        actor = factories.make_actor(session, Role.COMMUNITY, factories.COMMUNITY_A)
        actions.add_talent(session, actor, TalentForm(**TALENT))
    database.sweep()
    database.close()
    connection = sqlite3.connect(place.var / "miaopu.db")
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("DELETE FROM talent")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "var/miaopu.db" in traces(place.folder)


def test_the_chain_holds_after_somebody_was_erased(database, session, tmp_path):
    actor = factories.make_actor(session, Role.COMMUNITY, factories.COMMUNITY_A)
    talent = actions.add_talent(session, actor, TalentForm(**TALENT))
    actions.withdraw(session, actor, talent, "本人要求")
    session.commit()
    assert audit.verify_all(session) == []
    path = tmp_path / "chain.jsonl"
    with path.open("w", encoding="utf-8") as file:
        audit.export(session, "990105", file)
    audit.write_anchor(session, tmp_path)
    assert traces(tmp_path) == set()
    checked = cli(database.url, tmp_path / "var", "verify-audit", str(path), str(tmp_path / "anchors.txt"))
    assert checked.returncode == 0, checked.stdout


def export_of(session: Session, actor: Actor) -> Job:
    return enqueue(session, actor, "export", "导出：能人库", plural="talents", query=f"q={NAME}")


def test_an_export_does_not_outlive_the_person(database):
    with database.writing() as session:
        account = factories.make_account(session, Role.COMMUNITY, factories.COMMUNITY_A)
        actor = account_queries.actor_of(session, account)
        talent = actions.add_talent(session, actor, TalentForm(**TALENT))
        job = export_of(session, actor)
    run_pending(database)
    with database.writing() as session:
        job = session.get_one(Job, job.id)
        # Self-check: until then the export opens and holds the name.
        assert NAME in str(read_sheets(result_of(session, actor, job), "a.xlsx"))
        kept, key_id = session.get_one(StoredFile, job.result_file_id), job.result_key_id
        assert NAME.encode() not in content_of(kept)
        actions.withdraw(session, actor, session.get_one(Talent, talent.id), "本人要求")
    with database.reading() as session:
        job = session.get_one(Job, job.id)
        with pytest.raises(NotFound, match="已经清除"):
            result_of(session, actor, job)
        assert (job.args, job.result_key_id, job.result_file_id) == ({}, None, None)
        assert session.get(PersonKey, key_id) is None


def test_an_export_that_runs_meanwhile_starts_again(database, monkeypatch):
    """It may have read the name before the person was erased; its file is thrown away, and made anew."""
    with database.writing() as session:
        account = factories.make_account(session, Role.COMMUNITY, factories.COMMUNITY_A)
        actor = account_queries.actor_of(session, account)
        talent = actions.add_talent(session, actor, TalentForm(**TALENT))
        job = export_of(session, actor)
    export = KINDS["export"]

    def overtaken(work: Work) -> File | None:
        made = export(work)
        with database.writing() as session:
            if session.get_one(Talent, talent.id).name == NAME:
                actions.withdraw(session, actor, session.get_one(Talent, talent.id), "本人要求")
        return made

    monkeypatch.setitem(KINDS, "export", overtaken)
    run_pending(database)
    with database.reading() as session:
        job = session.get_one(Job, job.id)
        assert (job.status, job.attempts) == (JobStatus.DONE, 2)
        assert NAME not in str(read_sheets(result_of(session, actor, job), "a.xlsx"))


@pytest.mark.parametrize("reads", [True, False])
def test_a_reader_at_that_moment_only_delays_it(sqlite_database, reads):
    """While somebody reads from the log it cannot be emptied; the daily job does it then."""
    with sqlite_database.writing() as session:
        factories.make_account(session, Role.CENTRE)
    if not reads:
        assert sqlite_database.sweep()
        return
    with sqlite_database.reading() as session:
        audit.list_heads(session)
        with sqlite_database.writing() as other:
            factories.make_account(other, Role.CENTRE)
        assert not sqlite_database.sweep()
    assert sqlite_database.sweep()
