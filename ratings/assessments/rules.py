"""When a star may be given: extra conditions, the panel's majority, and who may act; all on loaded values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.permissions import Permission as P
from ratings.assessments.models import AssessmentStatus
from ratings.evidence.rules import months_before
from ratings.sheets.models import SheetColumn

FILLING = {
    AssessmentStatus.SELF: SheetColumn.SELF,
    AssessmentStatus.RETURNED: SheetColumn.SELF,
    AssessmentStatus.RECOMMENDED: SheetColumn.STREET,
    AssessmentStatus.REVIEWED: SheetColumn.DISTRICT,
}
MAY_FILL = {
    SheetColumn.SELF: P.RATINGS_APPLY,
    SheetColumn.STREET: P.RATINGS_REVIEW,
    SheetColumn.DISTRICT: P.RATINGS_DECIDE,
}


@dataclass(frozen=True)
class Standing:
    """The facts about a group on the evidence date, and the panel's votes, that the extra conditions ask for."""

    evidence_on: date
    founded_on: date | None = None
    filed_on: date | None = None
    held_stars: int = 0
    sample_n: int = 0
    satisfied_n: int = 0
    votes: tuple[int, ...] = ()


def has_majority(votes: Sequence[int], stars: int) -> bool:
    """More than half of the votes cast are for at least so many stars."""
    return sum(vote >= stars for vote in votes) * 2 > len(votes)


def is_old_enough(since: date | None, on: date, months: int) -> bool:
    return since is not None and since <= months_before(on, months)


def is_met(condition: Mapping[str, Any], standing: Standing, stars: int) -> bool:
    """Whether one extra condition of a band holds; an unknown one never does."""
    code, value = condition["code"], condition["value"]
    if code == "SATISFACTION":
        enough = standing.sample_n >= max(1, condition.get("sample", 1))
        return enough and standing.satisfied_n * 100 >= value * standing.sample_n
    if code == "FOUNDED_MONTHS":
        return is_old_enough(standing.founded_on, standing.evidence_on, value)
    if code == "FILED_MONTHS":
        return is_old_enough(standing.filed_on, standing.evidence_on, value)
    if code == "HELD_OR_UNANIMOUS":
        is_unanimous = bool(standing.votes) and all(vote >= stars for vote in standing.votes)
        return standing.held_stars >= value or is_unanimous
    return False


def unmet(definition: Mapping[str, Any], standing: Standing) -> dict[str, list[str]]:
    """Band → codes of what it lacks: extra conditions, and the panel's majority (VOTES)."""
    found: dict[str, list[str]] = {}
    for band in definition.get("bands", ()):
        stars = band.get("stars") or 0
        lacking = [c["code"] for c in band.get("conditions", ()) if not is_met(c, standing, stars)]
        if stars and not has_majority(standing.votes, stars):
            lacking.append("VOTES")
        if lacking:
            found[band["code"]] = lacking
    return found


CONDITION_WORDS = {
    "SATISFACTION": "居民满意度或样本数不够",
    "FOUNDED_MONTHS": "成立时间不够",
    "FILED_MONTHS": "备案时间不够",
    "HELD_OR_UNANIMOUS": "未持有规定星级，区级审评也没有全票通过",
    "VOTES": "同意的票数没有过半",
}


def is_editable(assessment: Any) -> bool:
    return assessment.status in (AssessmentStatus.SELF, AssessmentStatus.RETURNED)


# Needs of the workflow: (thing, actor, facts)


def is_complete(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts.get("is_sheet_complete"))


def is_window_open(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """Applying needs an open round; what was returned for correction may come back after its close."""
    return bool(facts.get("is_window_open")) or assessment.status == AssessmentStatus.RETURNED


def is_not_barred(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("barred_until") is None


def community_is_another(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != assessment.self_by


def street_is_another(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (assessment.self_by, assessment.recommended_by)


def district_is_another(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (assessment.self_by, assessment.recommended_by, assessment.reviewed_by)


def has_own_sheet(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts.get("is_sheet_complete")) and facts.get("sheet_author") == actor.account_id


def has_enough_votes(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return len(facts.get("votes", ())) >= facts.get("min_voters", 1)


def gives_stars(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("outcome", 0) > 0


def gives_no_star(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("outcome") == 0


def may_be_announced(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """A first notice, or another one after the last was withdrawn."""
    return assessment.status == AssessmentStatus.DECIDED or facts.get("notice_status") == "WITHDRAWN"


def is_notice_withdrawn(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("notice_status") == "WITHDRAWN"


def is_notice_final(assessment: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("notice_status") == "CONFIRMED"
