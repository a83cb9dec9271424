"""Every change to groups, rosters and filings."""

from datetime import date

from sqlmodel import Session

from core import clock, vault
from core.access import Actor, area_name, world_of
from core.accounts.models import Account
from core.changes import add, edit, require
from core.documents import Para, certificate_pdf
from core.errors import NotFound, Refused
from core.issued.actions import issue
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text, sort_key
from incubator.groups import documents, queries
from incubator.groups.forms import FilingForm, GroupEditForm, GroupForm, MemberForm, ReportForm, TypeChangeForm
from incubator.groups.models import (
    Filing,
    FilingKind,
    Group,
    GroupStatus,
    LegalStatus,
    Member,
    MemberRole,
    SanziType,
    TypeChange,
)
from incubator.groups.rules import gaps
from incubator.groups.workflow import FILING, GROUP, MEMBER
from incubator.people.models import Talent, TalentStatus
from incubator.people.queries import get_talent
from incubator.people.workflow import TALENT


def form_group(session: Session, actor: Actor, data: GroupForm) -> Group:
    """Start a team: its leader goes on the roster at once, taken from the pool or named."""
    require(actor, Permission.GROUPS_FORM, data.area_code)
    talent = get_talent(session, actor, data.leader_talent_id) if data.leader_talent_id else None
    leader = talent.name if talent else data.leader_name
    if not leader:
        raise Refused("请从能人库选择负责人，或填写姓名。", field="leader_name")
    group = Group(
        number=next_number(session, data.area_code, "ZZ"),
        name_sort=sort_key(data.name),
        search_text=search_text(data.name, data.brand, leader),
        leader_name=leader,
        **data.model_dump(exclude={"leader_talent_id", "leader_name", "leader_phone"}),
        **_phone_columns(session, data.leader_phone),
    )
    add(session, actor, group, sanzi_type=data.sanzi_type.value)
    who = MemberForm(talent_id=data.leader_talent_id, name=leader, role=MemberRole.LEADER, has_accepted=True)
    add_member(session, actor, group, who)
    return group


def _phone_columns(session: Session, phone: str | None) -> dict[str, object]:
    if phone is None:
        return {}
    key_id = vault.new_person_key(session)
    return {
        "person_key_id": key_id,
        "leader_phone_sealed": vault.seal(session, key_id, "community_group", "leader_phone", phone),
        "leader_phone_masked": vault.mask_phone(phone),
    }


def edit_group(session: Session, actor: Actor, group: Group, data: GroupEditForm, version: int | None) -> None:
    require(actor, Permission.GROUPS_EDIT, group.area_code)
    values = data.model_dump()
    values["name_sort"] = sort_key(data.name)
    values["search_text"] = search_text(data.name, data.brand, group.leader_name)
    edit(session, actor, group, values, version)


def change_type(session: Session, actor: Actor, group: Group, data: TypeChangeForm) -> None:
    """Another 三自 type with its evidence; from 自乐 to another is the turn to public benefit that ratings count."""
    require(actor, Permission.GROUPS_FORM, group.area_code)
    if data.after == group.sanzi_type:
        raise Refused("类型没有变化。", field="after")
    session.add(TypeChange(group_id=group.id, before=group.sanzi_type, after=data.after, evidence=data.evidence))
    has_turned = group.has_turned_public_benefit or group.sanzi_type == SanziType.RECREATION
    edit(session, actor, group, {"sanzi_type": data.after, "has_turned_public_benefit": has_turned})


def record_report(session: Session, actor: Actor, group: Group, data: ReportForm) -> None:
    """Note the latest annual report of a registered organisation; contests ask whether it was passed."""
    require(actor, Permission.GROUPS_FORM, group.area_code)
    if group.legal_status != LegalStatus.REGISTERED:
        raise Refused("只有已登记的组织才有年报。", field="report_year")
    if data.report_year > clock.today().year:
        raise Refused("年度还没有到。", field="report_year")
    edit(session, actor, group, data.model_dump())


def add_member(session: Session, actor: Actor, group: Group, data: MemberForm) -> Member:
    """Invite somebody to the roster; a worker may record at once that the person agreed."""
    require(actor, Permission.GROUPS_EDIT, group.area_code)
    talent = get_talent(session, actor, data.talent_id) if data.talent_id else None
    name = talent.name if talent else data.name
    if len(name) < 2:
        raise Refused("请从能人库选择，或填写姓名。", field="name")
    _refuse_twice(session, group, talent, data.role)
    member = Member(
        area_code=group.area_code,
        group_id=group.id,
        talent_id=talent.id if talent else None,
        name=name,
        role=data.role,
        duty=data.duty,
        is_party_member=data.is_party_member or bool(talent and talent.is_party_member),
    )
    add(session, actor, member, group=group.id)
    if data.has_accepted:
        accept_member(session, actor, member)
    return member


def _refuse_twice(session: Session, group: Group, talent: Talent | None, role: MemberRole) -> None:
    members = [m for m in queries.list_members(session, group.id or 0) if m.status in ("INVITED", "ACCEPTED")]
    if talent and any(m.talent_id == talent.id for m in members):
        raise Refused("这位能人已在名册上。", field="talent_id")
    if role == MemberRole.LEADER and any(m.role == MemberRole.LEADER for m in members):
        raise Refused("已有负责人；请先让原负责人退出或改为骨干。", field="role")


def accept_member(session: Session, actor: Actor, member: Member, reason: str | None = None) -> None:
    """Put the person on the roster; a talent of the pool is then marked as in a team."""
    MEMBER.fire(session, actor, member, "accept", joined_on=clock.today())
    talent = session.get(Talent, member.talent_id) if member.talent_id else None
    if talent and talent.status == TalentStatus.POOLED and actor.can(Permission.GROUPS_FORM, talent.area_code):
        TALENT.fire(session, actor, talent, "team")


