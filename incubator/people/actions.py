"""Every change to the talent pool."""

from typing import Any

from sqlmodel import Session

from core import audit, vault
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Refused
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text, sort_key
from incubator.people import queries
from incubator.people.forms import CONSENT_VERSION, TalentForm
from incubator.people.models import Talent
from incubator.people.workflow import TALENT

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
    vault.destroy(session, talent.person_key_id)
