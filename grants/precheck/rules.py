"""What comes of a team's answers and our records: which rules stand in the way, which are open, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.eligibility.rules import Finding, is_doubtful

FINE, OPEN, BLOCKED = "FINE", "OPEN", "BLOCKED"
ANSWERS = (("YES", "是"), ("NO", "否"), ("UNSURE", "不清楚"))


@dataclass(frozen=True)
class Verdict:
    """One rule for one team: what comes of it, the records' evidence, and what the team said."""

    rule: Mapping[str, Any]
    outcome: str
    evidence: str
    said: str


def verdicts(
    rules: Sequence[Mapping[str, Any]], found: Mapping[str, Finding], said: Mapping[str, str]
) -> list[Verdict]:
    """The records decide where they know; where they do not, the team's own word opens a question, never a door."""
    told = []
    for rule in rules:
        finding, answer = found[rule["code"]], said.get(rule["code"], "")
        if finding.holds is False:
            outcome = BLOCKED
        elif is_doubtful(rule, answer) or (finding.holds is None and not answer):
            outcome = OPEN
        else:
            outcome = FINE
        told.append(Verdict(rule, outcome, finding.evidence, answer))
    return told


def conclusion(told: Sequence[Verdict]) -> str:
    """The hardest outcome of all."""
    outcomes = {one.outcome for one in told}
    return next((outcome for outcome in (BLOCKED, OPEN) if outcome in outcomes), FINE)


def packed(said: Mapping[str, str]) -> str:
    """The answers in one field, for the form that starts the proposal."""
    return "".join(f"{code}={answer};" for code, answer in said.items())
