"""A backup made while people work comes back whole in another place, and an archive that was touched does not pass."""

import asyncio
import io
import json
import re
import shutil
import sqlite3
import tarfile
import threading
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

import aiohttp
import pypdf
import pytest
from sqlalchemy import make_url, text
from sqlmodel import func, select

from core import audit, storage
from core.access import SYSTEM
from core.audit import AuditEvent
from core.db import Database
from core.errors import Refused
from core.files.actions import store
from core.files.models import StoredFile
from core.ledger import Fund, open_fund
from portal import backups, doctor
from portal.settings import load
from tests import factories
from tests.conftest import _admin, _named
from tests.core.files.samples import PDF
from tests.proofs.figures import figure
from tests.proofs.operations.conftest import PASSWORD, SIGN_IN, build
from tests.proofs.server import SECRET, Server, api_token, cli, client, environment, in_a_loop, session_cookie

BEFORE, DURING = figure(4, 40), figure(3, 20)


def settings_of(url: str, var: Path, **changed: str):
    return load(environment(url, var, {"MIAOPU_UPLOADS": str(var / "uploads")} | changed))


# ---- through the real server, on SQLite -----------------------------------------------------------------------


class Writers:
    """People who post money and send files without a pause; ``posted`` and ``sent`` are what was acknowledged."""

    def __init__(self, world, server: Server) -> None:
        self.world, self.server = world, server
        self.cookie, self.token = (
            session_cookie(world.database, world.account),
            api_token(world.database, world.account),
        )
        self.posted: list[str] = []
        self.sent: list[str] = []

    async def post_money(self) -> None:
        async with client(headers=self.token) as http:
            while True:
                name = f"资金{len(self.posted)}"
                fund = {"area_code": factories.DISTRICT, "source": "SOCIAL", "year": 2026, "name": name}
                async with http.post(self.server.address + "/api/v1/funds", json=fund | {"total_fen": "10"}) as made:
                    assert made.status == 201, await made.text()
                self.posted.append(name)

    async def send_files(self) -> None:
        async with client(self.cookie) as http:
            while len(self.sent) < 90:
                form, name = aiohttp.FormData(), f"file{len(self.sent)}.pdf"
                form.add_field("file", PDF + f"%{name}\n".encode(), filename=name, content_type="application/pdf")
                form.add_field("form_key", name)
                path = f"/attachments/community_group/{self.world.group_id}"
                async with http.post(self.server.address + path, data=form, allow_redirects=False) as made:
                    assert made.status == 303, re.sub(r"<[^>]+>|\s+", " ", await made.text())[-900:]
                self.sent.append(name)

    async def while_they_work(self, work) -> tuple[list[str], list[str]]:
        """What had been acknowledged when ``work`` began; ``work`` runs while both go on."""
        tasks = [asyncio.create_task(self.post_money()), asyncio.create_task(self.send_files())]
        while len(self.posted) < BEFORE or len(self.sent) < BEFORE:
            await asyncio.sleep(0.02)
            assert not any(task.done() for task in tasks), [task.exception() for task in tasks if task.done()]
        known = list(self.posted), list(self.sent)
        await asyncio.to_thread(work)
        assert len(self.posted) > len(known[0]) + DURING, "nobody worked meanwhile"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return known


async def _use(server: Server, world) -> tuple[int, bytes, bytes]:
    """Sign in with the password of before, then open one PDF and the dossier."""
    async with client() as http:
        form = {"sign_in": SIGN_IN, "password": PASSWORD, "next": "/desk"}
        async with http.post(server.address + "/sign-in", data=form, allow_redirects=False) as entered:
            status = entered.status
        async with http.get(f"{server.address}/proposals/{world.proposal_id}/pdf") as shown:
            pdf = await shown.read()
        async with http.get(f"{server.address}/dossiers/{world.group_id}/zip") as packed:
            return status, pdf, await packed.read()


