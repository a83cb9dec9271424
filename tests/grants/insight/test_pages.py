"""The page of numbers: nothing before the round is open, notes on outlying sheets before the list is public."""

from sqlmodel import select

from core.audit.models import AuditEvent
from core.permissions import Role
from grants.judging.queries import ranking_of
from grants.panels.models import Panel
from grants.sheets.models import Sheet
from tests.grants.judging.round import Round

NOTE = "已请评委本人核对，确认无误，保留原分。"


def scored(made):
    made.start().score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 80], [77, 70, 71, 66, 70])


def test_nothing_is_shown_before_the_round_is_open(story, as_):
    made = story(scored, proposals=3)
    path = f"/panels/{made.panel.id}/numbers"
    assert [as_(who).get(path).status_code for who in (made.centre, made.district, made.judges[0])] == [404, 404, 403]


def test_the_list_is_not_published_before_the_chair_has_explained_what_is_flagged(story, as_, browser, database):
    made = story(scored, Round.close, proposals=3)
    path, centre = f"/panels/{made.panel.id}/numbers", as_(made.centre)
    page = centre.get(path)
    assert page.status_code == 200, page.text
    for word in ("名次的可能范围", "评委宽严与一致性", "Krippendorff", "有 2 份评分与其他评委相差较大"):
        assert word in page.text
    assert centre.get(path).text.count("<svg") == page.text.count("<svg") > 10
    assert browser(Role.AUDITOR).get(path).status_code == 200
    first = made.proposals[0]
    decision = f"/contests/{made.contest.id}/awards"
    rows = {"chosen.0.proposal_id": first.id, "chosen.0.amount_fen": "1000.00"}
    assert centre.post(decision, rows).status_code == 303
    refused = as_(made.district).post(decision + "/announce", {})
    assert refused.status_code == 422 and "2 份偏离较大的评分还没有写说明" in refused.text
    seats = [made.seats[n].id for n in (0, 4)]
    wrong = centre.post(path, {"seat_id": made.seats[1].id, "proposal_id": first.id, "note": NOTE})
    assert wrong.status_code == 422 and NOTE in wrong.text
    for seat in seats:
        answer = centre.post(path, {"seat_id": seat, "proposal_id": first.id, "note": NOTE})
        assert answer.status_code == 303, answer.text
    assert "相差较大，评审组负责人" not in centre.get(path).text
    with database.reading() as session:
        assert {place.score for place in ranking_of(session, made.contest.id) if place.proposal_id == first.id}
        total = select(Sheet.total).where(Sheet.seat_id == seats[0], Sheet.proposal_id == first.id)
        assert session.exec(total).one() == "50.00" and session.get_one(Panel, made.panel.id).status == "CLOSED"
        assert len(session.exec(select(AuditEvent).where(AuditEvent.kind == "panel.outlier")).all()) == 2
    assert as_(made.district).post(decision + "/announce", {}).status_code == 303
