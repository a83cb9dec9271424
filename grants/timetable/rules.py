"""The timetable of an edition: a first plan by working days, what is wrong with one, and who hears of a change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from grants.contests.models import Stage

Days = tuple[date, date]
Moved = dict[Stage, tuple[Days | None, Days | None]]

# Working days that each stage takes where the district has not said otherwise; the order is that of the stages.
USUAL = {
    Stage.SCREENING: 10,
    Stage.CORRECTION: 5,
    Stage.COACHING: 8,
    Stage.DECLARATION: 2,
    Stage.SCORING: 5,
    Stage.ROADSHOW: 1,
    Stage.VOTE: 3,
    Stage.DECISION: 5,
    Stage.NOTICE: 5,
    Stage.SIGNING: 10,
}
# The district's list of deadlines says these three in working days.
CODES = {"qualify_wd": Stage.SCREENING, "notice_wd": Stage.NOTICE, "sign_wd": Stage.SIGNING}
# Sometimes held, seldom by every edition: a first plan leaves them out.
SELDOM = frozenset({Stage.VOTE})
TO_JUDGES = frozenset({Stage.DECLARATION, Stage.SCORING, Stage.ROADSHOW})
TO_APPLICANTS = frozenset(Stage) - {Stage.DECLARATION, Stage.SCORING, Stage.DECISION}


def first_plan(closes_on: date, lengths: Mapping[Stage, int], add: Callable[[date, int], date]) -> dict[Stage, Days]:
    """One stage after the other from the day after the call's end, each as many working days as it usually takes.

    ``lengths`` are the district's own working days by stage; ``add(day, n)`` is the n-th working day after ``day``.
    """
    plan, last = {}, closes_on
    for stage in Stage:
        if stage in SELDOM:
            continue
        start = add(last, 1)
        last = add(start, lengths.get(stage, USUAL[stage]) - 1)
        plan[stage] = (start, last)
    return plan


def problems(closes_on: date, rows: Sequence[tuple[Stage, date, date]]) -> dict[str, str]:
    """What is wrong with a timetable, by place in the form; a stage may overlap the one before, not overtake it."""
    found, seen, latest = {}, set(), closes_on
    order = list(Stage)
    for place, (stage, starts_on, ends_on) in sorted(enumerate(rows), key=lambda pair: order.index(pair[1][0])):
        if stage in seen:
            found[f"stages.{place}.stage"] = "这个环节已经排过。"
        seen.add(stage)
        if ends_on < starts_on:
            found[f"stages.{place}.ends_on"] = "结束不能早于开始。"
        elif starts_on < latest:
            found[f"stages.{place}.starts_on"] = "不能早于征集截止，也不能早于前一个环节的开始。"
        latest = max(latest, starts_on)
    return found


def moved(before: Mapping[Stage, Days], after: Mapping[Stage, Days]) -> Moved:
    """The stages whose days changed, came in or were dropped, in their order."""
    return {s: (before.get(s), after.get(s)) for s in Stage if before.get(s) != after.get(s)}


def longest_extension(closes_on: date) -> date:
    """An applicant gets at most thirty days more than everybody: later than that nobody is judged together."""
    return closes_on + timedelta(days=30)
