"""kill -9 at random moments, of writers and of the real server: what was shown as kept is there, the books hold."""

import asyncio
import random

import aiohttp
import pytest
from sqlalchemy import text

from core import audit, ledger
from core.db import Database
from core.permissions import Role
from tests import factories
from tests.proofs.crash.writer import kill_at_random, open_books, problems
from tests.proofs.figures import figure
from tests.proofs.server import Server, api_token, client, in_a_loop

KILLS = {"sqlite": figure(100, 500), "postgresql": figure(20, 100)}
SERVER_KILLS = figure(3, 20)
LOOK_EVERY = 25
FUND = {"area_code": factories.DISTRICT, "source": "SOCIAL", "year": "2026", "total_fen": "100"}


@pytest.mark.concurrency
def test_a_writer_killed_at_any_moment_has_told_the_truth(database):
    fund_id, said = open_books(database), set()
    for number in range(KILLS["sqlite" if database.is_sqlite else "postgresql"]):
        said |= kill_at_random(database.url, fund_id, f"kill-{number}")
        if number % LOOK_EVERY == 0:
            assert problems(database, said) == []
    assert problems(database, said) == []
    assert len(said) >= number


def test_a_writer_that_tells_before_it_commits_is_found(sqlite_database):
    """Self-check: the same kills find who says “saved” too early."""
    fund_id, said = open_books(sqlite_database), set()
    for number in range(200):
        said |= kill_at_random(sqlite_database.url, fund_id, f"lie-{number}", tells_first=True)
        if any(problem.startswith("lost") for problem in problems(sqlite_database, said)):
            return
    raise AssertionError("two hundred kills did not find it")


async def enter_funds(server: Server, token: dict[str, str], names: list[str], said: set[str]) -> None:
    """Each fund under its own key, sixteen at a time; ``said`` collects what was answered as made."""
    waiting = iter(names)

    async def enter(http: aiohttp.ClientSession) -> None:
        for name in waiting:
            body, key = FUND | {"name": name}, {"Idempotency-Key": f"key of {name}"}
            try:
                async with http.post(server.address + "/api/v1/funds", json=body, headers=key) as answer:
                    assert answer.status == 201, await answer.text()
                    await answer.read()
                    said.add(name)
            except (aiohttp.ClientError, OSError):
                return

    async with client(headers=token) as http:
        await asyncio.gather(*(enter(http) for _ in range(16)))


async def kill_meanwhile(server: Server, token: dict[str, str], names: list[str], said: set[str]) -> None:
    entering = asyncio.create_task(enter_funds(server, token, names, said))
    before = len(said)
    while len(said) == before:
        await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0, 0.5))
    server.kill()
    await entering


def made(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.connection().execute(text("SELECT name FROM fund")).scalars())


def test_the_real_server_killed_while_people_save(sqlite_database, tmp_path):
    database, sent, said = sqlite_database, [], set()
    with database.writing() as session:
        account = factories.make_account(session, Role.DISTRICT)
    token = api_token(database, account)
    server = Server(database.url, tmp_path / "var")
    for number in range(SERVER_KILLS):
        server.start()
        if number:  # who had no answer sends the same again
            in_a_loop(enter_funds(server, token, sent, said))
            assert said == set(sent)
        names = [f"fund {number}-{n}" for n in range(1_000)]
        in_a_loop(kill_meanwhile(server, token, names, said))
        there = made(database)
        assert len(there) == len(set(there))
        assert said <= set(there)
        # What nobody was told of may be there or not; that which was tried is sent again after the restart.
        sent += [name for name in names if name in there or name in said]
        with database.reading() as session:
            assert ledger.check_funds(session) == audit.verify_all(session) == []
