"""Fields that nobody may send: added to every creating form and JSON body, they change nothing."""

import json
from collections.abc import Iterable

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.access import allows
from core.nouns import NOUNS
from core.web import Route
from tests.district import House
from tests.proofs.access.conftest import person
from tests.proofs.creating import CREATING, EXPORT, accepted, attempts, files_for, forms_on, table_of
from tests.proofs.forms import PageForm
from tests.proofs.line import Answer, Line

pytestmark = pytest.mark.xdist_group("access")

WRITERS = ("centre", "yinxing", "district", "bianzhi", "admin", "finance", None)
NUMBER = 987654
FAR_AREA = "990106001001"
SENTINELS = {
    "id": str(NUMBER),
    "created_by": str(NUMBER),
    "owner_id": str(NUMBER),
    "account_id": str(NUMBER),
    "submitted_by": str(NUMBER),
    "approved_by": str(NUMBER),
    "person_key_id": str(NUMBER),
    "status": "SENTINEL",
    "role": "ADMIN",
    "is_staff": "true",
    "may_act": "true",
    "created_at": "1999-01-01T00:00:00",
    "status_since": "1999-01-01T00:00:00",
    "number": "SENTINEL",
    "search_text": "SENTINEL",
    "password_hash": "SENTINEL",
    "area_code": FAR_AREA,
}
TRACES = (str(NUMBER), "SENTINEL", "1999-01-01", FAR_AREA)


def rows_of(house: House, table: str) -> list[dict]:
    with house.database.reading() as session:
        return [dict(row) for row in session.connection().execute(text(f"SELECT * FROM {table}")).mappings()]


def foreign(names: Iterable[str]) -> dict[str, str]:
    """The sentinels that are no field of this form."""
    there = {name.split(".")[0] for name in names}
    return {name: value for name, value in SENTINELS.items() if name not in there}


def traces(rows: list[dict]) -> list[str]:
    """Columns that hold a sentinel."""
    return [name for row in rows for name, value in row.items() if any(trace in str(value) for trace in TRACES)]


def try_form(house: House, line: Line, route: Route, form: PageForm) -> tuple[bool, list[str]]:
    """Whether the form was accepted, and the columns in which a sentinel arrived."""
    for pairs in attempts(route, form, 12):
        before = len(rows_of(house, table_of(route)))
        sent = [*pairs, *foreign(control.name for control in form.controls).items()]
        if accepted(line.post(form.action, [*sent, ("form_key", form.key or "")], files_for(form))):
            return True, traces(rows_of(house, table_of(route))[before:])
    return False, []


def test_a_form_takes_only_its_own_fields(house, line):
    tried, wrong = set(), {}
    for writer in WRITERS:
        actor = person(house, writer)
        with line(writer) as connection:
            for route in CREATING:
                if route.path in tried or route.path == EXPORT or not allows(actor, route.access):
                    continue
                form = next(forms_on(connection, route), None)
                was_accepted, found = try_form(house, connection, route, form) if form else (False, [])
                if was_accepted:
                    tried.add(route.path)
                if found:
                    wrong[route.path] = found
    assert wrong == {}
    assert len(tried) >= 32, sorted({route.path for route in CREATING} - tried)


def bodies(house: House, line: Line) -> list[tuple[str, dict, Answer]]:
    """Each record that may be edited sent back to the API as it is, with the sentinels beside its fields."""
    found = []
    for noun in NOUNS.values():
        if noun.edit is None:
            continue
        listed = line.get(f"/api/v1/{noun.plural}?limit=5")
        for item in json.loads(listed.body)["items"][:3] if listed.status == 200 else ():
            extra = foreign(noun.edit.form.model_fields)
            body = {name: item[name] for name in noun.edit.form.model_fields if name in item} | extra
            body |= {"version": item.get("version")} if "version" in item else {}
            found.append((noun.model.__tablename__, item, line.call(f"/api/v1/{noun.plural}/{item['id']}", body)))
    return found


@pytest.mark.parametrize("writer", ["centre", "yinxing"])
def test_a_body_takes_only_its_own_fields(house, line, writer):
    with line(writer) as connection:
        found = bodies(house, connection)
    statuses = {answer.status for _name, _item, answer in found}
    assert 200 in statuses and max(statuses) < 500
    for name, item, _answer in found:
        with house.database.reading() as session:
            noun = NOUNS[name]
            row = session.exec(select(noun.model).where(noun.model.id == item["id"])).one()
            assert traces([row.model_dump()]) == [], (name, item["id"])


def test_a_form_that_takes_too_much_is_noticed(house, line, monkeypatch):
    """Self-check: were the area no field of its own but taken from whatever is sent, it would be found."""
    route = next(route for route in CREATING if route.path == "/needs/new")
    monkeypatch.setattr("tests.proofs.access.test_sentinels.foreign", lambda names: {"title": f"SENTINEL {NUMBER}"})
    with line("yinxing") as connection:
        was_accepted, found = try_form(house, connection, route, next(forms_on(connection, route)))
    assert was_accepted and "title" in found
