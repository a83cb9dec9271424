"""Reading conflicts as an office, and the search of our own records for them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from core import clock, codelists, vault
from core.access import Actor, per_actor
from core.accounts.models import Account
from core.accounts.queries import sign_in_of
from core.accounts.rules import normal_sign_in
from core.db import once
from core.errors import NotFound
from core.permissions import Permission
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.backing.queries import live_of
from grants.conflicts import rules
from grants.contests.models import Contest
from grants.contests.queries import parents_of
from grants.panels import queries as panels
from grants.panels.models import ConflictStatus, Declaration, DeclaredBy, Panel, PanelSeat, SeatStatus
from grants.panels.rules import UNDER_WAY
from grants.partners.queries import partners_of
from grants.proposals.models import Proposal, ProposalStatus, TeamLine
from grants.proposals.queries import visible_to as proposals_visible_to
from grants.sheets.queries import eligible
from incubator.dealings.queries import dealings_of
from incubator.dealings.rules import Dealing, Somebody, by_name, plain_name
from incubator.groups.queries import names_of, own_groups

FUNDED = (ProposalStatus.AWARDED, ProposalStatus.FINISHED)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Recusals, for the offices that run and oversee judging; what was declared to be free is no record to list."""
    return and_(
        actor.office_within(Declaration.area_code, Permission.JUDGING_VIEW), col(Declaration.reason).is_not(None)
    )


def kinds_for(session: Session, panel: Panel) -> dict[str, dict[str, Any]]:
    """The kinds of trace that count in this edition; a community's own contest does not look at communities."""
    wanted = set(panel.rules.get("conflict_kinds", codelists.shipped()["scoring_rules"]["conflict_kinds"]))
    if not panel.area_code.endswith("000"):
        wanted.discard("COMMUNITY")
    found = codelists.items(session, panel.area_code, "conflict_kinds")
    return {kind["code"]: kind for kind in found if kind["code"] in wanted}


def sittings_of(session: Session, panel: Panel) -> list[rules.Sitting]:
    """The judges who are invited or sit, with what identifies them."""
    here = (PanelSeat.panel_id == panel.id, col(PanelSeat.status).in_((SeatStatus.INVITED, SeatStatus.ACCEPTED)))
    joined = select(PanelSeat, Account).join(Account, col(Account.id) == col(PanelSeat.account_id))
    return [
        rules.Sitting(seat.id or 0, _somebody(session, seat, account), seat.community_code)
        for seat, account in session.exec(joined.where(*here).order_by(col(PanelSeat.id)))
    ]


def _somebody(session: Session, seat: PanelSeat, account: Account) -> Somebody:
    sealed = sign_in_of(session, account)
    phone = sealed if sealed.isdigit() else ""
    return Somebody(account.id or 0, account.name, seat.organisation, normal_sign_in(phone))


def items_of(session: Session, panel: Panel) -> list[rules.Item]:
    proposals = eligible(session, panel)
    lines = select(TeamLine.proposal_id, TeamLine.name).where(col(TeamLine.proposal_id).in_([p.id for p in proposals]))
    team: dict[int, list[str]] = {}
    for proposal_id, name in session.exec(lines):
        team.setdefault(proposal_id, []).append(name)
    parents = [one.group_id for one in parents_of(session, session.get_one(Contest, panel.contest_id))]
    holders = names_of(session, parents) if parents else {}
    return [_item(session, proposal, team.get(proposal.id or 0, []), holders) for proposal in proposals]


def _item(session: Session, proposal: Proposal, team: list[str], holders: dict[int, str]) -> rules.Item:
    phone = vault.open_if_kept(
        session, proposal.person_key_id, "proposal", "leader_phone", proposal.leader_phone_sealed
    )
    partners = partners_of(session, proposal.id or 0)
    answered = {one.answered_by for one in (*live_of(session, proposal.id or 0), *partners)}
    authors = {proposal.created_by, proposal.submitted_by, *answered} - {None}
    return rules.Item(
        proposal.id or 0,
        proposal.group_id,
        proposal.area_code,
        (*team, *([proposal.leader_name] if proposal.leader_name else [])),
        proposal.payee_name,
        phone,
        frozenset(authors),  # type: ignore[arg-type]
        tuple(one.group_id for one in partners),
        holders,
    )


def earlier_teams(session: Session, panel: Panel, people: list[Somebody], groups: list[int]) -> Iterable[Dealing]:
    """Whose name stands in the team list of an earlier funded project of one of these groups."""
    named = by_name(people)
    joined = select(TeamLine.name, Proposal).join(Proposal, col(Proposal.id) == col(TeamLine.proposal_id))
    here = (col(Proposal.group_id).in_(groups), Proposal.contest_id != panel.contest_id)
    for name, proposal in session.exec(joined.where(*here, col(Proposal.status).in_(FUNDED))):
        for person in named.get(plain_name(name), ()):
            on = clock.local(proposal.submitted_at or proposal.created_at).date()
            said = f"这个组织以前的项目“{proposal.title}”团队名单里有一位也叫{person.name}。"
            yield Dealing("PROJECT", person.account_id, proposal.group_id, on, said)


def search(session: Session, panel: Panel) -> list[rules.Found]:
    """What the records say now about every judge and every proposal of the panel."""
    sittings, items = sittings_of(session, panel), items_of(session, panel)
    people, groups = (
        [sitting.person for sitting in sittings],
        sorted({group for item in items for group in (*item.groups, *item.holders)}),
    )
    dealings = [*dealings_of(session, people, groups), *earlier_teams(session, panel, people, groups)]
    return rules.find(sittings, items, dealings, kinds_for(session, panel), clock.today())


