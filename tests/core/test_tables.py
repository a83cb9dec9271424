"""Lists: paging over ties, filters, search, tampered places, exports, and how many queries they cost."""

import base64
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlencode, urlparse

import openpyxl
import pytest
from sqlalchemy import event
from sqlmodel import col, select

from core.nouns import NOUNS
from core.permissions import Role
from core.search import search_text
from core.tables import export, exporting, listing, showing, sortable, spreadsheet
from incubator.people.models import Talent
from incubator.people.queries import TABLE
from tests.core.test_web import FORM
from tests.factories import COMMUNITY_A, DISTRICT

START = datetime(2026, 1, 1, tzinfo=UTC)


def add_talents(session, names, **changed):
    """Rows as they stand after many years; many share their sort key."""
    base = session.exec(select(Talent.id).order_by(col(Talent.id).desc())).first() or 0
    for number, name in enumerate(names, start=base + 1):
        session.add(
            Talent(
                name=name,
                name_sort=changed.get("name_sort", name),
                search_text=search_text(name),
                area_code=COMMUNITY_A,
                number=f"N{number}",
                phone_index=f"i{number}",
                phone_masked="138****0000",
                person_key_id=1,
                discover_channel=changed.get("channel", "VISIT"),
                created_at=START + timedelta(days=number // 4),
            )
        )
    session.flush()


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(showing, "PAGE_SIZE", 5)


@pytest.fixture
def look(session, actor):
    centre = actor(Role.CENTRE)

    def shown(address: str = ""):
        query = parse_qs(urlparse(address).query)
        return listing(session, TABLE, centre, Talent.id > 0, query, "/talents", "能人")

    return shown


def ids(page):
    return [row.id for row in page.rows]


SORTS = ["id", "-id", *(sign + c.name for c in TABLE.columns if c.is_sortable for sign in ("", "-"))]


def test_paging_over_ties_shows_each_row_once(session, look, small_pages):
    add_talents(session, [f"人{n % 3}" for n in range(23)])
    for sort in SORTS:
        _walk(look, sort)


def _walk(look, sort):
    pages, page = [], look(f"?sort={sort}")
    assert page.previous_href is None
    while True:
        pages.append(ids(page))
        if page.next_href is None:
            break
        page = look(page.next_href)
    assert [len(p) for p in pages] == [5, 5, 5, 5, 3]
    assert len({number for p in pages for number in p}) == 23
    backwards = [ids(page)]
    while page.previous_href:
        page = look(page.previous_href)
        backwards.append(ids(page))
    assert backwards[::-1] == pages


def test_rows_added_meanwhile_move_no_page(session, look, small_pages):
    add_talents(session, ["甲"] * 12)
    first = look("?sort=-id")
    add_talents(session, ["乙"] * 4)
    assert ids(look(first.next_href)) == [n - 5 for n in ids(first)]


CURSORS = ["x", "bm8", "W10", "e30", "bnVsbA", "====", "%00", "WyJ2IiwgMSwgMV0", "a" * 4000]


def _cursor(*parts) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


FORGED = [
    _cursor("v", "x", "y"),
    _cursor("t", "yesterday", 1),
    _cursor("v", None, 1),
    _cursor("q", "x", 1),
    _cursor("v", [1], 1),
    _cursor("v", "x", 10**30),
    _cursor("t", "2026-01-01T00:00:00+00:00", 1),
    _cursor("v", True, True),
    _cursor("v", "x\x00", 1),
]


def test_a_tampered_cursor_is_no_error(browser, database):
    with database.writing() as session:
        add_talents(session, ["甲", "乙"])
    client = browser(Role.CENTRE)
    for sort in ("name", "-created_at", "id"):
        for cursor in (*CURSORS, *FORGED):
            assert client.get(f"/talents?sort={sort}&after={cursor}").status_code in (200, 422), (sort, cursor)


FOUND = {
    "周": {"周小满"},
    "zxm": {"周小满"},
    "zhouxiao": {"周小满"},
    "ZXM": {"周小满"},
    "wt": {"吴桐"},
    "%": {"100%好"},
    "_": {"a_b"},
    "\\": {"c\\d"},
    "a_b": {"a_b"},
    "周 满": {"周小满"},
    "周 桐": set(),
    "' OR 1=1 --": set(),
    "%25": set(),
}


def test_search_takes_every_sign_literally(session, look):
    add_talents(session, ["周小满", "吴桐", "100%好", "a_b", "c\\d", "aXb"])
    everybody = {row.id: row.name for row in session.exec(select(Talent))}
    found = {query: {everybody[n] for n in ids(look("?" + urlencode({"q": query})))} for query in FOUND}
    assert found == FOUND


def test_filters_narrow_and_unknown_values_find_nothing(session, look):
    add_talents(session, ["甲"] * 3)
    add_talents(session, ["乙"] * 2)
    assert (len(look("?status=CANDIDATE").rows), look("?status=CANDIDATE").count_text) == (5, "5")
    assert look("?status=POOLED").rows == []
    assert look("?status=' OR 1=1").rows == []
    assert len(look("?nonsense=1&sort=password_hash").rows) == 5


def read_sheet(content):
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x")',
    "http://evil.example",
    "<b>",
    "1e5",
    "0012",
]


