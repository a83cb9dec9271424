"""What is worked out once in a transaction is asked again as soon as anything may have changed."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.access import Area, area_name
from core.db import once
from core.lazy import Lazy
from tests import factories


@pytest.fixture
def asked(session):
    """Ask for the name of the district as ``once`` does; tells what it found and how often it had to look."""
    looks = []

    def ask() -> tuple[str, int]:
        def look() -> str:
            looks.append(1)
            find = text("SELECT name FROM area WHERE code = :code")
            return session.connection().execute(find, {"code": factories.DISTRICT}).scalar_one()

        return once(session, "name", look), len(looks)

    return ask


def test_what_is_known_is_not_asked_again(session, asked):
    name, _looks = asked()
    assert asked() == asked() == (name, 1)


def test_a_row_that_waits_to_be_written_counts(session, asked):
    asked()
    session.exec(select(Area).where(Area.code == factories.DISTRICT)).one().name = "新名"
    assert asked() == ("新名", 2)


@pytest.mark.parametrize("start", ["UPDATE area SET name = 'x'", "  update area SET name = 'x'"])
def test_a_statement_that_may_write_counts(session, asked, start):
    asked()
    session.connection().exec_driver_sql(start)
    assert asked() == ("x", 2)


def test_what_a_savepoint_gave_up_is_forgotten(session, asked):
    before, _looks = asked()
    with session.begin_nested() as part:
        session.connection().exec_driver_sql("UPDATE area SET name = 'x'")
        assert asked()[0] == "x"
        part.rollback()
    assert asked()[0] == before


def test_another_transaction_knows_nothing_of_this_one(database):
    with database.reading() as session:
        before = area_name(session, factories.DISTRICT)
    with database.writing() as session:
        assert area_name(session, factories.DISTRICT) == before
        session.connection().exec_driver_sql("UPDATE area SET name = 'x'")
    with database.reading() as session:
        assert area_name(session, factories.DISTRICT) == "x"


def test_a_list_that_nobody_looks_at_is_not_worked_out():
    looks = []
    offers = Lazy({"a": lambda: looks.append("a") or [("1", "一")], "b": lambda: looks.append("b") or []})
    assert ("a" in offers, "c" in offers, len(offers), [*offers], looks) == (True, False, 2, ["a", "b"], [])
    assert (offers["a"], offers.get("a"), offers.get("c", []), looks) == ([("1", "一")], [("1", "一")], [], ["a"])
