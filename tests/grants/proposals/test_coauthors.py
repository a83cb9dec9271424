"""Roles in a proposal: who may only read writes on no path; invitation by link; sections; the lead's sign-off."""

import re

import pytest
from sqlmodel import select

from core.access import Actor, Grant
from core.audit.models import AuditEvent
from core.permissions import Role
from grants.proposals import rules
from grants.proposals.models import Proposal, Writer, WriterRole
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_B
from tests.proofs.forms import filled, forms_of

LEAD, EDITOR, READER = WriterRole
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("grants", "roles", "expected"),
    [
        ((), {7: LEAD}, LEAD),
        ((), {7: READER}, READER),
        ((), {8: LEAD}, None),
        (((Role.COMMUNITY, COMMUNITY_A),), {7: READER}, LEAD),
        (((Role.COMMUNITY, COMMUNITY_B),), {7: READER}, READER),
        (((Role.STREET, factories.DISTRICT),), {}, None),
        (((Role.TEAM, COMMUNITY_A),), {7: EDITOR}, EDITOR),
    ],
)
def test_role(grants, roles, expected):
    actor = Actor(7, "某人", tuple(Grant(role, area) for role, area in grants))
    proposal = Proposal(area_code=COMMUNITY_A)
    assert rules.role_of(actor, proposal, roles) == expected
    assert rules.may_write(actor, proposal, roles) == (expected in (LEAD, EDITOR))


def set_role(draft, mate, role):
    with draft.database.writing() as session:
        session.add(Writer(proposal_id=draft.id, account_id=mate.account.id, role=role))


def test_a_reader_writes_on_no_path(draft):
    mate = draft.mate("阿一")
    [step] = [f for f in forms_of(mate.get(f"/proposals/{draft.id}/steps/4").text) if "steps" in f.action]
    typed = dict(filled(step)) | {"goals": "读者改的目标，不该留下来。"}
    set_role(draft, mate, READER)
    assert mate.get(f"/proposals/{draft.id}").status_code == 200
    page = mate.get(f"/proposals/{draft.id}").text
    assert "继续填写" not in page and "整份修改" not in page and "添加附件</summary>" not in page
    assert mate.get(f"/proposals/{draft.id}/steps/4").status_code == 403
    json = {"Accept": "application/json"}
    doors = [
        mate.post(f"/proposals/{draft.id}/steps/4", typed),
        mate.post(f"/proposals/{draft.id}/steps/4", typed, headers=json),
        mate.http.post(f"/api/v1/proposals/{draft.id}", json={"title": "改名", "goals": "改"}),
        mate.http.post(f"/api/v1/proposals/{draft.id}/moves", json={"verb": "submit"}),
        mate.http.post(f"/api/v1/proposals/{draft.id}/moves", json={"verb": "withdraw"}),
        mate.post(f"/proposals/{draft.id}/move", {"verb": "submit"}),
        mate.post(f"/attachments/proposal/{draft.id}", {"slot": "evidence"}, files={"file": ("a.png", PNG)}),
        mate.post(f"/proposals/{draft.id}/team/invite", {"role": "EDITOR"}),
        mate.post(f"/proposals/{draft.id}/team/sections", {"sections.0.number": "4", "sections.0.is_complete": "on"}),
        mate.post(f"/proposals/{draft.id}/team/sign-off"),
    ]
    assert {answer.status_code for answer in doors} <= {403, 422}, [a.status_code for a in doors]
    proposal, _parts = draft.stored()
    assert (proposal.status, proposal.version) == ("DRAFT", 2)


def test_a_link_lets_one_person_in_once(draft):
    worker = draft.browser(Role.COMMUNITY, COMMUNITY_A)
    team = f"/proposals/{draft.id}/team"
    assert worker.post(f"{team}/invite", {"role": "EDITOR", "form_key": "k1"}).status_code == 303
    [path] = re.findall(r'value="http[^"]*?(/proposals/join/[^"]+)"', worker.get(team).text)
    guest, other = (draft.browser(Role.TEAM, COMMUNITY_B) for _n in range(2))
    assert guest.get(f"/proposals/{draft.id}").status_code == 404
    assert guest.get(path[:-1] + "x").status_code == 404
    assert "暖邻行动" in guest.get(path).text
    assert guest.post(path).status_code == 303
    assert other.post(path).status_code == 404, "a link is used once"
    [step] = [f for f in forms_of(guest.get(f"/proposals/{draft.id}/steps/4").text) if "steps" in f.action]
    sent = dict(filled(step)) | {"goals": "客人写的目标：每周一次，全年五十次。"}
    assert guest.post(step.action, sent).status_code == 303
    assert draft.stored()[0].goals == sent["goals"]
    gone = worker.post(f"{team}/people/{guest.account.id}", {"role": ""})
    assert gone.status_code == 303 and guest.get(f"/proposals/{draft.id}").status_code == 404


