"""Changes in the timeline: names of fields, values in words, nothing of the inside."""

from datetime import date

from core import audit
from core.access import SYSTEM
from core.changes import edit
from core.permissions import Role
from core.resource_pages import timeline
from core.told import column_labels
from incubator.groups.pages import GROUP_NOUN, MEMBER_NOUN
from tests import factories
from tests.factories.incubation import make_group


def test_inner_columns_have_no_name():
    names = column_labels(MEMBER_NOUN)
    assert "account_id" not in names
    assert column_labels(GROUP_NOUN)["founded_on"] == "成立日期"


def test_a_change_reads_as_people_write(session, actor):
    group = make_group(session, actor(Role.COMMUNITY, factories.COMMUNITY_A))
    values = {"founded_on": date(2024, 3, 1), "colour": "GREEN", "public_leader": True, "leader_account_id": 7}
    known = {name: value for name, value in values.items() if name in type(group).model_fields}
    edit(session, SYSTEM, group, known)
    assert audit.timeline(session, "community_group", group.id)
    told = timeline(GROUP_NOUN, session, actor(Role.CENTRE), group)[0]["changes"]
    assert ("成立日期", "—", "2024年3月1日") in told
    assert all("_" not in what and "GREEN" not in after for what, _before, after in told)
