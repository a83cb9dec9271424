"""How lists are read: along an index of their order for a district, by area for a street; never sorted as a whole."""

import pytest

from core.access import Actor, Grant
from core.nouns import NOUNS
from core.permissions import Role
from core.tables import Asked, row_ids, sortable
from portal.app import handlers
from tests.factories import DISTRICT, STREET_A

handlers()
KEYS = [(noun, key) for noun, one in NOUNS.items() for key in sortable(one.table)]
# Small by nature: the few versions of a scheme, and the sheets of one judge or of closed rounds.
SORTED = {("scheme", "version"), ("score_sheet", "id")}


def plan(session, name, key, grant):
    """What SQLite does to find the ids of a page."""
    noun = NOUNS[name]
    table, expression = noun.table, sortable(noun.table)[key]
    asked = Asked.of(table, {"sort": [f"-{key}"]})
    statement = row_ids(table, asked, [noun.visible(Actor(1, "", (grant,)))], expression)
    statement = statement.order_by(expression.desc(), noun.model.id.desc()).limit(51)
    made = statement.compile(dialect=session.get_bind().dialect, compile_kwargs={"render_postcompile": True})
    process = {n: made._bind_processors.get(n, lambda value: value) for n in made.positiontup}
    values = tuple(process[name](made.params[name]) for name in made.positiontup)
    rows = session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + made.string, values)
    return " / ".join(row[3] for row in rows)


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_a_district_reads_along_an_index(sqlite_database, name, key):
    with sqlite_database.reading() as session:
        found = plan(session, name, key, Grant(Role.CENTRE, DISTRICT))
    assert ("USE TEMP B-TREE" in found) == ((name, key) in SORTED), found


@pytest.mark.parametrize("name", ["community_group", "talent", "proposal", "activity", "service_order"])
def test_a_street_reads_its_own_rows(sqlite_database, name):
    with sqlite_database.reading() as session:
        found = plan(session, name, "id", Grant(Role.STREET, STREET_A))
    assert f"INDEX ix_{name}_area_code (area_code>? AND area_code<?)" in found, found
