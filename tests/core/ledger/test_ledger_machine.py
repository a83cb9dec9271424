"""The books against a model: random movements over three funds, refused exactly where the model refuses."""

import threading
from itertools import combinations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session

from core import audit
from core.access import Actor
from core.db import Database
from core.errors import AppError
from core.ledger import (
    Destination,
    FundExhausted,
    check_funds,
    list_funds,
    open_fund,
    pay,
    refund,
    release,
    reserve,
    reverse,
    top_up,
)
from core.ledger import actions as ledger_actions
from core.ledger.rules import Movement

LI = Actor(account_id=7, name="李梅")
FUNDS = st.integers(0, 2)
AMOUNTS = st.integers(1, 400)


class Books(RuleBasedStateMachine):
    """Three funds of 1,000 fen and what a child with three heaps of coins would say about them."""

    database: Database

    @initialize()
    def open(self):
        self.session = Session(self.database._writer, expire_on_commit=False)
        self.number = 0
        self.funds = [self.new_fund(place) for place in range(3)]
        self.model = [{"total": 1000, "reserved": 0, "paid": {}} for _ in range(3)]
        self.undone: set[int] = set()
        self.posted: list[tuple[int, int, dict]] = []

    def new_fund(self, place):
        facts = {"area_code": "110105000000", "source": f"S{place}", "year": 2026, "name": f"资金{place}"}
        return open_fund(self.session, LI, **facts, total_fen=1000, key=f"open {place}").id

    def teardown(self):
        if hasattr(self, "session"):
            assert check_funds(self.session) == []
            self.session.rollback()
            self.session.close()

    def post(self, act, place, change, *arguments, **options):
        """Do it in the books and in the model; both must agree on whether it can be done."""
        self.number += 1
        can = self.can(place, change)
        try:
            done = act(self.session, LI, *arguments, f"key {self.number}", **options)
        except AppError:
            assert not can
            return
        assert can
        self.apply(place, change)
        self.posted.append((done.id, place, change))

    def can(self, place, change):
        heap = self.model[place]
        payee, paid = change.get("payee"), change.get("paid", 0)
        total = heap["total"] + change.get("total", 0)
        reserved = heap["reserved"] + change.get("reserved", 0)
        spent = sum(heap["paid"].values()) + paid
        enough = payee is None or heap["paid"].get(payee, 0) + paid >= 0
        return enough and reserved >= 0 and spent >= 0 and reserved + spent <= total

    def apply(self, place, change):
        heap = self.model[place]
        heap["total"] += change.get("total", 0)
        heap["reserved"] += change.get("reserved", 0)
        if "payee" in change:
            heap["paid"][change["payee"]] = heap["paid"].get(change["payee"], 0) + change["paid"]

    @rule(place=FUNDS, amount=AMOUNTS)
    def more_money(self, place, amount):
        self.post(top_up, place, {"total": amount}, self.funds[place], amount)

    @rule(place=FUNDS, amount=AMOUNTS)
    def promise(self, place, amount):
        self.post(reserve, place, {"reserved": amount}, self.funds[place], amount, noun="award", noun_id=1)

    @rule(place=FUNDS, amount=AMOUNTS)
    def void(self, place, amount):
        self.post(release, place, {"reserved": -amount}, self.funds[place], amount, noun="award", noun_id=1)

    @rule(place=FUNDS, amount=AMOUNTS, payee=st.sampled_from("xy"))
    def pay_out(self, place, amount, payee):
        change = {"reserved": -amount, "paid": amount, "payee": payee}
        self.post(pay, place, change, self.funds[place], amount, noun="award", noun_id=1, payee=payee)

    @rule(place=FUNDS, amount=AMOUNTS, payee=st.sampled_from("xy"), to=st.sampled_from(Destination))
    def give_back(self, place, amount, payee, to):
        change = {"paid": -amount, "payee": payee, "total": -amount if to is Destination.RETURNED else 0}
        self.post(refund, place, change, self.funds[place], amount, noun="award", noun_id=1, payee=payee, to=to)

    @rule(data=st.data())
    def correct(self, data):
        open_ones = [entry for entry in self.posted if entry[0] not in self.undone]
        if not open_ones:
            return
        number, place, change = data.draw(st.sampled_from(open_ones))
        before = len(self.posted)
        mirror = {name: value if name == "payee" else -value for name, value in change.items()}
        self.post(reverse, place, mirror, number, memo="登记错误")
        if len(self.posted) > before:
            self.undone |= {number, self.posted.pop()[0]}

    @invariant()
    def rows_equal_the_model(self):
        if not hasattr(self, "model"):
            return
        rows = {row.fund_id: (row.total_fen, row.reserved_fen, row.paid_fen) for row in list_funds(self.session)}
        expected = [(heap["total"], heap["reserved"], sum(heap["paid"].values())) for heap in self.model]
        assert [rows[fund] for fund in self.funds] == expected


