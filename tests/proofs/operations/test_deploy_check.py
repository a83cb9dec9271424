"""Before a deployment: a sound one has nothing said of it, and each fault alone is named with its own sentence."""

import os
import time
from dataclasses import replace

import pytest
from sqlalchemy import make_url, text

from core import vault
from core.access import SYSTEM
from core.accounts import actions as account_actions
from core.db import Database
from portal import deploy, schema
from portal.settings import ROOT, Settings, load
from tests import factories

SECRET = "R3kq9Zx0vT7mWc2LbN8pYd5sHf1gJ6uAeQ4iK"
TWO_DAYS = 2 * 24 * 3600


def sound(url: str, var) -> Settings:
    """A deployment with nothing to say against."""
    for folder in ("backups", "anchors"):
        (var / folder).mkdir(parents=True)
        (var / folder / "newest").write_text("x")
    told = {"DEMO": "0", "SECRET": SECRET, "BASE_URL": "https://miaopu.example", "HOSTS": "miaopu.example"}
    told |= {"DATABASE_URL": url, "VAR": str(var), "UPLOADS": str(var / "uploads")}
    return load({f"MIAOPU_{name}": value for name, value in told.items()})


@pytest.fixture
def settings(sqlite_database, tmp_path) -> Settings:
    yield sound(sqlite_database.url, tmp_path / "var")
    vault.configure("a secret of the tests, long enough to be one")


def test_a_sound_deployment_has_nothing_said_of_it(settings):
    """Self-check of all that follows: each fault below is added to this."""
    assert deploy.refusals(settings) == []


BY_SETTINGS = {
    "a short secret": ({"secret": "Zx0vT7mWc2LbN8"}, "MIAOPU_SECRET"),
    "a secret of few characters": ({"secret": "abab" * 12}, "MIAOPU_SECRET"),
    "a secret that is a word": ({"secret": "changeme-" + SECRET}, "MIAOPU_SECRET"),
    "demo": ({"is_demo": True}, "MIAOPU_DEMO"),
    "cookies without TLS": ({"base_url": "http://miaopu.example"}, "MIAOPU_BASE_URL"),
    "no hosts": ({"hosts": frozenset()}, "MIAOPU_HOSTS"),
    "no second factor": ({"asks_totp": False}, "MIAOPU_ASKS_TOTP"),
    "uploads that are served": ({"uploads": str(ROOT / "static" / "uploads")}, "static"),
    "a database that is away": ({"database_url": "postgresql+psycopg://a@127.0.0.1:1/b?connect_timeout=1"}, "连不上"),
}


@pytest.mark.parametrize("fault", BY_SETTINGS)
def test_each_setting_that_is_wrong_is_named(settings, fault):
    changed, said = BY_SETTINGS[fault]
    found = deploy.refusals(replace(settings, **changed))
    assert len(found) == 1 and said in found[0], found


@pytest.mark.parametrize("folder, said", [("backups", "备份"), ("anchors", "审计锚点")])
def test_what_is_old_or_missing_is_named(settings, folder, said):
    newest = settings.var / folder / "newest"
    for seconds, is_old in ((TWO_DAYS - 60, False), (TWO_DAYS + 60, True)):
        os.utime(newest, (time.time() - seconds,) * 2)
        assert [said in sentence for sentence in deploy.refusals(settings)] == [True] * is_old
    newest.unlink()
    assert [said in sentence for sentence in deploy.refusals(settings)] == [True]


@pytest.mark.parametrize(
    "pragma, weak, said",
    [("synchronous=FULL", "synchronous=NORMAL", "synchronous"), ("foreign_keys=ON", "foreign_keys=OFF", "外键")],
)
def test_a_sqlite_that_keeps_less_is_named(settings, monkeypatch, pragma, weak, said):
    from core import db

    monkeypatch.setattr(db, "PRAGMAS", tuple(weak if one == pragma else one for one in db.PRAGMAS))
    found = deploy.refusals(settings)
    assert len(found) == 1 and said in found[0], found


def test_accounts_of_the_demo_are_named(settings, sqlite_database):
    vault.configure(SECRET)
    with sqlite_database.writing() as session:
        account_actions.make_account(session, SYSTEM, "育苗", "centre@demo.example", factories.DISTRICT)
    found = deploy.refusals(settings)
    assert len(found) == 1 and "演示账号" in found[0], found


def test_a_schema_that_is_not_the_newest_is_named(settings, sqlite_database):
    with sqlite_database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    found = deploy.refusals(settings)
    assert len(found) == 1 and "./dev migrate" in found[0], found


def test_a_role_with_too_many_rights_is_named(postgresql_database, tmp_path):
    """The owner of the tables may change the ledger; the role that ``migrate`` gives its rights may not."""
    role = f"app_{make_url(postgresql_database.url).database}"
    owner = sound(postgresql_database.url, tmp_path / "var")
    found = deploy.refusals(owner)
    assert len(found) == 1 and "MIAOPU_OWNER_URL" in found[0], found
    with postgresql_database.writing() as session:
        session.connection().execute(text(f"CREATE ROLE \"{role}\" LOGIN PASSWORD 'app'"))
    url = make_url(postgresql_database.url).set(username=role, password="app").render_as_string(hide_password=False)
    schema.grant_app(postgresql_database.url, url)
    assert deploy.refusals(replace(owner, database_url=url)) == []
    with postgresql_database.writing() as session:
        session.connection().execute(text(f'GRANT UPDATE ON ledger_leg TO "{role}"'))
    assert len(deploy.refusals(replace(owner, database_url=url))) == 1
    with postgresql_database.writing() as session:
        session.connection().execute(text(f'DROP OWNED BY "{role}"'))
        session.connection().execute(text(f'DROP ROLE "{role}"'))
    vault.configure("a secret of the tests, long enough to be one")


def test_the_check_opens_and_closes_what_it_asks(settings):
    """It may run beside the service: nothing is locked afterwards."""
    deploy.refusals(settings)
    database = Database(settings.database_url)
    with database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = version_num"))
    database.close()


@pytest.mark.parametrize(
    ("address", "is_said"),
    [
        ("postgresql+psycopg://a@db.example/b", True),
        ("postgresql+psycopg://a@db.example/b?sslmode=require", True),
        ("postgresql+psycopg://a@db.example/b?sslmode=verify-full", False),
        ("postgresql+psycopg://a@127.0.0.1/b", False),
        ("postgresql+psycopg://a@/b?host=/run/postgresql", False),
        ("postgresql+psycopg://a@/b?host=db.example", True),
        ("sqlite:////srv/miaopu.db", False),
    ],
)
def test_a_database_elsewhere_is_spoken_to_over_tls(settings, address, is_said):
    found = deploy._settings(replace(settings, database_url=address))
    assert any("sslmode=verify-full" in sentence for sentence in found) is is_said
