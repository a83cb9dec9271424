"""Every change to proposals: drafting step by step, submission with receipt, eligibility check."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from core import audit, clock, codelists, vault
from core.access import Actor, area_name
from core.changes import add, edit, require
from core.db import hold, once
from core.errors import Forbidden, Invalid, Refused, WrongState
from core.forms import Form, max_length_of, spread
from core.issued.actions import issue
from core.lazy import Lazy
from core.merging import Merged, Seen, Units, merge, tags, units
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from core.workflow import EFFECT
from grants.backing.actions import recall
from grants.backing.models import BackingStatus
from grants.backing.queries import live_of
from grants.contests.models import Contest
from grants.contests.queries import get_contest, parents_of
from grants.contests.rules import is_call_open, takes_from
from grants.eligibility.rules import LEAGUE_OF, UNKNOWN, answers_of
from grants.partners import queries as joint
from grants.partners.actions import recall as recall_partner
from grants.proposals import documents, queries, rules
from grants.proposals.forms import BudgetRow, CheckForm, ReturnForm, StartForm
from grants.proposals.models import (
    BudgetLine,
    EligibilityCheck,
    PlanLine,
    Proposal,
    ProposalStatus,
    Slot,
    Submission,
    TeamLine,
    Writer,
    WriterRole,
)
from grants.proposals.workflow import PROPOSAL
from grants.questions.actions import adopt
from grants.questions.rules import own_answers, stored
from grants.similarity.rules import signature
from incubator.groups.actions import require_own

PLAIN = (
    "number",
    "title",
    "category",
    "months",
    "beneficiaries",
    "service_times",
    "target",
    "experience",
    "payee_name",
    "summary",
    "need_text",
    "goals",
    "outcomes",
    "safety",
    "sustain",
    "team_intro",
)
ROWS = {"budget": BudgetLine, "plan": PlanLine, "team": TeamLine}


def start_proposal(session: Session, actor: Actor, data: StartForm) -> Proposal:
    """A draft of a group for an open edition; its league follows from the group's legal status."""
    contest = get_contest(session, actor, data.contest_id)
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.PROPOSALS_WRITE, group.area_code)
    if not is_call_open(contest, clock.arrival()):
        raise WrongState("这一届大赛现在不在征集期内。")
    if not takes_from(contest, group.area_code):
        where = area_name(session, contest.area_code)
        raise Refused(f"这一届是{contest.level.label}大赛，只有{where}的团队可以申报。", field="group_id")
    if group.id in [one.group_id for one in parents_of(session, contest)]:
        raise Refused("这一届用的是这个组织的项目资金，它自己不能申报。", field="group_id")
    adopt(session, contest, actor.account_id)
    proposal = Proposal(
        number=next_number(session, group.area_code, "SB"),
        area_code=group.area_code,
        contest_id=contest.id,
        group_id=group.id,
        league=LEAGUE_OF[group.legal_status],
        title=data.title,
        search_text=search_text(data.title, group.name),
        leader_name=group.leader_name,
        precheck=answers_of(data.answered),
    )
    add(session, actor, proposal, contest=contest.id, group=group.id)
    if not actor.is_office(Permission.PROPOSALS_WRITE, group.area_code):
        session.add(Writer(proposal_id=proposal.id, account_id=actor.account_id, role=WriterRole.LEAD))
        session.flush()
    return proposal


