"""An answer is lost after the commit: the same form or call is sent again a hundred times, and there is one object."""

import aiohttp
import pytest
from sqlmodel import func, select

from core.accounts.models import Account
from core.db import Database
from core.ledger import Fund
from core.permissions import Role
from tests import factories
from tests.proofs.figures import figure
from tests.proofs.proxy import ForgetfulProxy
from tests.proofs.server import Server, api_token, client, in_a_loop, session_cookie

TIMES = figure(100, 1_000)
FUND = {"area_code": factories.DISTRICT, "source": "SOCIAL", "year": "2026", "name": "社会资金", "total_fen": "100"}


def funds_in(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Fund)).one()


def district(database: Database) -> Account:
    with database.writing() as session:
        return factories.make_account(session, Role.DISTRICT)


async def ask(server: Server, account: dict, path: str, sent: dict) -> tuple[int, int, set]:
    """Send it again and again through a network that loses each answer, then without it: what was lost, what came."""
    async with client(account.get("cookies"), account.get("headers")) as http, ForgetfulProxy(server.port) as proxy:
        for _ in range(TIMES):
            with pytest.raises(aiohttp.ClientError):
                await http.post(proxy.address + path, allow_redirects=False, **sent)
        came = set()
        for _ in range(3):
            async with http.post(server.address + path, allow_redirects=False, **sent) as answer:
                came.add((answer.status, answer.headers.get("location") or (await answer.json())["id"]))
        return proxy.forgotten, len(came), {status for status, _ in came}


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_hundred_lost_answers_are_one_object(database, tmp_path):
    account = district(database)
    page = {"cookies": session_cookie(database, account)}
    call = {"headers": api_token(database, account) | {"Idempotency-Key": "a client's key"}}
    with Server(database.url, tmp_path / "var", workers=2) as server:
        # The proxy counts an answer as lost once the server has begun to send it; aiohttp tries a broken line again.
        lost, kinds, status = in_a_loop(ask(server, page, "/funds/new", {"data": FUND | {"form_key": "k"}}))
        assert (lost >= TIMES, kinds, status, funds_in(database)) == (True, 1, {303}, 1)
        lost, kinds, status = in_a_loop(ask(server, call, "/api/v1/funds", {"json": FUND}))
        assert (lost >= TIMES, kinds, status, funds_in(database)) == (True, 1, {201}, 2)
        # Self-check: the same without a key is an object each time, so the proxy does let the requests through.
        in_a_loop(ask(server, page, "/funds/new", {"data": FUND}))
        assert funds_in(database) >= 2 + TIMES
