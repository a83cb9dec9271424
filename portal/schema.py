"""The tables: made and moved by Alembic, one chain for both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text
from sqlmodel import SQLModel

from core.db import APPEND_ONLY, GUARDS, Database

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "migrations"


class Orphans(Exception):
    """A migration left rows that refer to nothing; it is undone."""


def _config(connection: Connection | None = None, folder: Path = MIGRATIONS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """All migrations in one transaction. On SQLite foreign keys are off from before it begins, where alone that can
    be said: recreating a parent table would take its children along. What refers to nothing is found before the end.
    """
    with database._writer.connect() as connection:
        if not database.is_sqlite:
            with connection.begin():
                yield connection
            return
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                triggers = _written_triggers(connection)
                yield connection
                _write_lost_triggers(connection, triggers)
                if orphans := raw.execute("PRAGMA foreign_key_check").fetchall():
                    raise Orphans(orphans[:5])
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _written_triggers(connection: Connection) -> dict[tuple[str, str], str]:
    found = text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {(name, table): statement for name, table, statement in connection.execute(found)}


def _write_lost_triggers(connection: Connection, before: dict[tuple[str, str], str]) -> None:
    """A table that SQLite makes anew loses its triggers without a word: those of tables that are still there return."""
    present, tables = _written_triggers(connection), set(inspect(connection).get_table_names())
    for (name, table), statement in before.items():
        if table in tables and (name, table) not in present:
            connection.exec_driver_sql(statement)


def upgrade(database: Database, to: str = "head", folder: Path = MIGRATIONS) -> None:
    """Bring the database to a version of the schema, by default the newest."""
    with _migrating(database) as connection:
        command.upgrade(_config(connection, folder), to)


def grant_app(owner_url: str, app_url: str) -> None:
    """As the owner of the tables give the role of the application its rights, when it is another one."""
    owner, app = make_url(owner_url), make_url(app_url)
    if app.username and owner.username != app.username:
        database = Database(owner_url)
        grant(database, app.username)
        database.close()


def grant(database: Database, role: str) -> None:
    """Give the application's role what it needs and no more: rows that are only added it may read and add."""
    with database._writer.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'REVOKE ALL ON "{table}" FROM {quoted}'))
            connection.execute(text(f'GRANT {_rights(table)} ON "{table}" TO {quoted}'))


def _rights(table: str) -> str:
    if table == "alembic_version":
        return "SELECT"
    return "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"


def changeable(database: Database) -> list[str]:
    """The tables that are only added to and that this database's role could change or empty all the same."""
    asked = text("SELECT has_table_privilege(:table, 'UPDATE, DELETE, TRUNCATE, TRIGGER')")
    with database.engine.connect() as connection:
        return [table for table in sorted(APPEND_ONLY) if connection.execute(asked, {"table": table}).scalar_one()]


def downgrade(database: Database, to: str, folder: Path = MIGRATIONS) -> None:
    with _migrating(database) as connection:
        command.downgrade(_config(connection, folder), to)


def current(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The version that the code needs; read once, for the files of a running process do not change under it."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(database: Database) -> bool:
    with database.engine.connect() as connection:
        return is_current_in(connection)


def is_current_in(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() == newest()


def differences(database: Database) -> list[str]:
    """What the tables in the code have that the migrated database has not, and the other way round."""
    with database._writer.connect() as connection:
        context = MigrationContext.configure(connection)
        found = [str(difference)[:200] for difference in compare_metadata(context, SQLModel.metadata)]
        return found + [f"no trigger {name}" for name in sorted(_wanted(connection) - _triggers(connection))]


def _wanted(connection: Connection) -> set[str]:
    """The names of the triggers that the tables in the code ask for."""
    statements = (s for guards in GUARDS.values() for s in guards[connection.dialect.name])
    return {s.split()[2] for s in statements if s.startswith("CREATE TRIGGER")}


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        found = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return set(connection.execute(found).scalars())


def table_names(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return sorted(inspect(connection).get_table_names())


def write_migration(database: Database, message: str) -> None:
    """Write the next migration from what differs; for developers, who then read it."""
    with database._writer.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=_next_number())


def _next_number() -> str:
    return f"{len(list((MIGRATIONS / 'versions').glob('*.py'))) + 1:04d}"