def save_step(
    session: Session, actor: Actor, proposal: Proposal, data: Form, version: int | None, seen: Seen | None = None
) -> Merged:
    """Keep a part of the draft as far as it is filled in, and tell what came of it.

    With ``seen`` only what the page changed is written, field by field and row by row, and what somebody else changed
    too is left for the person to decide; without it the version guards the whole draft.
    """
    require_writer(session, actor, proposal)
    session.flush()
    hold(session, proposal)
    if not rules.is_editable(proposal):
        raise WrongState("申报书已提交，不能再改。征集期内可以先撤回修改。")
    theirs = queries.units_of(session, proposal, type(data))
    merged = merge(seen or Seen(tags(theirs)), _units_sent(proposal, data, theirs), theirs)
    _check_open(session, proposal, merged)
    values = _apart(proposal, data, merged) | _write_rows(session, proposal, data, merged)
    values |= phone_columns(session, proposal, values.pop("leader_phone", None))
    if "title" in values:
        values["search_text"] = search_text(values["title"], queries.group_of(session, proposal).name)
    if values and proposal.signed_off_at:
        values |= {"signed_off_at": None, "signed_off_by": None}  # what was signed is no longer what stands there
    edit(session, actor, proposal, values, version if seen is None else None)
    return merged


def _check_open(session: Session, proposal: Proposal, merged: Merged) -> None:
    """A correction may change what it was asked for, and nothing else."""
    if proposal.status == ProposalStatus.DRAFT:
        return
    shut = (
        "这一部分没有退回补正，不能改。"
        if proposal.status == ProposalStatus.RETURNED
        else "这一部分没有打开优化，不能改。"
    )
    form = queries.form_of(session, proposal)
    opened = rules.open_steps(proposal, form)
    allowed = {one.key for section in form.sections if section.number in opened for one in section.questions}
    for unit in (*merged.ours, *merged.joined):
        if (name := unit.partition(".")[0]) not in allowed:
            raise Refused(shut, field=name)


def return_proposal(session: Session, actor: Actor, proposal: Proposal, data: ReturnForm) -> None:
    """Ask for a correction, once: its own clock runs, and only the named parts can be written."""
    facts = rule_facts(session, proposal)
    parts = sorted(set(data.parts))
    known = {section.number for section in queries.form_of(session, proposal).sections}
    if not known.issuperset(parts):
        raise Refused("请从列表中选择。", field="parts")
    changed = {"reopened": parts, "returned_at": facts["now"], "signed_off_at": None, "signed_off_by": None}
    PROPOSAL.fire(session, actor, proposal, "return", data.reason, facts=facts, **changed)


def require_writer(session: Session, actor: Actor, proposal: Proposal) -> None:
    """Refuse who may only read this proposal, on every path by which it is written."""
    require(actor, Permission.PROPOSALS_WRITE)
    if not queries.may_write(session, actor, proposal):
        raise Forbidden("您在这份申报书里只能查看。要修改，请主笔把您改为编辑。")


def _units_sent(proposal: Proposal, data: Form, theirs: Units) -> Units:
    """What was sent, by unit; a telephone that is not typed again, or is the same, is no change."""
    mine = units(type(data), spread(type(data), data))
    if phone := getattr(data, "leader_phone", None):
        is_same = vault.blind_index(phone, "phone") == proposal.leader_phone_index
    else:
        is_same = True
    return mine | {"leader_phone": theirs["leader_phone"]} if is_same and "leader_phone" in theirs else mine


def _values(data: Form, merged: Merged) -> dict[str, Any]:
    """The plain fields to write; two texts that are to stand one after the other must still fit."""
    values = {name: getattr(data, name) for name in merged.ours if "." not in name}
    for name, text in merged.joined.items():
        longest = max_length_of(type(data).model_fields[name])
        if longest is not None and len(text) > longest:
            raise Refused(f"接在一起有 {len(text)} 字，最多 {longest} 字。请删减后选“用我上面写的”。", field=name)
        values[name] = text
    return values


def _apart(proposal: Proposal, data: Form, merged: Merged) -> dict[str, Any]:
    """The columns to write: those of the fixed parts, and the one that holds the answers to the edition's questions."""
    plain = _values(data, merged)
    own = {name: _kept(value) for name, value in plain.items() if name.startswith("q_")}
    own |= _own_rows(proposal, data, merged)
    if not own:
        return plain
    return {name: value for name, value in plain.items() if name not in own} | {"answers": proposal.answers | own}


