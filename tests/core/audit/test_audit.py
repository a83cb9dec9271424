"""The audit chain: appending, reading, and finding every kind of tampering inside the database."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from core import audit, clock
from core.access import SYSTEM, Actor
from core.audit.rules import canonical
from core.ledger import Fund
from core.workdays import WorkdayOverride

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LI = Actor(account_id=7, name="李梅", on_behalf_of="银杏里社区")


@pytest.fixture
def fund(session):
    fund = Fund(area_code="110105001001", source="SOCIAL", year=2026, name="社区基金")
    session.add(fund)
    session.flush()
    return fund


def kept(session, actor, kind, thing, /, **data) -> audit.AuditEvent:
    """The event as it stands in the chain."""
    audit.record(session, actor, kind, thing, **data)
    return session.exec(select(audit.AuditEvent).order_by(audit.AuditEvent.id.desc())).first()


def test_an_event_carries_the_hash_of_the_one_before(session, fund):
    with clock.clock_at(NOON):
        first = kept(session, LI, "fund.add", fund)
        second = kept(session, SYSTEM, "fund.edit", fund, on=date(2026, 11, 22), share=Decimal("0.10"))
    assert (first.chain, first.seq, first.previous) == ("110105", 1, audit.GENESIS)
    assert (second.seq, second.previous) == (2, first.hash)
    assert second.data == {"on": "2026-11-22", "share": "0.10"}
    assert audit.head(session, "110105") == (2, second.hash)
    assert audit.verify_all(session) == []


def test_a_timeline_is_newest_first_and_names_the_actor(session, fund):
    with clock.clock_at(NOON):
        first = kept(session, LI, "fund.add", fund, reason="年初预算")
    with clock.clock_at(NOON + timedelta(hours=1)):
        second = kept(session, SYSTEM, "fund.check", fund)
    assert audit.timeline(session, "fund", fund.id) == [
        audit.Entry(2, NOON + timedelta(hours=1), None, "系统", None, "fund.check", {}, second.hash),
        audit.Entry(1, NOON, 7, "李梅", "银杏里社区", "fund.add", {"reason": "年初预算"}, first.hash),
    ]
    assert [entry.reason for entry in audit.timeline(session, "fund", fund.id)] == ["", "年初预算"]


def test_a_name_can_be_forgotten_and_the_chain_still_holds(session, fund):
    audit.record(session, LI, "fund.add", fund)
    audit.rename_actor(session, 7, "已注销用户")
    assert [entry.actor_name for entry in audit.timeline(session, "fund", fund.id)] == ["已注销用户"]
    assert audit.verify_all(session) == []


def test_things_without_an_area_share_one_chain(session):
    audit.record(session, SYSTEM, "workday_override.add", WorkdayOverride(id=1, on=date(2026, 1, 2), is_working=True))
    assert audit.head(session, "000000")[0] == 1


def test_floats_are_refused(session, fund):
    with pytest.raises(TypeError, match="float"):
        audit.record(session, SYSTEM, "fund.edit", fund, share=0.1)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_changes(session, fund, statement):
    audit.record(session, LI, "fund.add", fund)
    with pytest.raises(DatabaseError, match="append-only"):
        session.connection().execute(text(statement))
    session.rollback()


def drop_triggers(session):
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            session.connection().execute(text(f"DROP TRIGGER audit_event_append_only_no_{verb}"))
    else:
        session.connection().execute(text("DROP TRIGGER audit_event_append_only ON audit_event"))


@pytest.mark.parametrize(
    ("statement", "problems"),
    [
        ("UPDATE audit_event SET kind = 'x' WHERE seq = 2", ["审计链 110105：第 2 条的内容被改动。"]),
        (
            "DELETE FROM audit_event WHERE seq = 2",
            ["审计链 110105：第 2 条缺失或次序被改动。", "审计链 110105：第 3 条与前一条不相连。"],
        ),
        ("DELETE FROM audit_event WHERE seq = 3", ["审计链 110105：链尾与登记不符，应到第 3 条，实到第 2 条。"]),
        ("DELETE FROM audit_event", ["审计链 110105：链尾与登记不符，应到第 3 条，实到第 0 条。"]),
    ],
)
def test_the_doctor_finds_what_a_database_owner_did(session, fund, statement, problems):
    for _ in range(3):
        audit.record(session, LI, "fund.add", fund, note="a\u2028b")
    drop_triggers(session)
    session.connection().execute(text(statement))
    assert audit.verify_all(session) == problems


def test_an_anchor_is_written_once_for_each_place_in_the_chain(session, fund, tmp_path):
    with clock.clock_at(NOON):
        first = kept(session, LI, "fund.add", fund)
        audit.write_anchor(session, tmp_path / "anchors")
        path = audit.write_anchor(session, tmp_path / "anchors")
    assert path.read_text(encoding="utf-8") == f"2026-11-22T04:00:00.000000Z 110105 1 {first.hash}\n"


def test_an_export_has_one_line_for_each_event(session, fund):
    for number in range(3):
        audit.record(session, LI, "fund.add", fund, number=number)
    file = io.StringIO()
    assert audit.export(session, "110105", file) == 3
    assert file.getvalue().count("\n") == 3


def test_many_events_make_the_same_chain_as_one_by_one(session, fund):
    with clock.clock_at(NOON):
        audit.record_many(session, LI, "fund.add", [(fund, {"number": 1}), (fund, {"number": 2})])
        third = kept(session, LI, "fund.add", fund, number=3)
    assert audit.head(session, "110105") == (3, third.hash)
    assert audit.verify_all(session) == []
    assert audit.record_many(session, LI, "fund.add", []) == 0


def test_a_name_that_was_given_up_is_not_taken_for_stored(database):
    def enter(session):
        fund = Fund(area_code="110105001001", source="SOCIAL", year=2026, name="社区基金")
        session.add(fund)
        session.flush()
        for kind in ("fund.add", "fund.check"):
            audit.record(session, LI, kind, fund)
        return fund.id

    with pytest.raises(TypeError), database.writing() as session:
        enter(session)
        raise TypeError
    with database.writing() as session:
        number = enter(session)
    with database.reading() as session:
        assert {entry.actor_name for entry in audit.timeline(session, "fund", number)} == {"李梅"}


def test_a_name_survives_a_refused_part_of_the_transaction(session, fund):
    with pytest.raises(TypeError), session.begin_nested():
        audit.record(session, LI, "fund.add", fund)
        audit.record(session, LI, "fund.add", fund, share=0.1)
    audit.record(session, LI, "fund.add", fund)
    assert [entry.actor_name for entry in audit.timeline(session, "fund", fund.id)] == ["李梅"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=12,
)


@given(JSON)
def test_the_canonical_json_is_that_of_the_standard_library(value):
    """The verifier, which others run, writes it with ``json``."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == plain.encode()
