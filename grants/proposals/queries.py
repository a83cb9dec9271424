"""Reading proposals, always as an actor; judges never read them here but through their assignments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, cast, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, Area, per_actor
from core.db import once
from core.errors import NotFound
from core.files.queries import Pair, list_attachments
from core.forms import Form, Raw, spread
from core.labels import Labelled
from core.merging import units
from core.permissions import Permission
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.contests.models import BackingKind, Contest, League
from grants.contests.queries import get_contest
from grants.contests.queries import visible_to as contests_visible_to
from grants.eligibility.rules import OF_EARLIER, OF_OTHERS, Earlier, Facts, Finding, findings, of_all
from grants.partners import queries as joint
from grants.partners.rules import lines
from grants.past import queries as past
from grants.proposals import rules
from grants.proposals.models import (
    BudgetLine,
    EligibilityCheck,
    MoneySource,
    PayeeKind,
    PlanLine,
    Proposal,
    ProposalStatus,
    ReadBack,
    Slot,
    Submission,
    TeamLine,
    Writer,
    WriterRole,
)
from grants.questions.models import Questionnaire
from grants.questions.queries import forms_of
from grants.questions.rules import pick, read
from incubator.groups.models import Group, Member, MemberRole, MemberStatus
from incubator.groups.queries import own_groups

ASKED = (
    # A sum of BIGINT is NUMERIC on PostgreSQL; money stays integer fen.
    select_columns(cast(func.coalesce(func.sum(col(BudgetLine.quantity) * col(BudgetLine.price_fen)), 0), BigInteger))
    .where(col(BudgetLine.proposal_id) == col(Proposal.id), col(BudgetLine.source) == MoneySource.ASKED)
    .correlate(Proposal)
    .scalar_subquery()
)


CODES: dict[str, type[Labelled]] = {"league": League, "payee_kind": PayeeKind}


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Offices by area; drafts of teams are shown to the offices that help them write, not to those that decide.

    Whoever has agreed to apply together with the team reads its proposal and writes nothing in it.
    """
    by_office = actor.office_within(Proposal.area_code, Permission.PROPOSALS_VIEW)
    helps = actor.office_within(Proposal.area_code, Permission.PROPOSALS_WRITE)
    sent = col(Proposal.status) != ProposalStatus.DRAFT
    named = select(Writer.proposal_id).where(Writer.account_id == actor.account_id)
    joined = col(Proposal.id).in_(joint.joined_by(actor))
    mine = or_(col(Proposal.group_id).in_(own_groups(actor)), col(Proposal.id).in_(named), joined)
    return or_(and_(by_office, or_(sent, helps)), mine)


def get_proposal(session: Session, actor: Actor, proposal_id: int) -> Proposal:
    proposal = session.exec(select(Proposal).where(Proposal.id == proposal_id, visible_to(actor))).first()
    if proposal is None:
        raise NotFound
    return proposal


def _lines_of(table: Any) -> Prepared:
    return Prepared(lambda proposal: select(table).where(table.proposal_id == proposal).order_by(col(table.id)))


_LINES = {"budget": _lines_of(BudgetLine), "plan": _lines_of(PlanLine), "team": _lines_of(TeamLine)}


def parts_of(session: Session, proposal_id: int) -> dict[str, Sequence[Any]]:
    """The rows below a proposal: budget, plan, team."""
    read = lambda: {name: list(lines(session, proposal=proposal_id)) for name, lines in _LINES.items()}  # noqa: E731
    return once(session, ("parts of proposal", proposal_id), read)


def form_of(session: Session, proposal: Proposal) -> Questionnaire:
    """The form of a proposal: of a draft the newest one that its amount picks, else the one it was handed in with."""
    if proposal.status != ProposalStatus.DRAFT and proposal.snapshot:
        return read(proposal.snapshot["form"])
    return pick(forms_of(session, contest_of(session, proposal)), asked_fen(session, proposal.id or 0))