def _kept(value: Any) -> Any:
    """An own answer as JSON holds it: amounts stay integer fen, other numbers and days are text."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _own_rows(proposal: Proposal, data: Form, merged: Merged) -> dict[str, list[Any]]:
    """The own tables in which this page changed a row: each with its other rows as they are stored."""
    found: dict[str, dict[str, Any]] = {}
    for unit in merged.ours:
        name, dot, uid = unit.partition(".")
        if dot and name.startswith("q_"):
            rows = found.setdefault(name, {row["uid"]: row for row in proposal.answers.get(name, [])})
            sent = next((row for row in getattr(data, name) if row.uid == uid), None)
            if sent is None:
                rows.pop(uid, None)
            else:
                rows[uid] = {cell: _kept(getattr(sent, cell)) for cell in type(sent).model_fields}
    return {name: list(rows.values()) for name, rows in found.items()}


def phone_columns(session: Session, proposal: Proposal, phone: str | None) -> dict[str, Any]:
    """The leader's telephone as it is kept: sealed under the proposal's own key, masked, found by an index."""
    if phone is None:
        return {}
    key_id = proposal.person_key_id or vault.new_person_key(session)
    return {
        "person_key_id": key_id,
        "leader_phone_sealed": vault.seal(session, key_id, "proposal", "leader_phone", phone),
        "leader_phone_masked": vault.mask_phone(phone),
        "leader_phone_index": vault.blind_index(phone, "phone"),
    }


def _write_rows(session: Session, proposal: Proposal, data: Form, merged: Merged) -> dict[str, Any]:
    """Add, change and remove the rows that this page changed, and no others; the draft's version grows with them."""
    tables = ROWS.keys() & type(data).model_fields.keys()
    if not tables:
        return {}
    sent = {f"{name}.{row.uid}": row for name in tables for row in getattr(data, name)}
    _check_lines(queries.contest_of(session, proposal), getattr(data, "budget", ()), merged)
    parts = queries.parts_of(session, proposal.id or 0)
    there = {f"{name}.{row.uid}": row for name in tables for row in parts[name]}
    ours = [unit for unit in merged.ours if unit.partition(".")[0] in tables]
    for unit in ours:
        row, line = sent.get(unit), there.get(unit)
        if row is None:
            session.delete(line)
        elif line is None:
            session.add(ROWS[unit.partition(".")[0]](proposal_id=proposal.id, **row.model_dump()))
        else:
            for name, value in row.model_dump().items():
                setattr(line, name, value)
    session.flush()
    return {"touched_at": clock.now()} if ours else {}


def _check_lines(contest: Contest, rows: Sequence[BudgetRow], merged: Merged) -> None:
    known, problems = {rule["code"] for rule in contest.cost_rules}, {}
    for place, row in enumerate(rows):
        if f"budget.{row.uid}" not in merged.ours:
            continue
        if row.category not in known:
            problems[f"budget.{place}.category"] = "请从列表中选择科目。"
        if wrong := rules.forbidden_word(contest, row.item):
            problems[f"budget.{place}.item"] = f"“{row.item}”属于禁列项：{wrong}。请改为允许的支出。"
    if problems:
        raise Invalid(problems)


def gaps_of(session: Session, proposal: Proposal) -> list[str]:
    """What the form of this proposal still asks for before it may be handed in."""
    if not rules.is_editable(proposal):
        return []
    number = proposal.id or 0
    beside = {"backings": live_of(session, number), "partners": joint.live_of(session, number)}
    parts = queries.parts_of(session, number) | beside | {"slots": _slots_of(session, proposal)}
    return rules.gaps(proposal, queries.contest_of(session, proposal), parts, queries.form_of(session, proposal))


def rule_facts(session: Session, proposal: Proposal) -> Lazy[Any]:
    """What the rules of the workflow look at."""
    contest, checks = queries.contest_of(session, proposal), lambda: queries.checks_of(session, proposal.id or 0)
    return Lazy(
        {
            "contest": lambda: contest,
            "gaps": lambda: gaps_of(session, proposal),
            "checks": checks,
            "roles": lambda: queries.roles_of(session, proposal),
            "has_paper": lambda: Slot.PAPER.value in _slots_of(session, proposal),
            "is_read_back": lambda: is_read_back(session, proposal),
            "is_checked": lambda: {c.rule for c in checks()} >= set(contest.eligibility),
            "now": clock.arrival,
            "today": clock.today,
        }
    )


