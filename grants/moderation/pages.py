"""The rooms, the form of the record, and the record."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import SIGNED_IN, Actor
from core.call import Call
from core.forms import Bound, spread
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.moderation import actions, forms, queries
from grants.moderation.models import Moderation, ModerationStatus
from grants.moderation.workflow import MODERATION
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelStatus
from grants.panels.rules import is_no_judge, sitting

ROOMS, ROOM, RECORD = (f"grants/moderation/{name}.html" for name in ("rooms", "room", "form"))


def _runs(session: Session, actor: Actor, panel: Panel) -> bool:
    seats = panels.seats_of(session, panel.id or 0)
    return actor.can(P.JUDGING_MANAGE, panel.area_code) and is_no_judge(None, actor, {"seats": seats})


def _facts(session: Session, actor: Actor, record: Moderation) -> list[tuple[str, Any]]:
    names = panels.seat_names(session, record.panel_id)
    return [
        ("评审组", session.get_one(Panel, record.panel_id).title),
        ("日期", record.held_on),
        ("地点", record.place),
        ("到会评委", "、".join(names.get(seat, "") for seat in record.present)),
        ("其他到会人员", record.others),
        ("建议公布时间", record.published_at),
    ]


def _parts(session: Session, actor: Actor, record: Moderation) -> dict[str, Any]:
    panel = session.get_one(Panel, record.panel_id)
    return {
        "panel": panel,
        "items": queries.items_of(session, record),
        "may_write": _runs(session, actor, panel) and record.status == ModerationStatus.DRAFT,
        "may_issue": _runs(session, actor, panel),
    }


NOUN = register(
    Noun(
        name="moderation",
        label="评议会记录",
        plural="moderations",
        section="公益微创投",
        in_menu=False,
        model=Moderation,
        table=queries.TABLE,
        view=P.JUDGING_VIEW,
        visible=queries.visible_to,
        out=forms.ModerationOut,
        title=lambda record: f"评议会记录 {record.number}",
        named=lambda session, actor, record: (
            f"{session.get_one(Panel, record.panel_id).title} · 评议会记录 {record.number}"
        ),
        workflow=MODERATION,
        moves={"publish": Move(actions.publish)},
        facts=_facts,
        show=_parts,
        rule_facts=queries.moderation_facts,
        show_template="grants/moderation/show.html",
        event_labels={"write": "写评议会记录"},
    )
)


@reads("/panels/{row_id:int}/rooms", SIGNED_IN)
def rooms(session: Session, actor: Actor, row_id: int) -> Reply:
    """The rooms that this person may enter; for a judge without the ones in conflict, and without a trace of them."""
    found, panel = queries.rooms_of(session, actor, row_id), session.get_one(Panel, row_id)
    record, runs = queries.moderation_of(session, panel), _runs(session, actor, panel)
    sits = any(room.is_judge for room in found)
    return Page(ROOMS, panel=panel, rooms=found, record=None if sits else record, runs=runs, sits=sits)


def _room_page(session: Session, room: queries.Room, form: Bound, status: int = 200) -> Page:
    return Page(
        ROOM,
        status,
        room=room,
        messages=queries.messages_of(session, room),
        comments=queries.comments_of(session, room),
        form=form if room.may_write else None,
    )


@reads("/panels/{row_id:int}/rooms/{proposal_id:int}", SIGNED_IN)
def room(session: Session, actor: Actor, call: Call, row_id: int, proposal_id: int) -> Reply:
    here = queries.room_of(session, actor, row_id, proposal_id)
    return _room_page(session, here, call.blank(forms.MessageForm))


@changes("/panels/{row_id:int}/rooms/{proposal_id:int}", SIGNED_IN, creates=True, takes=forms.MessageForm)
def speak(session: Session, actor: Actor, call: Call, row_id: int, proposal_id: int) -> Reply:
    here, form = queries.room_of(session, actor, row_id, proposal_id), call.bind(forms.MessageForm)
    with form.catching(session):
        actions.speak(session, actor, here, form.value)
        return Moved(f"/panels/{row_id}/rooms/{proposal_id}#say", "已发出。")
    return _room_page(session, here, form, 422)


def _choices(session: Session, panel: Panel) -> dict[str, list[tuple[str, str]]]:
    names, seats = panels.seat_names(session, panel.id or 0), sitting(panels.seats_of(session, panel.id or 0))
    proposals = queries.sheets.eligible(session, panel)
    return {
        "present": [(str(seat.id), names.get(seat.id or 0, "")) for seat in seats],
        "items.proposal_id": [(str(p.id), f"{p.title} {p.number}") for p in proposals],
    }


def _record_page(session: Session, panel: Panel, form: Bound, status: int = 200) -> Page:
    return Page(RECORD, status, panel=panel, form=form, page_title=f"{panel.title} · 评议会记录")


def _written(session: Session, panel: Panel) -> dict[str, Any]:
    """The record as it stands, or a first one: everybody there, every proposal as its sheets recommend."""
    record = queries.moderation_of(session, panel)
    if record is None:
        seats = [seat.id for seat in sitting(panels.seats_of(session, panel.id or 0))]
        before = queries.before_of(session, panel)
        rows = [{"proposal_id": number, "recommendation": one.value} for number, one in before.items()]
        return {"held_on": clock.today(), "place": "", "present": seats, "others": "", "items": rows}
    names = ("proposal_id", "recommendation", "discussed", "reason")
    rows = [{name: getattr(item, name) for name in names} for item, _proposal in queries.items_of(session, record)]
    facts = {name: getattr(record, name) for name in ("held_on", "place", "present", "others")}
    return facts | {"items": rows}


@reads("/panels/{row_id:int}/moderation", P.JUDGING_MANAGE)
def record_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = panels.get_panel(session, actor, row_id)
    record = queries.moderation_of(session, panel)
    is_done = record is not None and record.status == ModerationStatus.PUBLISHED
    if is_done or panel.status != PanelStatus.CLOSED or not _runs(session, actor, panel):
        return Moved(f"/panels/{row_id}")
    raw = spread(forms.RecordForm, _written(session, panel))
    version = record.version if record else None
    return _record_page(session, panel, call.blank(forms.RecordForm, _choices(session, panel), raw, version))


@changes("/panels/{row_id:int}/moderation", P.JUDGING_MANAGE, takes=forms.RecordForm)
def write_record(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = panels.get_panel(session, actor, row_id)
    form = call.bind(forms.RecordForm, _choices(session, panel))
    with form.catching(session):
        record = actions.write_record(session, actor, panel, form.value, call.version)
        return Moved(f"/moderations/{record.id}", "已保存，建议公布以前只有主办方看得到。")
    return _record_page(session, panel, form, 409 if form.is_stale else 422)


@changes("/moderations/{row_id:int}/record", P.JUDGING_MANAGE, creates=True)
def issue_record(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.issue_record(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/moderations/{row_id}", "评议会记录已出具。")


HANDLERS = [rooms, room, speak, record_form, write_record, issue_record, *noun_pages(NOUN)]
