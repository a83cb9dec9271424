"""Publishing notices, raising objections, and answering them."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select as sql_select
from sqlalchemy import update
from sqlmodel import Session, col

from core import audit, clock, vault, workdays
from core.access import Actor
from core.call import Upload
from core.changes import add, edit, require
from core.errors import Refused, TooMany
from core.files.actions import attach
from core.notices import queries, rules
from core.notices.forms import CONSENT, DecisionForm, FindingForm, NoticeForm, ObjectionForm
from core.notices.models import Notice, Objection
from core.notices.workflow import NOTICE, OBJECTION
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from core.worker import Work, job

MAX_LINES = 2_000
MAX_EVIDENCE = 3
PER_PHONE, PER_ADDRESS = 5, 20


def publish_notice(
    session: Session,
    actor: Actor,
    *,
    thing: Any,
    kind: str,
    title: str,
    body: str,
    headings: Sequence[str] = (),
    lines: Sequence[Sequence[str]] = (),
    workdays: int = rules.DEFAULT_WORKDAYS,
    issuer: str = "",
) -> Notice:
    """Publish a notice about ``thing`` from today for ``workdays`` working days, today not counted."""
    notice = Notice(
        area_code=thing.area_code,
        number="",
        kind=kind,
        noun=str(thing.__tablename__),
        noun_id=thing.id,
        title=title,
        body=body,
        headings=list(headings),
        lines=[[str(cell) for cell in line] for line in lines],
        issuer=issuer,
        workdays=workdays,
    )
    draft_notice(session, actor, notice)
    publish(session, actor, notice)
    audit.record(session, actor, f"{thing.__tablename__}.notice", thing, number=notice.number, ends_on=notice.ends_on)
    return notice


def draft_notice(session: Session, actor: Actor, notice: Notice) -> Notice:
    """Keep a notice that is not yet public; what is personal never gets as far as that."""
    require(actor, Permission.NOTICES_PUBLISH, notice.area_code)
    _check_public(notice)
    notice.number = next_number(session, notice.area_code, "GS")
    notice.search_text = search_text(notice.title, notice.number, notice.issuer)
    return add(session, actor, notice, number=notice.number, title=notice.title)


def _check_public(notice: Notice) -> None:
    if found := rules.personal_data_in([notice.title, notice.body, *(cell for line in notice.lines for cell in line)]):
        raise Refused(f"公示内容里有{found}，不能公开。请删去或改成“张**”“138****0001”的样子。", field="lines")
    if len(notice.lines) > MAX_LINES:
        raise Refused(f"公示的表格最多 {MAX_LINES} 行。", field="lines")
    if any(len(line) != len(notice.headings) for line in notice.lines):
        raise Refused(f"表格每行都要有 {len(notice.headings)} 格，与表头一致。", field="lines")
    if not 1 <= notice.workdays <= 60:
        raise Refused("公示期应在 1 到 60 个工作日之间。", field="workdays")


def publish(session: Session, actor: Actor, notice: Notice, reason: str | None = None) -> None:
    """Open a drafted notice: its term starts today and ends with the last of its working days."""
    today = clock.today()
    ends_on = workdays.add_working_days(today, notice.workdays, workdays.load_overrides(session))
    NOTICE.fire(session, actor, notice, "publish", starts_on=today, ends_on=ends_on)


def write_notice(session: Session, actor: Actor, data: NoticeForm) -> Notice:
    """A notice written by hand; it waits as a draft until it is published."""
    notice = Notice(
        area_code=data.area_code,
        number="",
        title=data.title,
        body=data.body,
        headings=cells(data.headings),
        lines=[cells(line) for line in data.lines.splitlines() if line.strip()],
        issuer=data.issuer,
        workdays=data.workdays,
    )
    return draft_notice(session, actor, notice)


def cells(line: str) -> list[str]:
    """One line of a table as typed with bars, or as pasted from a spreadsheet with tabs; commas belong to amounts."""
    parts = line.replace("｜", "|").replace("\t", "|").split("|")
    return [part.strip() for part in parts] if line.strip() else []


def close_ended(session: Session, actor: Actor) -> int:
    """Note the end of every notice whose last day is over; returns how many."""
    ended = queries.list_ended(session)
    for notice in ended:
        NOTICE.fire(session, actor, notice, "close", facts=queries.notice_facts(session, notice))
    return len(ended)


@job("notices", "公示期满登记", every=timedelta(hours=1))
def note_ended(work: Work) -> None:
    """The clock closes notices; this notes it, so that the next step shows up on the desk."""
    with work.writing() as session:
        close_ended(session, work.actor)


def lodge_objection(
    session: Session,
    actor: Actor,
    notice: Notice,
    data: ObjectionForm,
    evidence: Sequence[Upload] = (),
    address: str = "",
) -> Objection:
    """Take an objection while the notice is open by the server's clock, and give a receipt for it."""
    _hold(session, notice)
    if not rules.is_open(notice, clock.today()):
        raise Refused("公示期已过，不能再在线提出异议；您可以向公示单位书面反映。")
    if len(evidence) > MAX_EVIDENCE:
        raise Refused(f"证明材料最多 {MAX_EVIDENCE} 个文件。", field="file")
    phone_index = vault.blind_index(data.phone, "objection-phone")
    address_index = vault.blind_index(address, "objection-address") if address else ""
    _throttle(session, phone_index, address_index)
    objection = _sealed(session, notice, data, phone_index, address_index)
    who = actor if actor.is_signed_in else Actor(None, "异议人")
    add(session, who, objection, number=objection.number, notice=notice.number, content_hash=objection.content_hash)
    for upload in evidence:
        attach(session, who, objection, upload, "evidence")
    return objection


