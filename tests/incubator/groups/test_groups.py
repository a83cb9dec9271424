"""From a talent to a filed group: roster, papers, community check, street decision, and who may not."""

import pytest

from core.errors import Forbidden, Refused
from core.permissions import Role
from incubator.groups import actions, queries
from incubator.groups.forms import FilingForm, GroupForm, MemberForm
from incubator.groups.models import FilingStatus, GroupStatus, LegalStatus, MemberRole
from tests.factories import COMMUNITY_A, COMMUNITY_C, STREET_A, STREET_B

CHARTER = (
    "本队由居民自愿组成，遵守法律法规，接受社区党组织领导，开展邻里互助服务，重大事项由全体成员议定，收支公开。" * 2
)


def make_group(session, worker, name="云溪区滨河街道银杏里社区巧手编织队", members=10):
    data = GroupForm(
        name=name, area_code=worker.grants[0].area_code, sanzi_type="RECREATION", colour="PURPLE", leader_name="周小满"
    )
    group = actions.form_group(session, worker, data)
    for number in range(members - 1):
        role = MemberRole.CORE if number < 2 else MemberRole.MEMBER
        actions.add_member(session, worker, group, MemberForm(name=f"成员{number}号", role=role, has_accepted=True))
    return group


def make_filing(session, worker, group, **changed):
    papers = {
        "charter": CHARTER,
        "leader_statement": "我承诺依法依规开展活动。",
        "meeting_place": "社区活动室",
    } | changed
    return actions.draft_filing(session, worker, FilingForm(group_id=group.id, proposed_name=group.name, **papers))


def test_a_group_is_filed_by_three_people(session, actor):
    worker, colleague, street = (
        actor(Role.COMMUNITY, COMMUNITY_A),
        actor(Role.COMMUNITY, COMMUNITY_A),
        actor(Role.STREET, STREET_A),
    )
    group = make_group(session, worker)
    filing = make_filing(session, worker, group)
    actions.submit_filing(session, worker, filing)
    with pytest.raises(Refused, match="提交人不能自己初核"):
        actions.check_filing(session, worker, filing)
    actions.check_filing(session, colleague, filing)
    actions.approve_filing(session, street, filing)
    assert (filing.status, group.legal_status) == (FilingStatus.APPROVED, LegalStatus.FILED)
    assert group.filing_number.startswith("990105-BAZ-")
    actions.start_group(session, worker, group)
    assert group.status == GroupStatus.ACTIVE


def test_incomplete_papers_say_what_is_missing(session, actor):
    worker = actor(Role.COMMUNITY, COMMUNITY_A)
    group = make_group(session, worker, members=2)
    filing = make_filing(session, worker, group, charter="", meeting_place="")
    with pytest.raises(Refused) as refusal:
        actions.submit_filing(session, worker, filing)
    assert "名册需要 10 名成员" in refusal.value.sentence
    assert "章程草案还没有写" in refusal.value.sentence
    assert "还没有填写活动地点" in refusal.value.sentence


@pytest.mark.parametrize("name", ["银杏里社区居民委员会", "某某物业服务公司"])
def test_bodies_that_are_no_groups_are_refused_by_name(session, actor, name):
    worker = actor(Role.COMMUNITY, COMMUNITY_A)
    filing = make_filing(session, worker, make_group(session, worker, name=name))
    with pytest.raises(Refused, match="不是社区社会组织"):
        actions.submit_filing(session, worker, filing)


def test_offices_of_other_areas_neither_see_nor_decide(session, actor):
    worker = actor(Role.COMMUNITY, COMMUNITY_A)
    group = make_group(session, worker)
    filing = make_filing(session, worker, group)
    actions.submit_filing(session, worker, filing)
    for other in (actor(Role.COMMUNITY, COMMUNITY_C), actor(Role.STREET, STREET_B)):
        assert queries.list_filings(session, other, group.id) == []
        with pytest.raises(Forbidden):
            actions.check_filing(session, other, filing)


def test_the_pages_of_a_group(browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    made = worker.post(
        "/groups/new",
        {
            "name": "银杏里编织队",
            "area_code": COMMUNITY_A,
            "sanzi_type": "RECREATION",
            "colour": "PURPLE",
            "leader_name": "周小满",
        },
    )
    assert made.status_code == 303, made.text
    where = made.headers["location"]
    assert worker.post(where + "/members", {"name": "吴一", "role": "CORE", "has_accepted": "1"}).status_code == 303
    refused = worker.post(where + "/members", {"name": "吴二", "role": "LEADER"})
    assert refused.status_code == 422 and "已有负责人" in refused.text
    page = worker.get(where)
    assert page.status_code == 200 and "吴一" in page.text
    changed = worker.post(where + "/type", {"after": "VOLUNTEER", "evidence": "参加助老活动十次"})
    assert changed.status_code == 303
    assert "自乐组织 → 志愿组织" in worker.get(where).text
    assert browser(Role.STREET, STREET_B).get(where).status_code == 404
    assert browser().get(where).status_code == 303
