"""Speaking in a room, writing the record of the meeting, and publishing every recommendation at once."""

import hashlib

from sqlmodel import Session, delete

from core import audit, clock
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Forbidden, Invalid, Refused, WrongState
from core.issued.actions import issue
from core.issued.models import IssuedDocument
from core.numbers import next_number
from core.permissions import Permission
from grants.moderation import queries, rules
from grants.moderation.documents import record_blocks
from grants.moderation.forms import MessageForm, RecordForm
from grants.moderation.models import Moderation, ModerationItem, ModerationStatus, RoomMessage
from grants.moderation.workflow import MODERATION
from grants.panels import queries as panels
from grants.panels.actions import refuse_judges
from grants.panels.models import Panel, PanelStatus
from grants.panels.rules import sitting


def speak(session: Session, actor: Actor, room: queries.Room, data: MessageForm) -> RoomMessage:
    """Say something in a room that this person may enter; the chain keeps the hash of what was said."""
    if not room.may_write:
        raise Forbidden("讨论已经结束，或您只能查看。")
    message = RoomMessage(
        area_code=room.panel.area_code,
        panel_id=room.panel.id,
        proposal_id=room.proposal.id,
        said_by=actor.account_id,
        is_judge=room.is_judge,
        body=data.body,
    )
    digest = hashlib.sha256(data.body.encode()).hexdigest()
    return add(session, actor, message, panel=room.panel.id, proposal=room.proposal.id, sha256=digest)


def write_record(
    session: Session, actor: Actor, panel: Panel, data: RecordForm, version: int | None = None
) -> Moderation:
    """Write the record down, or write it anew while it is pending; no score changes by it."""
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    refuse_judges(session, actor, panel.id or 0)
    if panel.status != PanelStatus.CLOSED:
        raise WrongState("评分开封以后才有评议会。")
    record, before = queries.moderation_of(session, panel), queries.before_of(session, panel)
    if record is not None and record.status != ModerationStatus.DRAFT:
        raise WrongState("建议已经公布，评议会记录不能再改。")
    _check(session, panel, data, before)
    facts = data.model_dump(exclude={"items"})
    if record is None:
        number = next_number(session, panel.area_code, "PY")
        record = Moderation(area_code=panel.area_code, number=number, panel_id=panel.id, **facts)
        add(session, actor, record, panel=panel.id)
    else:
        edit(session, actor, record, facts, version)
    session.exec(delete(ModerationItem).where(ModerationItem.moderation_id == record.id))  # type: ignore[call-overload]
    same = {"area_code": panel.area_code, "moderation_id": record.id}
    session.add_all(ModerationItem(**same, before=before[row.proposal_id], **row.model_dump()) for row in data.items)
    session.flush()
    changed = {str(r.proposal_id): [before[r.proposal_id], r.recommendation, r.reason] for r in data.items}
    told = {number: [str(x) for x in row] for number, row in changed.items() if row[0] != row[1]}
    audit.record(session, actor, "moderation.write", record, recommendations=told)
    return record


def _check(session: Session, panel: Panel, data: RecordForm, before: dict) -> None:
    seats = {seat.id for seat in sitting(panels.seats_of(session, panel.id or 0))}
    if set(data.present) - seats:
        raise Refused("请从评委名单中选择。", field="present")
    if data.held_on > clock.today():
        raise Refused("评议会开过以后再写记录。", field="held_on")
    numbers = [row.proposal_id for row in data.items]
    if len(set(numbers)) != len(numbers) or set(numbers) - before.keys():
        raise Refused("每份申报书填一行，且只填这一届评审过的申报书。", field="items")
    wrong = rules.problems({row.proposal_id: (row.recommendation, row.reason) for row in data.items}, before)
    if wrong:
        raise Invalid({f"items.{numbers.index(number)}.reason": sentence for number, sentence in wrong.items()})


def publish(session: Session, actor: Actor, record: Moderation, reason: str | None = None) -> None:
    """Every recommendation stops being pending in the same moment."""
    facts = queries.moderation_facts(session, record)
    values = {"published_at": clock.now(), "published_by": actor.account_id}
    MODERATION.fire(session, actor, record, "publish", facts=facts, **values)


def issue_record(session: Session, actor: Actor, record: Moderation) -> IssuedDocument:
    """The record as a numbered document; issued again after the publication it says so."""
    require(actor, Permission.JUDGING_MANAGE, record.area_code)
    refuse_judges(session, actor, record.panel_id)
    panel = session.get_one(Panel, record.panel_id)
    blocks = record_blocks(
        panel,
        record,
        queries.items_of(session, record),
        panels.seats_of(session, record.panel_id),
        panels.seat_names(session, record.panel_id),
        panels.conflicts_of(session, record.panel_id),
    )
    return issue(session, actor, record, "RECORD", "PYJL", "评议会记录", blocks, issuer=panel.title)