def test_hostile_text_stays_text():
    sheet = openpyxl.load_workbook(
        BytesIO(spreadsheet("=名/单", ["=头", "钱"], [[text, 1.5] for text in HOSTILE]))
    ).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"} and all(cell.hyperlink is None for cell in cells)
    assert sheet["A1"].data_type == "s" and sheet["B2"].value == 1.5


def test_an_export_is_the_filtered_list(session, actor, look, small_pages):
    add_talents(session, [f"周{n}" for n in range(12)])
    add_talents(session, ["吴桐"])
    centre, asked = actor(Role.CENTRE), {"q": ["周"], "sort": ["name"]}
    rows = read_sheet(export(session, TABLE, centre, Talent.id > 0, asked, "能人"))
    assert rows[0] == [c.label for c in TABLE.columns]
    page, shown = look("?q=周&sort=name"), []
    while True:
        shown += [row.cells[0].text for row in page.rows]
        if page.next_href is None:
            break
        page = look(page.next_href)
    assert [row[0] for row in rows[1:]] == shown and len(shown) == 12


def test_an_export_says_how_far_it_is(session, actor, monkeypatch):
    add_talents(session, [f"周{n}" for n in range(12)])
    monkeypatch.setattr(exporting, "TELL_EVERY", 5)
    said: list[tuple[int, int]] = []
    export(session, TABLE, actor(Role.CENTRE), Talent.id > 0, {}, "能人", tell=lambda *told: said.append(told))
    assert said == [(0, 12), (5, 12), (10, 12)]


class Counter:
    """How many statements the database ran."""

    def __init__(self, database):
        self.statements = []
        event.listen(database.engine, "before_cursor_execute", self._note)

    def _note(self, connection, cursor, statement, *rest):
        self.statements.append(statement)

    def of(self, work, *given) -> int:
        self.statements.clear()
        work(*given)
        return len(self.statements)


PATHS = ("/talents", "/api/v1/talents", "/groups", "/api/v1/groups", "/search?q=zxm", "/desk")


def test_three_rows_cost_as_many_queries_as_one(browser, database):
    client, counter = browser(Role.COMMUNITY, COMMUNITY_A), Counter(database)

    def add(number):
        made = client.post("/talents/new", FORM | {"phone": f"1381590830{number}"})
        assert made.status_code == 303
        group = {"name": f"周小满队{number}", "area_code": COMMUNITY_A, "sanzi_type": "RECREATION", "colour": "PURPLE"}
        assert client.post("/groups/new", group | {"leader_name": "周小满"}).status_code == 303

    def costs():
        return {path: counter.of(client.get, path) for path in PATHS}

    add(1)
    costs()
    one = costs()
    add(2)
    add(3)
    assert costs() == one and max(one.values()) < 40


def test_every_filter_search_and_order_brings_its_own_tables(browser, database):
    """A search in the name of an area, a sort by the name of a group: whatever is asked for is joined, nothing else."""
    admin = browser(Role.CENTRE, DISTRICT)
    for noun in NOUNS.values():
        table = noun.table
        asked = [("q", "字")] if table.search is not None else []
        asked += [("sort", key) for key in sortable(table)] + [(one.name, "1") for one in table.filters]
        for name, value in asked:
            answer = admin.get(f"{noun.path}?{urlencode({name: value})}")
            assert answer.status_code in (200, 403), (noun.name, name)
