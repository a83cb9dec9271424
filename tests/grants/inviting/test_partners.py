"""Joint applications: what is missing, what a yes is bound to, who reads what, and when a proposal may go in."""

from datetime import timedelta

import pytest

from core import clock
from core.access import SYSTEM
from core.permissions import Role
from grants.coaching.actions import restore
from grants.contests.models import Contest
from grants.partners import rules
from grants.partners.models import Partner
from grants.proposals import queries as proposals
from grants.proposals.models import Proposal
from grants.sheets.rules import blind
from incubator.groups.models import Group, GroupStatus, Member
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_B
from tests.grants.proposals.conftest import Draft
from tests.incubator.groups.test_groups import make_group


def asked(name, share_fen, status="ACCEPTED", changed=None):
    terms = rules.terms_of("SB-1", "暖邻行动", "甲队", name, share_fen, "教手艺")
    plain = {"name": name, "share_fen": share_fen, "duties": "教手艺", "status": status}
    return Partner(**plain | (changed or {}), terms=terms, terms_hash=rules.terms_hash(terms))


@pytest.mark.parametrize(
    ("most", "own", "found", "words"),
    [
        (0, 0, [], []),
        (0, 1000, [asked("乙社", 2000)], ["本届不接受联合申报"]),
        (1, 1000, [asked("乙社", 2000)], []),
        (2, 0, [asked("乙社", 2000), asked("丙社", 1000)], []),
        (1, 0, [asked("乙社", 2000), asked("丙社", 1000)], ["最多联合 1 家"]),
        (1, 999, [asked("乙社", 2000)], ["相加是 29.99 元"]),
        (1, 1001, [asked("乙社", 2000)], ["相加是 30.01 元"]),
        (1, 1000, [asked("乙社", 2000, "ASKED")], ["“乙社”还没有答复"]),
        (1, 1000, [asked("乙社", 2000, "DECLINED")], ["“乙社”不参加"]),
        (1, 500, [asked("乙社", 2000, changed={"share_fen": 2500})], ["不是现在的份额和分工"]),
        (1, 1000, [asked("乙社", 2000, changed={"duties": "教唱歌"})], ["不是现在的份额和分工"]),
        (1, 0, [asked("乙社", 2000, "ASKED")], ["还没有答复", "两者要相等"]),
    ],
)
def test_what_keeps_a_joint_application_back(most, own, found, words):
    gaps = rules.gaps(most, 3000, own, found)
    assert len(gaps) == len(words) and all(word in gap for word, gap in zip(words, gaps, strict=True))


def test_what_is_awarded_is_shared_as_it_was_asked():
    rows = rules.lines("甲队", 1, [asked("乙社", 1), asked("丙社", 1), asked("丁社", 9, "ASKED")])
    assert [row["name"] for row in rows] == ["甲队", "乙社", "丙社"]
    assert rules.shares_of(rows, 100) == [34, 33, 33] and rules.together("甲队", rows) == "甲队（联合乙社、丙社）"
    assert rules.lines("甲队", 5, []) == rules.shares_of([], 7) == [] and rules.together("甲队", []) == "甲队"


class Joint(Draft):
    """A draft in an edition that lets one partner join, and the people of an organisation that may be asked."""

    def __init__(self, database, browser):
        super().__init__(database, browser)
        with database.writing() as session:
            session.get_one(Contest, self.contest.id).partners_max = 1
            worker = factories.make_actor(session, Role.COMMUNITY, COMMUNITY_B)
            made = [make_group(session, worker, name, members=1) for name in ("枫杨社工站", "枫杨合唱队")]
            for group in made:
                group.status = GroupStatus.ACTIVE
            account = factories.make_account(session, Role.TEAM, COMMUNITY_B)
            row = {"area_code": COMMUNITY_B, "name": "社工", "status": "ACCEPTED", "account_id": account.id}
            session.add(Member(group_id=made[0].id, **row))
            self.partner_id, self.other_id = made[0].id, made[1].id
        self.partner = browser(account=account)
        self.page, self.api = f"/proposals/{self.id}/partners", f"/api/v1/proposals/{self.id}"

    def submit(self, worker, mate):
        """Signed off by the community, handed in by the team."""
        worker.post(f"/proposals/{self.id}/team/sign-off")
        return mate.http.post(f"{self.api}/moves", json={"verb": "submit"})


