"""One ZIP for the auditor: downloaded after the opening by those who may, checked by a script of its own."""

import hashlib
import json
import subprocess
import sys

import pytest

from core.permissions import Role
from grants.awards import actions as award_actions
from grants.awards.forms import ChoiceForm
from grants.judging.actions import issue_summary
from tests.grants.decisions import check


def decided(made):
    made.start()
    made.score_all([71] * 5, [82] * 5).close()
    issue_summary(made.session, made.centre, made.panel)
    chosen = ChoiceForm(chosen=[{"proposal_id": made.proposals[1].id, "amount_fen": "1000"}])
    award_actions.propose_awards(made.session, made.centre, made.contest, chosen)


@pytest.fixture
def parts(story, as_, tmp_path):
    made = story(decided)
    answer = as_(made.centre).get(f"/contests/{made.contest.id}/decision")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    path = tmp_path / "decision.zip"
    path.write_bytes(answer.content)
    script = [sys.executable, "-I", check.__file__, str(path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "the decision follows from the file\n")
    return check.read(path)


def test_it_holds_the_call_the_sheets_the_list_and_the_papers(parts):
    decision, facts = json.loads(parts["decision.json"]), json.loads(parts["round.json"])
    assert decision["contest"]["eligibility"] and decision["contest"]["leagues"]
    assert [award["amount_fen"] for award in decision["awards"]] == [100_000]
    assert len(decision["proposals"]) == 2 and all(p["content_sha256"] for p in decision["proposals"])
    assert len(facts["sheets"]) == 10
    papers = [name for name in parts if name.endswith(".pdf")]
    assert len(papers) == 1 and parts[papers[0]].startswith(b"%PDF")
    assert len(decision["audit_head"][2]) == 64


def changed(parts, name, content):
    """With its manifest made anew, as whoever tampers would."""
    new = {n: c for n, c in (parts | {name: content}).items() if n != "manifest.json"}
    sums = {n: hashlib.sha256(c).hexdigest() for n, c in new.items()}
    return new | {"manifest.json": json.dumps(sums).encode()}


def test_what_is_tampered_with_is_found(parts):
    decision, facts = json.loads(parts["decision.json"]), json.loads(parts["round.json"])
    (paper,) = [name for name in parts if name.endswith(".pdf")]
    assert check.problems(parts | {paper: b"%PDF other"}) == [f"{paper} was changed"]
    assert check.problems({n: c for n, c in parts.items() if n != paper}) != []
    assert "not a paper" in check.problems(changed(parts, paper, b"%PDF other"))[0]
    decision["awards"][0]["proposal"] += 999
    assert "not above the line" in check.problems(changed(parts, "decision.json", json.dumps(decision).encode()))[0]
    facts["sheets"][0]["content"]["marks"]["NEED"] = "1"
    found = check.problems(changed(parts, "round.json", json.dumps(facts, ensure_ascii=False).encode()))
    assert any("not what was committed" in sentence for sentence in found)
    digest = hashlib.sha256(parts["round.json"]).hexdigest()
    assert check.problems(parts, digest) == [] and check.problems(parts, "0" * 64) != []


def test_not_before_the_opening_and_not_for_applicants(story, as_, browser):
    made = story(lambda made: made.start())
    path = f"/contests/{made.contest.id}/decision"
    assert as_(made.centre).get(path).status_code == 404
    assert browser(Role.TEAM).get(path).status_code == 403
    assert browser().get(path).status_code in (303, 401)
    assert as_(made.judges[0]).get(path).status_code in (403, 404)