def test_a_backup_under_load_is_restored_and_used(sqlite_world, tmp_path):
    world, archive, naive = sqlite_world, tmp_path / "backup.tar.gz", tmp_path / "naive.db"
    live, place = world.database.url, tmp_path / "elsewhere"
    file = Path(live.removeprefix("sqlite:///"))

    def back_up() -> None:
        shutil.copy(file, naive)  # what nobody should do
        saved = cli(live, tmp_path / "var", "backup", str(archive))
        assert saved.returncode == 0, saved.stderr

    with Server(live, tmp_path / "var") as server:
        posted, sent = in_a_loop(Writers(world, server).while_they_work(back_up))
    assert archive.stat().st_mode & 0o077 == 0, "others may read the backup"

    restored = cli(f"sqlite:///{place}/m.db", place, "restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    again = cli(f"sqlite:///{place}/m.db", place, "restore", str(archive))
    assert again.returncode == 1 and "没有覆盖" in again.stderr

    found = Database(f"sqlite:///{place}/m.db")
    with found.reading() as session:
        assert doctor.examine(session) == []
        assert set(posted) <= set(session.exec(select(Fund.name)).all())
        names = session.exec(text("SELECT name FROM attachment")).scalars().all()
        assert set(sent) <= set(names)
    found.close()
    with Server(f"sqlite:///{place}/m.db", place) as server:
        status, pdf, packed = in_a_loop(_use(server, world))
    assert status == 303
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) >= 1
    with zipfile.ZipFile(io.BytesIO(packed)) as dossier:
        assert dossier.testzip() is None and any(name.endswith(".pdf") for name in dossier.namelist())

    # Self-check: the file alone, copied at the same moment, has not got what was acknowledged.
    assert not set(posted) <= _funds_in(naive)


def _funds_in(file: Path) -> set[str]:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return {row[0] for row in connection.execute("SELECT name FROM fund")}
    except sqlite3.DatabaseError:
        return set()


# ---- on PostgreSQL, and in a store that is not a folder ---------------------------------------------------------


@contextmanager
def writing_on(database: Database):
    """Somebody opens funds and keeps files in a thread, as fast as the database lets them."""
    ending, counted = threading.Event(), []

    def work() -> None:
        while not ending.is_set():
            with database.writing() as session:
                name = f"资金{len(counted)}"
                facts = {"area_code": factories.DISTRICT, "source": "S", "year": 2026, "name": name}
                open_fund(session, SYSTEM, **facts, total_fen=1000, key=name)
                store(session, name.encode(), "text/plain")
            counted.append(name)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        while len(counted) < BEFORE and thread.is_alive():
            ending.wait(0.01)
        yield counted
    finally:
        ending.set()
        thread.join()


@pytest.fixture
def empty_postgres(postgres_server):
    """A database of nobody, and a role to serve it that owns nothing."""
    name = "restored_elsewhere"
    _admin(postgres_server, f'CREATE DATABASE "{name}"', "CREATE ROLE app_elsewhere LOGIN PASSWORD 'app'")
    yield _named(postgres_server, name)
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)', "DROP ROLE app_elsewhere")


def test_a_backup_of_postgresql_under_load_is_restored(postgres_world, empty_postgres, postgres_clients, tmp_path):
    database, archive = postgres_world.database, tmp_path / "backup.tar.gz"
    with writing_on(database) as counted:
        known = list(counted)
        assert backups.save(database, settings_of(database.url, tmp_path / "var"), archive) == []
        assert len(counted) > len(known), "nobody worked meanwhile"
    app = make_url(empty_postgres).set(username="app_elsewhere", password="app")
    place = settings_of(
        app.render_as_string(hide_password=False), tmp_path / "elsewhere", MIAOPU_OWNER_URL=empty_postgres
    )
    storage.configure(place.uploads)
    assert backups.restore(place, archive) == []
    with pytest.raises(Refused, match="没有覆盖"):
        backups.restore(place, archive)

    served = Database(place.database_url)  # as the role that serves: the rights came back too
    with served.writing() as session:
        assert doctor.examine(session) == []
        assert set(known) <= set(session.exec(select(Fund.name)).all())
        assert session.exec(select(func.count()).select_from(StoredFile)).one() >= len(known)
        audit.record(session, SYSTEM, "account.password", postgres_world.account)
    served.close()