def _slots_of(session: Session, proposal: Proposal) -> list[str]:
    return [one.slot for one, _file in queries.files_of(session, proposal.id or 0)]


def is_read_back(session: Session, proposal: Proposal) -> bool:
    """Whether whoever wrote it on paper has agreed to the text as it stands now."""
    found = queries.read_backs_of(session, proposal.id or 0)
    return bool(found) and rules.read_back_for(found, snapshot_of(session, proposal)) is not None


def snapshot_of(session: Session, proposal: Proposal) -> dict[str, Any]:
    """What is frozen and hashed at submission: the questions, the answers, everything that judges will read.

    No telephone is in it. The form is in it whole, so that nothing that an office changes later can reach it.
    """
    return once(session, ("snapshot of proposal", proposal.id), lambda: _snapshot(session, proposal))


def _snapshot(session: Session, proposal: Proposal) -> dict[str, Any]:
    parts, form = queries.parts_of(session, proposal.id or 0), queries.form_of(session, proposal)
    return {
        **{name: getattr(proposal, name) for name in PLAIN},
        "league": proposal.league.value,
        "payee_kind": proposal.payee_kind.value,
        **{
            name: [row.model_dump(mode="json", exclude={"id", "created_at", "proposal_id"}) for row in rows]
            for name, rows in parts.items()
        },
        "answers": own_answers(form, proposal.league, rules.values_of(proposal)),
        "form": stored(form),
        "files": [
            {"slot": one.slot, "sha256": file.sha256, "size": file.size}
            for one, file in queries.files_of(session, proposal.id or 0)
        ],
        "backings": [
            {"kind": one.kind.value, "name": one.name, "opinion": one.opinion}
            for one in live_of(session, proposal.id or 0)
            if one.status == BackingStatus.ACCEPTED
        ],
        "partners": queries.shares_of(session, proposal),
    }


def snapshot_now(session: Session, proposal: Proposal) -> Mapping[str, Any]:
    """What is to be read of a proposal: what was handed in, as long as it stands; else what is written now."""
    if proposal.snapshot and not rules.is_editable(proposal):
        return proposal.snapshot
    return snapshot_of(session, proposal)


def submit_proposal(session: Session, actor: Actor, proposal: Proposal, reason: str | None = None) -> None:
    """Hand the proposal in, as long as the call is open or a correction was asked for."""
    hand_in(session, actor, proposal, "submit", {})


def hand_in(session: Session, actor: Actor, proposal: Proposal, verb: str, more: Mapping[str, Any]) -> None:
    """A version with server time, receipt and content hash; what breaks a rule is listed in the refusal."""
    facts = rule_facts(session, proposal) | more
    if facts["gaps"]:
        raise Refused("".join(facts["gaps"]))
    known = queries.findings_of(session, proposal)
    if broken := {code: one.evidence for code, one in known.items() if one.holds is False}:
        labels = {r["code"]: r for r in _eligibility_rules(session, facts["contest"])}
        told = (f"{labels[code]['zh']}：不符合（{why}）。{labels[code]['cure_zh']}" for code, why in broken.items())
        raise Refused("".join(told))
    snapshot = snapshot_of(session, proposal)
    PROPOSAL.check(PROPOSAL.find(verb, proposal.status), actor, proposal, None, facts)  # before a number is taken
    receipt, digest = next_number(session, proposal.area_code, "HZ"), rules.content_hash(snapshot)
    PROPOSAL.fire(
        session,
        actor,
        proposal,
        verb,
        facts=facts,
        signed_off_at=proposal.signed_off_at or facts["now"],
        signed_off_by=proposal.signed_off_by or actor.account_id,
        submitted_at=facts["now"],
        submitted_by=actor.account_id,
        receipt_number=receipt,
        content_hash=digest,
        snapshot=snapshot,
        signature=signature(rules.told_text(snapshot)),
    )
    version = Submission(
        proposal_id=proposal.id,
        number=queries.count_submissions(session, proposal.id or 0) + 1,
        submitted_at=facts["now"],
        submitted_by=actor.account_id,
        receipt_number=receipt,
        content_hash=digest,
        snapshot=snapshot,
    )
    session.add(version)
    session.flush()


