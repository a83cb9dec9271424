"""The doors: sessions, passwords and codes against the real server with two processes, and tricks with addresses."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from core import clock, vault
from core.accounts import actions, queries, rules
from core.accounts.models import Account, AccountSession, LinkPurpose
from core.db import Database
from core.permissions import Role
from tests import factories
from tests.proofs.line import Answer, Line
from tests.proofs.server import Server

pytestmark = pytest.mark.xdist_group("doors")

PASSWORD = "春天里种下一棵树苗"


@dataclass
class Doors:
    """A small district behind two processes, and people with passwords."""

    database: Database
    server: Server
    people: int = 0

    def person(self, role: Role = Role.COMMUNITY, area: str = factories.COMMUNITY_A) -> tuple[Account, str]:
        """Somebody new with a password, and what they type to sign in."""
        self.people += 1
        sign_in = f"person{self.people}@example.org"
        with self.database.writing() as session:
            account = factories.make_account(session, role, area)
            account.sign_in_index = vault.blind_index(rules.normal_sign_in(sign_in), "sign-in")
            account.password_hash = rules.hash_password(PASSWORD)
            session.add(account)
        return account, sign_in

    def line(self, token: str = "") -> Line:
        return Line(self.server.address, {"miaopu_session": token} if token else {})

    def enter(self, sign_in: str, password: str = PASSWORD, code: str = "", token: str = "", **headers: str) -> Answer:
        with self.line(token) as line:
            pairs = [("sign_in", sign_in), ("password", password), ("code", code), ("next", "/desk")]
            return line.post("/sign-in", pairs, headers={n.replace("_", "-"): v for n, v in headers.items()})

    def is_in(self, token: str) -> bool:
        with self.line(token) as line:
            return line.get("/account").status == 200


def token_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


@pytest.fixture(scope="module")
def doors(sqlite_template, tmp_path_factory) -> Iterator[Doors]:
    var = tmp_path_factory.mktemp("doors")
    path = var / "miaopu.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with Server(database.url, var, workers=2) as server:
        yield Doors(database, server)
    database.close()


def test_a_session_that_was_chosen_before_is_not_the_one_that_is_given(doors):
    """Fixation: what somebody planted in the browser is worth nothing, before and after signing in."""
    _account, sign_in = doors.person()
    first = token_of(doors.enter(sign_in))
    for planted in ("chosen-by-somebody-else", first):
        given = token_of(doors.enter(sign_in, token=planted))
        assert given not in (planted, "")
    assert not doors.is_in("chosen-by-somebody-else")


def _sign_out(doors: Doors, account: Account, line: Line) -> None:
    answer = line.post("/sign-out")
    assert (answer.status, answer.headers.get("clear-site-data")) == (303, '"storage"')


def _change_password(doors: Doors, account: Account, line: Line) -> None:
    pairs = [("current", PASSWORD), ("password", "另一句足够长的密码吧")]
    assert line.post("/account/password", pairs).status == 303


def _end_all(doors: Doors, account: Account, line: Line) -> None:
    assert line.post("/account/sessions/end").status == 303


def _disable(doors: Doors, account: Account, line: Line) -> None:
    _admin, sign_in = doors.person(Role.ADMIN, factories.DISTRICT)
    with doors.line(token_of(doors.enter(sign_in))) as admin:
        moved = admin.post(f"/accounts/{account.id}/move", [("verb", "disable"), ("reason", "离职")])
    assert moved.status == 303


def _reset(doors: Doors, account: Account, line: Line) -> None:
    with doors.database.writing() as session:
        row = session.get_one(Account, account.id)
        token = actions.make_link(session, queries.actor_of(session, row), row, LinkPurpose.RESET)
        actions.use_link(session, token, "再换一句足够长的密码吧")


@pytest.mark.parametrize("ending", [_sign_out, _change_password, _end_all, _disable, _reset])
def test_a_session_that_ended_cannot_be_replayed(doors, ending: Callable):
    """Through either process, in the cookie, and by thirty requests at once."""
    account, sign_in = doors.person()
    token = token_of(doors.enter(sign_in))
    assert doors.is_in(token)
    with doors.line(token) as line:
        ending(doors, account, line)
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(doors.is_in, [token] * 30)) == [False] * 30


def test_wrong_passwords_are_counted_by_all_processes_whatever_address_they_claim(doors):
    """31 wrong ones, each from another forwarded address: ten are tried, then even the right one must wait."""
    _account, sign_in = doors.person()
    claims = [{"X_Forwarded_For": f"10.0.{n}.1", "Forwarded": f"for=10.0.{n}.1", "X_Real_IP": "9"} for n in range(31)]
    found = [doors.enter(sign_in, "不对的密码不对", **claim).status for claim in claims]
    assert found == [422] * rules.FAILURES_PER_ACCOUNT + [429] * (31 - rules.FAILURES_PER_ACCOUNT)
    assert doors.enter(sign_in, **claims[0]).status == 429


def test_one_address_may_not_try_many_accounts(doors):
    """The same by address: thirty failures on thirty accounts, whatever address is claimed, close the door."""
    with doors.database.writing() as session:
        for row in session.exec(select(actions.SignInFailure)):
            session.delete(row)
    _account, sign_in = doors.person()
    found = [
        doors.enter(f"nobody{n}@example.org", "不对的密码不对", X_Forwarded_For=f"10.1.{n}.1").status for n in range(31)
    ]
    assert found == [422] * rules.FAILURES_PER_ADDRESS + [429]
    assert doors.enter(sign_in, X_Forwarded_For="10.9.9.9").status == 429
    with clock.clock_at(clock.now()), doors.database.writing() as session:
        for row in session.exec(select(actions.SignInFailure)):
            session.delete(row)
    assert doors.enter(sign_in).status == 303


def bind(doors: Doors, account: Account) -> pyotp.TOTP:
    with doors.database.writing() as session:
        row, secret = session.get_one(Account, account.id), rules.new_totp_secret()
        with clock.clock_at(clock.now() - timedelta(minutes=10)):
            actions.confirm_totp(session, queries.actor_of(session, row), secret, pyotp.TOTP(secret).at(clock.now()))
    return pyotp.TOTP(secret)


def test_a_code_is_used_once_even_at_the_same_moment(doors):
    """Eight at once with the same code: one gets in; afterwards nobody does."""
    account, sign_in = doors.person()
    code = bind(doors, account).at(clock.now())
    with ThreadPoolExecutor(8) as pool:
        found = sorted(answer.status for answer in pool.map(lambda _n: doors.enter(sign_in, code=code), range(8)))
    assert found == [303] + [422] * 7
    assert doors.enter(sign_in, code=code).status == 422


@pytest.mark.parametrize("code", ["１２３４５６", "x" * 500, "", "000000\r\n", "🌱🌱", "٣٣٣٣٣٣", "-1", "1e400"])
def test_a_strange_code_is_a_wrong_code(doors, code):
    account, sign_in = doors.person()
    bind(doors, account)
    assert doors.enter(sign_in, code=code).status == 422


def test_sessions_are_kept_as_hashes(doors):
    """Self-check of the look above: the row is there, the token is not, and the token does open the door."""
    account, sign_in = doors.person()
    token = token_of(doors.enter(sign_in))
    with doors.database.reading() as session:
        kept = session.exec(select(AccountSession.token_hash).where(AccountSession.account_id == account.id)).all()
    assert kept == [rules.hash_token(token)] and token not in kept
    assert doors.is_in(token) and not doors.is_in(kept[0])


# What a careless front or router would read as the page of the accounts, which only an administrator may see.
TRICKS = (
    "//accounts",
    "/./accounts",
    "/needs/../accounts",
    "/%61ccounts",
    "/accounts/",
    "/accounts.",
    "/accounts%20",
    "/accounts;x=1",
    "/accounts%00",
    "/ACCOUNTS",
    "/Accounts",
    "/%2e%2e/accounts",
    "/needs/%2e%2e/accounts",
    "/needs/..%2faccounts",
    "/static/../accounts",
    "/static/%2e%2e/accounts",
    "/static/..%2f..%2fpyproject.toml",
    "/static/%252e%252e/pyproject.toml",
    "/accounts?next=/needs",
    "/accounts#/needs",
    "/accounts/export/",
    "/accounts//export",
    "/api/v1//accounts",
    "/api/v1/accounts/",
    "/api/V1/accounts",
    "/api/v1/%61ccounts",
    "/api/v1/accounts.json",
    "/accounts/1/..",
    "/accounts/01",
    "/accounts/+1",
    "/accounts/1%00",
    "/accounts/-1",
)
HEADERS = (
    {"X-Original-URL": "/accounts"},
    {"X-Rewrite-URL": "/accounts"},
    {"X-HTTP-Method-Override": "POST"},
    {"X-Method-Override": "DELETE"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Prefix": "/accounts"},
    {"X-Forwarded-User": "admin"},
    {"X-Real-IP": "127.0.0.1"},
    {"Host": "evil.example"},
    {"Authorization": "Bearer "},
    {"Authorization": "Basic YWRtaW46YWRtaW4="},
    {"Cookie": "miaopu_session=; __Host-miaopu_session=x"},
)


def looks_inside(answer: Answer) -> bool:
    """Whether this is the list of accounts, or a file of the program."""
    return answer.status == 200 and (
        "sign_in_masked" in answer.text or "手机号或邮箱" in answer.text or "[project]" in answer.text
    )


@pytest.mark.parametrize("token", ["", "community"])
def test_no_spelling_of_an_address_opens_a_page(doors, token):
    """The same page by other spellings and through headers that some fronts believe."""
    _account, sign_in = doors.person()
    with doors.line(token_of(doors.enter(sign_in)) if token else "") as line:
        for path in TRICKS:
            answer = line.get(path)
            assert answer.status < 500 and not looks_inside(answer), path
        for headers in HEADERS:
            for path in ("/", "/needs", "/accounts"):
                answer = line.get(path, headers)
                assert answer.status < 500 and not looks_inside(answer), (headers, path)
                assert "evil.example" not in answer.text + str(answer.headers)
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "GETX"):
            assert line.ask(method, "/accounts").status in (400, 401, 403, 404, 405), method


def test_the_page_itself_would_be_noticed(doors):
    """Self-check: to an administrator the address shows what the look above looks for."""
    _account, sign_in = doors.person(Role.ADMIN, factories.DISTRICT)
    with doors.line(token_of(doors.enter(sign_in))) as line:
        assert looks_inside(line.get("/accounts"))


def test_a_change_asked_for_by_another_site_is_refused(doors):
    account, sign_in = doors.person()
    token = token_of(doors.enter(sign_in))
    with doors.line(token) as line:
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "X-HTTP-Method-Override": "GET"},
        ):
            assert line.post("/account/sessions/end", headers=headers).status == 403
    assert doors.is_in(token)
    assert account.id
