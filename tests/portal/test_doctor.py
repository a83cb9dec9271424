"""The demo story is sound, and the doctor finds a planted fault of each kind."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from core.db import Database
from portal import doctor
from tests.district import copied


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Database:
    """The whole demo story."""
    database = Database(copied(tmp_path_factory, "doctor").database_url)
    yield database
    database.close()


def test_the_demo_story_is_sound(told):
    with told.reading() as session:
        assert doctor.examine(session) == []


@pytest.fixture
def ward(told):
    """The story in a transaction that is given up: faults are planted here, with the guards of the table off."""
    with Session(told._writer) as session:
        connection = session.connection()
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        yield session
        session.rollback()
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


FAULTS = {
    "money_adds_up": "UPDATE fund SET paid_fen = paid_fen + 1 WHERE id = 1",
    "shares_add_up": "UPDATE award_share SET amount_fen = amount_fen + 1 WHERE id = 1",
    "parts_are_agreed": "UPDATE proposal_partner SET share_fen = share_fen + 1",
    "triggers_are_final": "UPDATE project_check SET status = 'SUBMITTED' WHERE kind = 'MIDTERM'",
    "people_differ": "UPDATE payment SET paid_by = requested_by WHERE status = 'PAID'",
    "states_have_their_facts": "UPDATE proposal SET snapshot = NULL WHERE status = 'AWARDED'",
    "one_active_stay": "UPDATE star SET status = 'REVOKED'",
    "consent_is_kept": "UPDATE talent SET consent_on = NULL WHERE status = 'POOLED'",
    "roadshows_are_in_order": "UPDATE roadshow_item SET place = 1, status = 'WAITING'",
    "chain_holds": "UPDATE audit_event SET kind = 'payment.nothing' WHERE id = 40",
    "statuses_agree_with_chain": "DELETE FROM audit_event WHERE noun = 'payment'",
}


@pytest.mark.parametrize("check", FAULTS)
def test_the_doctor_finds_a_planted_fault(ward, check):
    ward.connection().execute(text(FAULTS[check]))
    found = next(one for one in doctor.CHECKS if one.__name__ == check)(ward)
    assert found != []
    assert doctor.examine(ward)


def test_a_double_invoice_is_found(ward):
    connection = ward.connection()
    connection.execute(text("CREATE TABLE copied AS SELECT * FROM expense"))
    connection.execute(text("DROP TABLE expense"))
    connection.execute(text("ALTER TABLE copied RENAME TO expense"))
    connection.execute(text("INSERT INTO expense SELECT * FROM expense LIMIT 1"))
    assert doctor.invoices_are_unique(ward) != []
