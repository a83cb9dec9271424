"""The books: movements, refusals, repeated keys, reversals, and the checks that prove them."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from core import audit
from core.access import Actor
from core.errors import KeyReused, NotFound, Refused, WrongState
from core.ledger import (
    Destination,
    FundExhausted,
    LegDraft,
    balances,
    check_funds,
    export_beancount,
    list_funds,
    noun_position,
    open_fund,
    pay,
    refund,
    release,
    reserve,
    reverse,
    top_up,
)
from core.ledger.queries import legs_of
from core.ledger.rules import check_balanced, transfer

LI = Actor(account_id=7, name="李梅")
DISTRICT = "110105000000"


@pytest.fixture
def fund(session):
    facts = {"area_code": DISTRICT, "source": "LOTTERY_CITY", "year": 2026, "name": "市级福彩公益金"}
    return open_fund(session, LI, **facts, total_fen=1_000_000, key="open")


def state(session, fund):
    session.refresh(fund)
    return fund.total_fen, fund.reserved_fen, fund.paid_fen


def story(session, fund):
    """Reserve 6,000 yuan, pay half, give back part of both; the fund gains 1,000 and loses a refund to its source."""
    reserve(session, LI, fund.id, 600_000, "r1", "agreement", 3)
    pay(session, LI, fund.id, 300_000, "p1", "agreement", 3, payee="9")
    release(session, LI, fund.id, 100_000, "v1", "agreement", 3)
    refund(session, LI, fund.id, 50_000, "b1", "agreement", 3, payee="9")
    refund(session, LI, fund.id, 20_000, "b2", "agreement", 3, payee="9", to=Destination.RETURNED)
    top_up(session, LI, fund.id, 100_000, "t1", 'a "quoted" memo')


def test_every_movement_changes_the_row_and_balances(session, fund):
    story(session, fund)
    assert state(session, fund) == (1_080_000, 200_000, 230_000)
    assert noun_position(session, "agreement", 3) == {fund.id: (200_000, 230_000)}
    assert check_funds(session) == []
    assert audit.verify_all(session) == []
    assert balances(session, [fund.id])[fund.id].available_fen == 650_000
    assert [row.name for row in list_funds(session, ["1101"], 2026)] == ["市级福彩公益金"]
    assert list_funds(session, ["1102"]) == []


def test_a_fund_cannot_promise_more_than_it_has(session, fund):
    reserve(session, LI, fund.id, 900_000, "r1", "agreement", 3)
    with pytest.raises(FundExhausted) as refusal:
        reserve(session, LI, fund.id, 100_001, "r2", "agreement", 4)
    shown = refusal.value.sentence.format(**refusal.value.facts)
    assert shown == "资金不足：“市级福彩公益金”可用余额只有 1,000.00 元。"
    assert state(session, fund) == (1_000_000, 900_000, 0)
    reserve(session, LI, fund.id, 100_000, "r3", "agreement", 4)
    assert state(session, fund) == (1_000_000, 1_000_000, 0)


def test_only_committed_money_is_paid_and_only_received_money_comes_back(session, fund):
    reserve(session, LI, fund.id, 500_000, "r1", "agreement", 3)
    with pytest.raises(FundExhausted, match="已承诺"):
        pay(session, LI, fund.id, 500_001, "p1", "agreement", 3, payee="9")
    pay(session, LI, fund.id, 300_000, "p2", "agreement", 3, payee="9")
    pay(session, LI, fund.id, 100_000, "p3", "agreement", 3, payee="10")
    with pytest.raises(WrongState, match="不能退回更多"):
        refund(session, LI, fund.id, 100_001, "b1", "agreement", 3, payee="10")
    assert state(session, fund) == (1_000_000, 100_000, 400_000)
    assert check_funds(session) == []


def test_a_repeated_key_posts_once_and_a_reused_key_is_refused(session, fund):
    first = reserve(session, LI, fund.id, 500, "r1", "agreement", 3, "首批")
    assert reserve(session, LI, fund.id, 500, "r1", "agreement", 3, "首批").id == first.id
    for amount, noun_id, memo in ((501, 3, "首批"), (500, 4, "首批"), (500, 3, "")):
        with pytest.raises(KeyReused):
            reserve(session, LI, fund.id, amount, "r1", "agreement", noun_id, memo)
    assert state(session, fund) == (1_000_000, 500, 0)


def test_opening_twice_with_one_key_gives_one_fund(session, fund):
    facts = {"area_code": DISTRICT, "source": "LOTTERY_CITY", "year": 2026, "name": "市级福彩公益金", "key": "open"}
    assert open_fund(session, LI, **facts, total_fen=1_000_000).id == fund.id
    with pytest.raises(KeyReused):
        open_fund(session, LI, **facts, total_fen=1_000_001)
    assert len(list_funds(session)) == 1


def test_a_reversal_mirrors_its_posting_once(session, fund):
    paid = reserve(session, LI, fund.id, 500, "r1", "agreement", 3)
    undone = reverse(session, LI, paid.id, "x1", "登记错误")
    assert sorted(legs_of(session, undone.id)) == [
        LegDraft(fund.id, "fund:available", 500),
        LegDraft(fund.id, "fund:reserved", -500),
    ]
    assert (undone.reverses_id, undone.noun, undone.noun_id) == (paid.id, "agreement", 3)
    assert reverse(session, LI, paid.id, "x1", "登记错误").id == undone.id
    assert state(session, fund) == (1_000_000, 0, 0)
    with pytest.raises(WrongState, match="已经冲正过"):
        reverse(session, LI, paid.id, "x2", "登记错误")
    with pytest.raises(WrongState, match="不能再次冲正"):
        reverse(session, LI, undone.id, "x3", "登记错误")
    with pytest.raises(Refused, match="原因"):
        reverse(session, LI, paid.id, "x4", " ")
    with pytest.raises(NotFound):
        reverse(session, LI, 10**9, "x5", "登记错误")
    assert state(session, fund) == (1_000_000, 0, 0)


def test_money_that_is_spoken_for_cannot_be_taken_from_under_a_promise(session, fund):
    extra = top_up(session, LI, fund.id, 100, "t1")
    reserve(session, LI, fund.id, 1_000_050, "r1", "agreement", 3)
    with pytest.raises(FundExhausted):
        reverse(session, LI, extra.id, "x1", "登记错误")
    assert state(session, fund) == (1_000_100, 1_000_050, 0)


def test_an_unknown_fund(session):
    with pytest.raises(NotFound):
        reserve(session, LI, 10**9, 1, "r", "agreement", 3)


@pytest.mark.parametrize("amount", [0, -1, True, 1.5, 10**13])
def test_amounts_that_no_posting_moves(amount):
    with pytest.raises(ValueError, match="whole number"):
        transfer(1, "source", "fund:available", amount)


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [LegDraft(1, "source", 0)],
        [LegDraft(1, "source", -5), LegDraft(1, "fund:available", 4)],
        [LegDraft(1, "source", -5), LegDraft(2, "fund:available", 5)],
    ],
)
def test_postings_that_do_not_balance_per_fund(legs):
    with pytest.raises(ValueError, match="sums to zero per fund"):
        check_balanced(legs)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leg SET amount_fen = 1",
        "DELETE FROM ledger_leg",
        "UPDATE ledger_transaction SET memo = 'x'",
        "UPDATE fund SET paid_fen = total_fen, reserved_fen = 1",
        "UPDATE fund SET reserved_fen = -1",
    ],
)
def test_the_database_itself_refuses(session, fund, statement):
    with pytest.raises(DatabaseError, match=r"append-only|never_over_committed"):
        session.connection().execute(text(statement))
    session.rollback()


def test_the_doctor_finds_a_row_that_left_its_legs(session, fund):
    session.connection().execute(text("UPDATE fund SET total_fen = total_fen + 1"))
    assert check_funds(session) == [
        f"资金 {fund.id}“市级福彩公益金”总额登记 10,000.01 元，分录合计 10,000.00 元。",
        f"资金 {fund.id}“市级福彩公益金”可用登记 10,000.01 元，分录合计 10,000.00 元。",
    ]


def test_the_doctor_finds_a_posting_that_does_not_balance(session, fund):
    first = top_up(session, LI, fund.id, 100, "t1")
    columns = "transaction_id, fund_id, account, amount_fen"
    leg = f"INSERT INTO ledger_leg ({columns}) VALUES ({first.id}, {fund.id}, 'returned', 7)"
    session.connection().execute(text(leg))
    assert check_funds(session)[0] == f"账目第 {first.id} 笔在资金 {fund.id} 上不平，相差 0.07 元。"


def computed_balances(book):
    """Account → fen, read from the export by other means than those that wrote it."""
    sums: dict[str, int] = {}
    for line in book.splitlines():
        if line.startswith("  ") and line.endswith(" CNY"):
            account, amount, _ = line.split()
            sums[account] = sums.get(account, 0) + int(amount.replace(".", ""))
    return sums


def test_the_export_gives_the_same_balances(session, fund):
    story(session, fund)
    book = export_beancount(session, "110105")
    assert computed_balances(book) == {
        f"Equity:Fund-{fund.id}:Source": -1_100_000,
        f"Equity:Fund-{fund.id}:Returned": 20_000,
        f"Assets:Fund-{fund.id}:Available": 650_000,
        f"Assets:Fund-{fund.id}:Reserved": 200_000,
        f"Expenses:Fund-{fund.id}:Payee-9": 230_000,
    }
    assert all(f"open {account} CNY" in book for account in computed_balances(book))
    assert computed_balances(export_beancount(session, "110106")) == {}
