"""Areas: a neighbour sees nothing anywhere, and no form field says more than the form asks for."""

from io import BytesIO

import openpyxl
import pytest
from sqlmodel import select

from core.access import NATION, Actor, Grant, ancestors, district_of, is_within, level_of, prefix_of
from core.permissions import Permission, Role
from incubator.groups.models import Group
from incubator.people.models import Talent
from tests.core.test_web import FORM
from tests.factories import COMMUNITY_A, COMMUNITY_B, COMMUNITY_C, DISTRICT, OTHER_DISTRICT, STREET_A, STREET_B

GROUP = {
    "name": "银杏里编织队",
    "area_code": COMMUNITY_A,
    "sanzi_type": "RECREATION",
    "colour": "PURPLE",
    "leader_name": "周小满",
}


def test_prefixes_of_areas():
    codes = (NATION, "990000000000", "990100000000", DISTRICT, STREET_A, COMMUNITY_A)
    assert [prefix_of(code) for code in codes] == ["", "99", "9901", "990105", "990105001", COMMUNITY_A]
    assert [level_of(code).value for code in codes[1:]] == ["PROVINCE", "CITY", "DISTRICT", "STREET", "COMMUNITY"]
    assert ancestors(COMMUNITY_A) == [COMMUNITY_A, STREET_A, DISTRICT, "990100000000", "990000000000", NATION]
    assert is_within(COMMUNITY_A, STREET_A) and is_within(STREET_A, STREET_A) and is_within(STREET_A, NATION)
    assert not is_within(STREET_A, COMMUNITY_A) and not is_within(COMMUNITY_C, STREET_A)
    assert district_of(COMMUNITY_A) == DISTRICT


def test_a_role_counts_below_its_area_only():
    street = Actor(1, "x", (Grant(Role.STREET, STREET_A),))
    assert street.can(Permission.TALENTS_VIEW, COMMUNITY_B) and street.can(Permission.TALENTS_VIEW)
    assert not any(street.can(Permission.TALENTS_VIEW, code) for code in (COMMUNITY_C, STREET_B, DISTRICT))
    assert not street.can(Permission.TALENTS_CONFIRM, COMMUNITY_A)


@pytest.fixture
def made(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    return {
        "talent": worker.post("/talents/new", FORM).headers["location"],
        "group": worker.post("/groups/new", GROUP).headers["location"],
    }


NEIGHBOURS = [
    (Role.COMMUNITY, COMMUNITY_B),
    (Role.COMMUNITY, COMMUNITY_C),
    (Role.STREET, STREET_B),
    (Role.CENTRE, OTHER_DISTRICT),
    (Role.DISTRICT, OTHER_DISTRICT),
]


@pytest.mark.parametrize(("role", "area"), NEIGHBOURS)
def test_a_neighbour_sees_nothing_of_a_talent(browser, made, role, area):
    other, where = browser(role, area), made["talent"]
    page = other.get("/talents?q=周")
    if page.status_code == 200:
        assert "周小满" not in page.text and f'href="{where}"' not in page.text
        sheet = openpyxl.load_workbook(BytesIO(other.get("/talents/export").content)).active
        assert sheet.max_row == 1
        assert other.get("/api/v1/talents").json() == {"items": [], "after": None}
    assert "周小满" not in other.get("/search?q=zxm").text
    for path in (where, where + "/edit", "/api/v1" + where, "/api/v1" + where + "/moves"):
        assert other.get(path).status_code in (403, 404, 405), path
    for path in (where + "/move", where + "/edit", where + "/reveal", where.replace("/talents", "/attachments/talent")):
        assert other.post(path, FORM | {"verb": "withdraw", "reason": "x"}).status_code in (403, 404), path


def test_the_own_street_and_district_do(browser, made):
    for role, area in ((Role.STREET, STREET_A), (Role.CENTRE, DISTRICT), (Role.DISTRICT, DISTRICT)):
        assert browser(role, area).get(made["talent"]).status_code == 200
        assert "周小满" in browser(role, area).get("/search?q=zxm").text


SENTINELS = {
    "id": "777",
    "status": "ORGANISED",
    "owner_id": "777",
    "created_by": "777",
    "version": "9",
    "number": "X-777",
    "person_key_id": "777",
    "created_at": "2000-01-01T00:00:00Z",
    "status_since": "2000-01-01T00:00:00Z",
    "stars": "5",
    "account_id": "777",
    "on_behalf_of": "别人",
}


@pytest.mark.parametrize(("path", "form", "model"), [("/talents", FORM, Talent), ("/groups", GROUP, Group)])
@pytest.mark.parametrize("way", ["page", "api"])
def test_fields_that_no_form_has_change_nothing(browser, database, path, form, model, way):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    extra = {name: value for name, value in SENTINELS.items() if name not in form}
    made = (
        worker.post(path + "/new", form | extra) if way == "page" else worker.post("/api/v1" + path, json=form | extra)
    )
    assert made.status_code in (201, 303), made.text
    with database.reading() as session:
        row = session.exec(select(model)).one()
        for name, value in extra.items():
            assert str(getattr(row, name, None)) != value, name
        assert row.created_by == worker.account.id and row.area_code == COMMUNITY_A


@pytest.mark.parametrize(
    "code", [COMMUNITY_B, COMMUNITY_C, DISTRICT, OTHER_DISTRICT, "", "x", NATION, "%", COMMUNITY_A + "0"]
)
def test_no_form_reaches_into_another_area(browser, database, made, code):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    for path, form in (("/talents", FORM | {"phone": "13815908399"}), ("/groups", GROUP | {"name": "另一支队伍"})):
        assert worker.post(path + "/new", form | {"area_code": code}).status_code in (403, 404, 422)
        assert worker.post("/api/v1" + path, json=form | {"area_code": code}).status_code in (403, 404, 422)
    worker.post(made["talent"] + "/edit", FORM | {"area_code": code, "version": "1", "phone": "138****8301"})
    with database.reading() as session:
        assert session.exec(select(Talent.area_code)).all() == [COMMUNITY_A]