def _eligibility_rules(session: Session, contest: Contest) -> list[dict[str, Any]]:
    return codelists.items(session, contest.area_code, "eligibility_rules")


def fire(session: Session, actor: Actor, proposal: Proposal, verb: str, reason: str | None = None) -> None:
    """Move a proposal on, as an office does."""
    PROPOSAL.fire(session, actor, proposal, verb, reason, facts=rule_facts(session, proposal))


def withdraw(session: Session, actor: Actor, proposal: Proposal, reason: str | None = None) -> None:
    """Give a proposal up: whoever was asked to stand behind it or to join it need not answer any more."""
    fire(session, actor, proposal, "withdraw", reason)
    for asked in live_of(session, proposal.id or 0):
        recall(session, actor, asked)
    for partner in joint.live_of(session, proposal.id or 0):
        recall_partner(session, actor, partner)


def follow(session: Session, actor: Actor, proposal: Proposal, verb: str) -> None:
    """Move a proposal on because of what happened above: the list of awards, the end of its project."""
    PROPOSAL.fire(session, actor, proposal, verb, facts=rule_facts(session, proposal) | EFFECT)


def pass_check(session: Session, actor: Actor, proposal: Proposal, reason: str | None = None) -> None:
    """Every rule holds: the proposal goes on to judging, and the check list is issued."""
    fire(session, actor, proposal, "pass")
    _print_checks(session, actor, proposal)


def refuse_check(session: Session, actor: Actor, proposal: Proposal, reason: str | None = None) -> None:
    """A rule does not hold: the proposal ends here, and the check list says why."""
    fire(session, actor, proposal, "refuse", reason)
    _print_checks(session, actor, proposal)


def _print_checks(session: Session, actor: Actor, proposal: Proposal) -> None:
    contest, group = queries.contest_of(session, proposal), queries.group_of(session, proposal)
    rules_by_code = {rule["code"]: rule["zh"] for rule in _eligibility_rules(session, contest)}
    known = queries.findings_of(session, proposal)
    rows = [
        (rules_by_code.get(check.rule, check.rule), known.get(check.rule, UNKNOWN), check)
        for check in queries.checks_of(session, proposal.id or 0)
    ]
    blocks = documents.check_blocks(proposal, contest, group, rows, actor.name)
    issuer = area_name(session, contest.area_code)
    issue(session, actor, proposal, "eligibility", "ZGS", "项目资格审查表", blocks, issuer=issuer)


def check_eligibility(session: Session, actor: Actor, proposal: Proposal, data: CheckForm) -> None:
    """Keep the check list; a later answer to the same rule replaces the earlier one and the record shows both."""
    require(actor, Permission.PROPOSALS_SCREEN, queries.contest_of(session, proposal).area_code)
    if proposal.status != "SUBMITTED":
        raise WrongState("只有已提交的申报书可以做资格审查。")
    known = set(queries.contest_of(session, proposal).eligibility)
    before = {check.rule: check for check in queries.checks_of(session, proposal.id or 0)}
    for row in data.checks:
        if row.rule not in known:
            raise Refused("没有这条资格条件。", field="checks")
        check = before.get(row.rule) or EligibilityCheck(proposal_id=proposal.id, rule=row.rule, result=row.result)
        check.result, check.note, check.checked_by = row.result, row.note, actor.account_id
        session.add(check)
    results = {row.rule: row.result.value for row in data.checks}
    audit.record(session, actor, "proposal.check", proposal, results=results)
