"""What an activity must show before it counts, and what many of them come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from incubator.activities.models import Activity, ActivityStatus

MIN_PHOTOS = 1
ADVISED_PHOTOS = (3, 6)
SATISFIED_FROM = 4


@dataclass(frozen=True)
class ActivityCounts:
    """The activities of a group in a span of days: heads, volunteer hours, and the longest silence in days."""

    count: int
    residents: int
    volunteers: int
    hours: Decimal
    longest_gap_days: int
    last_on: date | None


def minutes_of(hours: Decimal) -> int:
    return int(hours * 60)


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours to two places, without idle zeros: 90 → 1.5."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
    return hours.to_integral_value() if hours == hours.to_integral_value() else hours.normalize()


def longest_gap(days: Iterable[date], since: date, until: date) -> int:
    """The most days in a row without an activity; the ends of the span count like activities."""
    marks = [since, *sorted(days), until]
    return max((later - earlier).days for earlier, later in pairwise(marks))


def counted(rows: Sequence[Any], since: date, until: date) -> ActivityCounts:
    """What rows with ``on, residents, volunteers, volunteer_minutes`` come to between two days, both included."""
    days = [row.on for row in rows]
    return ActivityCounts(
        count=len(rows),
        residents=sum(row.residents for row in rows),
        volunteers=sum(row.volunteers for row in rows),
        hours=hours_of(sum(row.volunteer_minutes for row in rows)),
        longest_gap_days=longest_gap(days, since, max(since, until)),
        last_on=max(days, default=None),
    )


def is_editable(activity: Activity) -> bool:
    return activity.status in (ActivityStatus.DRAFT, ActivityStatus.RETURNED)


def has_photo(activity: Activity, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts.get("photos", 0) >= MIN_PHOTOS


def has_result(activity: Activity, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(activity.content.strip() and activity.result.strip())


def has_people(activity: Activity, actor: Any, facts: Mapping[str, Any]) -> bool:
    return activity.residents + activity.volunteers + activity.social_workers > 0


def has_happened(activity: Activity, actor: Any, facts: Mapping[str, Any]) -> bool:
    return "today" in facts and activity.on <= facts["today"]


def confirmer_is_another(activity: Activity, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (activity.created_by, activity.submitted_by)
