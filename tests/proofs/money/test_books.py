"""The books against a model: random movements over three funds, refused exactly where the model refuses."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session

from core.access import Actor
from core.db import Database
from core.errors import AppError
from core.ledger import (
    Destination,
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
from tests.proofs.figures import figure

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
            try:
                assert check_funds(self.session) == []
            finally:
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


def run_machine(database, examples, steps, start=0):
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    machine = seed(start)(type("Books", (Books,), {"database": database}))
    run_state_machine_as_test(machine, settings=limits)


def test_random_movements_agree_with_the_model_on_both(postgresql_database):
    run_machine(postgresql_database, figure(15, 500), 50)


@pytest.mark.parametrize("part", range(4))
def test_random_movements_agree_with_the_model(sqlite_database, part):
    """Four parts, so that they run side by side."""
    run_machine(sqlite_database, figure(125, 2_500), 50, start=part)


@pytest.mark.parametrize("broken", ["_check_payees", "_move"])
def test_the_same_machine_finds_broken_books(sqlite_database, monkeypatch, broken):
    """Self-check: without the look at payees, or without the change of the fund row, the model disagrees."""
    monkeypatch.setattr(ledger_actions, broken, lambda *_arguments: None)
    with pytest.raises(AssertionError):
        run_machine(sqlite_database, 60, 50)
