"""Generated documents are fresh, workflows are sound, migrations make the tables of the code."""

import pytest

import portal.app
from core.db import Database
from core.nouns import NOUNS
from core.permissions import ROLES, Role
from portal import generated, schema

portal.app.handlers()
WORKFLOWS = {noun.workflow.name: noun.workflow for noun in NOUNS.values() if noun.workflow}


def test_generated_documents_are_fresh():
    stale = [
        str(path) for path, text in generated.pages().items() if not path.exists() or path.read_text("utf-8") != text
    ]
    assert stale == [], "run ./dev docs"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_edge_has_somebody_who_may_take_it(name):
    people = {p for role in Role if role is not Role.SYSTEM for p in ROLES[role].permissions}
    assert [t.verb for t in WORKFLOWS[name].transitions if t.permission not in people] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_is_reached(name):
    workflow = WORKFLOWS[name]
    assert set(workflow.states) == workflow.reachable()


def test_migrations_make_the_tables_of_the_code(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    schema.upgrade(database)
    assert schema.differences(database) == []
    schema.downgrade(database, "base")
    assert schema.table_names(database) == ["alembic_version"]
    schema.upgrade(database)
    assert schema.differences(database) == []
    database.close()
