"""When coaching may take place, and what a team has to say before its improved proposal comes back."""

from collections.abc import Sequence
from datetime import date

from grants.coaching.models import Advice
from grants.contests.models import Contest, ContestStatus

Days = tuple[date, date]


def is_window(contest: Contest, days: Days | None, today: date) -> bool:
    """Between the eligibility check and judging; where the timetable says on which days, on those."""
    if contest.status != ContestStatus.SCREENING:
        return False
    return days is None or days[0] <= today <= days[1]


def wrong_day(due_on: date, days: Days | None, today: date) -> str | None:
    """Why a team cannot be given until that day; None when it can."""
    if due_on < today:
        return "不能早于今天。"
    return "不能晚于日程里优化辅导的最后一天。" if days and due_on > days[1] else None


def unanswered(advice: Sequence[Advice]) -> list[str]:
    """The sections of which the team has not said whether it took the advice, and what it did about it."""
    return [one.title for one in advice if one.uptake is None or not one.response.strip()]
