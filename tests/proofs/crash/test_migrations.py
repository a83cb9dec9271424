"""Migrations up, down and up again keep every row, sum and chain; a parent table made anew keeps its children."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, select
from sqlmodel import SQLModel

from core import audit, ledger
from core.db import Database
from core.ledger import Fund
from portal import schema
from tests import factories
from tests.grants.story import Story

PROBE = '''"""A column on a table with children; on SQLite both ways make that table anew."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    with op.batch_alter_table("{table}", recreate="{recreate}") as table:
        table.add_column(sa.Column("probe", sa.Integer()))


def downgrade():
    with op.batch_alter_table("{table}", recreate="{recreate}") as table:
        table.drop_column("probe")
'''
PARENTS = ("fund", "contest", "ledger_transaction")  # the last has triggers, which go with the table


@pytest.fixture
def told(database: Database) -> Database:
    """A running project with its money, agreement and people."""
    with database.writing() as session:
        Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area)).running()
    return database


def with_probe(folder: Path, database: Database, table: str) -> Path:
    """The migrations of the project, and one more."""
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    recreate = "always" if database.is_sqlite else "auto"
    (folder / "versions" / "0002_probe.py").write_text(PROBE.format(table=table, recreate=recreate), encoding="utf-8")
    return folder


def state_of(database: Database) -> dict[str, object]:
    """How many rows each table has, what the books say, where each chain ends."""
    with database.reading() as session:
        tables = SQLModel.metadata.tables.items()
        counts = {name: session.execute(select(func.count()).select_from(table)).scalar() for name, table in tables}
        assert ledger.check_funds(session) == audit.verify_all(session) == []
        funds = list(session.execute(select(Fund.__table__.c.id)).scalars())
        return counts | {"balances": ledger.balances(session, funds), "heads": audit.list_heads(session)}


@pytest.mark.parametrize("table", PARENTS)
def test_up_down_up_keeps_everything(told, tmp_path, table):
    before, folder = state_of(told), with_probe(tmp_path / "migrations", told, table)
    for move, version in ((schema.upgrade, "0002"), (schema.downgrade, "0001"), (schema.upgrade, "0002")):
        move(told, version, folder)
        assert schema.current(told) == version
        assert state_of(told) == before
    schema.downgrade(told, "0001", folder)
    assert schema.differences(told) == []


def test_an_empty_database_goes_up_down_and_up(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    schema.upgrade(database)
    tables = schema.table_names(database)
    schema.downgrade(database, "base")
    assert schema.table_names(database) == ["alembic_version"]
    schema.upgrade(database)
    assert schema.table_names(database) == tables
    assert schema.differences(database) == []
    database.close()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_foreign_keys_turned_off_after_begin_are_found(told, tmp_path):
    """Self-check: said inside the transaction it has no effect, and the parent cannot be made anew."""
    before, folder = state_of(told), with_probe(tmp_path / "migrations", told, "fund")
    with pytest.raises(Exception, match="FOREIGN KEY constraint failed"), told._writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        command.upgrade(schema._config(connection, folder), "0002")
    # What failed has left nothing behind.
    assert (schema.current(told), state_of(told)) == ("0001", before)
