"""Reading the versions of a proposal; the caller has seen the proposal as the actor."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from core import codelists
from grants.contests.models import League
from grants.proposals.forms import ProposalForm
from grants.proposals.models import MoneySource, PayeeKind, Proposal, Slot, Submission
from grants.proposals.queries import contest_of, submissions_of
from grants.versions.rules import differences

LABELS = {name: info.title or name for name, info in ProposalForm.model_fields.items()}
LABELS |= {"number": "编号", "league": "组别", "files": "附件"}
CODES = {"league": League, "payee_kind": PayeeKind}


def with_changes(session: Session, proposal: Proposal) -> list[tuple[Submission, int]]:
    """Each version, the newest first, with the number of places that differ from the one before it."""
    versions = submissions_of(session, proposal.id or 0)
    before: list[Mapping[str, Any]] = [version.snapshot for version in versions]
    counts = [0, *(len(differences(*pair)) for pair in pairwise(before))]
    return [*zip(versions, counts, strict=False)][::-1]


def in_words(session: Session, proposal: Proposal, snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot with the codes in it as people read them."""
    contest = contest_of(session, proposal)
    costs = {rule["code"]: rule["zh"] for rule in contest.cost_rules}
    categories = codelists.labels(session, contest.area_code, "project_categories")
    shown = {name: CODES[name](value).label if name in CODES else value for name, value in snapshot.items()}
    shown["category"] = categories.get(shown["category"], shown["category"])
    shown["budget"] = [
        row | {"category": costs.get(row["category"], row["category"]), "source": MoneySource(row["source"]).label}
        for row in snapshot["budget"]
    ]
    shown["files"] = [row | {"slot": Slot(row["slot"]).label} for row in snapshot["files"]]
    return shown


def compared(session: Session, proposal: Proposal, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any]:
    """The differences of two snapshots, each under the name of its field."""
    found = differences(in_words(session, proposal, old), in_words(session, proposal, new))
    return [replace(one, path=LABELS.get(one.path, one.path)) for one in found]
