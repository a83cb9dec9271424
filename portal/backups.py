"""Backup and restore in one command each: database, files and anchors in one archive, proved when it comes back."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect, make_url, text
from sqlmodel import Session, col, select

from core import audit, clock, ledger, storage, vault
from core.db import Database
from core.errors import Refused
from core.files.models import StoredFile
from portal import schema
from portal.settings import Settings

DUMP = "database.dump"
SQLITE_COPY = "database.sqlite"
MANIFEST = "manifest.json"
NO_CLIENT = (
    "PostgreSQL 的备份和恢复需要不旧于服务器的客户端：apt-get install postgresql-client。"
    " / pg_dump and pg_restore of the server's version or newer are needed."
)


def save(database: Database, settings: Settings, target: Path) -> list[str]:
    """Write the archive while everybody works on; returns what could not be saved, in sentences.

    The database is copied as it was at one moment, then the files that this copy names: those lie in the store
    before their row is committed and never change, so none of them can be missing or newer.
    """
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        place = Path(folder)
        with _copied(database, settings, place) as session:
            heads = [list(head) for head in audit.list_heads(session)]
            names = list(session.exec(select(StoredFile.sha256).order_by(col(StoredFile.sha256))))
        manifest = {"made_at": clock.now().isoformat(), "heads": heads, "files": names, "secret": _mark_of_secret()}
        (place / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        with _archive(place / "archive", target) as archive:
            for name in (MANIFEST, SQLITE_COPY, DUMP):
                if (place / name).exists():
                    archive.add(place / name, name)
            for path in sorted(settings.anchor_folder.glob("*")):
                _add(archive, f"anchors/{path.name}", path.read_bytes())
            return [problem for name in names if (problem := _add_file(archive, name))]


@contextmanager
def _archive(unfinished: Path, target: Path) -> Iterator[tarfile.TarFile]:
    """An archive that only its owner may read, under its name once it is whole and on the disk."""
    with open(os.open(unfinished, os.O_CREAT | os.O_RDWR, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, target)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o600, int(clock.now().timestamp())
    archive.addfile(member, io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, name: str) -> str | None:
    try:
        _add(archive, f"uploads/{name}", storage.get(name))
    except (storage.Missing, storage.Damaged):
        return f"附件 {name} 缺失或已改动，备份里没有它。 / file {name} is missing or changed and was not saved."
    return None


def _mark_of_secret() -> str:
    """Tells whether two machines have the same master secret, and nothing about it."""
    return vault.blind_index("backup", "manifest")


@contextmanager
def _copied(database: Database, settings: Settings, place: Path) -> Iterator[Session]:
    """Copy the database, and read what was copied.

    A live SQLite file is copied by VACUUM INTO, never as a file, which would lose its log; pg_dump is given the
    snapshot of the transaction that reads, or the heads in the manifest would be later than the copy.
    """
    if database.is_sqlite:
        source = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=30)
        source.execute("VACUUM INTO ?", (str(place / SQLITE_COPY),))
        source.close()
        copy = Database(f"sqlite:///{place / SQLITE_COPY}")
        with copy.reading() as session:
            yield session
        copy.close()
        return
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _client(settings.database_url, "pg_dump", "--format=custom", f"--file={place / DUMP}", f"--snapshot={snapshot}")
        with Session(connection) as session:
            yield session


def _client(url: str, program: str, *arguments: str) -> None:
    """Run a client of PostgreSQL; the password goes by the environment, which other users of the machine cannot see."""
    where = make_url(url)
    shown = URL.create("postgresql", where.username, None, where.host, where.port, where.database, where.query)
    environment = dict(os.environ) | ({"PGPASSWORD": str(where.password)} if where.password else {})
    command = [program, *arguments, f"--dbname={shown.render_as_string()}"]
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Refused(NO_CLIENT) from None
    if "server version mismatch" in ended.stderr or "unsupported version" in ended.stderr:
        raise Refused(NO_CLIENT)
    if ended.returncode:
        raise Refused(f"{program}：{ended.stderr.strip()[-400:]}")


def restore(settings: Settings, source: Path) -> list[str]:
    """Put an archive into an empty place and prove it; returns what does not hold, in sentences."""
    if not _is_empty(settings):
        raise Refused("数据库已存在，没有覆盖。 / the database exists already, nothing was overwritten.")
    settings.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var) as folder:
        place = Path(folder)
        try:
            unpack(source, place)
            manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        except (tarfile.TarError, EOFError, FileNotFoundError, ValueError):
            raise Refused(f"{source} 不是完整的备份。 / is no complete backup.") from None
        if manifest["secret"] != _mark_of_secret():
            raise Refused("MIAOPU_SECRET 不是备份时的主密钥。 / this is not the secret of the backup.")
        _put_back(settings, place)
    return _prove(settings, manifest)


def unpack(source: Path, folder: Path) -> None:
    """Take an archive apart; raises ``TarError`` at what is neither a plain file nor inside the folder.

    Written out, because Python's own filter for this came with 3.11.4 and Debian 12 has 3.11.2.
    """
    top = folder.resolve()
    with tarfile.open(source) as archive:
        for member in archive:
            target = (top / member.name).resolve()
            if member.isdir() and target.is_relative_to(top):
                continue
            content = archive.extractfile(member) if member.isreg() else None
            if content is None or not target.is_relative_to(top):
                raise tarfile.TarError(member.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(content, file)


def _is_empty(settings: Settings) -> bool:
    if settings.database_url.startswith("sqlite"):
        return not Path(settings.database_url.removeprefix("sqlite:///")).exists()
    database = Database(settings.owner_url)
    with database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
    database.close()
    return not names


def _put_back(settings: Settings, place: Path) -> None:
    """The files first, the database at last and as a whole: a restore that was broken off can be begun again."""
    for path in place.glob("uploads/*"):
        storage.put(path.read_bytes())
    if (place / "anchors").exists():
        shutil.copytree(place / "anchors", settings.anchor_folder, dirs_exist_ok=True)
    if (place / SQLITE_COPY).exists():
        target = Path(settings.database_url.removeprefix("sqlite:///"))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place / SQLITE_COPY, target)
        return
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _client(settings.owner_url, "pg_restore", *options, str(place / DUMP))
    schema.grant_app(settings.owner_url, settings.database_url)


def _prove(settings: Settings, manifest: dict) -> list[str]:
    """What does not hold in the restored place: chains, ledger, heads, files, and a personal value of each key."""
    database = Database(settings.database_url)
    with database.reading() as session:
        problems = [*audit.verify_all(session), *ledger.check_funds(session)]
        problems += [f"个人信息密钥 {number} 打不开" for number in vault.unreadable_keys(session)]
        if [list(head) for head in audit.list_heads(session)] != manifest["heads"]:
            problems.append("审计链头与备份时不同")
    database.close()
    return problems + [f"文件 {name} 缺失或已改动" for name in manifest["files"] if not _holds(name)]


def _holds(name: str) -> bool:
    try:
        return hashlib.sha256(storage.get(name)).hexdigest() == name
    except (storage.Missing, storage.Damaged):
        return False
