"""Pages of versions: the list with receipts, and two of them side by side with their differences marked."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Reply
from core.templating import Page
from core.web import reads
from grants.proposals.actions import snapshot_of
from grants.proposals.models import Submission
from grants.proposals.pages import NOUN, receipt_of
from grants.proposals.rules import is_editable
from grants.versions import queries

NOW = "now"


@reads("/proposals/{row_id:int}/versions", P.PROPOSALS_VIEW)
def index(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Every version; with ``old`` and ``new`` chosen, what differs between these two."""
    proposal = NOUN.get(session, actor, row_id)
    versions = queries.with_changes(session, proposal)
    snapshots: dict[str, Mapping[str, Any]] = {str(one.number): one.snapshot for one, _count in versions}
    if is_editable(proposal):
        snapshots[NOW] = snapshot_of(session, proposal)
    old, new = _chosen(call, [one for one, _count in versions], snapshots)
    return Page(
        "grants/versions/index.html",
        noun=NOUN,
        row=proposal,
        versions=versions,
        choices=[*snapshots],
        old=old,
        new=new,
        found=queries.compared(session, proposal, snapshots[old], snapshots[new]) if old and new else None,
        page_title=f"{proposal.title} · 提交过的版本",
    )


def _chosen(call: Call, versions: list[Submission], offered: Mapping[str, Any]) -> tuple[str, str]:
    """The two versions to compare: those asked for, else the last two that there are."""
    old, new = call.asked("old"), call.asked("new")
    if old in offered and new in offered:
        return old, new
    order = [*reversed([str(one.number) for one in versions]), *([NOW] if NOW in offered else [])]
    return (order[-2], order[-1]) if len(order) > 1 else ("", "")


@reads("/proposals/{row_id:int}/versions/{number:int}/receipt", P.PROPOSALS_VIEW)
def receipt(session: Session, actor: Actor, row_id: int, number: int) -> Reply:
    return receipt_of(session, actor, NOUN.get(session, actor, row_id), number or -1)


HANDLERS = [index, receipt]
