"""Reading the versions of a proposal; the caller has seen the proposal as the actor."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from core.money import format_yuan
from grants.proposals.forms import ProposalForm
from grants.proposals.models import Proposal, Slot, Submission
from grants.proposals.queries import in_words, submissions_of
from grants.questions.models import Kind
from grants.questions.rules import is_own, questions_of, read
from grants.versions.rules import differences

LABELS = {name: info.title or name for name, info in ProposalForm.model_fields.items()}
LABELS |= {"number": "编号", "league": "组别", "files": "附件", "form": "申报表", "backings": "社区意见和代管"}
LABELS |= {"partners": "联合申报"}


def with_changes(session: Session, proposal: Proposal) -> list[tuple[Submission, int]]:
    """Each version, the newest first, with the number of places that differ from the one before it."""
    versions = submissions_of(session, proposal.id or 0)
    before = [_lined_up(session, proposal, version.snapshot) for version in versions]
    counts = [0, *(len(differences(*pair)) for pair in pairwise(before))]
    return [*zip(versions, counts, strict=False)][::-1]


def _lined_up(session: Session, proposal: Proposal, snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot as it is compared: in words, with the form that was asked by its name."""
    form = read(snapshot["form"])
    shown = in_words(session, proposal, snapshot)
    shown["budget"] = [{k: v for k, v in row.items() if k != "amount_fen"} for row in shown["budget"]]
    shown["files"] = [row | {"slot": Slot(row["slot"]).label} for row in shown["files"]]
    for question in questions_of(form):
        value = shown.get(question.key)
        if question.kind == Kind.MONEY and value is not None:
            shown[question.key] = f"{format_yuan(value)} 元"
        elif question.kind == Kind.CHOICE and isinstance(value, list):
            shown[question.key] = "、".join(value)
    return {"form": f"{form.title}（第 {form.number} 版）"} | shown


def compared(session: Session, proposal: Proposal, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any]:
    """The differences of two snapshots, each under the name of its field."""
    found = differences(_lined_up(session, proposal, old), _lined_up(session, proposal, new))
    own = {one.key: one.title for side in (old, new) for one in questions_of(read(side["form"])) if is_own(one)}
    return [replace(one, path=(LABELS | own).get(one.path, one.path)) for one in found]
