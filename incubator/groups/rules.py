"""What a group must have before it may be filed, and who may be filed at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from incubator.groups.models import Filing, FilingStatus, LegalStatus, Member, MemberRole, MemberStatus

MIN_MEMBERS = 10
MIN_CORE = 3
NOT_A_GROUP = ("居民委员会", "居委会", "村委会", "业主委员会", "业委会", "公司", "物业服务")


def on_roster(members: Sequence[Member]) -> list[Member]:
    return [member for member in members if member.status == MemberStatus.ACCEPTED]


def core_members(members: Sequence[Member]) -> list[Member]:
    return [member for member in on_roster(members) if member.role in (MemberRole.LEADER, MemberRole.CORE)]


def has_enough_people(members: Sequence[Member]) -> bool:
    """Ten members, or three core members of a service kind [RUR]."""
    return len(on_roster(members)) >= MIN_MEMBERS or len(core_members(members)) >= MIN_CORE


def has_leader(members: Sequence[Member]) -> bool:
    return sum(member.role == MemberRole.LEADER for member in on_roster(members)) == 1


def name_problem(name: str) -> str | None:
    """Bodies that are not community organisations [SC] are told so by name."""
    wrong = next((word for word in NOT_A_GROUP if word in name), None)
    return f"“{wrong}”不是社区社会组织，不能备案。" if wrong else None


def gaps(filing: Filing, members: Sequence[Member]) -> list[str]:
    """What is still missing before a filing may be submitted, each as a sentence that says the cure."""
    found = []
    if not has_enough_people(members):
        found.append(f"名册需要 {MIN_MEMBERS} 名成员，或 {MIN_CORE} 名骨干；现在在册 {len(on_roster(members))} 人。")
    if not has_leader(members):
        found.append("名册上需要一名负责人。")
    if len(filing.charter.strip()) < 50:
        found.append("章程草案还没有写（不少于 50 字）。")
    if len(filing.leader_statement.strip()) < 10:
        found.append("负责人承诺还没有写。")
    if not filing.meeting_place.strip():
        found.append("还没有填写活动地点。")
    if problem := name_problem(filing.proposed_name):
        found.append(problem)
    return found


def is_complete(filing: Filing, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not gaps(filing, facts.get("members", ()))


def checker_is_another(filing: Filing, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != filing.submitted_by


def approver_is_another(filing: Filing, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id not in (filing.submitted_by, filing.checked_by)


def is_editable(filing: Filing) -> bool:
    return filing.status in (FilingStatus.DRAFT, FilingStatus.RETURNED)


def may_receive_money(legal_status: LegalStatus) -> bool:
    """Filed groups have no legal personality: only registered bodies hold an account of their own [HEN]."""
    return legal_status == LegalStatus.REGISTERED
