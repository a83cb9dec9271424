"""Keeping a ranking."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import require
from core.permissions import Permission
from grants.contests.models import Contest
from grants.ranking import queries, rules
from grants.ranking.models import Ranking, RankingRun
from grants.scores.rules import rounded


def keep_ranking(
    session: Session,
    actor: Actor,
    contest: Contest,
    entries: Iterable[rules.Entry],
    method: Mapping[str, Any],
    cause: str,
    excluded: Sequence[int] = (),
    conflicts: Iterable[tuple[int, int]] = (),
    ballot: Sequence[int] = (),
) -> RankingRun:
    """Compute and store the next run; earlier runs stay as they are."""
    require(actor, Permission.JUDGING_CLOSE, contest.area_code)
    run = queries.last_run(session, contest.id or 0) + 1
    same = {"contest_id": contest.id, "run": run, "area_code": contest.area_code}
    kept = RankingRun(
        **same,
        cause=cause,
        rules=dict(method),
        excluded=list(excluded),
        conflicts=sorted(map(list, conflicts)),
        ballot=list(ballot),
        made_by=actor.account_id,
    )
    places = rules.rank(entries, rules.Method.of(method), ballot)
    session.add(kept)
    session.add_all(Ranking(**same, **_columns(place)) for place in places)
    session.flush()
    order = [place.entry.proposal_id for place in places]
    audit.record(session, actor, "contest.rank", contest, run=run, order=order, cause=cause)
    return kept


def _columns(place: rules.Ranked) -> dict[str, Any]:
    return {
        "proposal_id": place.entry.proposal_id,
        "totals": [total.as_json() for total in place.totals],
        "show_totals": [total.as_json() for total in place.show_totals],
        "score": None if place.score is None else f"{place.score:f}",
        "raw": None if place.raw is None else f"{place.raw:f}",
        "parts": {name: f"{rounded(part, 4):f}" for name, part in place.parts.items()},
        "rank": place.rank,
        "tie_break": place.tie_break,
        "is_above_line": place.is_above_line,
    }
