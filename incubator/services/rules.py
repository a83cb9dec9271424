"""What a service plan covers, and what a growth assessment comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.schemes import Definition, Result
from incubator.bases.models import IN_SHELL, Admission, AdmissionStatus
from incubator.services.models import AssessmentKind, AssessmentStatus, GrowthAssessment

# In which stages each kind of assessment is made.
STAGES: Mapping[AssessmentKind, Sequence[AdmissionStatus]] = {
    AssessmentKind.BASELINE: (AdmissionStatus.ADMITTED,),
    AssessmentKind.QUARTERLY: IN_SHELL,
    AssessmentKind.EXIT: (AdmissionStatus.EXIT_REVIEW,),
}


@dataclass(frozen=True)
class Coverage:
    """One service of one stay: how often it was to be given, how often it was, and how many people came."""

    service: str
    planned: int
    delivered: int
    people: int

    @property
    def is_reached(self) -> bool:
        return self.planned > 0 and self.delivered >= self.planned


def coverage(
    services: Sequence[str], targets: Mapping[str, int], delivered: Mapping[str, tuple[int, int]]
) -> list[Coverage]:
    """A line for each service of the catalogue, planned or not; ``delivered`` maps it to (times, people)."""
    return [Coverage(code, targets.get(code, 0), *delivered.get(code, (0, 0))) for code in services]


def is_open(assessment: GrowthAssessment) -> bool:
    return assessment.status == AssessmentStatus.DRAFT


def fits_stage(kind: AssessmentKind, admission: Admission) -> bool:
    return AdmissionStatus(admission.status) in STAGES[kind]


def is_marked(assessment: GrowthAssessment, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("unmarked", 1) == 0


def has_advice(assessment: GrowthAssessment, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(assessment.advice.strip())


def kept(definition: Definition, result: Result) -> dict[str, Any]:
    """A result as it is stored: exact decimals as text, so that any language reads the same figures."""
    groups = {
        code: {"points": f"{group.points:f}", "max_points": f"{group.max_points:f}", "percent": f"{group.percent:f}"}
        for code, group in result.groups.items()
    }
    return {
        "total": f"{result.total:f}",
        "groups": groups,
        "band": result.band.code if result.band else None,
        "is_passed": result.is_passed,
        "scheme": definition.code,
    }


def hundredths(total: Decimal) -> int:
    return int(total * 100)


def percents(definition: Definition, result: Mapping[str, Any] | None) -> list[float | None]:
    """The axes of the radar picture: the share of each group in percent; None for one that was not scored then."""
    groups = (result or {}).get("groups", {})
    return [float(groups[group.code]["percent"]) if group.code in groups else None for group in definition.groups]