def run_machine(database, examples, steps):
    Books.database = database
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Books, settings=limits)


def test_random_movements_agree_with_the_model(database):
    run_machine(database, 15, 40)


@pytest.mark.slow
def test_many_random_movements_agree_with_the_model(sqlite_database):
    run_machine(sqlite_database, 500, 50)


def allocation(database, fund_id, amount):
    """An allocation as five statements: read, decide, change, read again, commit."""
    seen = {}

    def read(session):
        seen["fund"] = list_funds(session)

    def change(session):
        ledger_actions._move(session, fund_id, Movement(reserved_fen=amount))

    return [read, read, change, read, lambda session: session.commit()]


@pytest.mark.slow
@pytest.mark.concurrency
def test_no_interleaving_of_two_allocations_overspends(postgres_database):
    """All 252 orders of two transactions of five statements each, for money that suffices for one."""
    for number, first_places in enumerate(combinations(range(10), 5)):
        with postgres_database.writing() as session:
            facts = {"area_code": "110105000000", "source": "S", "year": 2026, "name": f"资金{number}"}
            fund_id = open_fund(session, LI, **facts, total_fen=1000, key=f"open {number}").id
        won = interleave(postgres_database, fund_id, set(first_places))
        with postgres_database.reading() as session:
            fund = next(row for row in list_funds(session) if row.fund_id == fund_id)
        assert (fund.reserved_fen, sum(won)) == (600, 1)


def interleave(database, fund_id, first_places):
    """Run two allocations in threads, a statement at a time in the given order; who waits for a lock is let wait."""
    turns = [threading.Semaphore(0), threading.Semaphore(0)]
    done = [threading.Semaphore(0), threading.Semaphore(0)]
    won = [False, False]

    def run(who):
        session_context = database.writing()
        with session_context as session:
            try:
                for statement in allocation(database, fund_id, 600):
                    turns[who].acquire()
                    statement(session)
                    done[who].release()
                won[who] = True
            except FundExhausted:
                session.rollback()
            finally:
                for _ in range(5):
                    done[who].release()

    threads = [threading.Thread(target=run, args=(who,)) for who in (0, 1)]
    for thread in threads:
        thread.start()
    for place in range(10):
        who = 0 if place in first_places else 1
        turns[who].release()
        done[who].acquire(timeout=0.05)
    for thread in threads:
        thread.join(timeout=30)
    return won


@pytest.mark.concurrency
def test_forty_requests_for_money_for_twenty(database):
    with database.writing() as session:
        facts = {"area_code": "110105000000", "source": "S", "year": 2026, "name": "资金"}
        fund_id = open_fund(session, LI, **facts, total_fen=2000, key="open").id
    outcomes = []

    def ask(number):
        try:
            with database.writing() as session:
                reserve(session, LI, fund_id, 100, f"key {number}", "award", number)
            outcomes.append(True)
        except FundExhausted:
            outcomes.append(False)

    in_threads(ask, range(40))
    with database.reading() as session:
        (fund,) = list_funds(session)
        assert (fund.reserved_fen, outcomes.count(True), outcomes.count(False)) == (2000, 20, 20)
        assert check_funds(session) == audit.verify_all(session) == []


@pytest.mark.concurrency
def test_twenty_equal_requests_post_once(database):
    with database.writing() as session:
        facts = {"area_code": "110105000000", "source": "S", "year": 2026, "name": "资金"}
        fund_id = open_fund(session, LI, **facts, total_fen=150, key="open").id
    numbers = []

    def ask(_):
        with database.writing() as session:
            numbers.append(reserve(session, LI, fund_id, 100, "the same key", "award", 1).id)

    in_threads(ask, range(20))
    assert len(numbers) == 20
    assert len(set(numbers)) == 1


def in_threads(act, values):
    threads = [threading.Thread(target=act, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
