"""The audit page and its export while a round is sealed, and after."""

import json

from core.permissions import Role
from tests import factories
from tests.grants.judging.round import Round

SEALED = ("score_sheet", "conflict_declaration", "panel_seat")


def tell(database, *steps):
    with database.writing() as session:
        made = Round(session, lambda *who: factories.make_actor(session, *who), proposals=1)
        for step in steps:
            step(made)


def test_a_sealed_round_is_on_no_audit_page(browser, database):
    tell(database, lambda made: made.start().score(0, 0, 80))
    auditor = browser(Role.AUDITOR)
    page = auditor.get("/audit")
    assert page.status_code == 200 and "panel.start" in page.text
    assert not any(name in page.text for name in (*SEALED, "评分表"))
    refused = auditor.get("/audit/990105/export")
    assert refused.status_code == 409 and "还在评审" in refused.text and "截止" in refused.text


def test_after_closing_the_whole_chain_is_exported_and_holds(browser, database, tmp_path):
    tell(
        database,
        lambda made: made.start(),
        lambda made: made.score_all([80, 70, 60, 90, 75]),
        lambda made: made.close(),
    )
    auditor = browser(Role.AUDITOR)
    assert "score_sheet" in auditor.get("/audit").text
    lines = auditor.get("/audit/990105/export").text.splitlines()
    assert {event["noun"] for event in map(json.loads, lines)} >= {"score_sheet", "panel_seat"}
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, len(lines) + 1))
