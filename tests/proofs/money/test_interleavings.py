"""Two allocations of the same money, in every order of their statements: one gets it, the other reads a sentence."""

import threading
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from core.access import Actor
from core.db import Database
from core.ledger import FundExhausted, check_funds, list_funds, open_fund, reserve
from tests.proofs.figures import figure

LI = Actor(account_id=7, name="李梅")
TOTAL, ASKED = 1000, 600
STEPS = 5
ORDERS = [frozenset(places) for places in combinations(range(2 * STEPS), STEPS)]
# An allocation stops before each of these and before its commit, and waits for its turn.
STOPS = ("SELECT fund", "INSERT INTO ledger_transaction", "UPDATE fund", "INSERT INTO ledger_leg")
Allocate = Callable[[Session, int, int, Callable[[], None]], None]


def the_real_one(session: Session, fund_id: int, number: int, stop: Callable[[], None]) -> None:
    ahead = list(STOPS)

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if ahead and statement.startswith(ahead[0]):
            del ahead[0]
            stop()

    event.listen(session.connection(), "before_cursor_execute", before)
    reserve(session, LI, fund_id, ASKED, f"{fund_id} {number}", "award", number)
    assert not ahead, "the allocation no longer has the statements that this proof stops at"


def a_naive_one(session: Session, fund_id: int, number: int, stop: Callable[[], None]) -> None:
    """Read, decide, write: what a first draft would do, on a table without a constraint."""
    stop()
    left = text("SELECT total - reserved FROM naive WHERE id = :id")
    stop()
    if session.connection().execute(left, {"id": fund_id}).scalar_one() < ASKED:
        raise FundExhausted
    stop()
    stop()
    taken = text("UPDATE naive SET reserved = reserved + :asked WHERE id = :id")
    session.connection().execute(taken, {"id": fund_id, "asked": ASKED})


class Pair:
    """Two transactions in two threads that move one statement at a time, in a given order."""

    def __init__(self, database: Database, allocate: Allocate, fund_id: int) -> None:
        self.database, self.allocate, self.fund_id = database, allocate, fund_id
        self.turns = [threading.Semaphore(0), threading.Semaphore(0)]
        self.stopped = [threading.Event(), threading.Event()]
        self.ended = [threading.Event(), threading.Event()]
        self.backends: list[int | None] = [None, None]
        self.won = [False, False]
        self.troubles: list[BaseException] = []

    def run(self, order: frozenset[int]) -> list[bool]:
        threads = [threading.Thread(target=self._allocate, args=(who,)) for who in (0, 1)]
        for thread in threads:
            thread.start()
        for who in (0, 1):
            self._arrive(who)
        for place in range(2 * STEPS):
            self._give_turn(0 if place in order else 1)
        for who in (0, 1):
            self.turns[who].release(STEPS)  # whoever waited for the other has turns left over
        for thread in threads:
            thread.join(timeout=60)
        assert not self.troubles, self.troubles
        return self.won

    def _arrive(self, who: int) -> None:
        """Wait until it is at its first stop; on SQLite the second writer waits for the first from its very start."""
        self.stopped[who].wait(0.05 if self.database.is_sqlite else 30)

    def _give_turn(self, who: int) -> None:
        """Let one of the two go on to its next stop, or until it waits for a lock that the other holds."""
        if self.ended[who].is_set():
            return
        self.stopped[who].clear()
        self.turns[who].release()
        while not self.ended[who].is_set() and not self.stopped[who].wait(0.01 if self.database.is_sqlite else 0.002):
            if self.database.is_sqlite or self._waits_for_a_lock(who):
                return

    def _waits_for_a_lock(self, who: int) -> bool:
        waiting = text("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = :pid")
        with self.database.engine.connect() as connection:
            return bool(connection.execute(waiting, {"pid": self.backends[who]}).scalar())

    def _allocate(self, who: int) -> None:
        def stop() -> None:
            self.stopped[who].set()
            self.turns[who].acquire()

        try:
            with self.database.writing() as session:
                if not self.database.is_sqlite:
                    self.backends[who] = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
                self.allocate(session, self.fund_id, who, stop)
                stop()
            self.won[who] = True
        except FundExhausted:
            pass
        except BaseException as trouble:
            self.troubles.append(trouble)
        finally:
            self.ended[who].set()
            self.stopped[who].set()


def overspent(orders: list[frozenset[int]], one_order: Callable[[frozenset[int]], tuple[int, int, list[bool]]]) -> list:
    """The orders after which more was given than there is, or less than there could be."""
    found = []
    for order in orders:
        total, reserved, won = one_order(order)
        if reserved > total or won.count(True) * ASKED > total or won.count(True) != 1 or reserved != ASKED:
            found.append(sorted(order))
    return found


def open_one(database: Database, number: int) -> int:
    with database.writing() as session:
        facts = {"area_code": "110105000000", "source": "S", "year": 2026, "name": f"资金{number}"}
        return open_fund(session, LI, **facts, total_fen=TOTAL, key=f"open {number}").id


def really(database: Database) -> Callable[[frozenset[int]], tuple[int, int, list[bool]]]:
    numbers = iter(range(10**6))

    def one_order(order: frozenset[int]) -> tuple[int, int, list[bool]]:
        fund_id = open_one(database, next(numbers))
        won = Pair(database, the_real_one, fund_id).run(order)
        with database.reading() as session:
            fund = next(row for row in list_funds(session) if row.fund_id == fund_id)
        return fund.total_fen, fund.reserved_fen, won

    return one_order


@pytest.mark.concurrency
def test_no_interleaving_of_two_allocations_overspends(postgresql_database):
    assert overspent(ORDERS, really(postgresql_database)) == []
    with postgresql_database.reading() as session:
        assert check_funds(session) == []


def test_on_sqlite_too_where_the_second_waits_from_its_start(sqlite_database):
    orders = Random(7).sample(ORDERS, figure(12, len(ORDERS)))
    assert overspent(orders, really(sqlite_database)) == []


def test_the_same_look_finds_that_reading_first_overspends(postgresql_database):
    """Self-check: the naive allocation must be caught, also at the isolation that the database ships with."""
    with postgresql_database.writing() as session:
        session.connection().execute(text("CREATE TABLE naive (id BIGINT PRIMARY KEY, total INT, reserved INT)"))
    numbers = iter(range(10**6))

    def one_order(order: frozenset[int]) -> tuple[int, int, list[bool]]:
        number = next(numbers)
        with postgresql_database.writing() as session:
            insert = text("INSERT INTO naive VALUES (:id, :total, 0)")
            session.connection().execute(insert, {"id": number, "total": TOTAL})
        won = Pair(postgresql_database, a_naive_one, number).run(order)
        with postgresql_database.reading() as session:
            row = session.connection().execute(text(f"SELECT total, reserved FROM naive WHERE id = {number}")).one()
        return row[0], row[1], won

    assert len(overspent(ORDERS[::4], one_order)) > 20