def panel_facts(session: Session, row: Declaration) -> dict[str, Any]:
    """What the rules of a conflict look at."""
    panel = session.get_one(Panel, row.panel_id)
    return {"panel": panel, "seats": panels.seats_of(session, row.panel_id)}


_TITLES = Prepared(
    lambda panel: (
        select(Proposal.id, Proposal.title)
        .join(Declaration, col(Declaration.proposal_id) == col(Proposal.id))
        .where(Declaration.panel_id == panel)
    )
)


def name_of(session: Session, actor: Actor, row: Declaration) -> str:
    """Which judge keeps out of what; read by offices only, as the facts below it are."""
    judge = panels.seat_names(session, row.panel_id).get(row.seat_id, "")
    titles = once(
        session, ("conflicts on panel", row.panel_id), lambda: dict(_TITLES(session, panel=row.panel_id).all())
    )
    title = titles[row.proposal_id]
    return f"{judge}回避“{title}”"


def lines_of(session: Session, actor: Actor, row: Declaration) -> list[tuple[str, Any]]:
    """The facts of a conflict as its page shows them."""
    proposal, kinds = (
        session.get_one(Proposal, row.proposal_id),
        panels.labels(session, row.area_code, "conflict_kinds"),
    )
    reasons = panels.labels(session, row.area_code, "recusal_reasons")
    decider = session.get(Account, row.decided_by) if row.decided_by else None
    return [
        ("评委", panels.seat_names(session, row.panel_id).get(row.seat_id)),
        ("申报书", f"{proposal.number} {proposal.title}"),
        ("来源", row.origin.label),
        ("线索", kinds.get(row.kind)),
        ("回避情形", reasons.get(row.reason or "", row.reason)),
        ("依据或说明", row.note),
        ("认定人", decider.name if decider else None),
        ("认定说明", row.decision),
    ]


@per_actor
def applicant_of(actor: Actor) -> ColumnElement[bool]:
    """The proposals for which this actor may ask for a recusal: the own team's, or those that an office writes for."""
    helps = actor.office_within(Proposal.area_code, Permission.PROPOSALS_SUBMIT)
    return and_(proposals_visible_to(actor), helps | col(Proposal.group_id).in_(own_groups(actor)))


def get_own(session: Session, actor: Actor, proposal_id: int) -> Proposal:
    """A proposal for which this actor may ask for a recusal."""
    proposal = session.exec(select(Proposal).where(Proposal.id == proposal_id, applicant_of(actor))).first()
    if proposal is None:
        raise NotFound
    return proposal


def open_panel_of(session: Session, proposal: Proposal) -> Panel | None:
    """The panel before which this proposal stands, while its judges are told to applicants and it is under way."""
    if proposal.status != ProposalStatus.ELIGIBLE:
        return None
    panel = panels.panel_of(session, proposal.contest_id)
    return panel if panel and panel.is_named and panel.status in UNDER_WAY else None


def judges_of(session: Session, panel: Panel) -> list[tuple[int, str, str]]:
    """Seat, name and organisation of every judge who accepted, whoever of them scores this or that proposal."""
    here = (PanelSeat.panel_id == panel.id, PanelSeat.status == SeatStatus.ACCEPTED)
    joined = select(PanelSeat.id, Account.name, PanelSeat.organisation)
    joined = joined.join(Account, col(Account.id) == col(PanelSeat.account_id))
    return list(session.exec(joined.where(*here).order_by(col(PanelSeat.id))).all())  # type: ignore[arg-type]


def asked_for(session: Session, proposal: Proposal) -> list[tuple[Declaration, str]]:
    """What the applicant asked for, with the judge's name and what became of it."""
    mine = (Declaration.proposal_id == proposal.id, Declaration.origin == DeclaredBy.APPLICANT)
    joined = select(Declaration, Account.name).join(PanelSeat, col(PanelSeat.id) == col(Declaration.seat_id))
    joined = joined.join(Account, col(Account.id) == col(PanelSeat.account_id))
    return list(session.exec(joined.where(*mine).order_by(col(Declaration.id))).all())


def _reasons() -> dict[str, str]:
    return codelists.labels(None, "", "recusal_reasons")


TABLE = Table(
    model=Declaration,
    columns=(
        Col("judge", "评委", col(Account.name)),
        Col("proposal", "申报书", col(Proposal.number)),
        Col("title", "项目名称", col(Proposal.title)),
        Col("reason", "回避情形", col(Declaration.reason), show=lambda code: _reasons().get(code, code)),
        Col("note", "依据或说明", col(Declaration.note)),
        Col("origin", "来源", col(Declaration.origin)),
        Col("created_at", "时间", col(Declaration.created_at), kind="datetime"),
        Col("status", "状态", col(Declaration.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Declaration.status), ConflictStatus.choices()),
        Filter("origin", "来源", col(Declaration.origin), DeclaredBy.choices()),
    ),
    search=Account.name,
    join=lambda statement: (
        statement.join(PanelSeat, col(PanelSeat.id) == col(Declaration.seat_id))
        .join(Account, col(Account.id) == col(PanelSeat.account_id))
        .join(Proposal, col(Proposal.id) == col(Declaration.proposal_id))
    ),
    empty_text="还没有回避。",
)
