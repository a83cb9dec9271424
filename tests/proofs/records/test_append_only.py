"""What is only added stays as it was written: by triggers on both databases, and by the rights of the serving role."""

import pytest
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import DatabaseError

import portal.app
from core.access import Actor
from core.db import APPEND_ONLY, Database
from core.ledger import open_fund, reserve
from core.permissions import Role
from portal import deploy, schema
from tests import factories
from tests.proofs.server import Server, api_token, cli, client, in_a_loop

LI = Actor(account_id=7, name="李梅")
portal.app.handlers()
LEDGER_AND_AUDIT = ("audit_event", "ledger_transaction", "ledger_leg")


def write_something(database: Database) -> None:
    with database.writing() as session:
        facts = {"area_code": "990105000000", "source": "S", "year": 2026, "name": "资金"}
        fund = open_fund(session, LI, **facts, total_fen=1000, key="open")
        reserve(session, LI, fund.id, 500, "reserve", "award", 1)


def attacks_on(database: Database, table: str) -> list[str]:
    """An UPDATE of each column, and a DELETE."""
    columns = [column["name"] for column in inspect(database.engine).get_columns(table)]
    return [*(f'UPDATE {table} SET "{name}" = "{name}"' for name in columns), f"DELETE FROM {table}"]


def allowed(database: Database, statements: list[str]) -> list[str]:
    """The statements that this database lets pass."""
    found = []
    for statement in statements:
        try:
            with database.writing() as session:
                session.connection().execute(text(statement))
            found.append(statement)
        except DatabaseError:
            continue
    return found


def test_the_tables_of_ledger_and_audit_are_named():
    assert set(LEDGER_AND_AUDIT) < APPEND_ONLY


@pytest.mark.parametrize("table", LEDGER_AND_AUDIT)
def test_no_column_of_a_written_row_changes(database, table):
    write_something(database)
    attacks = attacks_on(database, table)
    assert len(attacks) > 5
    assert allowed(database, attacks) == []


@pytest.mark.parametrize("table", LEDGER_AND_AUDIT)
def test_without_the_trigger_the_same_statements_pass(database, table):
    """Self-check."""
    write_something(database)
    with database.writing() as session:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                session.connection().execute(text(f"DROP TRIGGER {table}_append_only_no_{verb}"))
        else:
            session.connection().execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
    updates = attacks_on(database, table)[1:-1]
    assert allowed(database, updates) == updates


@pytest.fixture
def as_app(postgresql_database) -> Database:
    """The same database as the role that serves sees it: migrated by its owner, rights given as ``migrate`` does."""
    role = f"app_{make_url(postgresql_database.url).database}"
    with postgresql_database.writing() as session:
        session.connection().execute(text(f"CREATE ROLE \"{role}\" LOGIN PASSWORD 'app'"))
    url = make_url(postgresql_database.url).set(username=role, password="app").render_as_string(hide_password=False)
    yield Database(url)
    with postgresql_database.writing() as session:
        session.connection().execute(text(f'DROP OWNED BY "{role}"'))
        session.connection().execute(text(f'DROP ROLE "{role}"'))


def test_the_role_that_serves_has_no_right_to_change_them(as_app, postgresql_database, tmp_path):
    owner, app = postgresql_database.url, as_app.url
    moved = cli(app, tmp_path / "var", "migrate", changed={"MIAOPU_OWNER_URL": owner})
    assert moved.returncode == 0, moved.stderr
    write_something(as_app)
    with postgresql_database.writing() as session:
        for table in APPEND_ONLY:
            session.connection().execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    for table in sorted(APPEND_ONLY):
        statements = attacks_on(postgresql_database, table)
        statements += [f"TRUNCATE {table} CASCADE", f"DROP TABLE {table} CASCADE"]
        statements += [f"ALTER TABLE {table} DISABLE TRIGGER ALL", f"ALTER TABLE {table} ADD COLUMN x INT"]
        assert allowed(as_app, statements) == []
    assert schema.changeable(as_app) == []
    assert allowed(as_app, ["UPDATE alembic_version SET version_num = 'x'", "CREATE TABLE mine (id INT)"]) == []
    as_app.close()


def test_the_role_that_serves_can_do_all_its_work(as_app, postgresql_database, tmp_path):
    """A server with these rights answers, writes and keeps its chain; the deployment check has nothing to say of it."""
    assert (
        cli(as_app.url, tmp_path / "var", "migrate", changed={"MIAOPU_OWNER_URL": postgresql_database.url}).returncode
        == 0
    )
    with postgresql_database.writing() as session:
        account = factories.make_account(session, Role.DISTRICT)
    token = api_token(postgresql_database, account)

    async def work(server):
        body = {
            "area_code": factories.DISTRICT,
            "source": "SOCIAL",
            "year": 2026,
            "name": "社会资金",
            "total_fen": "100",
        }
        async with client(headers=token) as http:
            async with http.post(server.address + "/api/v1/funds", json=body) as made:
                return made.status, await made.text()

    with Server(as_app.url, tmp_path / "var") as server:
        status, shown = in_a_loop(work(server))
        assert status == 201, shown
    as_app.close()


def test_the_deployment_check_names_a_role_that_may_change_them(postgresql_database):
    """Self-check: the owner of the tables is such a role."""
    assert set(LEDGER_AND_AUDIT) <= set(schema.changeable(postgresql_database))
    assert any("MIAOPU_OWNER_URL" in sentence for sentence in deploy._role(postgresql_database))