def test_a_partner_is_asked_agrees_is_asked_again_and_the_shares_are_the_amount_asked(database, browser):
    joint = Joint(database, browser)
    mate, worker, partner = joint.mate("阿一"), joint.browser(Role.COMMUNITY, COMMUNITY_A), joint.partner
    wanted = {"group_id": str(joint.partner_id), "share_fen": "1000", "duties": "培训骨干，带两次活动"}
    for wrong in ({"group_id": str(joint.group_id)}, {"share_fen": "0"}, {"duties": "带"}):
        assert mate.post(joint.page, wanted | wrong | {"form_key": str(wrong)}).status_code == 422
    assert mate.post(joint.page, wanted | {"form_key": "a"}).status_code == 303
    full = mate.post(joint.page, wanted | {"group_id": str(joint.other_id), "form_key": "b"})
    assert full.status_code == 422 and "本届最多联合 1 家。" in full.text and "培训骨干，带两次活动" in full.text
    refused = joint.submit(worker, mate)
    assert refused.status_code == 422 and "“枫杨社工站”还没有答复。" in refused.text and "两者要相等" in refused.text
    first = mate.http.get(f"{joint.api}/partners").json()["items"][0]
    record, moves = f"/partners/{first['id']}", f"/api/v1/partners/{first['id']}/moves"
    assert record in partner.get("/desk").text and "培训骨干" in partner.get(record).text
    assert partner.get(f"/proposals/{joint.id}").status_code == 404, "who has not agreed yet reads the terms alone"
    yes = {"verb": "accept", "data": {"opinion": ""}}
    assert [who.http.post(moves, json=yes).status_code for who in (mate, worker)] == [404, 403]
    assert partner.http.post(moves, json=yes).status_code == 200
    assert "暖邻行动" in partner.get(f"/proposals/{joint.id}").text and first["terms_hash"] in partner.get(record).text
    step = partner.post(f"/proposals/{joint.id}/steps/1", {"title": "改了的题目"})
    assert step.status_code in (403, 404) and partner.post(joint.page, wanted).status_code == 403
    # Another share is another question: the earlier yes covers nothing any more, and reading ends with it.
    assert mate.post(joint.page, wanted | {"share_fen": "1200", "form_key": "c"}).status_code == 303
    assert partner.get(f"/proposals/{joint.id}").status_code == 404
    second = mate.http.get(f"{joint.api}/partners").json()["items"][0]
    assert second["terms_hash"] != first["terms_hash"] and second["status"] == "ASKED"
    assert partner.post(f"/partners/{second['id']}/move/accept", {"opinion": "同意，派两名社工"}).status_code == 303
    assert mate.post(f"{joint.page}/share", {"own_share_fen": "1800.01"}).status_code == 303
    assert "相加是 3,000.01 元，申请金额是 3,000.00 元" in joint.submit(worker, mate).text
    mate.post(f"{joint.page}/share", {"own_share_fen": "1800"})
    assert "各单位都已同意" in mate.get(joint.page).text
    _barred(joint, True)
    assert "不在失信禁入期内：不符合（没有禁入记录；联合单位“枫杨社工站”：禁入到" in joint.submit(worker, mate).text
    _barred(joint, False)
    assert joint.submit(worker, mate).status_code == 200
    stored, _parts = joint.stored()
    lines = [(row["name"], row["share_fen"], row["terms_hash"]) for row in stored.snapshot["partners"]]
    assert lines == [("银杏里助老队", 180000, ""), ("枫杨社工站", 120000, second["terms_hash"])]
    assert "枫杨" not in str(blind(stored.snapshot, "银杏里助老队", stored.leader_name))
    gone = partner.http.post(f"/api/v1/partners/{second['id']}/moves", json={"verb": "decline", "reason": "不做了"})
    assert gone.status_code == 422 and "已经提交" in gone.text
    assert mate.post(f"{joint.page}/share", {"own_share_fen": "1"}).status_code == 409
    with joint.database.writing() as session:  # while it is coached, what the partners agreed to stands still
        proposal = session.get_one(Proposal, joint.id)
        proposal.status, proposal.reopened = "COACHED", [6]
    assert mate.post(joint.page, wanted | {"form_key": "d"}).status_code == 409
    assert mate.post(f"{joint.page}/share", {"own_share_fen": "1700"}).status_code == 303
    with joint.database.writing() as session:
        restore(session, SYSTEM, session.get_one(Proposal, joint.id))
    stored, _parts = joint.stored()
    assert (stored.status, stored.own_share_fen) == ("ELIGIBLE", 180000)
    _counts(joint)


def _barred(joint, is_barred):
    with joint.database.writing() as session:
        until = clock.today() + timedelta(days=9) if is_barred else None
        session.get_one(Group, joint.partner_id).blacklisted_until = until


def _counts(joint):
    """A partner has used up its one proposal, as leader of another or as partner; or only as what it already is."""
    with joint.database.writing() as session:
        contest, number = session.get_one(Contest, joint.contest.id), session.get_one(Proposal, joint.id).number
        of = lambda joins: proposals.others_of(session, contest, joint.partner_id, None, joins)  # noqa: E731
        assert (of(False), of(True)) == ([number], [number])
        contest.may_also_lead = True
        session.flush()
        assert (of(False), of(True)) == ([], [number])