def _hold(session: Session, notice: Notice) -> None:
    """Read the notice again and keep it until the commit, so that it cannot be confirmed in between."""
    session.execute(sql_select(col(Notice.id)).where(col(Notice.id) == notice.id).with_for_update())
    session.refresh(notice)


def _throttle(session: Session, phone_index: str, address_index: str) -> None:
    too_many = queries.recent_of(session, Objection.phone_index, phone_index) >= PER_PHONE
    if address_index:
        too_many = too_many or queries.recent_of(session, Objection.address_index, address_index) >= PER_ADDRESS
    if too_many:
        raise TooMany("一天内提交的异议太多，请明天再试，或到社区居委会现场办理。")


def _sealed(session: Session, notice: Notice, data: ObjectionForm, phone_index: str, address_index: str) -> Objection:
    key_id = vault.new_person_key(session)
    return Objection(
        area_code=notice.area_code,
        notice_id=notice.id or 0,
        number=next_number(session, notice.area_code, "YY"),
        receipt_code=secrets.token_hex(10),
        person_key_id=key_id,
        name_sealed=vault.seal(session, key_id, "objection", "name", data.name),
        phone_sealed=vault.seal(session, key_id, "objection", "phone", data.phone),
        contact_masked=f"{rules.masked_name(data.name)} {vault.mask_phone(data.phone)}",
        phone_index=phone_index,
        address_index=address_index,
        consent=CONSENT,
        content=data.content,
        content_hash=hashlib.sha256(data.content.encode()).hexdigest(),
        received_at=clock.now(),
    )


def accept_objection(session: Session, actor: Actor, objection: Objection, reason: str | None = None) -> None:
    """Take an objection on: from today the answer is due within 15 days."""
    due = rules.answer_due(clock.today())
    values = {"accepted_by": actor.account_id, "accepted_on": clock.today(), "answer_due_on": due, "due_on": due}
    OBJECTION.fire(session, actor, objection, "accept", **values)


def write_finding(
    session: Session, actor: Actor, objection: Objection, data: FindingForm, version: int | None = None
) -> None:
    """Write down what was found out; whoever writes it may not decide."""
    require(actor, Permission.OBJECTIONS_HANDLE, objection.area_code)
    edit(session, actor, objection, {"finding": data.finding, "prepared_by": actor.account_id}, version)


def _decide(session: Session, actor: Actor, objection: Objection, verb: str, data: DecisionForm) -> None:
    if found := rules.personal_data_in([data.decision]):
        raise Refused(f"答复里有{found}，请删去。", field="decision")
    values = {"decision": data.decision, "decided_by": actor.account_id, "answered_on": clock.today()}
    OBJECTION.fire(session, actor, objection, verb, reason=data.decision, **values)


def uphold_objection(session: Session, actor: Actor, objection: Objection, data: DecisionForm) -> None:
    _decide(session, actor, objection, "uphold", data)


def reject_objection(session: Session, actor: Actor, objection: Objection, data: DecisionForm) -> None:
    _decide(session, actor, objection, "reject", data)


def confirm_notice(session: Session, actor: Actor, notice: Notice, reason: str | None = None) -> None:
    """Declare that the term is over and every objection answered; held against an objection in the same moment."""
    _hold(session, notice)
    NOTICE.fire(session, actor, notice, "confirm", facts=queries.notice_facts(session, notice))


def reveal_objector(session: Session, actor: Actor, objection: Objection) -> tuple[str, str]:
    """The name and telephone of the objector, for whoever handles or decides; each look is an event."""
    if not actor.can(Permission.OBJECTIONS_DECIDE, objection.area_code):
        require(actor, Permission.OBJECTIONS_HANDLE, objection.area_code)
    key_id = objection.person_key_id
    name = vault.unseal(session, key_id, "objection", "name", objection.name_sealed)
    phone = vault.unseal(session, key_id, "objection", "phone", objection.phone_sealed)
    audit.record(session, actor, "objection.reveal", objection, fields=["name", "phone"])
    return name, phone


def erase_objector(session: Session, actor: Actor, objection: Objection) -> None:
    """Forget who raised an answered objection: the key of the person is destroyed, the case remains."""
    require(actor, Permission.OBJECTIONS_HANDLE, objection.area_code)
    if objection.status in rules.UNANSWERED:
        raise Refused("这项异议还没有办结，办结后才能删除个人信息。")
    vault.destroy(session, objection.person_key_id)
    values = {"contact_masked": "已删除", "phone_index": "", "address_index": "", "version": objection.version + 1}
    session.execute(update(Objection).where(col(Objection.id) == objection.id).values(**values))
    session.refresh(objection)
    audit.record(session, actor, "objection.erase", objection)
