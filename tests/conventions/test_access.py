"""All routes × all roles against a table kept as data; a new route without a row fails."""

import csv
from pathlib import Path

import pytest

import portal.app
from core.access import Actor, Grant, allows
from core.permissions import Role
from core.web import ROUTES
from tests.factories import COMMUNITY_A, DISTRICT, STREET_A

TABLE = Path(__file__).parent / "access.csv"
ROLES = [role for role in Role if role is not Role.SYSTEM]
AREA_OF = {Role.COMMUNITY: COMMUNITY_A, Role.TEAM: COMMUNITY_A, Role.STREET: STREET_A}


def expected() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return {(row["method"], row["path"]): row for row in csv.DictReader(file)}


def declared() -> dict[tuple[str, str], dict[str, str]]:
    portal.app.handlers()
    found = {}
    for route in ROUTES:
        row = {"method": route.method, "path": route.path, "anonymous": _mark(route.access, Actor(None, ""))}
        for role in ROLES:
            row[role.value] = _mark(route.access, Actor(1, "", (Grant(role, AREA_OF.get(role, DISTRICT)),)))
        found[route.method, route.path] = row
    return found


def _mark(access, actor) -> str:
    return "yes" if allows(actor, access) else "no"


def write() -> None:
    """Write the table anew; the change is read in review."""
    rows = [declared()[key] for key in sorted(declared())]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["method", "path", "anonymous", *(role.value for role in ROLES)])
        writer.writeheader()
        writer.writerows(rows)


def test_every_route_has_its_row():
    assert sorted(declared()) == sorted(expected())


@pytest.mark.parametrize("who", ["anonymous", *(role.value for role in ROLES)])
def test_the_table_is_what_the_routes_declare(who):
    rows, wanted = declared(), expected()
    assert {key: row[who] for key, row in rows.items()} == {key: row[who] for key, row in wanted.items()}


@pytest.mark.parametrize("role", [None, *ROLES], ids=lambda role: role.value if role else "anonymous")
@pytest.mark.parametrize("engine", ["sqlite"])
def test_every_plain_page_answers_as_the_table_says(browser, role, database):
    """The real answers: a page where the table says yes, a refusal or the door where it says no, never an error."""
    client = browser(role, AREA_OF.get(role, DISTRICT)) if role else browser()
    who = role.value if role else "anonymous"
    wrong = {}
    for (method, path), row in expected().items():
        if method != "GET" or "{" in path:
            continue
        answer = client.get(path)
        status, target = answer.status_code, answer.headers.get("location", "")
        is_let_in = status < 400 and not (status == 303 and "/sign-in" in target)
        is_known = status in (404, 422) and row[who] == "yes"
        if status >= 500 or (is_let_in or is_known) != (row[who] == "yes"):
            wrong[path] = status
    assert wrong == {}
