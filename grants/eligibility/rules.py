"""What the records say to each eligibility rule: whether it holds, and the evidence; what they cannot know stays open.

Each rule, its source, its question and its cure are data (``eligibility_rules`` in defaults.json or of the district).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.contests.models import League
from incubator.groups.models import Group, GroupStatus, LegalStatus

LEAGUE_OF = {
    LegalStatus.UNFILED: League.TEAM,
    LegalStatus.FILED: League.FILED,
    LegalStatus.REGISTERED: League.REGISTERED,
}
REPORT_DUE = (5, 31)
"""Annual reports of registered organisations are with the registration office by 31 May of the following year."""
SAME_THING = 0.5
"""Titles that share this part of their pairs of characters are shown as possibly the same project."""


@dataclass(frozen=True)
class Earlier:
    """One earlier proposal of the same group that got money; whether it was finished an old list may not say (None)."""

    number: str
    title: str
    year: int
    is_finished: bool | None

    def __str__(self) -> str:
        return f"{self.number}“{self.title}”"


@dataclass(frozen=True)
class Facts:
    """What is known of an applicant; ``title``, ``payee_kind`` and ``league`` are None before anything is written."""

    group: Group
    today: date
    leagues: Sequence[str]
    payee_kinds: Sequence[str]
    earlier: Sequence[Earlier] = ()
    others: Sequence[str] = ()
    league: League | None = None
    payee_kind: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Finding:
    """Whether a rule holds by the records (None: they do not know), and what stands in them."""

    holds: bool | None
    evidence: str


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1: Dice's coefficient over pairs of neighbouring characters."""
    pairs = [Counter(text[at : at + 2] for at in range(len(text) - 1)) for text in (one, other)]
    total = sum(pairs[0].values()) + sum(pairs[1].values())
    return 2 * sum((pairs[0] & pairs[1]).values()) / total if total else float(one == other)


def year_of_report(today: date) -> int:
    """The latest year for which the annual report is due."""
    return today.year - 1 if (today.month, today.day) > REPORT_DUE else today.year - 2


def _bar(facts: Facts) -> Finding:
    until = facts.group.blacklisted_until
    if until is None or until < facts.today:
        return Finding(True, "没有禁入记录")
    return Finding(False, f"禁入到 {until.isoformat()}")


def _open_projects(facts: Facts) -> Finding:
    unfinished = [one for one in facts.earlier if one.is_finished is False]
    untold = [one for one in facts.earlier if one.is_finished is None]
    if untold and not unfinished:
        return Finding(None, f"往期记录没有写明是否结项：{_listed(untold)}")
    return Finding(not unfinished, f"未结项：{_listed(unfinished)}" if unfinished else "没有未结项的项目")


def _others(facts: Facts) -> Finding:
    return Finding(not facts.others, f"本届另有：{_listed(facts.others)}" if facts.others else "本届没有别的申报")


def _active(facts: Facts) -> Finding:
    is_active = facts.group.status in (GroupStatus.FORMING, GroupStatus.ACTIVE)
    return Finding(is_active, f"团队状态：{facts.group.status.label}")


def _league(facts: Facts) -> Finding:
    fits = LEAGUE_OF[facts.group.legal_status]
    chosen = facts.league or fits
    holds = chosen == fits and fits.value in facts.leagues
    return Finding(holds, f"{facts.group.legal_status.label}，应报{fits.label}")


def _payee(facts: Facts) -> Finding:
    is_registered = facts.group.legal_status == LegalStatus.REGISTERED
    if facts.payee_kind is None:
        told = "已登记，可以用本组织账户收款" if is_registered else "没有登记，要由代管单位或经办人收款"
        can_be_paid = set(facts.payee_kinds) - (set() if is_registered else {"OWN"})
        return Finding(bool(can_be_paid), told)
    own_fits = facts.payee_kind != "OWN" or is_registered
    holds = own_fits and facts.payee_kind in facts.payee_kinds
    return Finding(holds, "所选收款方式可用" if holds else "所选收款方式不符合规定")


def _report(facts: Facts) -> Finding:
    group, due = facts.group, year_of_report(facts.today)
    if group.legal_status != LegalStatus.REGISTERED:
        return Finding(True, "没有登记，不用报年报")
    if group.report_year is None or group.report_year < due:
        return Finding(None, f"还没有登记 {due} 年度的年报结论")
    if group.has_passed_report:
        return Finding(True, f"{group.report_year} 年度年报合格")
    return Finding(False, f"{group.report_year} 年度年报不合格")


def _funded(facts: Facts) -> Finding:
    this_year = [one for one in facts.earlier if one.year == facts.today.year]
    alike = [one for one in facts.earlier if facts.title and likeness(one.title, facts.title) >= SAME_THING]
    if not this_year and not alike:
        return Finding(True, "本系统里没有同年度、同内容的资助")
    if alike:
        return Finding(False, f"内容相近：{_listed(alike)}")
    return Finding(False, f"同年度：{_listed(this_year)}")


def _listed(found: Sequence[Any]) -> str:
    return "、".join(str(one) for one in found)


RECORDS = {
    "NOT_BARRED": _bar,
    "NO_OPEN_PROJECT": _open_projects,
    "ONE_PER_APPLICANT": _others,
    "ACTIVE_GROUP": _active,
    "LEAGUE_FITS": _league,
    "PAYEE_FITS": _payee,
    "ANNUAL_REPORT": _report,
    "NO_DUPLICATE_FUNDING": _funded,
}
OF_EARLIER = frozenset({"NO_OPEN_PROJECT", "NO_DUPLICATE_FUNDING"})  # what looks at ``earlier``, and nothing else does
OF_OTHERS = frozenset({"ONE_PER_APPLICANT"})  # what looks at ``others``
UNKNOWN = Finding(None, "系统没有这项记录，请审查时核对")


def findings(codes: Sequence[str], facts: Facts) -> dict[str, Finding]:
    """Rule code → what the records say, in the order of the edition."""
    return {code: RECORDS[code](facts) if code in RECORDS else UNKNOWN for code in codes}


def of_all(lead: Mapping[str, Finding], partners: Mapping[str, Mapping[str, Finding]]) -> dict[str, Finding]:
    """What the records say of a joint application: a rule holds when it holds for everybody whom it concerns.

    ``partners`` gives, by name, the findings to the rules that concern whoever joins, not only whoever leads.
    """
    return {code: _of_one(own, code, partners) for code, own in lead.items()}


def _of_one(own: Finding, code: str, partners: Mapping[str, Mapping[str, Finding]]) -> Finding:
    theirs = [(name, found[code]) for name, found in partners.items() if code in found]
    answers = [own.holds, *(one.holds for _name, one in theirs)]
    holds = False if False in answers else None if None in answers else True
    said = [f"联合单位“{name}”：{one.evidence}" for name, one in theirs if one.holds is not True]
    return Finding(holds, "；".join([own.evidence, *said]))


def answers_of(text: str) -> dict[str, str]:
    """What the team said before it began, as it travels in one field: ``RULE=YES;RULE=NO``."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {code: answer for code, _is, answer in pairs if code and answer}


def is_doubtful(rule: Mapping[str, Any], answer: str) -> bool:
    """Whether the team's own answer is not the one that the rule wants."""
    return bool(answer) and answer != rule.get("fine", "YES")
