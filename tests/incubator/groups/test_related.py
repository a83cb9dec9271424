"""A group's page shows its newest activities, its stay and its services, and never loads them all."""

import pytest

from core.permissions import Role
from core.related import SHOWN, related
from incubator.activities.actions import record_activity
from incubator.activities.forms import ActivityForm
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_C
from tests.factories.incubation import make_application, make_base, make_group

KINDS = ("activity", "admission", "service_record")


@pytest.fixture
def told(database):
    """A group with as many activities as asked, a stay and a planned service."""

    def tell(activities):
        with database.writing() as session:
            worker = factories.make_actor(session, Role.COMMUNITY, COMMUNITY_A)
            centre = factories.make_actor(session, Role.CENTRE)
            group = make_group(session, worker)
            for number in range(activities):
                title = f"第 {number + 1} 次活动"
                data = ActivityForm(group_id=group.id, kind="EVENT", title=title, on="2025-12-01", place="活动室")
                record_activity(session, worker, data)
            make_application(session, worker, group, make_base(session, centre))
            session.expunge_all()
            return worker, centre, group

    return tell


@pytest.mark.parametrize(("activities", "shown"), [(1, 1), (SHOWN, SHOWN), (SHOWN + 2, SHOWN)])
def test_the_newest_few_and_the_count(told, database, activities, shown):
    worker, _centre, group = told(activities)
    with database.reading() as session:
        found = {one.noun.name: one for one in related(session, worker, group, "group_id", KINDS)}
    assert set(found) == {"activity", "admission"}
    assert found["activity"].count == activities
    assert [one.title for one in found["activity"].rows] == [
        f"第 {n} 次活动" for n in range(activities, activities - shown, -1)
    ]


def test_the_page_names_them_and_leads_to_the_rest(told, browser):
    _worker, _centre, group = told(SHOWN + 2)
    page = browser(Role.COMMUNITY, COMMUNITY_A).get(f"/groups/{group.id}").text
    assert "第 7 次活动" in page and "第 3 次活动" in page
    assert "第 2 次活动" not in page
    assert f'href="/dossiers/{group.id}">其余在一组织一档里' in page
    assert 'id="rows-admissions"' in page


def test_nothing_of_it_where_the_group_is_not_seen(told, database, browser):
    _worker, _centre, group = told(1)
    assert browser(Role.COMMUNITY, COMMUNITY_C).get(f"/groups/{group.id}").status_code == 404
    with database.writing() as session:
        stranger = factories.make_actor(session, Role.COMMUNITY, COMMUNITY_C)
        assert related(session, stranger, group, "group_id", KINDS) == []
