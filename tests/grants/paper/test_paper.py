"""Entry for residents: without their word for the text an office hands nothing in, nor without the paper if any."""

from datetime import timedelta

import pytest

from core import clock
from core.permissions import Role
from tests.factories import COMMUNITY_A
from tests.factories.incubation import photo
from tests.grants.proposals.conftest import Draft
from tests.proofs.forms import filled, forms_of
from tests.proofs.reading import PDF, text_of

HEARD = {"heard_by": "周奶奶", "agreed": "SPOKEN", "witness": "邻居小陈"}


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)


def test_what_is_typed_from_paper_is_read_back_before_it_goes(draft):
    worker, mate = draft.browser(Role.COMMUNITY, COMMUNITY_A), draft.mate("阿一")
    path, api = f"/proposals/{draft.id}/paper", f"/api/v1/proposals/{draft.id}"
    now = f"{clock.local(clock.now() - timedelta(minutes=5)):%Y-%m-%dT%H:%M}"
    sent = HEARD | {"read_at": now}
    asked = "要把内容读给本人听并登记"
    assert asked in worker.http.post(f"{api}/moves", json={"verb": "submit"}).text, "whether there is paper or not"
    assert worker.post("/account/behalf", {"on_behalf_of": "周奶奶", "behalf_note": "照纸录入"}).status_code == 303
    refused = worker.post(path, sent)
    assert refused.status_code == 422 and "先上传纸质申报书" in refused.text and "周奶奶" in refused.text
    file = {"file": ("p1.jpg", photo().content)}
    assert (
        worker.post(f"/attachments/proposal/{draft.id}", {"slot": "paper", "form_key": "a"}, files=file).status_code
        == 303
    )
    assert asked in worker.http.post(f"{api}/moves", json={"verb": "submit"}).text
    late = f"{clock.local(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    for wrong in ({"witness": ""}, {"read_at": late}, {"agreed": "MAYBE"}, {"heard_by": ""}):
        assert worker.post(path, sent | wrong | {"form_key": str(wrong)}).status_code == 422, wrong
    assert mate.http.post(f"{api}/read-backs", json=sent).status_code == 403, "a team needs no reader"
    assert worker.post(path, sent | {"form_key": "b"}).status_code == 303
    [step] = [f for f in forms_of(worker.get(f"/proposals/{draft.id}/steps/4").text) if "steps" in f.action]
    changed = dict(filled(step)) | {"goals": "读回以后又改过的目标，每周一次，全年五十次。"}
    assert worker.post(step.action, changed).status_code == 303
    assert "内容在读回之后改过" in worker.get(path).text
    assert worker.http.post(f"{api}/moves", json={"verb": "submit"}).status_code == 422
    assert worker.http.post(f"{api}/read-backs", json=sent | {"agreed": "SIGNED"}).status_code == 201
    assert worker.http.post(f"{api}/moves", json={"verb": "submit"}).status_code == 200
    for paper in ("pdf", "receipt"):
        said = "".join(text_of(PDF, worker.get(f"/proposals/{draft.id}/{paper}").content).split())
        assert "由工作人员代居民录入" in said and "周奶奶" in said, paper
    assert "周奶奶" not in str(draft.stored()[0].snapshot), "judges read the snapshot"


def test_a_team_that_photographs_its_own_pages_hands_them_in_itself(draft):
    mate = draft.mate("阿一")
    draft.browser(Role.COMMUNITY, COMMUNITY_A).post(f"/proposals/{draft.id}/team/sign-off")
    file = {"file": ("p1.jpg", photo().content)}
    mate.post(f"/attachments/proposal/{draft.id}", {"slot": "paper", "form_key": "a"}, files=file)
    assert mate.get(f"/proposals/{draft.id}/paper").status_code == 200
    assert mate.http.post(f"/api/v1/proposals/{draft.id}/moves", json={"verb": "submit"}).status_code == 200
