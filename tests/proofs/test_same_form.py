"""The same form many times is one object: every creating form that the routes declare, sent twenty times at once."""

import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.access import Actor, allows
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.db import Database
from core.web import Route
from tests import district
from tests.conftest import _admin, _named
from tests.proofs.creating import CREATING, accepted, attempts, files_for, forms_on, is_public, table_of
from tests.proofs.figures import PROVES, figure
from tests.proofs.forms import PageForm
from tests.proofs.line import Answer, Line
from tests.proofs.rows import add_rows
from tests.proofs.server import Server, session_cookie

TIMES = figure(8, 20)
UNREACHED = "not reached"
pytestmark = pytest.mark.xdist_group("same form")  # one world for all


@dataclass
class World:
    """The demo district behind a real server with two processes, and one person of each role signed in."""

    database: Database
    server: Server
    people: list[tuple[Actor, dict[str, str]]] = field(default_factory=list)

    def who_may(self, route: Route) -> Iterator[dict[str, str]]:
        if is_public(route):
            yield {}
        yield from (cookie for actor, cookie in self.people if allows(actor, route.access))

    def rows(self, table: str) -> int:
        with self.database.reading() as session:
            return session.connection().execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()

    def sign_in(self) -> None:
        """Two of each role: some may do only what another began."""
        with self.database.reading() as session:
            accounts = session.exec(select(Account).order_by(Account.id)).all()
            pairs = [(account_queries.actor_of(session, account), account) for account in accounts]
        seen: Counter[str] = Counter()
        for actor, account in pairs:
            role = "".join(sorted(actor.roles))
            seen[role] += 1
            if role and seen[role] <= 2:
                self.people.append((actor, session_cookie(self.database, account)))


def _database(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Database:
    """The district on SQLite, copied; in a proof on PostgreSQL, told anew."""
    if not PROVES:
        return Database(district.copied(factory, "same-form").database_url)
    server = request.getfixturevalue("postgres_server")
    _admin(server, "DROP DATABASE IF EXISTS same_form", "CREATE DATABASE same_form")
    var = factory.mktemp("same-form")
    district.tell(district.settings_of(var, _named(server, "same_form")))
    return Database(_named(server, "same_form"))


@pytest.fixture(scope="module")
def world(request, tmp_path_factory) -> Iterator[World]:
    database = _database(request, tmp_path_factory)
    add_rows(database)
    var = tmp_path_factory.mktemp("var")
    with Server(database.url, var, workers=2) as server:
        world = World(database, server)
        world.sign_in()
        yield world
    database.close()
    shutil.rmtree(var)


def send_at_once(world: World, cookie: dict, form: PageForm, pairs: list[tuple[str, str]]) -> list[Answer]:
    """Twenty lines, opened beforehand, and the same form on each."""
    files = files_for(form)
    with ExitStack() as opened, ThreadPoolExecutor(TIMES) as pool:
        lines = [opened.enter_context(Line(world.server.address, cookie)) for _ in range(TIMES)]
        return list(pool.map(lambda line: line.post(form.action, pairs, files), lines))


def make_one(world: World, route: Route, has_key: bool = True) -> str:
    """Send this route's form twenty times at once, as whoever may and with what is accepted; what was wrong with it."""
    last = "nobody sees the form"
    for cookie in world.who_may(route):
        with Line(world.server.address, cookie) as line:
            for form in forms_on(line, route):
                if not form.key and form.controls:
                    return f"{form.action} carries no key"
                found = _try(world, route, form, cookie, has_key)
                if not found.startswith(UNREACHED):
                    return found
                last = found
    return last if last.startswith(UNREACHED) else f"{UNREACHED}: {last}"


def _try(world: World, route: Route, form: PageForm, cookie: dict[str, str], has_key: bool) -> str:
    last = ""
    for number, pairs in enumerate(attempts(route, form)):
        keyed = [*pairs, ("form_key", f"{form.key or 'a key'}-{number}")] if has_key else pairs
        before = world.rows(table_of(route))
        answers = send_at_once(world, cookie, form, keyed)
        made = world.rows(table_of(route)) - before
        if any(accepted(answer) for answer in answers):
            return verdict(route, answers, made)
        if made:
            return f"refused and yet {made} made"
        last = f"{UNREACHED}: {answers[0].status} {form.action} {pairs}"
    return last


def verdict(route: Route, answers: list[Answer], made: int) -> str:
    """All are led to the same place; only a page that shows a secret once may stand in for one of them."""
    several = route.path.endswith("/returns")  # one return is one row for each fund
    ways = Counter((answer.status, answer.location) for answer in answers)
    shown = ways.pop((200, ""), 0)
    if len(ways) != 1 or shown > 1:
        return f"different answers: {dict(ways)}, {shown} pages"
    return "" if made == 1 or (several and 1 <= made <= 3) else f"{made} objects were made"


@pytest.mark.concurrency
def test_twenty_equal_forms_make_one_object(world):
    """A form that could not be tried, or that carries no key, fails as well."""
    found = {route.path: make_one(world, route) for route in CREATING}
    assert {path: problem for path, problem in found.items() if problem} == {}
    assert len(found) >= 45


@pytest.mark.concurrency
def test_without_its_key_the_same_form_makes_more(world):
    """Self-check: the look above finds it when the key is left out, as a form without one would."""
    (route,) = [route for route in CREATING if route.path == "/needs/new"]
    found = make_one(world, route, has_key=False)
    assert "different answers" in found or f"{TIMES} objects" in found
