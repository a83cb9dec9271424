"""The demo district, and somebody with every role in it who sends what nobody should."""

from collections.abc import Iterator
from datetime import date

import pytest
from litestar.testing import TestClient
from sqlmodel import Session

from core.accounts.actions import open_session
from core.accounts.models import RoleHold
from core.db import Database
from core.permissions import Role
from portal.app import make_app
from portal.demo.district import DISTRICT
from tests import factories
from tests.district import copied


def somebody_with_every_role(session: Session) -> str:
    """The token of a session of an account that nobody should have."""
    account = factories.make_account(session, Role.CENTRE, DISTRICT)
    since = {"area_code": DISTRICT, "starts_on": date(2020, 1, 1)}
    session.add_all(RoleHold(account_id=account.id, role=r, **since) for r in Role if r != Role.SYSTEM)
    return open_session(session, account)


@pytest.fixture(scope="package")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Signed in with every role at once, on a district of their own."""
    settings = copied(tmp_path_factory, "input")
    database = Database(settings.database_url)
    with TestClient(make_app(settings, database)) as client:
        with database.writing() as session:
            client.cookies.set("miaopu_session", somebody_with_every_role(session))
        yield client
