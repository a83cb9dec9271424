"""The demo district behind a server of this process: told once for a whole run, copied for whoever needs it."""

import fcntl
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlmodel import select

import portal.demo
from core.accounts.actions import open_session
from core.accounts.models import Account
from core.db import Database
from portal import schema
from portal.app import configure, make_app
from portal.demo.district import PEOPLE
from portal.settings import Settings, load

NAMES = {person.key: person.name for person in PEOPLE}
SECRET = "a secret of the tests, long enough to be one"


class Thread(threading.Thread):
    """uvicorn beside the tests, on a port that was free."""

    def __init__(self, app: Any) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="on", ws="none", timeout_graceful_shutdown=2)
        self.server = uvicorn.Server(config)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self) -> None:
        self.server.run(sockets=[self.socket])

    def stop(self) -> None:
        self.server.should_exit = True
        self.join(timeout=10)


@dataclass
class House:
    """The served demo district: where it stands, and who may come in without typing a password."""

    address: str
    database: Database
    settings: Settings
    app: Any

    def account(self, key: str) -> Account:
        with self.database.reading() as session:
            return session.exec(select(Account).where(Account.name == NAMES[key])).one()

    def cookies(self, key: str | None) -> dict[str, str]:
        """The session of that person of the cast; none for anybody."""
        if key is None:
            return {}
        account = self.account(key)
        with self.database.writing() as session:
            return {"miaopu_session": open_session(session, account)}

    def settle_in(self) -> None:
        """Let this process read and write the files of this district, whichever it served before."""
        configure(self.settings)


def settings_of(var: Path, database_url: str = "") -> Settings:
    """A deployment in this folder, on a database of its own unless another is named."""
    named = {"MIAOPU_DATABASE_URL": database_url} if database_url else {}
    return load({"MIAOPU_VAR": str(var), "MIAOPU_SECRET": SECRET, **named})


def tell(settings: Settings) -> None:
    """The demo story in a new database."""
    configure(settings)
    database = Database(settings.database_url)
    schema.upgrade(database)
    portal.demo.build(database)
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def told(factory: pytest.TempPathFactory) -> Path:
    """The folder of the told district; the processes of one run wait for the one that tells it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "district"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "told").exists():
            tell(settings_of(folder))
            (folder / "told").touch()
    return folder


def copied(factory: pytest.TempPathFactory, name: str) -> Settings:
    """A copy of the told district for one package of tests."""
    var = factory.mktemp(name)
    shutil.copytree(told(factory), var, dirs_exist_ok=True)
    return settings_of(var)


@contextmanager
def served(settings: Settings) -> Iterator[House]:
    """This district, answering."""
    database = Database(settings.database_url)
    app = make_app(settings, database)
    thread = Thread(app)
    thread.start()
    while not thread.server.started:
        time.sleep(0.02)
    yield House(thread.address, database, settings, app)
    thread.stop()
