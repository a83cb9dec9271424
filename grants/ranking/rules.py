"""The ranking as a pure computation: stages, bonuses, ties broken by data, exact until the one rounding at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grants.methods.rules import Method
from grants.scores.rules import Marked, StageScore, Total, mean, rounded, stage_scores

__all__ = ["Entry", "Marked", "Method", "Ranked", "Total", "rank"]


@dataclass(frozen=True)
class Entry:
    """A proposal with its valid sheets of both stages, its valid public votes and what it raised itself (fen)."""

    proposal_id: int
    number: str
    asked_fen: int
    sheets: Sequence[Marked]
    shows: Sequence[Marked] = ()
    votes: int = 0
    raised_fen: int = 0


@dataclass(frozen=True)
class Ranked:
    """A proposal in its place.

    ``score`` counts; ``raw`` is the same without the correction of severity; ``parts`` are what the score is made of,
    exact. ``tie_break`` is the code that decided against an equal score.
    """

    entry: Entry
    totals: tuple[Total, ...]
    score: Decimal | None
    rank: int
    tie_break: str | None
    is_above_line: bool
    raw: Decimal | None = None
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    show_totals: tuple[Total, ...] = ()


@dataclass(frozen=True)
class _Scored:
    entry: Entry
    documents: StageScore
    shows: StageScore | None
    score: Decimal | None
    raw: Decimal | None
    parts: Mapping[str, Fraction]
    keys: tuple[tuple[str, Any], ...] = ()


def rank(entries: Iterable[Entry], method: Method, ballot: Sequence[int] = ()) -> list[Ranked]:
    """Order proposals by score, ties by the method's codes, the rest by the panel's ballot, then by number.

    Scores are rounded half up once, to the method's places, and compared so; no order of sheets or entries matters.
    Rule 去掉一个最高分和一个最低分: by each proposal's own sheets; a criterion that breaks a tie is averaged by the
    same rule over the marks as given. A proposal without a valid sheet in a stage that counts has no
    score and comes last.
    """
    scored = sorted(_scored(list(entries), method, ballot), key=_order)
    return [
        Ranked(
            one.entry,
            one.documents.totals,
            one.score,
            place,
            _decider(scored, place - 1),
            one.score is not None and one.score >= method.pass_line,
            one.raw,
            one.parts,
            one.shows.totals if one.shows else (),
        )
        for place, one in enumerate(scored, start=1)
    ]


def _scored(entries: Sequence[Entry], method: Method, ballot: Sequence[int]) -> list[_Scored]:
    documents = stage_scores({e.proposal_id: e.sheets for e in entries}, method)
    shows = stage_scores({e.proposal_id: e.shows for e in entries}, method) if method.roadshow_percent else {}
    most_votes = max((e.votes for e in entries), default=0)
    found = []
    for entry in entries:
        document, show = documents[entry.proposal_id], shows.get(entry.proposal_id)
        bonus = {"votes": _vote_bonus(entry, most_votes, method), "raised": _raise_bonus(entry, method)}
        parts = {"document": document.value, "roadshow": show.value if show else None} | bonus
        values = [_combined(document.value, show and show.value, bonus, method)]
        values.append(_combined(document.raw, show and show.raw, bonus, method))
        score, raw = (None if value is None else rounded(value, method.places) for value in values)
        known = {name: part for name, part in parts.items() if part is not None}
        found.append(_Scored(entry, document, show, score, raw, known, _keys(entry, method, ballot)))
    return found


def _combined(
    document: Fraction | None, show: Fraction | None, bonus: Mapping[str, Fraction], method: Method
) -> Fraction | None:
    """Stages by their shares plus bonuses; a stage that counts nothing is not asked for."""
    stages = ((document, method.document_percent), (show, method.roadshow_percent))
    whole = sum(bonus.values(), Fraction(0))
    for value, percent in stages:
        if percent and value is None:
            return None
        whole += (value or Fraction(0)) * percent / 100
    return whole


def _vote_bonus(entry: Entry, most: int, method: Method) -> Fraction:
    """Most votes earn the cap, fewer their share of it."""
    return Fraction(method.vote_cap) * entry.votes / most if most else Fraction(0)


def _raise_bonus(entry: Entry, method: Method) -> Fraction:
    """Full once the money raised reaches the named share of what is asked, less in proportion."""
    full = Fraction(entry.asked_fen * method.raise_full_percent, 100)
    return Fraction(method.raise_cap) * min(Fraction(1), entry.raised_fen / full) if full else Fraction(0)


def _keys(entry: Entry, method: Method, ballot: Sequence[int]) -> tuple[tuple[str, Any], ...]:
    keys: list[tuple[str, Any]] = []
    for code in method.tie_break:
        if code == "LOWER_REQUEST":
            keys.append((code, entry.asked_fen))
        elif code == "BALLOT":
            keys.append((code, _vote(entry.proposal_id, ballot)))
        else:
            points = [sheet.groups[code] for sheet in entry.sheets if code in sheet.groups]
            keys.append((code, -rounded(mean(points, method) or Fraction(0), method.places)))
    return (*keys, ("NUMBER", entry.number))


def _vote(proposal_id: int, ballot: Sequence[int]) -> int:
    return ballot.index(proposal_id) if proposal_id in ballot else len(ballot)


def _order(one: _Scored) -> tuple[Any, ...]:
    head = (one.score is None, -(one.score or Decimal(0)))
    return (*head, *(value for _code, value in one.keys))


def _decider(scored: Sequence[_Scored], at: int) -> str | None:
    """The latest criterion that was needed to set this proposal apart from its neighbours with the same score."""
    one, found = scored[at], -1
    for other in scored[max(at - 1, 0) : at] + scored[at + 1 : at + 2]:
        if other.score == one.score:
            pairs = enumerate(zip(one.keys, other.keys, strict=True))
            found = max(found, next((n for n, (mine, theirs) in pairs if mine != theirs), -1))
    return one.keys[found][0] if found >= 0 else None
