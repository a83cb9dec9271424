"""The server that proofs start is the real one: its processes answer, finish what they began, and take over."""

from core.permissions import Role
from tests import factories
from tests.proofs.server import Server, api_token, cli, client, in_a_loop, session_cookie


def test_two_processes_answer_in_front_of_one_database(sqlite_database, tmp_path):
    with sqlite_database.writing() as session:
        account = factories.make_account(session, Role.CENTRE)
    cookie, token = session_cookie(sqlite_database, account), api_token(sqlite_database, account)

    async def look(server):
        async with client(cookie) as http, http.get(server.address + "/talents") as page:
            async with client(headers=token) as program, program.get(server.address + "/api/v1/talents") as listed:
                return page.status, listed.status, await listed.json()

    with Server(sqlite_database.url, tmp_path / "var", workers=2) as server:
        assert in_a_loop(look(server)) == (200, 200, {"items": [], "after": None})
        assert server.said().count("answers requests") == 2
        server.kill()
        assert not server.is_healthy()
    with Server(sqlite_database.url, tmp_path / "var", jobs=True) as server:
        assert server.is_healthy()
        assert server.stop() == 0


def test_serve_never_migrates_by_surprise(tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    for command in ("serve", "work"):
        refused = cli(url, tmp_path / "var", command)
        assert refused.returncode == 1
        assert "./dev migrate" in refused.stderr
