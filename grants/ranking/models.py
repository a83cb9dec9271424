"""Rankings and bonuses, append-only: a later row never replaces an earlier one."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Located, append_only, fen_field, json_field, reference


@append_only
class RankingRun(Located, table=True):
    """One computation of the ranking: why, by which rules, from which judges and pairs, with which ballot."""

    __tablename__ = "ranking_run"
    __table_args__ = (UniqueConstraint("contest_id", "run"),)

    contest_id: int = reference("contest.id")
    run: int
    cause: str = Field(max_length=300)
    rules: dict[str, Any] = json_field()
    excluded: list[int] = json_field(default_factory=list)
    conflicts: list[list[int]] = json_field(default_factory=list)
    ballot: list[int] = json_field(default_factory=list)
    made_by: int | None = Field(default=None, sa_type=Id)


@append_only
class Ranking(Located, table=True):
    """The place of one proposal in one run, with every total of both stages and which were dropped.

    ``score`` is decimal text with the method's places, None when no valid sheet was left; ``raw`` is the same without
    the correction of severity. ``parts`` says what it is made of, to four places, for reading.
    """

    __table_args__ = (UniqueConstraint("contest_id", "run", "proposal_id"),)

    contest_id: int = reference("contest.id")
    run: int
    proposal_id: int = reference("proposal.id")
    totals: list[dict[str, Any]] = json_field(default_factory=list)
    show_totals: list[dict[str, Any]] = json_field(default_factory=list)
    score: str | None = Field(default=None, max_length=12)
    raw: str | None = Field(default=None, max_length=12)
    parts: dict[str, str] = json_field(default_factory=dict)
    rank: int
    tie_break: str | None = Field(default=None, max_length=40)
    is_above_line: bool


@append_only
class Bonus(Located, table=True):
    """Valid public votes and money raised (fen) of one proposal, entered before the round opens; the newest counts."""

    contest_id: int = reference("contest.id")
    proposal_id: int = reference("proposal.id")
    votes: int = 0
    raised_fen: int = fen_field(default=0)
    source: str = Field(max_length=300)
    made_by: int | None = Field(default=None, sa_type=Id)
