"""Forty people take money for twenty at once, through the real server in two processes: twenty get it, exactly."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from core import audit, ledger
from core.access import SYSTEM
from core.accounts.models import Account
from core.db import Database
from core.ledger import Fund
from menus.orders.models import ServiceOrder
from tests import factories
from tests.menus.story import Story
from tests.proofs.figures import figure
from tests.proofs.server import Server, client, in_a_loop, session_cookie

PEOPLE, PLACES, PRICE = 40, 20, 20_000
ROUNDS = figure(3, 50)


@dataclass
class Round:
    """What came of one round: the fund, and how many were told that they got the money."""

    total_fen: int
    reserved_fen: int
    won: int
    answers: list[int]

    def problems(self) -> list[str]:
        found = []
        if self.reserved_fen > self.total_fen or self.won * PRICE > PLACES * PRICE:
            found.append("overspent")
        if self.reserved_fen < self.total_fen:
            found.append("money left although somebody asked for it")
        if self.won != PLACES:
            found.append(f"{self.won} were told that they have it")
        return found


class Purse:
    """One community's purse, and orders that a team may accept: each takes its money then."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing() as session:
            story = Story(session, lambda role, area: factories.make_actor(session, role, area))
            story.begin(purse=str(PLACES * PRICE // 100), monthly_capacity=1000, price_fen="20").to_dispatch()
            self.order, self.fund_id = story.order.id, story.purse.fund_id
            self.team = session.get_one(Account, story.team.account_id)
            self.pattern = story.order.model_dump(exclude={"id"})

    def refill(self, number: int) -> list[int]:
        """Money for twenty more, and forty more orders like the first."""
        with self.database.writing() as session:
            if number:
                fund = session.get_one(Fund, self.fund_id)
                ledger.top_up(session, SYSTEM, fund.id, PLACES * PRICE, f"round {number}", "下一轮")
            rows = [self.pattern | {"number": f"{self.pattern['number']}-{number}-{n}"} for n in range(PEOPLE)]
            session.execute(insert(ServiceOrder), rows)
            chosen = select(ServiceOrder.id).where(ServiceOrder.number.like(f"%-{number}-%"))
            return list(session.exec(chosen).all())

    def outcome(self, answers: list[int]) -> Round:
        with self.database.reading() as session:
            fund = session.get_one(Fund, self.fund_id)
            return Round(fund.total_fen, fund.reserved_fen, answers.count(303), answers)


async def accept_all(server: Server, cookie: dict[str, str], orders: list[int]) -> list[int]:
    async with client(cookie) as http:

        async def accept(order: int) -> int:
            path = f"{server.address}/orders/{order}/move"
            async with http.post(path, data={"verb": "accept"}, allow_redirects=False) as answer:
                return answer.status

        return await asyncio.gather(*map(accept, orders))


@pytest.mark.concurrency
def test_forty_requests_for_money_for_twenty(database, tmp_path):
    purse = Purse(database)
    cookie = session_cookie(database, purse.team)
    with Server(database.url, tmp_path / "var", workers=2) as server:
        for number in range(ROUNDS):
            orders = purse.refill(number)
            answers = in_a_loop(accept_all(server, cookie, orders))
            found = purse.outcome(answers)
            assert found.problems() == [], (number, sorted(answers))
            assert set(answers) <= {303, 409, 422}
            assert found.reserved_fen == (number + 1) * PLACES * PRICE
        with database.reading() as session:
            assert ledger.check_funds(session) == audit.verify_all(session) == []
            if not database.is_sqlite:
                shown = session.connection().exec_driver_sql("SHOW transaction_isolation").scalar_one()
                assert shown == "read committed"


@pytest.mark.concurrency
def test_the_same_look_finds_who_reads_first_and_writes_then(database):
    """Self-check: forty threads that read what is left and then write it back are found to overspend."""
    with database.writing() as session:
        session.connection().execute(text("CREATE TABLE naive (total INT, reserved INT)"))
        session.connection().execute(text(f"INSERT INTO naive VALUES ({PLACES * PRICE}, 0)"))

    def take(_number: int) -> int:
        with database.reading() as session:
            total, reserved = session.connection().execute(text("SELECT total, reserved FROM naive")).one()
        if total - reserved < PRICE:
            return 409
        with database.writing() as session:
            session.connection().execute(text(f"UPDATE naive SET reserved = {reserved + PRICE}"))
        return 303

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(take, range(PEOPLE)))
    with database.reading() as session:
        total, reserved = session.connection().execute(text("SELECT total, reserved FROM naive")).one()
    assert Round(total, reserved, answers.count(303), answers).problems() != []
