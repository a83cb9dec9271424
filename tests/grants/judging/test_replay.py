"""An exported round is replayed by a script that knows nothing of the product; what is tampered with is found out."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from core.audit.models import AuditEvent
from grants.conflicts.actions import add_conflict
from grants.conflicts.forms import ConflictForm
from grants.judging import actions, queries
from grants.judging.documents import bundle, digest_of
from grants.judging.forms import BallotForm
from grants.methods.forms import MethodForm
from grants.rounds.actions import record_bonuses, set_method
from grants.rounds.forms import BonusForm
from tests.grants.judging import replay
from tests.grants.judging.round import Round

METHODS = [
    {},
    {"basis": "CRITERION", "trim_drop": 1, "trim_from": 4, "places": 4},
    {"corrects_severity": True, "shrink": "0.75", "trim_drop": 0, "vote_cap": 5, "raise_cap": "2.5", "places": 3},
]


@pytest.fixture(params=METHODS, ids=["shipped", "by criterion", "severity and bonuses"])
def facts(request, session, actor):
    """A round with a recusal, an exclusion and a ballot after opening, so four runs."""
    story = Round(session, actor, 3)
    form = MethodForm(reason="按会议纪要调整", tie_break=[{"code": "NEED"}, {"code": "BALLOT"}], **request.param)
    set_method(session, story.centre, story.contest, form)
    story.start()
    rows = [{"proposal_id": p.id, "votes": 7 * n, "raised_fen": f"{n * 100}"} for n, p in enumerate(story.proposals)]
    record_bonuses(session, story.centre, story.panel, BonusForm(bonuses=rows, source="投票平台导出"))
    story.score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 80], [77, 60, 91, 66, 70]).close()
    conflict = {"seat_id": story.seats[1].id, "proposal_id": story.proposals[2].id, "reason": "KINSHIP"}
    add_conflict(session, story.centre, ConflictForm(**conflict, note="开封后查实"))
    actions.exclude_judge(session, story.centre, story.seats[4], "未申报利害关系，查实")
    numbers = "\n".join(p.number for p in reversed(story.proposals))
    actions.record_ballot(session, story.centre, story.panel, BallotForm(numbers=numbers, reason="三票对两票"))
    return queries.round_facts(session, story.panel)


def test_the_script_finds_every_run_to_the_last_digit(facts, session, tmp_path):
    assert len(facts["runs"]) == 4 and len(facts["sheets"]) == 15
    file, digest = tmp_path / "round.zip", digest_of(facts)
    file.write_bytes(bundle(facts, b"workbook"))
    script = [sys.executable, "-I", str(Path(replay.__file__)), str(file), digest]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "the ranking follows from the file, to the last digit\n")
    anchored = session.exec(select(AuditEvent).where(AuditEvent.kind == "panel.rank")).all()
    assert anchored[-1].data == {"run": 4, "digest": digest}


def tampered(facts):
    """(what was done, the file afterwards)."""
    copies = iter(lambda: json.loads(json.dumps(facts)), None)
    marks, sheet, rules, score, order, votes, gone, both = (next(copies) for _ in range(8))
    marks["sheets"][0]["content"]["marks"]["NEED"] = "19"
    sheet["sheets"][3]["commitment"] = "0" * 64
    rules["runs"][0]["rules"]["trim_drop"] = 2 if rules["runs"][0]["rules"]["trim_drop"] == 0 else 0
    score["runs"][0]["places"][0]["score"] = "99.99"
    order["runs"][1]["places"][0]["rank"], order["runs"][1]["places"][1]["rank"] = 2, 1
    votes["bonuses"][0]["votes"] = 10_000
    del gone["sheets"][0]
    both["sheets"][0]["content"]["comment"] = "另一种评语"
    both["sheets"][0]["commitment"] = replay.hashlib.sha256(replay.canonical(both["sheets"][0]["content"])).hexdigest()
    return {"a mark": marks, "a commitment": sheet, "rules": rules, "a score": score, "places": order} | {
        "votes": votes,
        "a sheet less": gone,
        "content with a new commitment": both,
    }


def test_what_was_tampered_with_is_found_out(facts):
    digest = digest_of(facts)
    assert replay.differences(facts, digest) == []
    for what, file in tampered(facts).items():
        assert file != facts and replay.differences(file, digest) != [], what
    without_anchor = {what for what, file in tampered(facts).items() if replay.differences(copy.deepcopy(file))}
    assert without_anchor >= {"a mark", "a commitment", "a score", "places"}
