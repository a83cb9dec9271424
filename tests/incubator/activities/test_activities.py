"""Activities: recorded by the group, confirmed by somebody else, counted as evidence."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from core.call import Upload
from core.errors import Forbidden, NotFound, Refused, WrongState
from core.files.actions import attach
from core.permissions import Role
from incubator.activities import actions, queries
from incubator.activities.forms import ActivityForm
from incubator.activities.models import ActivityStatus
from incubator.activities.rules import ActivityCounts, longest_gap
from incubator.groups import actions as group_actions
from incubator.groups.forms import GroupForm, MemberForm
from tests.factories import COMMUNITY_A, COMMUNITY_B, COMMUNITY_C

CONTENT = {
    "kind": "EVENT",
    "title": "编织围巾送老人",
    "on": "2026-10-10",
    "place": "社区活动室",
    "content": "教邻居织围巾。",
    "residents": 20,
    "volunteers": 5,
    "volunteer_hours": "7.5",
    "result": "织成三十条。",
    "sampled": 10,
    "satisfied": 9,
}


def photo() -> Upload:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "JPEG")
    return Upload("现场.jpg", buffer.getvalue())


def make_group(session, worker, name="银杏里编织队"):
    data = GroupForm(name=name, area_code=COMMUNITY_A, sanzi_type="RECREATION", colour="PURPLE", leader_name="周小满")
    return group_actions.form_group(session, worker, data)


def make_team(session, actor, worker, group):
    """Somebody of the team with an account on the roster."""
    member = group_actions.add_member(session, worker, group, MemberForm(name="周小满二", has_accepted=True))
    team = actor(Role.TEAM, COMMUNITY_A)
    group_actions.link_account(session, worker, member, team.account_id)
    return team


def record(session, who, group, **changed):
    return actions.record_activity(session, who, ActivityForm(group_id=group.id, **CONTENT | changed))


def confirmed(session, who, another, group, **changed):
    activity = record(session, who, group, **changed)
    attach(session, who, activity, photo(), "photo")
    actions.submit_activity(session, who, activity)
    actions.confirm_activity(session, another, activity)
    return activity


@pytest.fixture
def worker(actor):
    return actor(Role.COMMUNITY, COMMUNITY_A)


@pytest.fixture
def group(session, worker):
    return make_group(session, worker)


def test_a_team_records_and_the_community_confirms(session, actor, worker, group):
    team = make_team(session, actor, worker, group)
    activity = record(session, team, group)
    with pytest.raises(Refused, match="请先上传至少 1 张活动照片"):
        actions.submit_activity(session, team, activity)
    attach(session, team, activity, photo(), "photo")
    actions.submit_activity(session, team, activity)
    with pytest.raises(Forbidden):
        actions.confirm_activity(session, team, activity)
    actions.confirm_activity(session, worker, activity)
    assert (activity.status, activity.volunteer_minutes) == (ActivityStatus.CONFIRMED, 450)
    with pytest.raises(WrongState):
        actions.confirm_activity(session, worker, activity)


def test_who_recorded_may_not_confirm(session, actor, worker, group):
    activity = record(session, worker, group)
    attach(session, worker, activity, photo(), "photo")
    actions.submit_activity(session, actor(Role.CENTRE), activity)
    with pytest.raises(Refused, match="记录人不能自己确认"):
        actions.confirm_activity(session, worker, activity)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "2099-01-01"}, "活动日期还没有到"),
        ({"residents": 0, "volunteers": 0}, "请填写参加人数"),
        ({"result": ""}, "请写明活动内容和成效"),
    ],
)
def test_what_is_not_ready_is_not_submitted(session, worker, group, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.submit_activity(session, worker, record(session, worker, group, **changed))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"satisfied": 11}, "满意人数不能多于"),
        ({"volunteer_hours": "1.3"}, "半小时为单位"),
        ({"start_time": "16:00", "end_time": "14:00"}, "结束时间应晚于"),
    ],
)
def test_figures_must_fit_together(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        ActivityForm(group_id=1, **CONTENT | changed)


def test_teams_of_other_groups_see_and_record_nothing(session, actor, worker, group):
    activity = record(session, worker, group)
    other = make_team(session, actor, worker, make_group(session, worker, "别的队"))
    with pytest.raises(NotFound):
        queries.get_activity(session, other, activity.id)
    for stranger in (other, actor(Role.COMMUNITY, COMMUNITY_C)):
        with pytest.raises(NotFound):
            record(session, stranger, group)


def test_evidence_counts_confirmed_activities_only(session, actor, worker, group):
    centre = actor(Role.CENTRE)
    confirmed(session, worker, centre, group)
    confirmed(session, worker, centre, group, on="2026-10-31", residents=12, sampled=0, satisfied=0)
    record(session, worker, group, on="2026-11-01")
    assert queries.activity_counts(session, group.id, date(2026, 10, 1), date(2026, 11, 5)) == ActivityCounts(
        count=2,
        residents=32,
        volunteers=10,
        hours=Decimal(15),
        longest_gap_days=21,
        last_on=date(2026, 10, 31),
    )
    assert queries.satisfaction(session, group.id, date(2026, 10, 1), date(2026, 11, 5)) == (10, Decimal("90.00"))
    actions.add_feedback(session, worker, group, "order", 7, sampled=3, satisfied=1, on=date(2026, 11, 1))
    actions.add_feedback(session, worker, group, "order", 8, stars=5, on=date(2026, 11, 2))
    assert queries.satisfaction(session, group.id, date(2026, 10, 1), date(2026, 11, 5)) == (14, Decimal("78.57"))
    assert [f.noun_id for f in queries.list_feedback(session, group.id)] == [8, 7]
    assert queries.satisfaction(session, group.id, date(2025, 1, 1), date(2025, 2, 1)) == (0, None)


def test_a_group_cannot_praise_itself(session, actor, worker, group):
    with pytest.raises(Forbidden, match="居民意见由社区或中心登记"):
        actions.add_feedback(session, make_team(session, actor, worker, group), group, "order", 7, stars=5)


def test_projects_are_counted_by_their_activities(session, actor, worker, group):
    centre = actor(Role.CENTRE)
    for project in (4, 4, 5):
        activity = actions.record_activity(
            session, worker, ActivityForm(group_id=group.id, **CONTENT), "grant_project", project
        )
        attach(session, worker, activity, photo(), "photo")
        actions.submit_activity(session, worker, activity)
        actions.confirm_activity(session, centre, activity)
    assert queries.count_projects(session, group.id) == 2
    assert len(queries.list_activities(session, centre, project=("grant_project", 4))) == 2


@pytest.mark.parametrize(
    ("days", "gap"), [([], 30), ([date(2026, 1, 11)], 20), ([date(2026, 1, 1), date(2026, 1, 31)], 30)]
)
def test_the_longest_silence_includes_both_ends(days, gap):
    assert longest_gap(days, date(2026, 1, 1), date(2026, 1, 31)) == gap


def test_the_pages_of_an_activity(browser, database):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    group = {"name": "编织队", "area_code": COMMUNITY_A, "sanzi_type": "RECREATION", "colour": "PURPLE"}
    made = worker.post("/groups/new", group | {"leader_name": "周小满"})
    number = made.headers["location"].rsplit("/", 1)[1]
    data = {k: str(v) for k, v in CONTENT.items()} | {"group_id": number, "spending_fen": "120.50"}
    assert worker.get("/activities/new").status_code == 200
    refused = worker.post("/activities/new", data | {"satisfied": "99"})
    assert refused.status_code == 422 and "编织围巾送老人" in refused.text
    saved = worker.post("/activities/new", data)
    assert saved.status_code == 303, saved.text
    where = saved.headers["location"]
    assert "请先上传至少 1 张活动照片" in worker.get(where).text
    upload = {"file": ("现场.jpg", photo().content, "image/jpeg")}
    sent = worker.post(f"/attachments/activity/{where.rsplit('/', 1)[1]}", {"slot": "photo"}, files=upload)
    assert sent.status_code == 303, sent.text
    assert worker.post(where + "/move", {"verb": "submit"}).status_code == 303
    refused = worker.post(where + "/move", {"verb": "confirm"})
    assert refused.status_code == 422 and "记录人不能自己确认" in refused.text
    centre = browser(Role.CENTRE)
    assert centre.post(where + "/move", {"verb": "confirm"}).status_code == 303
    page = worker.get(where).text
    assert "已确认" in page and "120.50 元" in page and "7.5 小时" in page
    assert worker.get(f"/activities?group_id={number}").status_code == 200
    assert browser(Role.COMMUNITY, COMMUNITY_B).get(where).status_code == 404


def test_activities_over_the_api(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    group = {"name": "编织队", "area_code": COMMUNITY_A, "sanzi_type": "RECREATION", "colour": "PURPLE"}
    number = worker.post("/api/v1/groups", json=group | {"leader_name": "周小满"}).json()["id"]
    made = worker.post("/api/v1/activities", json=CONTENT | {"group_id": number})
    assert made.status_code == 201, made.text
    assert (made.json()["status"], made.json()["volunteer_minutes"]) == ("DRAFT", 450)
    assert [a["title"] for a in worker.get("/api/v1/activities").json()["items"]] == ["编织围巾送老人"]
    moved = worker.post(f"/api/v1/activities/{made.json()['id']}/moves", json={"verb": "submit"})
    assert moved.status_code == 422
