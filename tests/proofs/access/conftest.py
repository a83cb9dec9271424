"""The demo district with everything that its forms ask for, behind a server, shared by the proofs of access."""

import hashlib
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import SQLModel

from core.access import NOBODY, Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.db import Database
from tests import district
from tests.district import House
from tests.proofs.line import Line
from tests.proofs.rows import add_rows


def person(house: House, key: str | None) -> Actor:
    """Somebody of the cast as an actor; None is nobody."""
    if key is None:
        return NOBODY
    with house.database.reading() as session:
        return account_queries.actor_of(session, house.account(key))


def person_of(house: House, account: Account) -> Actor:
    with house.database.reading() as session:
        return account_queries.actor_of(session, account)


# What reading may leave behind: when somebody was last seen.
ASIDE = {"accountsession"}


def digest(house: House) -> str:
    """One hash over all rows of all tables."""
    total = hashlib.sha256()
    with house.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in ASIDE:
                for row in session.connection().execute(table.select().order_by(*table.primary_key)):
                    total.update(repr(tuple(row)).encode())
    return total.hexdigest()


@pytest.fixture(scope="package")
def the_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = district.copied(tmp_path_factory, "access")
    district.configure(settings)
    database = Database(settings.database_url)
    add_rows(database)
    database.close()
    with district.served(settings) as house:
        yield house


@pytest.fixture
def house(the_house: House) -> House:
    the_house.settle_in()
    return the_house


@pytest.fixture
def line(house: House) -> Callable[[str | None], Line]:
    """``line("centre")``: their line to the server, signed in anew."""
    return lambda key: Line(house.address, house.cookies(key))