def test_a_machine_without_a_new_client_is_told_so(postgresql_database, tmp_path, monkeypatch):
    settings = settings_of(postgresql_database.url, tmp_path / "var")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="apt-get install postgresql-client"):
        backups.save(postgresql_database, settings, tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists(), "half an archive would look like one"


def test_the_password_of_the_database_is_on_no_command_line(tmp_path, monkeypatch):
    """Any user of a machine can list the commands that run."""
    for program in ("pg_dump", "pg_restore"):
        (tmp_path / program).write_text(
            f'#!/bin/sh\necho "$@" > {tmp_path}/said; echo "$PGPASSWORD" > {tmp_path}/kept\n'
        )
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    backups._client("postgresql+psycopg://app:very-secret@db.example:5433/miaopu?sslmode=require", "pg_dump", "--x")
    assert (tmp_path / "kept").read_text() == "very-secret\n"
    assert (tmp_path / "said").read_text() == "--x --dbname=postgresql://app@db.example:5433/miaopu?sslmode=require\n"


# ---- what was touched does not pass -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(sqlite_template, tmp_path_factory) -> Path:
    """A backup of a running project, with two files; made once."""
    var = tmp_path_factory.mktemp("var")
    shutil.copy(sqlite_template, var / "miaopu.db")
    database = Database(f"sqlite:///{var / 'miaopu.db'}")
    build(database, var / "uploads")
    with database.writing() as session:
        for content in (b"minutes", b"invoice"):
            store(session, content, "text/plain")
    assert backups.save(database, settings_of(database.url, var), var / "backup.tar.gz") == []
    database.close()
    return var / "backup.tar.gz"


@pytest.fixture
def archive(made, tmp_path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def rewritten(archive: Path, change) -> Path:
    """The archive with ``change(folder)`` done to what is in it."""
    folder, target = archive.parent / "opened", archive.parent / "changed.tar.gz"
    backups.unpack(archive, folder)
    change(folder)
    with tarfile.open(target, "w:gz") as file:
        for path in sorted(folder.iterdir()):
            file.add(path, path.name)
    return target


def in_the_copy(*statements: str):
    def change(folder: Path) -> None:
        with closing(sqlite3.connect(folder / backups.SQLITE_COPY, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return change


def without_a_file(folder: Path) -> None:
    next((folder / "uploads").iterdir()).unlink()


def with_another_file(folder: Path) -> None:
    next((folder / "uploads").iterdir()).write_bytes(b"another")


LAST = "SELECT max(id) FROM audit_event"
FREE = ("DROP TRIGGER audit_event_append_only_no_update", "DROP TRIGGER audit_event_append_only_no_delete")
TOUCHED = {
    "a fund that was raised": in_the_copy("UPDATE fund SET total_fen = total_fen + 1, reserved_fen = reserved_fen + 1"),
    "an event that was edited": in_the_copy(*FREE, f"UPDATE audit_event SET kind = 'x' WHERE id = ({LAST})"),
    "an event that was cut off": in_the_copy(*FREE, f"DELETE FROM audit_event WHERE id = ({LAST})"),
    "a key that was changed": in_the_copy(
        "UPDATE person_key SET wrapped = substr(wrapped, 1, 40) || 'AAAA' || substr(wrapped, 45)"
    ),
    "a file that is missing": without_a_file,
    "a file with other bytes": with_another_file,
}


@pytest.mark.parametrize("what", TOUCHED)
def test_an_archive_that_was_touched_does_not_pass(archive, tmp_path, what):
    place = settings_of(f"sqlite:///{tmp_path}/elsewhere/m.db", tmp_path / "elsewhere")
    storage.configure(place.uploads)
    assert backups.restore(place, rewritten(archive, TOUCHED[what])) != []


def test_an_archive_that_was_not_touched_passes(archive, tmp_path):
    """Self-check of the six above: unpacking and packing alone change nothing."""
    place = settings_of(f"sqlite:///{tmp_path}/elsewhere/m.db", tmp_path / "elsewhere")
    storage.configure(place.uploads)
    assert backups.restore(place, rewritten(archive, lambda _folder: None)) == []


def test_another_secret_or_half_an_archive_is_refused_before_anything_is_put_back(archive, tmp_path):
    place = settings_of(f"sqlite:///{tmp_path}/elsewhere/m.db", tmp_path / "elsewhere")

    def with_another_secret(folder: Path) -> None:
        manifest = json.loads((folder / backups.MANIFEST).read_text())
        (folder / backups.MANIFEST).write_text(json.dumps(manifest | {"secret": "0" * 64}))

    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[:2000])
    for source, said in ((rewritten(archive, with_another_secret), "主密钥"), (half, "不是完整的备份")):
        with pytest.raises(Refused, match=said):
            backups.restore(place, source)
    assert not (tmp_path / "elsewhere" / "m.db").exists()


def test_files_go_from_one_bucket_into_another(s3, sqlite_database, tmp_path, monkeypatch):
    """Saved out of an S3-compatible store, restored into an empty one; what is lost there afterwards is named."""
    url, client = s3
    named = {"ENDPOINT_URL": url, "ACCESS_KEY_ID": "S3-KEY", "SECRET_ACCESS_KEY": "S3-SECRET", "REGION": "us-east-1"}
    for name, value in (named | {"ALLOW_HTTP": "true"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    storage.configure("s3://miaopu/uploads")
    with sqlite_database.writing() as session:
        kept = [store(session, content, "text/plain").sha256 for content in (b"minutes", b"invoice")]
    old, new = settings_of(sqlite_database.url, tmp_path / "old"), settings_of(f"sqlite:///{tmp_path}/m.db", tmp_path)
    assert backups.save(sqlite_database, old, tmp_path / "backup.tar.gz") == []
    client.create_bucket(Bucket="elsewhere")
    storage.configure("s3://elsewhere/uploads")
    assert backups.restore(new, tmp_path / "backup.tar.gz") == []
    assert [storage.get(name) for name in kept] == [b"minutes", b"invoice"]
    (first,) = client.list_objects(Bucket="elsewhere", Prefix=f"uploads/{kept[0][:2]}/")["Contents"]
    client.delete_object(Bucket="elsewhere", Key=first["Key"])
    (tmp_path / "m.db").unlink()
    manifest = {"files": kept, "heads": []}
    assert any(kept[0] in problem for problem in backups._prove(old, manifest))


def test_a_file_that_is_damaged_is_named_and_the_rest_is_saved(sqlite_database, tmp_path):
    storage.configure(tmp_path / "var" / "uploads")
    with sqlite_database.writing() as session:
        kept, lost = (store(session, content, "text/plain").sha256 for content in (b"minutes", b"invoice"))
    (tmp_path / "var" / "uploads" / lost[:2] / lost[2:4] / lost).write_bytes(b"damaged")
    settings = settings_of(sqlite_database.url, tmp_path / "var")
    problems = backups.save(sqlite_database, settings, tmp_path / "backup.tar.gz")
    assert len(problems) == 1 and lost in problems[0]
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert f"uploads/{kept}" in archive.getnames() and f"uploads/{lost}" not in archive.getnames()


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "uploads/../../out"])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE])
def test_nothing_is_unpacked_outside_its_folder(tmp_path, name, kind):
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(tarfile.TarError):
        backups.unpack(tmp_path / "b.tar.gz", tmp_path / "opened")
    assert {path.name for path in tmp_path.iterdir()} - {"opened"} == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_a_link_or_device_in_an_archive_is_refused(tmp_path, kind):
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("uploads/a")
        member.type, member.linkname = kind, "manifest.json"
        archive.addfile(member)
    with pytest.raises(tarfile.TarError):
        backups.unpack(tmp_path / "b.tar.gz", tmp_path / "opened")


def test_the_events_of_a_backup_are_those_of_its_manifest(sqlite_database, tmp_path):
    """The heads are read from the copy: read from the live database, they would be later than it under load."""
    settings, target = settings_of(sqlite_database.url, tmp_path / "var"), tmp_path / "b.tar.gz"
    with writing_on(sqlite_database):
        backups.save(sqlite_database, settings, target)
    backups.unpack(target, tmp_path / "opened")
    manifest = json.loads((tmp_path / "opened" / backups.MANIFEST).read_text())
    copy = Database(f"sqlite:///{tmp_path}/opened/{backups.SQLITE_COPY}")
    with copy.reading() as session:
        last = session.exec(select(func.max(AuditEvent.seq)).where(AuditEvent.chain == factories.DISTRICT[:6])).one()
    copy.close()
    assert [seq for chain, seq, _hash in manifest["heads"] if chain == factories.DISTRICT[:6]] == [last]
    assert SECRET not in json.dumps(manifest)
