"""Reading groups, rosters and filings, always as an actor."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlmodel import Session, col, select

from core import clock, codelists
from core.access import Actor, Area, in_areas, per_actor, prefix_of
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from core.vault import blind_index, open_if_kept
from incubator.dealings.queries import source
from incubator.dealings.rules import Dealing, Somebody, by_account, by_name, plain_name
from incubator.groups.models import (
    Filing,
    FilingKind,
    FilingStatus,
    Group,
    GroupStatus,
    LegalStatus,
    Member,
    MemberRole,
    MemberStatus,
    SanziType,
    TypeChange,
)
from incubator.people.models import Talent, TalentStatus
from incubator.people.queries import community_choices
from incubator.people.queries import visible_to as talents_visible_to


@per_actor
def own_groups(actor: Actor) -> Select:
    """The groups on whose roster this account stands: what a team may act for."""
    return select(Member.group_id).where(Member.account_id == actor.account_id, Member.status == MemberStatus.ACCEPTED)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return or_(actor.office_within(Group.area_code, Permission.GROUPS_VIEW), col(Group.id).in_(own_groups(actor)))


@per_actor
def members_visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(Member.area_code, Permission.GROUPS_EDIT)
    seen = actor.office_within(Member.area_code, Permission.FILINGS_APPROVE)
    return or_(here, seen, col(Member.group_id).in_(own_groups(actor)), col(Member.account_id) == actor.account_id)


@per_actor
def filings_visible_to(actor: Actor) -> ColumnElement[bool]:
    return or_(
        actor.office_within(Filing.area_code, Permission.FILINGS_SUBMIT),
        actor.office_within(Filing.area_code, Permission.FILINGS_CHECK),
        actor.office_within(Filing.area_code, Permission.FILINGS_APPROVE),
        actor.office_within(Filing.area_code, Permission.BASES_VIEW),
        col(Filing.group_id).in_(own_groups(actor)),
    )


def get_group(session: Session, actor: Actor, group_id: int) -> Group:
    group = session.exec(select(Group).where(Group.id == group_id, visible_to(actor))).first()
    if group is None:
        raise NotFound
    return group


def list_members(session: Session, group_id: int) -> list[Member]:
    return list(session.exec(select(Member).where(Member.group_id == group_id).order_by(col(Member.id))))


def list_filings(session: Session, actor: Actor, group_id: int) -> list[Filing]:
    here = (Filing.group_id == group_id, filings_visible_to(actor))
    return list(session.exec(select(Filing).where(*here).order_by(col(Filing.id).desc())))


def list_type_changes(session: Session, group_id: int) -> list[TypeChange]:
    return list(session.exec(select(TypeChange).where(TypeChange.group_id == group_id).order_by(col(TypeChange.id))))


def group_choices(
    session: Session, actor: Actor, *conditions: Any, permission: Permission | None = None
) -> list[tuple[str, str]]:
    """The groups that the actor may choose in a form: of its areas by permission, or its own."""
    held = actor.office_within(Group.area_code, permission or Permission.GROUPS_EDIT)
    here = or_(held, col(Group.id).in_(own_groups(actor)))
    rows = session.exec(select(Group.id, Group.name).where(here, *conditions).order_by(col(Group.name_sort)).limit(500))
    return [(str(number), name) for number, name in rows]


def talent_choices(session: Session, actor: Actor, area_code: str | None = None) -> list[tuple[str, str]]:
    """Talents in the pool who may be invited; for somebody who may not see the pool there are none."""
    here = [talents_visible_to(actor)] + ([Talent.area_code == area_code] if area_code else [])
    rows = session.exec(select(Talent).where(*here).order_by(col(Talent.name_sort)).limit(300))
    return [(str(t.id), f"{t.name}（{t.phone_masked}）") for t in rows]


def talents_behind(
    session: Session, group: Group, phone_index: str, names: Collection[str], account_ids: Collection[int]
) -> list[Talent]:
    """The people of the pool who stood behind something that a group did, as far as they have given their consent.

    Its leader by the roster or by that telephone, and who of the roster was named or wrote it with an account.
    """
    counted = or_(
        Member.role == MemberRole.LEADER, col(Member.name).in_(names), col(Member.account_id).in_(account_ids)
    )
    roster = (Member.group_id == group.id, Member.status == MemberStatus.ACCEPTED, col(Member.talent_id).is_not(None))
    known = col(Talent.id).in_(select(Member.talent_id).where(*roster, counted))
    led = and_(Talent.phone_index == phone_index, phone_index != "")
    district = in_areas(Talent.area_code, [prefix_of(group.area_code)[:6]])
    agreed = (Talent.status != TalentStatus.WITHDRAWN, col(Talent.consent_on).is_not(None))
    return list(session.exec(select(Talent).where(or_(known, led), district, *agreed).order_by(col(Talent.id))))


def names_of(session: Session, group_ids: list[int]) -> dict[int, str]:
    return dict(session.exec(select(Group.id, Group.name).where(col(Group.id).in_(group_ids))).all())


TABLE = Table(
    model=Group,
    columns=(
        Col("name", "名称", col(Group.name)),
        Col("number", "编号", col(Group.number), is_sortable=True),
        Col("community", "社区", col(Area.name)),
        Col("sanzi_type", "“三自”类型", col(Group.sanzi_type)),
        Col("legal_status", "登记备案", col(Group.legal_status)),
        Col("stars", "星级", col(Group.stars), kind="stars", is_sortable=True, show=lambda n: f"{n}" if n else ""),
        Col("status", "状态", col(Group.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Group.status), GroupStatus.choices()),
        Filter("sanzi_type", "“三自”类型", col(Group.sanzi_type), SanziType.choices()),
        Filter("legal_status", "登记备案", col(Group.legal_status), LegalStatus.choices()),
        Filter(
            "area_code",
            "社区",
            col(Group.area_code),
            lambda session, actor: community_choices(session, actor, Permission.GROUPS_VIEW),
        ),
        Filter(
            "colour",
            "七彩",
            col(Group.colour),
            lambda session, actor: codelists.choices(session, actor.home() or "", "qicai"),
        ),
    ),
    search=Group.search_text,
    join=lambda statement: statement.join(Area, col(Area.code) == col(Group.area_code)),
    empty_text="还没有组织。可以从能人库里选几个人，先建一支团队。",
)

MEMBERS = Table(
    model=Member,
    columns=(
        Col("name", "姓名", col(Member.name)),
        Col("group", "组织", col(Group.name)),
        Col("role", "角色", col(Member.role)),
        Col("duty", "分工", col(Member.duty)),
        Col("status", "状态", col(Member.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Member.status), MemberStatus.choices()),),
    search=Member.name,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Member.group_id)),
)

FILINGS = Table(
    model=Filing,
    columns=(
        Col("proposed_name", "备案名称", col(Filing.proposed_name)),
        Col("number", "编号", col(Filing.number), is_sortable=True),
        Col("kind", "种类", col(Filing.kind)),
        Col("community", "社区", col(Area.name)),
        Col("due_on", "办理期限", col(Filing.due_on), kind="date"),
        Col("status", "状态", col(Filing.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Filing.status), FilingStatus.choices()),
        Filter("kind", "种类", col(Filing.kind), FilingKind.choices()),
    ),
    search=Filing.proposed_name,
    join=lambda statement: statement.join(Area, col(Area.code) == col(Filing.area_code)),
    empty_text="还没有备案申请。",
)


@source
def roster_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Who stands or stood on a roster: by account, by the telephone of the talent pool, else only by name."""
    known, named = by_account(people), by_name(people)
    phones = {blind_index(person.phone, "phone"): person for person in people if person.phone}
    rows = select(Member, Group.name, Talent.phone_index).join(Group, col(Group.id) == col(Member.group_id))
    rows = rows.join(Talent, col(Talent.id) == col(Member.talent_id), isouter=True)
    kept = (MemberStatus.ACCEPTED, MemberStatus.LEFT)
    for member, group, index in session.exec(
        rows.where(col(Member.group_id).in_(group_ids), col(Member.status).in_(kept))
    ):
        has_left = member.status == MemberStatus.LEFT
        left_on, duty = (clock.local(member.status_since).date() if has_left else None), member.role.label
        if person := known.get(member.account_id or 0):
            said = f"{person.name}在“{group}”的名册上（{duty}）。"
            if has_left:
                said = f"{person.name}曾在“{group}”的名册上（{duty}）。"
            yield Dealing("LEFT" if has_left else "ROSTER", person.account_id, member.group_id, left_on, said)
        elif person := phones.get(index or ""):
            said = f"“{group}”名册上有人与{person.name}共用一个手机号。"
            yield Dealing("CONTACT", person.account_id, member.group_id, left_on, said)
        else:
            for person in named.get(plain_name(member.name), ()):
                said = f"“{group}”名册上有一位也叫{person.name}（{duty}）。"
                yield Dealing("NAME", person.account_id, member.group_id, left_on, said)


@source
def leader_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Whose name or telephone is that of a group's leader, and who works for the group itself."""
    named, phones = by_name(people), {person.phone: person for person in people if person.phone}
    employed = by_name(replace(person, name=person.organisation) for person in people if person.organisation)
    for group in session.exec(select(Group).where(col(Group.id).in_(group_ids))):
        number = group.id or 0
        for person in named.get(plain_name(group.leader_name), ()):
            yield Dealing("NAME", person.account_id, number, None, f"“{group.name}”的负责人也叫{person.name}。")
        for worker in employed.get(plain_name(group.name), ()):
            yield Dealing("HOST", worker.account_id, number, None, f"评委的工作单位就是“{group.name}”。")
        phone = open_if_kept(session, group.person_key_id, "community_group", "leader_phone", group.leader_phone_sealed)
        if person := phones.get(phone):
            said = f"“{group.name}”的负责人与{person.name}共用一个手机号。"
            yield Dealing("CONTACT", person.account_id, number, None, said)
