"""The office's list of conflicts with its decisions, the search of the records, and the applicant's request."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.conflicts import actions, forms, queries
from grants.judging.queries import proposal_choices
from grants.panels import queries as panels
from grants.panels.models import Declaration
from grants.panels.workflow import CONFLICT
from grants.proposals.models import Proposal

NOUN = register(
    Noun(
        name="conflict_declaration",
        label="回避",
        list_label="评审回避",
        plural="conflicts",
        section="公益微创投",
        in_menu=False,
        model=Declaration,
        table=queries.TABLE,
        view=P.JUDGING_VIEW,
        visible=queries.visible_to,
        out=forms.ConflictOut,
        title=lambda row: f"回避 {row.id}",
        named=queries.name_of,
        workflow=CONFLICT,
        add=Change(P.JUDGING_MANAGE, forms.ConflictForm, actions.add_conflict, "认定回避"),
        moves={
            "confirm": Move(actions.confirm),
            "dismiss": Move(actions.dismiss),
            "reconsider": Move(actions.reconsider),
        },
        choices=lambda session, actor, row: {
            "seat_id": panels.seat_choices(session, actor),
            "proposal_id": proposal_choices(session, actor),
            "reason": list(panels.labels(session, actor.home() or "", "recusal_reasons").items()),
        },
        facts=queries.lines_of,
        rule_facts=queries.panel_facts,
        event_labels={"find": "按记录查出", "add": "登记"},
    )
)


@changes("/panels/{row_id:int}/conflicts", P.JUDGING_MANAGE)
def search(session: Session, actor: Actor, row_id: int) -> Reply:
    """Search the records for conflicts of this panel's judges; what is found waits for a decision."""
    found = actions.search_records(session, actor, panels.get_panel(session, actor, row_id))
    note = f"查出 {found} 条新的回避线索，认定以前相应的申报书对评委隐藏。" if found else "没有查出新的回避线索。"
    return Moved(f"/panels/{row_id}#conflicts", note)


def recusal_choices(session: Session, proposal: Proposal) -> dict[str, list[tuple[str, str]]]:
    panel = queries.open_panel_of(session, proposal)
    judges = queries.judges_of(session, panel) if panel else []
    return {
        "seat_id": [
            (str(n), f"{name}（{organisation}）" if organisation else name) for n, name, organisation in judges
        ],
        "reason": list(panels.labels(session, proposal.area_code, "recusal_reasons").items()),
    }


def _recusal_page(session: Session, proposal: Proposal, form: Any, status: int = 200) -> Page:
    reasons = panels.labels(session, proposal.area_code, "recusal_reasons")
    asked = [
        (name, reasons.get(row.reason or "", ""), row, CONFLICT.state(row.status))
        for row, name in queries.asked_for(session, proposal)
    ]
    is_open = queries.open_panel_of(session, proposal) is not None
    return Page("grants/conflicts/recusal.html", status, row=proposal, form=form, asked=asked, is_open=is_open)


@reads("/proposals/{row_id:int}/recusal", P.PROPOSALS_SUBMIT)
def recusal_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = queries.get_own(session, actor, row_id)
    return _recusal_page(session, proposal, call.blank(forms.RecusalForm, recusal_choices(session, proposal)))


@changes("/proposals/{row_id:int}/recusal", P.PROPOSALS_SUBMIT, creates=True, takes=forms.RecusalForm)
def ask_recusal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    proposal = queries.get_own(session, actor, row_id)
    form = call.bind(forms.RecusalForm, recusal_choices(session, proposal))
    with form.catching(session):
        actions.ask_recusal(session, actor, proposal, form.value)
        return Moved(f"/proposals/{row_id}/recusal", "已收到，主办方核实后答复；答复以前这位评委不评这份申报书。")
    return _recusal_page(session, proposal, form, 422)


HANDLERS = [search, recusal_form, ask_recusal, *noun_pages(NOUN)]
