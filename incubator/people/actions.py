"""Every change to the talent pool."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from core import audit, clock, vault
from core.access import Actor, prefix_of
from core.call import Upload
from core.changes import add, edit, require
from core.errors import Refused
from core.files.actions import store_sealed
from core.imports import Planned, Verdict, count_verdicts
from core.jobs.actions import forget_results
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text, sort_key
from core.worker import Work, job
from incubator.followups import actions as followups
from incubator.people import queries
from incubator.people.forms import CONSENT_VERSION, ImportForm, TalentForm
from incubator.people.models import ConsentChannel, Gender, Talent, TalentImport
from incubator.people.rules import MAX_ROWS
from incubator.people.workflow import TALENT, TALENT_IMPORT

DUPLICATE = "这个社区已登记过同一手机号的能人，请查找后修改原记录。"


def _content(data: TalentForm) -> dict[str, Any]:
    values = data.model_dump(exclude={"phone"})
    values["consent_version"] = CONSENT_VERSION if data.consent_on else None
    values["name_sort"] = sort_key(data.name)
    tags = "".join(f"cat:{code.lower()} " for code in data.categories)
    values["search_text"] = (tags + search_text(data.name, data.skills))[:600]
    return values


def add_talent(session: Session, actor: Actor, data: TalentForm) -> Talent:
    """Enter a candidate; the same phone in the same community is refused with a hint to the record there is."""
    require(actor, Permission.TALENTS_ADD, data.area_code)
    if queries.find_by_phone(session, data.area_code, data.phone):
        raise Refused(DUPLICATE, field="phone")
    key_id = vault.new_person_key(session)
    talent = Talent(
        number=next_number(session, data.area_code, "NR"),
        person_key_id=key_id,
        **_phone_columns(session, key_id, data.phone),
        **_content(data),
    )
    return add(session, actor, talent, channel=data.discover_channel)


def _phone_columns(session: Session, key_id: int, phone: str) -> dict[str, str]:
    return {
        "phone_sealed": vault.seal(session, key_id, "talent", "phone", phone),
        "phone_index": vault.blind_index(phone, "phone"),
        "phone_masked": vault.mask_phone(phone),
    }


def edit_talent(session: Session, actor: Actor, talent: Talent, data: TalentForm, version: int | None) -> None:
    """Correct a record; a masked phone stays as it is, a new one must not belong to somebody else there."""
    require(actor, Permission.TALENTS_ADD, talent.area_code)
    require(actor, Permission.TALENTS_ADD, data.area_code)
    values = _content(data)
    if "*" not in data.phone:
        other = queries.find_by_phone(session, data.area_code, data.phone)
        if other and other.id != talent.id:
            raise Refused(DUPLICATE, field="phone")
        if other is None:
            values |= _phone_columns(session, talent.person_key_id, data.phone)
    edit(session, actor, talent, values, version)


def reveal_phone(session: Session, actor: Actor, talent: Talent, reason: str) -> str:
    """The phone in clear: each look is an event that says who and why."""
    require(actor, Permission.TALENTS_REVEAL, talent.area_code)
    if len(reason.strip()) < 2:
        raise Refused("请写明查看电话的用途。", field="reason")
    audit.record(session, actor, "talent.reveal", talent, reason=reason.strip())
    return vault.unseal(session, talent.person_key_id, "talent", "phone", talent.phone_sealed)


def withdraw(session: Session, actor: Actor, talent: Talent, reason: str | None) -> None:
    """Consent is withdrawn: the person's key is destroyed and the name leaves the row; the chain still holds."""
    TALENT.fire(
        session,
        actor,
        talent,
        "withdraw",
        reason,
        name="（已退出）",
        name_sort="",
        search_text="",
        phone_sealed="",
        phone_index=f"withdrawn-{talent.id}",
        phone_masked="",
        skills="",
        notes="",
        referee="",
        birth_year=None,
    )
    followups.forget(session, talent.id or 0)
    vault.destroy(session, talent.person_key_id)
    forget_results(session)


KEEP_DAYS = 30
GENDERS = {"M": Gender.MALE, "F": Gender.FEMALE}


