"""What a stay in a base demands: conditions of entry and of each stage, with the figures that are in force."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from incubator.bases.models import Admission, AdmissionStatus
from incubator.groups.models import Group, GroupStatus, LegalStatus, Member
from incubator.groups.rules import core_members, has_leader, on_roster

S = AdmissionStatus


@dataclass(frozen=True)
class Check:
    """One condition: the rule, whether it holds, and what is there now."""

    rule: str
    is_met: bool
    now: str


@dataclass(frozen=True)
class Assessed:
    """A completed growth assessment as far as stages ask for it."""

    kind: str
    on: date
    total: Decimal
    percents: Mapping[str, Decimal]


@dataclass(frozen=True)
class Facts:
    """Everything that the conditions of an admission read."""

    terms: Mapping[str, Any]
    today: date
    group: Group
    members: Sequence[Member] = ()
    activities: int = 0
    projects: int = 0
    assessed: Sequence[Assessed] = field(default_factory=tuple)
    services: int = 6
    planned_services: int = 0
    free_desks: int = 0
    has_other_stay: bool = False
    is_entry_noticed: bool = False
    is_exit_noticed: bool = False

    def of_kind(self, *kinds: str) -> list[Assessed]:
        return [one for one in self.assessed if one.kind in kinds]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(starts_on: date, months: int) -> date:
    """The last day of a stay of so many months: the day before the same day of the month."""
    return add_months(starts_on, months) - timedelta(days=1)


def next_day(day: date) -> date:
    return day + timedelta(days=1)


def is_editable(admission: Admission) -> bool:
    return admission.status == S.DRAFT


def entry_checks(admission: Admission, facts: Facts) -> list[Check]:
    """The conditions of an application: papers and team (LHI; counts RUR and the centre's own)."""
    terms, roster, core = facts.terms, on_roster(facts.members), core_members(facts.members)
    enough = len(roster) >= terms["min_members"] or len(core) >= terms["min_core"]
    is_filed = facts.group.legal_status != LegalStatus.UNFILED
    barred = facts.group.blacklisted_until
    has_signed = admission.has_committed and bool(admission.founders.strip())
    return [
        Check("组织在活动，没有被暂停或解散", _is_alive(facts.group), GroupStatus(facts.group.status).label),
        Check("不在限制期内", barred is None or barred < facts.today, f"限制到 {barred}" if barred else "没有限制"),
        Check(
            f"名册有 {terms['min_members']} 名成员，或 {terms['min_core']} 名骨干",
            enough,
            f"成员 {len(roster)} 人，骨干 {len(core)} 人",
        ),
        Check("名册上有一名负责人", has_leader(facts.members), "有" if has_leader(facts.members) else "没有"),
        Check(
            f"已确认的活动不少于 {terms['min_activities']} 次",
            facts.activities >= terms["min_activities"],
            f"{facts.activities} 次",
        ),
        _text_check("一年工作计划", admission.plan, terms["plan_length"]),
        Check(
            "已备案，或写了章程草案",
            is_filed or len(admission.charter.strip()) >= terms["plan_length"],
            facts.group.legal_status.label,
        ),
        Check("发起人签名并作出承诺", has_signed, _yes(has_signed)),
        Check("社区意见", bool(admission.opinion.strip()), "已填写" if admission.opinion.strip() else "等社区填写"),
        Check("没有别的进行中的入驻", not facts.has_other_stay, "有" if facts.has_other_stay else "没有"),
        _desk_check(admission, facts),
    ]  # fmt: skip


def _is_alive(group: Group) -> bool:
    return group.status in (GroupStatus.FORMING, GroupStatus.ACTIVE)


def _text_check(name: str, text: str, least: int) -> Check:
    return Check(f"{name}（不少于 {least} 字）", len(text.strip()) >= least, f"{len(text.strip())} 字")


def _desk_check(admission: Admission, facts: Facts) -> Check:
    if admission.is_virtual:
        return Check("壳外孵化，不占工位", True, "虚拟入驻")
    return Check(
        "平台有空余工位", facts.free_desks >= admission.desks, f"申请 {admission.desks} 个，空余 {facts.free_desks} 个"
    )


def stage_checks(admission: Admission, facts: Facts) -> list[Check]:
    """What must hold before the stay can go on to its next stage."""
    made = {
        S.DRAFT: lambda: entry_checks(admission, facts),
        S.APPLIED: lambda: entry_checks(admission, facts),
        S.NOTICED: lambda: [Check("入驻公示期满并确认生效", facts.is_entry_noticed, _yes(facts.is_entry_noticed))],
        S.ADMITTED: lambda: _admitted_checks(facts),
        S.NURTURE: lambda: _nurture_checks(facts),
        S.GROW: lambda: _grow_checks(admission, facts),
        S.EXTENDED: lambda: _grow_checks(admission, facts),
        S.EXIT_REVIEW: lambda: _exit_checks(admission, facts),
    }
    return made.get(S(admission.status), list)()


def _yes(holds: bool) -> str:
    return "已满足" if holds else "还没有"


def _admitted_checks(facts: Facts) -> list[Check]:
    baseline = bool(facts.of_kind("BASELINE"))
    return [
        Check("完成入壳基线评估", baseline, _yes(baseline)),
        Check(
            "服务计划覆盖全部基本服务",
            facts.planned_services >= facts.services,
            f"{facts.planned_services} / {facts.services} 项",
        ),
    ]


def _nurture_checks(facts: Facts) -> list[Check]:
    is_filed = facts.group.legal_status != LegalStatus.UNFILED
    return [
        _total_check("最近一次成长评估", facts.of_kind("QUARTERLY", "EXIT"), facts.terms["nurture_pass"]),
        Check("完成备案或登记", is_filed, facts.group.legal_status.label),
    ]


def _grow_checks(admission: Admission, facts: Facts) -> list[Check]:
    least = facts.terms["min_projects"]
    return [
        _age_check(admission, facts),
        _total_check("最近一次成长评估", facts.of_kind("QUARTERLY", "EXIT"), facts.terms["grow_pass"]),
        Check(f"实施过不少于 {least} 个项目（有已确认的项目活动）", facts.projects >= least, f"{facts.projects} 个"),
    ]


def _exit_checks(admission: Admission, facts: Facts) -> list[Check]:
    terms, found = facts.terms, facts.of_kind("EXIT")
    weakest = min(found[-1].percents.values(), default=Decimal(0)) if found else None
    return [
        _age_check(admission, facts),
        _total_check("出壳评估", found, terms["exit_pass"]),
        Check(
            f"出壳评估各维度不低于 {terms['exit_floor_percent']}%",
            weakest is not None and weakest >= terms["exit_floor_percent"],
            f"最低一项 {weakest}%" if weakest is not None else "还没有评估",
        ),
        Check("出壳公示期满并确认生效", facts.is_exit_noticed, _yes(facts.is_exit_noticed)),
    ]


def _total_check(name: str, found: Sequence[Assessed], least: int) -> Check:
    total = found[-1].total if found else None
    now = f"{total} 分" if total is not None else "还没有评估"
    return Check(f"{name}不低于 {least} 分", total is not None and total >= least, now)


def _age_check(admission: Admission, facts: Facts) -> Check:
    months = facts.terms["exit_after_months"]
    ripe = add_months(admission.starts_on, months) if admission.starts_on else date.max
    return Check(f"孵化满 {months} 个月", facts.today >= ripe, f"{ripe} 起" if admission.starts_on else "还没有入壳")


def unmet(checks: Sequence[Check]) -> list[str]:
    """The conditions that do not hold, each as a sentence."""
    return [f"{check.rule}：现在{check.now}。" for check in checks if not check.is_met]


def all_met(admission: Admission, actor: Any, given: Mapping[str, Any]) -> bool:
    facts = given.get("facts")
    return facts is not None and not unmet(stage_checks(admission, facts))


def reviewer_is_another(admission: Admission, actor: Any, given: Mapping[str, Any]) -> bool:
    return actor.account_id != admission.submitted_by


def may_extend(admission: Admission, actor: Any, given: Mapping[str, Any]) -> bool:
    facts = given.get("facts")
    return facts is not None and admission.extensions < facts.terms["extensions_max"]


def assessment_due_on(starts_on: date, last: date | None, every_months: int) -> date:
    """The day by which the next growth assessment should be done."""
    return add_months(last or starts_on, every_months)
