"""Reading awards, payees and agreements as an actor."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import Actor, per_actor
from core.errors import NotFound
from core.ledger import Fund
from core.notices.queries import is_final
from core.permissions import Permission as P
from core.tables import Col, Filter, Table
from grants.awards.models import Agreement, AgreementStatus, Award, AwardShare, AwardStatus, Payee, PayeeStatus
from grants.backing.models import Backing, BackingStatus
from grants.contests.models import BackingKind, Contest, League
from grants.proposals.models import Proposal
from incubator.groups.models import Group
from incubator.groups.queries import own_groups


def _theirs(actor: Actor, model: Any, permission: P) -> ColumnElement[bool]:
    return or_(actor.office_within(model.area_code, permission), col(model.group_id).in_(own_groups(actor)))


@per_actor
def awards_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Teams see their award once it is public, not while it is being decided."""
    own = col(Award.group_id).in_(own_groups(actor)) & (col(Award.status) != AwardStatus.PROPOSED)
    return or_(actor.office_within(Award.area_code, P.AWARDS_VIEW), own)


@per_actor
def payees_visible_to(actor: Actor) -> ColumnElement[bool]:
    return _theirs(actor, Payee, P.PAYMENTS_VIEW)


@per_actor
def agreements_visible_to(actor: Actor) -> ColumnElement[bool]:
    return _theirs(actor, Agreement, P.AWARDS_VIEW)


def get_award(session: Session, actor: Actor, award_id: int) -> Award:
    award = session.exec(select(Award).where(Award.id == award_id, awards_visible_to(actor))).first()
    if award is None:
        raise NotFound
    return award


def get_payee(session: Session, actor: Actor, payee_id: int) -> Payee:
    payee = session.exec(select(Payee).where(Payee.id == payee_id, payees_visible_to(actor))).first()
    if payee is None:
        raise NotFound
    return payee


def same_account(session: Session, actor: Actor, group_ids: Iterable[int]) -> list[tuple[Payee, Payee]]:
    """(payee of one of these groups, payee of another group) wherever both have the same account number.

    Compared by the blind index; a fiscal host that serves several groups is found too, which is no fault of anybody.
    """
    other = aliased(Payee)
    here = (col(Payee.group_id).in_(list(group_ids)), Payee.account_index != "", payees_visible_to(actor))
    shared = and_(other.account_index == Payee.account_index, other.group_id != Payee.group_id)
    found = session.exec(select(Payee, other).join(other, shared).where(*here).order_by(col(Payee.id), other.id))
    return [pair for pair in found if _may_see(actor, pair[1])]


def _may_see(actor: Actor, payee: Payee) -> bool:
    return actor.is_office(P.PAYMENTS_VIEW, payee.area_code)


def awards_of(session: Session, contest_id: int) -> list[Award]:
    gone = Award.status != AwardStatus.REVOKED
    return list(session.exec(select(Award).where(Award.contest_id == contest_id, gone).order_by(col(Award.id))))


def shares_of(session: Session, award_id: int) -> list[tuple[AwardShare, Fund]]:
    chosen = select(AwardShare, Fund).join(Fund, col(Fund.id) == col(AwardShare.fund_id))
    return list(session.exec(chosen.where(AwardShare.award_id == award_id).order_by(col(AwardShare.fund_id))))


def award_facts(session: Session, award: Award) -> dict[str, Any]:
    return {"is_final": is_final(session, "contest", award.contest_id)}


def agreement_facts(session: Session, agreement: Agreement) -> dict[str, Any]:
    payee = session.get_one(Payee, agreement.payee_id)
    return {"payee_verified": payee.status == PayeeStatus.VERIFIED, "payee": payee}


def agreement_of(session: Session, award_id: int) -> Agreement | None:
    return session.exec(select(Agreement).where(Agreement.award_id == award_id)).first()


def hosts_of(session: Session, group_id: int) -> list[str]:
    """Who agreed to hold the money of this group's awards that still stand."""
    stands = (Award.group_id == group_id, col(Award.status) != AwardStatus.REVOKED)
    held = (Backing.kind == BackingKind.HOST, Backing.status == BackingStatus.ACCEPTED)
    joined = select(Backing.name).join(Award, col(Award.proposal_id) == col(Backing.proposal_id)).distinct()
    return list(session.exec(joined.where(*stands, *held).order_by(col(Backing.name))))


def award_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = (Award.status == AwardStatus.CONFIRMED, awards_visible_to(actor))
    return [(str(a.id), a.title) for a in session.exec(select(Award).where(*here).order_by(col(Award.id)))]


def payee_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    rows = session.exec(select(Payee).where(payees_visible_to(actor)).order_by(col(Payee.id)).limit(500))
    return [(str(p.id), f"{p.holder}（{p.bank} {p.account_masked}）") for p in rows]


def proposal_of(session: Session, award: Award) -> Proposal:
    return session.get_one(Proposal, award.proposal_id)


def contest_of(session: Session, award: Award) -> Contest:
    return session.get_one(Contest, award.contest_id)


def group_of(session: Session, group_id: int) -> Group:
    return session.get_one(Group, group_id)


AWARDS = Table(
    model=Award,
    columns=(
        Col("title", "项目名称", col(Award.title)),
        Col("number", "编号", col(Award.number), is_sortable=True),
        Col("group", "团队", col(Group.name)),
        Col("contest", "大赛", col(Contest.title)),
        Col("amount_fen", "立项金额（元）", col(Award.amount_fen), kind="money", is_sortable=True),
        Col("status", "状态", col(Award.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Award.status), AwardStatus.choices()),),
    search=Award.title,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Award.group_id)).join(
        Contest, col(Contest.id) == col(Award.contest_id)
    ),
    empty_text="还没有立项。评审结束后在大赛页面拟定名单。",
)
PAYEES = Table(
    model=Payee,
    columns=(
        Col("holder", "户名", col(Payee.holder)),
        Col("group", "团队", col(Group.name)),
        Col("kind", "收款方式", col(Payee.kind)),
        Col("bank", "开户行", col(Payee.bank)),
        Col("account", "账号", col(Payee.account_masked)),
        Col("status", "状态", col(Payee.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Payee.status), PayeeStatus.choices()),),
    join=lambda statement: statement.join(Group, col(Group.id) == col(Payee.group_id)),
    empty_text="还没有登记收款账户。",
)
AGREEMENTS = Table(
    model=Agreement,
    columns=(
        Col("title", "项目名称", col(Agreement.title)),
        Col("number", "协议编号", col(Agreement.number), is_sortable=True),
        Col("group", "团队", col(Group.name)),
        Col("signed_on", "签署日期", col(Agreement.signed_on), kind="date"),
        Col("ends_on", "实施结束", col(Agreement.ends_on), kind="date"),
        Col("status", "状态", col(Agreement.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Agreement.status), AgreementStatus.choices()),),
    search=Agreement.title,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Agreement.group_id)),
    empty_text="还没有协议。",
)


def quotas_of(contest: Contest, chosen: Sequence[League]) -> list[tuple[str, int, int]]:
    """(league, chosen, the most that are funded) of every league that has a quota."""
    limited = [(League(rule["league"]), rule["quota"]) for rule in contest.leagues if rule.get("quota")]
    return [(league.label, sum(one == league for one in chosen), quota) for league, quota in limited]