def plan_talents(session: Session, actor: Actor, data: ImportForm, upload: Upload | None) -> TalentImport:
    """Read a list and keep it sealed; what its rows would become is shown before anything enters the pool."""
    require(actor, Permission.TALENTS_ADD)
    if upload is None or not upload.content:
        raise Refused("请选择要导入的登记表。", field="file")
    found, planned = queries.plan_of(session, actor, upload.content, upload.name, data.sheet)
    if not planned:
        raise Refused("表头下面没有人员，请核对文件。", field="file")
    if len(planned) > MAX_ROWS:
        raise Refused(f"每次最多导入 {MAX_ROWS:,} 行，请分几次导入。", field="file")
    area_code = min(actor.areas(Permission.TALENTS_ADD), key=len).ljust(12, "0")
    key_id, file_id = store_sealed(session, "talent_import", upload.content)
    plan = TalentImport(
        area_code=area_code,
        number=next_number(session, area_code, "DR"),
        name=upload.name[-160:],
        sheet=found.sheet,
        file_id=file_id,
        key_id=key_id,
        consent_version=CONSENT_VERSION if data.consent_on else None,
        **data.model_dump(exclude={"file", "sheet"}),
        **count_verdicts(planned),
    )
    return add(session, actor, plan, **count_verdicts(planned))


def apply_import(session: Session, actor: Actor, plan: TalentImport, reason: str | None = None) -> list[Talent]:
    """Enter every good row, judged again at this moment, so that nobody who came in meanwhile is doubled."""
    require(actor, Permission.TALENTS_ADD, plan.area_code)
    content = queries.content_of_import(session, plan)
    _found, planned = queries.plan_of(session, actor, content, plan.name, plan.sheet)
    outcomes = [
        {"row": one.row_number, "verdict": one.verdict.value, "field": one.field, "reason": one.reason}
        for one in planned
    ]
    counts = count_verdicts(planned)
    TALENT_IMPORT.fire(session, actor, plan, "apply", outcomes=outcomes, applied_by=actor.account_id, **counts)
    made = [_talent_from(session, actor, plan, one) for one in planned if one.verdict is Verdict.OK]
    session.add_all(made)
    session.flush()
    by_district: dict[str, list[tuple[Talent, Mapping[str, Any]]]] = {}
    for talent in made:
        by_district.setdefault(prefix_of(talent.area_code)[:6], []).append((talent, {"list": plan.number}))
    for pairs in by_district.values():
        audit.record_many(session, actor, "talent.import", pairs)
    return made


def _talent_from(session: Session, actor: Actor, plan: TalentImport, row: Planned) -> Talent:
    """A candidate from one row of a list; remarks go where only the staff reads them."""
    made, key_id = row.made, vault.new_person_key(session)
    require(actor, Permission.TALENTS_ADD, made["community"])
    categories = made["categories"]
    tags = "".join(f"cat:{code.lower()} " for code in categories)
    return Talent(
        area_code=made["community"],
        number=next_number(session, made["community"], "NR"),
        person_key_id=key_id,
        created_by=actor.account_id,
        due_on=TALENT.due_on(session, TALENT.initial),
        name=made["name"],
        name_sort=sort_key(made["name"]),
        search_text=(tags + search_text(made["name"]))[:600],
        gender=GENDERS.get(made["gender"] or ""),
        birth_year=made["birth_year"],
        categories=categories,
        discover_channel=made["channel"] or plan.discover_channel,
        notes=made["notes"],
        consent_version=plan.consent_version,
        consent_on=plan.consent_on,
        consent_channel=ConsentChannel(plan.consent_channel) if plan.consent_channel else None,
        **_phone_columns(session, key_id, made["phone"]),
    )


def discard_import(session: Session, actor: Actor, plan: TalentImport, reason: str | None = None) -> None:
    """Give the list up and destroy its bytes; who was entered from it stays in the pool."""
    key_id = plan.key_id
    TALENT_IMPORT.fire(session, actor, plan, "discard", reason, key_id=None)
    if key_id is not None:
        vault.destroy(session, key_id)


@job("talent_imports", "销毁过期的导入原表", every=timedelta(days=1))
def destroy_old_lists(work: Work) -> None:
    """A list is kept for thirty days after its last step, so that its bad rows can be fetched and corrected."""
    with work.writing() as session:
        for plan in queries.list_old_imports(session, clock.now() - timedelta(days=KEEP_DAYS)):
            if plan.status != "DISCARDED":
                discard_import(session, work.actor, plan)
