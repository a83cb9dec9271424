"""What a proposal must hold before it may be submitted, and what its budget may contain."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.access import Actor
from core.money import format_yuan
from core.permissions import Permission
from grants.backing import rules as backing
from grants.contests.models import Contest, ContestLevel, League
from grants.contests.rules import cap_of, cost_cap
from grants.partners import rules as partners
from grants.proposals.models import (
    BudgetLine,
    MoneySource,
    PayeeKind,
    Proposal,
    ProposalStatus,
    ReadBack,
    Slot,
    WriterRole,
)
from grants.questions.models import Kind, Question, Questionnaire, Stage
from grants.questions.rules import asked, gap_of, is_own


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
        percent = cost_cap(contest, rule["code"], league)
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


def has_ended(proposal: Proposal) -> bool:
    """Whether its group may take it up again for another edition."""
    ended = (ProposalStatus.NOT_SELECTED, ProposalStatus.INELIGIBLE, ProposalStatus.WITHDRAWN, ProposalStatus.FINISHED)
    return proposal.status in ended


def may_go_up(proposal: Proposal, contest: Contest) -> bool:
    """Whether this is a winner of an edition that has wider ones above it: of a community or of a street."""
    is_winner = proposal.status in (ProposalStatus.AWARDED, ProposalStatus.FINISHED)
    return is_winner and contest.level in (ContestLevel.COMMUNITY, ContestLevel.STREET)


def values_of(proposal: Proposal) -> dict[str, Any]:
    """What is stored under the key of each question, tables and files aside."""
    return {**proposal.model_dump(), **proposal.answers}


def gaps(proposal: Proposal, contest: Contest, parts: Mapping[str, Sequence[Any]], form: Questionnaire) -> list[str]:
    """Everything that is still missing or breaks a rule, each as a sentence that says what to do."""
    values, found = values_of(proposal), []
    for question in asked(form, proposal.league, values):
        if question.kind == Kind.BUDGET:
            found += budget_problems(contest, proposal.league, parts.get("budget", ()))
        elif is_own(question):
            found.append(gap_of(question, values.get(question.key)))
        elif question.stage != Stage.OPTIONAL:
            found.append(_gap(question, proposal, contest, parts))
    found += backing.gaps(
        contest.backings, proposal.payee_kind == PayeeKind.HOST, parts.get("backings", ()), terms_of(proposal, parts)
    )
    asked_fen = total(parts.get("budget", ()), MoneySource.ASKED)
    found += partners.gaps(contest.partners_max, asked_fen, proposal.own_share_fen, parts.get("partners", ()))
    return [sentence for sentence in found if sentence]


def terms_of(proposal: Proposal, parts: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """What a host community and a fiscal host are asked to agree to, as the proposal says it now; amounts in fen."""
    budget = parts.get("budget", ())
    return {
        "asked_fen": total(budget, MoneySource.ASKED),
        "months": proposal.months,
        "payee": proposal.payee_name,
        "places": sorted({line.place.strip() for line in parts.get("plan", ()) if line.place.strip()}),
        "budget": [[line.item, line.amount_fen, line.source.label] for line in budget],
    }


def _gap(question: Question, proposal: Proposal, contest: Contest, parts: Mapping[str, Sequence[Any]]) -> str | None:
    """What one of the fixed parts still lacks."""
    key, least = question.key, max(question.least, 1)
    if question.kind in (Kind.TEAM, Kind.PLAN):
        return None if len(parts.get(key, ())) >= least else f"“{question.title}”至少要有 {least} 行。"
    if question.kind == Kind.FILE:
        return None if key in parts.get("slots", ()) else f"还没有上传“{question.title}”。"
    if key in WRONG:
        sentence = WRONG[key](proposal, contest)
        return sentence or None
    value = getattr(proposal, key)
    if isinstance(value, str):
        enough = len(value.strip()) >= least
        return None if enough else f"“{question.title}”还没有写完（不少于 {least} 字）。"
    return None if value else f"“{question.title}”还没有填写。"


def _wrong_months(proposal: Proposal, contest: Contest) -> str:
    fits = 1 <= proposal.months <= contest.months_max
    return "" if fits else f"实施周期要在 1 到 {contest.months_max} 个月之间。"


def _wrong_payee(proposal: Proposal, contest: Contest) -> str:
    is_named = proposal.payee_kind == PayeeKind.OWN or proposal.payee_name.strip()
    return "" if is_named else "还没有填写收款的代管单位或经办人。"


WRONG: dict[str, Callable[[Proposal, Contest], str]] = {
    "category": lambda p, contest: "" if p.category in contest.categories else "还没有选择项目类别。",
    "months": _wrong_months,
    "beneficiaries": lambda p, contest: "" if p.beneficiaries > 0 else "还没有填写直接受益人数。",
    "leader_name": lambda p, contest: "" if p.leader_name else "还没有填写负责人。",
    "leader_phone": lambda p, contest: "" if p.leader_phone_masked else "还没有填写负责人手机号。",
    "has_promised": lambda p, contest: "" if p.has_promised else "还没有勾选承诺。",
    "payee_name": _wrong_payee,
}


def is_complete(proposal: Proposal, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not facts["gaps"]


PARTLY_OPEN = (ProposalStatus.RETURNED, ProposalStatus.COACHED)


def is_editable(proposal: Proposal) -> bool:
    return proposal.status == ProposalStatus.DRAFT or proposal.status in PARTLY_OPEN


def open_steps(proposal: Proposal, form: Questionnaire) -> list[int]:
    """The numbers of the steps that may be written now; after a return or coaching only those that were named."""
    steps = [section.number for section in form.sections]
    if proposal.status in PARTLY_OPEN:
        return [number for number in steps if number in proposal.reopened]
    return steps if is_editable(proposal) else []


def slots_of(form: Questionnaire, numbers: Sequence[int]) -> list[Slot]:
    """What may be attached in these steps, each once, in the order of the form."""
    here = (question for section in form.sections if section.number in numbers for question in section.questions)
    return list(dict.fromkeys(Slot(question.key) for question in here if question.kind == Kind.FILE))


def role_of(actor: Actor, proposal: Proposal, roles: Mapping[int, WriterRole]) -> WriterRole | None:
    """What this person is in the proposal: an office that helps the team stands in for its lead."""
    if actor.is_office(Permission.PROPOSALS_WRITE, proposal.area_code):
        return WriterRole.LEAD
    return roles.get(actor.account_id or 0)


def may_write(actor: Actor, proposal: Proposal, roles: Mapping[int, WriterRole]) -> bool:
    return role_of(actor, proposal, roles) in (WriterRole.LEAD, WriterRole.EDITOR)


TOLD = ("title", "summary", "need_text", "goals", "outcomes", "safety", "sustain")


def told_text(snapshot: Mapping[str, Any]) -> str:
    """What a proposal says in its own words, to be compared with others; no names, no telephones."""
    own = [value for value in snapshot.get("answers", {}).values() if isinstance(value, str)]
    plan = [row["content"] for row in snapshot.get("plan", [])]
    return "\n".join([*(str(snapshot.get(name, "")) for name in TOLD), *plan, *own])


def words_hash(snapshot: Mapping[str, Any]) -> str:
    """The hash of what was read out: neither files nor the answers of others belong to it."""
    beside = ("files", "backings", "partners")
    return content_hash({name: value for name, value in snapshot.items() if name not in beside})


def read_back_for(found: Sequence[ReadBack], snapshot: Mapping[str, Any]) -> ReadBack | None:
    """The read-back that covers this text, word for word."""
    digest = words_hash(snapshot)
    return next((one for one in found if one.content_hash == digest), None)


def content_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what was submitted; printed on the receipt."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