def link_account(session: Session, actor: Actor, member: Member, account_id: int) -> None:
    """Let an account act for the group as this member."""
    require(actor, Permission.GROUPS_FORM, member.area_code)
    if world_of(session.get_one(Account, account_id).area_code) != world_of(member.area_code):
        raise NotFound("没有这个账号。")
    edit(session, actor, member, {"account_id": account_id})


def start_group(session: Session, actor: Actor, group: Group, reason: str | None = None) -> None:
    GROUP.fire(session, actor, group, "start", facts={"members": queries.list_members(session, group.id or 0)})


def draft_filing(session: Session, actor: Actor, data: FilingForm) -> Filing:
    group = queries.get_group(session, actor, data.group_id)
    require(actor, Permission.FILINGS_SUBMIT, group.area_code)
    if data.kind == FilingKind.FIRST and group.legal_status != LegalStatus.UNFILED:
        raise Refused("这个组织已经备案或登记，请选变更备案。", field="kind")
    filing = Filing(number=next_number(session, group.area_code, "BA"), area_code=group.area_code, **data.model_dump())
    return add(session, actor, filing, filing_kind=data.kind.value)


def edit_filing(session: Session, actor: Actor, filing: Filing, data: FilingForm, version: int | None) -> None:
    require(actor, Permission.FILINGS_SUBMIT, filing.area_code)
    if data.group_id != filing.group_id:
        raise Refused("不能换成别的组织，请另建一份。", field="group_id")
    edit(session, actor, filing, data.model_dump(), version)


def submit_filing(session: Session, actor: Actor, filing: Filing, reason: str | None = None) -> None:
    """Send the papers to the community; what is missing is listed in the refusal."""
    members = queries.list_members(session, filing.group_id)
    if missing := gaps(filing, members):
        raise Refused("".join(missing))
    submitted = {"submitted_by": actor.account_id, "checked_by": None}
    FILING.fire(session, actor, filing, "submit", facts={"members": members}, **submitted)


def check_filing(session: Session, actor: Actor, filing: Filing, reason: str | None = None) -> None:
    FILING.fire(session, actor, filing, "check", checked_by=actor.account_id)


def approve_filing(session: Session, actor: Actor, filing: Filing, reason: str | None = None) -> None:
    """The street's decision: the group becomes a filed one, with number and certificate, or is dissolved."""
    FILING.fire(session, actor, filing, "approve", approved_by=actor.account_id, decided_on=clock.today())
    group = session.get_one(Group, filing.group_id)
    if filing.kind == FilingKind.DISSOLVE:
        edit(session, actor, group, {"legal_status": LegalStatus.UNFILED, "blacklisted_until": group.blacklisted_until})
        return
    values = {"name": filing.proposed_name, "name_sort": sort_key(filing.proposed_name)}
    if group.legal_status == LegalStatus.UNFILED:
        number = next_number(session, group.area_code, "BAZ")
        values |= {"legal_status": LegalStatus.FILED, "filing_number": number, "filed_on": clock.today()}
    edit(session, actor, group, values)
    _organise_talents(session, actor, group)
    _print_certificate(session, actor, group)


def _print_certificate(session: Session, actor: Actor, group: Group) -> None:
    street = area_name(session, group.area_code[:9] + "000")
    lines = documents.certificate_lines(group, area_name(session, group.area_code))
    issue(
        session,
        actor,
        group,
        "filing",
        "BAZ",
        "社区社会组织备案证书",
        [Para(line) for line in lines],
        issuer=f"{street}办事处" if not street.endswith("办事处") else street,
        press=lambda head: certificate_pdf(head, group.name, *lines),
    )


def _organise_talents(session: Session, actor: Actor, group: Group) -> None:
    """Talents whose team was filed have become an organisation; the street's decision carries that along."""
    for member in queries.list_members(session, group.id or 0):
        talent = session.get(Talent, member.talent_id) if member.talent_id else None
        if talent and talent.status == TalentStatus.TEAMED and actor.can(Permission.GROUPS_FORM, talent.area_code):
            TALENT.fire(session, actor, talent, "organise")


def register_group(session: Session, actor: Actor, group: Group, uscc: str, since: date) -> None:
    """Record that the group became a legal person, with its credit code."""
    require(actor, Permission.GROUPS_FORM, group.area_code)
    edit(session, actor, group, {"legal_status": LegalStatus.REGISTERED, "uscc": uscc, "filed_on": since})


def set_stars(session: Session, actor: Actor, group: Group, stars: int, valid_to: date | None) -> None:
    """Called by ratings when a star is conferred, downgraded or revoked; the group holds one current star."""
    require(actor, Permission.STARS_CONFER, group.area_code)
    edit(session, actor, group, {"stars": stars, "stars_valid_to": valid_to})


def bar_group(session: Session, actor: Actor, group: Group, until: date) -> None:
    """Put the group on the blacklist until a day; contests and orders ask for it."""
    require(actor, Permission.PROJECTS_ACCEPT, group.area_code)
    edit(session, actor, group, {"blacklisted_until": until})


def is_alive(group: Group) -> bool:
    return group.status in (GroupStatus.FORMING, GroupStatus.ACTIVE)


def require_own(session: Session, actor: Actor, group_id: int) -> Group:
    """The group if the actor's office may act for it or the actor stands on its roster; NotFound otherwise."""
    group = queries.get_group(session, actor, group_id)
    offered = {number for number, _name in queries.group_choices(session, actor, Group.id == group_id)}
    if str(group_id) not in offered:
        raise NotFound
    return group