def test_sections_are_shared_out_and_the_lead_signs(draft):
    worker, mate = draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一")
    team = f"/proposals/{draft.id}/team"
    given = {"sections.0.number": "6", "sections.0.assigned_to": str(mate.account.id)}
    assert mate.post(f"{team}/sections", given).status_code == 403
    assert worker.post(f"{team}/sections", given).status_code == 303
    assert mate.post(f"{team}/sections", given | {"sections.0.is_complete": "on"}).status_code == 303
    assert mate.post(f"{team}/sign-off").status_code == 403
    refused = mate.post(f"/proposals/{draft.id}/move", {"verb": "submit"})
    assert refused.status_code == 422 or refused.status_code == 409
    assert "还没有签认" in refused.text
    assert worker.post(f"{team}/sign-off").status_code == 303
    assert "已签认" in mate.get(team).text
    with draft.database.reading() as session:
        kinds = session.exec(select(AuditEvent.kind)).all()
    assert kinds.count("proposal.share") == 2


def test_an_edit_takes_the_signature_away(draft):
    worker, mate = draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一")
    assert worker.post(f"/proposals/{draft.id}/team/sign-off").status_code == 303
    [step] = [f for f in forms_of(mate.get(f"/proposals/{draft.id}/steps/4").text) if "steps" in f.action]
    assert mate.post(step.action, dict(filled(step))).status_code == 303
    assert draft.stored()[0].signed_off_at, "saving what is there changes nothing"
    assert mate.post(step.action, dict(filled(step)) | {"goals": "改过的目标，全年五十次以上。"}).status_code == 303
    assert draft.stored()[0].signed_off_at is None


def test_an_editor_submits_what_the_lead_has_signed(draft):
    worker, mate = draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一")
    worker.post(f"/proposals/{draft.id}/team/sign-off")
    assert mate.post(f"/proposals/{draft.id}/move", {"verb": "submit"}).status_code == 303
    proposal, _parts = draft.stored()
    assert (proposal.status, proposal.signed_off_by) == ("SUBMITTED", worker.account.id)


def test_a_team_is_put_together_through_the_api(draft):
    worker, mate = draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一")
    guest, api = draft.browser(Role.TEAM, COMMUNITY_B), f"/api/v1/proposals/{draft.id}/team"
    assert guest.http.get(api).status_code == 404
    assert mate.http.post(f"{api}/invitations", json={"role": "EDITOR"}).status_code == 403
    made = worker.http.post(f"{api}/invitations", json={"role": "EDITOR"})
    assert made.status_code == 201, made.text
    code = made.json()["link"].rsplit("/", 1)[1]
    assert mate.http.get(api).json()["invitations"] == [], "the link is for whoever leads"
    place = f"/api/v1/proposal-invitations/{made.json()['id']}"
    assert guest.http.post(f"{place}/{code[::-1]}").status_code == 404
    assert guest.http.post(f"{place}/{code}").json()["id"] == draft.id
    given = {"sections": [{"number": 6, "assigned_to": guest.account.id, "is_complete": False}]}
    assert guest.http.post(f"{api}/sections", json=given).status_code == 403
    shared = worker.http.post(f"{api}/sections", json=given).json()
    assert {one["number"]: one["assigned_to"] for one in shared["sections"]}[6] == guest.account.id
    assert guest.http.post(f"{api}/sign-off").status_code == 403
    assert worker.http.post(f"{api}/sign-off").json()["signed_off_by"] == worker.account.id
    spare = worker.http.post(f"{api}/invitations", json={"role": "READER"}).json()["id"]
    assert worker.http.post(f"{api}/invitations/{spare}/revoke").json()["invitations"] == []
    left = worker.http.post(f"{api}/people/{guest.account.id}", json={"role": None}).json()["people"]
    assert guest.account.id not in {one["account_id"] for one in left}
    assert guest.http.get(api).status_code == 404
