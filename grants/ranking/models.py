"""Rankings, append-only: a later run never replaces an earlier one."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Located, append_only, json_field, reference


@append_only
class RankingRun(Located, table=True):
    """One computation of the ranking: why, by which rules, from which judges, with which ballot."""

    __tablename__ = "ranking_run"
    __table_args__ = (UniqueConstraint("contest_id", "run"),)

    contest_id: int = reference("contest.id")
    run: int
    cause: str = Field(max_length=300)
    rules: dict[str, Any] = json_field()
    excluded: list[int] = json_field(default_factory=list)
    ballot: list[int] = json_field(default_factory=list)
    made_by: int | None = Field(default=None, sa_type=Id)


@append_only
class Ranking(Located, table=True):
    """The place of one proposal in one run, with every total and which of them were dropped.

    ``score`` is decimal text with two places, None when no valid sheet was left.
    """

    __table_args__ = (UniqueConstraint("contest_id", "run", "proposal_id"),)

    contest_id: int = reference("contest.id")
    run: int
    proposal_id: int = reference("proposal.id")
    totals: list[dict[str, Any]] = json_field(default_factory=list)
    score: str | None = Field(default=None, max_length=12)
    rank: int
    tie_break: str | None = Field(default=None, max_length=40)
    is_above_line: bool
