"""What pages of a round do, programs do too, under the same rules."""

import pytest
from sqlmodel import select

from core.audit.models import AuditEvent
from core.tables import spreadsheet


@pytest.fixture
def engine():
    return "sqlite"


def test_method_bonuses_numbers_recusals_and_an_uploaded_assignment(story, as_, database):
    made = story(lambda m: m.start(), lambda m: m.score_all([71] * 5, [82, 82, 82, 82, 40]))
    centre, district, worker = as_(made.centre), as_(made.district), as_(made.worker)
    contest, panel = f"/api/v1/contests/{made.contest.id}", f"/api/v1/panels/{made.panel.id}"
    first = made.proposals[0]
    method = worker.get(contest + "/method").json()
    assert method["is_frozen"] and method["method"]["trim_drop"] == 1
    assert centre.post(contest + "/method", json={"places": 3, "reason": "多留一位小数"}).status_code == 409
    with database.reading() as session:
        assert session.exec(select(AuditEvent).where(AuditEvent.kind == "contest.method_refused")).one()
    votes = {"bonuses": [{"proposal_id": first.id, "votes": 30}], "source": "投票平台导出"}
    assert district.post(panel + "/bonuses", json=votes).status_code == 403
    assert centre.post(panel + "/bonuses", json=votes).json()["items"][0]["votes"] == 30
    assert centre.get(panel + "/numbers").status_code == 404
    recusal = {"seat_id": made.seats[0].id, "reason": "COACH", "note": "今年三月辅导过我们的对手"}
    assert worker.post(f"/api/v1/proposals/{first.id}/recusals", json=recusal).status_code == 409
    assert worker.get(f"/api/v1/proposals/{first.id}/judges").json()["items"] == []
    assert as_(made.judges[0]).get(f"/api/v1/proposals/{first.id}/recusals").status_code == 403
    sheet = ("分配.xlsx", spreadsheet("分配", ["申报书编号", "评委"], [[first.number, "无此人"]]))
    upload = {"data": {"panel_id": made.panel.id}, "files": {"file": sheet}}
    assert centre.post("/api/v1/assignment-plans/upload", **upload).status_code in (409, 422)
    assert district.post("/api/v1/assignment-plans/upload", **upload).status_code == 403
    assert centre.post(f"/panels/{made.panel.id}/move", {"verb": "ask"}).status_code == 303
    assert district.post(f"/panels/{made.panel.id}/move", {"verb": "close"}).status_code == 303
    found = centre.get(panel + "/numbers").json()
    assert [one["total"] for one in found["outliers"]] == ["40.00"] and found["run"] == 1
    note = {"seat_id": made.seats[4].id, "proposal_id": made.proposals[1].id, "note": "已请评委复核，坚持原分。"}
    assert district.post(panel + "/numbers", json=note).json()["outliers"][0]["note"] == note["note"]
    assert district.post(panel + "/numbers", json=note | {"proposal_id": first.id}).status_code == 422