def in_words(session: Session, proposal: Proposal, snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot with the codes in it as people read them, and the own answers beside the fixed parts."""
    contest = contest_of(session, proposal)
    costs = {rule["code"]: rule["zh"] for rule in contest.cost_rules}
    categories = codelists.labels(session, contest.area_code, "project_categories")
    shown = {name: value for name, value in snapshot.items() if name not in ("form", "answers")}
    shown |= snapshot.get("answers", {})
    shown |= {name: kind(shown[name]).label for name, kind in CODES.items() if name in shown}
    shown["category"] = categories.get(shown["category"], shown["category"])
    shown["backings"] = [row | {"kind": BackingKind(row["kind"]).label} for row in snapshot.get("backings", ())]
    shown["budget"] = [
        row
        | {"category": costs.get(row["category"], row["category"]), "source": MoneySource(row["source"]).label}
        | {"amount_fen": row["quantity"] * row["price_fen"]}
        for row in snapshot["budget"]
    ]
    return shown


def content_of(session: Session, proposal: Proposal, form: type[Form]) -> Raw:
    """What is stored of the fields of a form, as it would be typed; the telephone is never shown again."""
    parts = parts_of(session, proposal.id or 0) if _LINES.keys() & form.model_fields.keys() else {}
    return spread(form, {**rules.values_of(proposal), **parts, "leader_phone": None})


def units_of(session: Session, proposal: Proposal, form: type[Form]) -> dict[str, list[str]]:
    """The same by unit, to compare with what a page had loaded; the telephone as far as it is shown."""
    found = units(form, content_of(session, proposal, form))
    if "leader_phone" in found and proposal.leader_phone_masked:
        found["leader_phone"] = [proposal.leader_phone_masked]
    return found


def roles_of(session: Session, proposal: Proposal) -> dict[int, WriterRole]:
    """Account → role: as the lead decided, else from the roster of the group, whose leader leads."""
    return once(session, ("roles of proposal", proposal.id), lambda: _read_roles(session, proposal))


_ROSTER = Prepared(
    lambda group: select(Member.account_id, Member.role).where(
        Member.group_id == group, Member.status == MemberStatus.ACCEPTED, col(Member.account_id).is_not(None)
    )
)
_NAMED = Prepared(
    lambda proposal: select(Writer.account_id, Writer.role).where(
        Writer.proposal_id == proposal, col(Writer.account_id).is_not(None)
    )
)


def _read_roles(session: Session, proposal: Proposal) -> dict[int, WriterRole]:
    leads = {True: WriterRole.LEAD, False: WriterRole.EDITOR}
    roster = _ROSTER(session, group=proposal.group_id)
    found = {account: leads[role == MemberRole.LEADER] for account, role in roster}
    return found | dict(_NAMED(session, proposal=proposal.id).all())


def may_write(session: Session, actor: Actor, proposal: Proposal) -> bool:
    return rules.may_write(actor, proposal, roles_of(session, proposal))


_SUBMISSIONS = Prepared(
    lambda proposal: select(Submission).where(Submission.proposal_id == proposal).order_by(col(Submission.number))
)
_VERSIONS = Prepared(lambda proposal: select(func.count()).where(Submission.proposal_id == proposal))
_CHECKS = Prepared(
    lambda proposal: (
        select(EligibilityCheck).where(EligibilityCheck.proposal_id == proposal).order_by(col(EligibilityCheck.id))
    )
)


def submissions_of(session: Session, proposal_id: int) -> list[Submission]:
    """Every version that was handed in, the first one first."""
    return list(_SUBMISSIONS(session, proposal=proposal_id))


def count_submissions(session: Session, proposal_id: int) -> int:
    return _VERSIONS(session, proposal=proposal_id).one()


_READ_BACKS = Prepared(
    lambda proposal: select(ReadBack).where(ReadBack.proposal_id == proposal).order_by(col(ReadBack.id).desc())
)


def read_backs_of(session: Session, proposal_id: int) -> list[ReadBack]:
    """Each time that this proposal was read back to whoever wrote it on paper, the newest first."""
    return list(_READ_BACKS(session, proposal=proposal_id))


def checks_of(session: Session, proposal_id: int) -> list[EligibilityCheck]:
    read = lambda: list(_CHECKS(session, proposal=proposal_id))  # noqa: E731
    return once(session, ("checks of proposal", proposal_id), read)


def files_of(session: Session, proposal_id: int, slot: Slot | None = None) -> list[Pair]:
    """The attachments of a proposal, of all kinds or of one; the caller has seen that they may be read."""
    return list_attachments(session, "proposal", proposal_id, slot.value if slot else None)


def contest_of(session: Session, proposal: Proposal) -> Contest:
    return session.get_one(Contest, proposal.contest_id)


def group_of(session: Session, proposal: Proposal) -> Group:
    return session.get_one(Group, proposal.group_id)


_GONE = (ProposalStatus.WITHDRAWN, ProposalStatus.INELIGIBLE, ProposalStatus.DRAFT)
_WON = (ProposalStatus.AWARDED, ProposalStatus.FINISHED)


def _live_where(whose: Callable[[Any], ColumnElement[bool]]) -> Prepared:
    return Prepared(
        lambda contest, group, but: (
            select(Proposal.number)
            .where(Proposal.contest_id == contest, whose(group), col(Proposal.status).not_in(_GONE))
            .where(Proposal.id != but)
            .order_by(col(Proposal.id))
        )
    )


_LED = _live_where(lambda group: col(Proposal.group_id) == group)
_JOINED = _live_where(lambda group: col(Proposal.id).in_(joint.joined_by_group(group)))
_FUNDED = Prepared(
    lambda group, but: (
        select(Proposal)
        .where(or_(Proposal.group_id == group, col(Proposal.id).in_(joint.joined_by_group(group))))
        .where(Proposal.id != but, col(Proposal.status).in_(_WON))
        .order_by(col(Proposal.id))
    )
)


def shares_of(session: Session, proposal: Proposal) -> list[dict[str, Any]]:
    """Who takes which part of the money and of the work, the lead first; empty where it applies alone."""
    found = joint.partners_of(session, proposal.id or 0)
    return lines(group_of(session, proposal).name, proposal.own_share_fen, found)


def others_of(
    session: Session, contest: Contest, group_id: int, but: int | None = None, joins: bool = False
) -> list[str]:
    """The numbers of the other live proposals of a group in an edition; drafts are nobody's business yet.

    Leading and joining both count, unless the edition lets a group do each once: then only the same counts.
    """
    which = {"contest": contest.id, "group": group_id, "but": but or 0}
    led = [] if joins and contest.may_also_lead else list(_LED(session, **which))
    counts_joined = contest.partners_max and (joins or not contest.may_also_lead)
    return led + (list(_JOINED(session, **which)) if counts_joined else [])


def earlier_of(session: Session, group_id: int, but: int | None = None) -> list[Earlier]:
    """What a group has got money for, alone or with others, in any edition, those before this system among them."""
    found = _FUNDED(session, group=group_id, but=but or 0)
    return past.earlier_of(session, group_id) + [
        Earlier(
            one.number,
            one.title,
            clock.local(one.submitted_at or one.created_at).year,
            one.status == ProposalStatus.FINISHED,
        )
        for one in found
    ]


def findings_of(session: Session, proposal: Proposal) -> dict[str, Finding]:
    """What the records say to the rules that this edition asks for: of the lead, and of everybody who joins it."""
    contest = contest_of(session, proposal)
    facts = replace(
        facts_of(session, contest, group_of(session, proposal), proposal.id),
        league=proposal.league,
        payee_kind=proposal.payee_kind.value,
        title=proposal.title,
    )
    found = findings(contest.eligibility, facts)
    if not (partners := joint.live_of(session, proposal.id or 0)):
        return found
    rule_list = codelists.items(session, contest.area_code, "eligibility_rules")
    codes = [rule["code"] for rule in rule_list if rule.get("of_partners") and rule["code"] in contest.eligibility]
    group = lambda one: session.get_one(Group, one.group_id)  # noqa: E731
    theirs = {one.name: facts_of(session, contest, group(one), proposal.id, joins=True) for one in partners}
    return of_all(found, {name: findings(codes, facts) for name, facts in theirs.items()})


def facts_of(session: Session, contest: Contest, group: Group, but: int | None = None, joins: bool = False) -> Facts:
    """What is known of a group that would lead, or join, before it writes anything, as far as this edition asks."""
    asked = set(contest.eligibility)
    return Facts(
        group=group,
        today=clock.today(),
        leagues=[rule["league"] for rule in contest.leagues],
        payee_kinds=contest.payee_kinds,
        earlier=earlier_of(session, group.id or 0, but) if asked & OF_EARLIER else (),
        others=others_of(session, contest, group.id or 0, but, joins) if asked & OF_OTHERS else (),
    )


_UP_AND_DOWN = Prepared(
    lambda proposal, source: select(Proposal).where(or_(Proposal.id == source, Proposal.put_forward_from == proposal))
)


def put_forward_of(session: Session, proposal: Proposal) -> list[tuple[str, Proposal]]:
    """From which winner of a narrower edition this was put forward, and as what this was put forward itself."""
    found = _UP_AND_DOWN(session, proposal=proposal.id, source=proposal.put_forward_from or 0)
    told = [("推荐自" if one.id == proposal.put_forward_from else "已推荐上报", one) for one in found]
    return sorted(told, key=lambda pair: pair[1].id or 0)


def list_of_contest(session: Session, actor: Actor, contest_id: int, *states: ProposalStatus) -> list[Proposal]:
    contest = get_contest(session, actor, contest_id)
    chosen = select(Proposal).where(Proposal.contest_id == contest.id, visible_to(actor))
    if states:
        chosen = chosen.where(col(Proposal.status).in_(states))
    return list(session.exec(chosen.order_by(col(Proposal.number))))


_ASKED = Prepared(lambda proposal: select_columns(ASKED).select_from(Proposal).where(col(Proposal.id) == proposal))


def asked_fen(session: Session, proposal_id: int) -> int:
    """What a proposal asks for, in fen, by its budget as it stands now."""
    return once(session, ("asked by proposal", proposal_id), lambda: _ASKED(session, proposal=proposal_id).one()[0])


def contest_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    seen = select(Contest.id, Contest.title).where(contests_visible_to(actor))
    rows = session.exec(seen.order_by(col(Contest.id).desc()).limit(200))
    return [(str(number), title) for number, title in rows]


def _of_contest(value: str) -> ColumnElement[bool]:
    return col(Proposal.contest_id) == (int(value) if value.isascii() and value.isdigit() and len(value) < 18 else -1)


TABLE = Table(
    model=Proposal,
    columns=(
        Col("title", "项目名称", col(Proposal.title)),
        Col("number", "编号", col(Proposal.number), is_sortable=True),
        Col("group", "申报团队", col(Group.name)),
        Col("community", "落地社区", col(Area.name)),
        Col("league", "组别", col(Proposal.league)),
        Col("asked", "申请金额（元）", ASKED, kind="money"),
        Col("submitted_at", "提交时间", col(Proposal.submitted_at), kind="datetime"),
        Col("status", "状态", col(Proposal.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Proposal.status), ProposalStatus.choices()),
        Filter("contest_id", "大赛", col(Proposal.contest_id), contest_choices, condition=_of_contest),
    ),
    search=Proposal.search_text,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Proposal.group_id)).join(
        Area, col(Area.code) == col(Proposal.area_code)
    ),
    empty_text="还没有申报书。",
)
