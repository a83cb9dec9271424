"""What a proposal must hold before it may be submitted, and what its budget may contain."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.access import Actor
from core.money import format_yuan
from core.permissions import Permission
from grants.contests.models import Contest, League
from grants.contests.rules import cap_of, cost_cap
from grants.proposals.models import BudgetLine, MoneySource, PayeeKind, Proposal, ProposalStatus, WriterRole
from incubator.groups.models import Group, GroupStatus, LegalStatus

REQUIRED_TEXTS = (
    ("summary", "项目简介", 20),
    ("need_text", "需求分析", 30),
    ("goals", "项目目标", 10),
    ("outcomes", "预期成效", 10),
    ("safety", "风险与安全预案", 10),
    ("sustain", "可持续与组织培育", 10),
    ("team_intro", "团队简介", 10),
)
LEAGUE_OF = {
    LegalStatus.UNFILED: League.TEAM,
    LegalStatus.FILED: League.FILED,
    LegalStatus.REGISTERED: League.REGISTERED,
}


def total(lines: Sequence[BudgetLine], source: MoneySource | None = None) -> int:
    """The sum of the lines in fen, of one source or of all."""
    return sum(line.amount_fen for line in lines if source is None or line.source == source)


def budget_problems(contest: Contest, league: League, lines: Sequence[BudgetLine]) -> list[str]:
    """What the budget breaks, each with its rule: the league's cap, caps by cost category, the self-raised share."""
    asked, whole, found = total(lines, MoneySource.ASKED), total(lines), []
    if asked <= 0:
        found.append("预算里还没有申请资金的项目。")
    cap = cap_of(contest, league)
    if cap is None:
        found.append("本届没有设这个组别。")
    elif asked > cap:
        found.append(f"申请金额 {format_yuan(asked)} 元，超过本组上限 {format_yuan(cap)} 元。")
    for rule in contest.cost_rules:
        spent = sum(n.amount_fen for n in lines if n.category == rule["code"] and n.source == MoneySource.ASKED)
        percent = cost_cap(contest, rule["code"])
        if percent is not None and spent * 100 > asked * percent:
            found.append(f"“{rule['zh']}”{format_yuan(spent)} 元，超过申请金额的 {percent}%。")
    own = total(lines, MoneySource.SELF)
    if contest.min_self_percent and own * 100 < whole * contest.min_self_percent:
        found.append(f"自筹 {format_yuan(own)} 元，不到总预算的 {contest.min_self_percent}%。")
    return found


def forbidden_word(contest: Contest, line: str) -> str | None:
    """The forbidden item that a budget line names by its words; what is only similar a person decides."""
    for rule in contest.forbidden:
        if any(word and word in line for word in rule.get("words", ())):
            return str(rule["zh"])
    return None


def gaps(proposal: Proposal, contest: Contest, parts: Mapping[str, Sequence[Any]]) -> list[str]:
    """Everything that is still missing or breaks a rule, each as a sentence that says what to do."""
    found = []
    for name, label, least in REQUIRED_TEXTS:
        if len(getattr(proposal, name).strip()) < least:
            found.append(f"“{label}”还没有写完（不少于 {least} 字）。")
    if proposal.category not in contest.categories:
        found.append("还没有选择项目类别。")
    if not 1 <= proposal.months <= contest.months_max:
        found.append(f"实施周期要在 1 到 {contest.months_max} 个月之间。")
    if proposal.beneficiaries <= 0:
        found.append("还没有填写直接受益人数。")
    if not proposal.leader_name or not proposal.leader_phone_masked:
        found.append("还没有填写负责人和手机号。")
    if not parts.get("plan"):
        found.append("活动计划至少要有一项。")
    if len(parts.get("team", ())) < 2:
        found.append("团队至少写两个人。")
    if not proposal.has_promised:
        found.append("还没有勾选承诺。")
    if proposal.payee_kind != PayeeKind.OWN and not proposal.payee_name.strip():
        found.append("还没有填写收款的代管单位或经办人。")
    return found + budget_problems(contest, proposal.league, parts.get("budget", ()))


def is_complete(proposal: Proposal, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not gaps(proposal, facts["contest"], facts["parts"])


def is_editable(proposal: Proposal) -> bool:
    return proposal.status in (ProposalStatus.DRAFT, ProposalStatus.RETURNED)


def open_steps(proposal: Proposal, all_steps: int) -> list[int]:
    """The numbers of the steps that may be written now: of a correction only those that were named."""
    if proposal.status == ProposalStatus.RETURNED:
        return proposal.reopened
    return [*range(1, all_steps + 1)] if is_editable(proposal) else []


def role_of(actor: Actor, proposal: Proposal, roles: Mapping[int, WriterRole]) -> WriterRole | None:
    """What this person is in the proposal: an office that helps the team stands in for its lead."""
    if actor.is_office(Permission.PROPOSALS_WRITE, proposal.area_code):
        return WriterRole.LEAD
    return roles.get(actor.account_id or 0)


def may_write(actor: Actor, proposal: Proposal, roles: Mapping[int, WriterRole]) -> bool:
    return role_of(actor, proposal, roles) in (WriterRole.LEAD, WriterRole.EDITOR)


def eligibility(
    proposal: Proposal, contest: Contest, group: Group, others: int, unfinished: int, today: date
) -> dict[str, bool]:
    """What the records say to each eligibility rule: rule code → holds. Sources: field practice of GZ, LH, STR, CZ."""
    barred = group.blacklisted_until is not None and group.blacklisted_until >= today
    own_account_fits = proposal.payee_kind != PayeeKind.OWN or group.legal_status == LegalStatus.REGISTERED
    return {
        "NOT_BARRED": not barred,
        "NO_OPEN_PROJECT": unfinished == 0,
        "ONE_PER_APPLICANT": others == 0,
        "ACTIVE_GROUP": group.status in (GroupStatus.FORMING, GroupStatus.ACTIVE),
        "LEAGUE_FITS": LEAGUE_OF[group.legal_status] == proposal.league,
        "PAYEE_FITS": own_account_fits and proposal.payee_kind.value in contest.payee_kinds,
    }


def content_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what was submitted; printed on the receipt."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
