"""The page on which a worker who types from paper attaches the original and records the read-back."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.call import Call
from core.files.queries import files_of
from core.forms import Bound, Form
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.paper import actions
from grants.paper.forms import ReadBackForm
from grants.proposals import queries, rules
from grants.proposals.actions import is_read_back
from grants.proposals.models import Agreed, Proposal, ReadBack, Slot
from grants.proposals.pages import NOUN, may_attach

CHOICES = {"agreed": Agreed.choices()}


def _page(session: Session, actor: Actor, proposal: Proposal, form: Bound, status: int = 200) -> Page:
    last = next(iter(queries.read_backs_of(session, proposal.id or 0)), None)
    may_write = rules.is_editable(proposal) and actor.is_office(P.PROPOSALS_WRITE, proposal.area_code)
    return Page(
        "grants/paper/paper.html",
        status,
        row=proposal,
        form=form,
        files=files_of(session, actor, NOUN, proposal, [Slot.PAPER], "paper"),
        upload=_upload(proposal) if may_write and may_attach(session, actor, proposal) else None,
        last=last,
        said=told(last) if last else "",
        holds=bool(last) and is_read_back(session, proposal),
        may_write=may_write,
        page_title=f"{proposal.title} · 代录和读回",
    )


def told(one: ReadBack) -> str:
    """The read-back as one line."""
    witness = f"，见证人{one.witness}" if one.witness else ""
    return f"{clock.format_datetime(one.read_at)}读给{one.heard_by}听，{one.agreed.label}{witness}。"


def _upload(proposal: Proposal) -> dict[str, Any]:
    action = f"/attachments/proposal/{proposal.id}"
    return {
        "action": action,
        "slots": [(Slot.PAPER.value, Slot.PAPER.label)],
        "key": Bound(Form, {}).key,
        "back": "paper",
    }


@reads("/proposals/{row_id:int}/paper", P.PROPOSALS_WRITE)
def paper(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    blank = call.blank(ReadBackForm, CHOICES, raw={"read_at": [now]})
    return _page(session, actor, NOUN.get(session, actor, row_id), blank)


@changes("/proposals/{row_id:int}/paper", P.PROPOSALS_WRITE, creates=True, takes=ReadBackForm)
def record(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal, form = NOUN.get(session, actor, row_id), call.bind(ReadBackForm, CHOICES)
    with form.catching(session):
        actions.record(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}/paper", "读回已登记。内容再改动，要重新读一遍。")
    return _page(session, actor, proposal, form, 422)


HANDLERS = [paper, record]
