"""Reading who writes a proposal; the caller has seen the proposal as the actor."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import Actor
from core.accounts.models import Account
from core.errors import NotFound
from grants.coauthors.rules import opens
from grants.proposals import rules
from grants.proposals.models import Proposal, Section, Writer, WriterRole
from grants.proposals.queries import roles_of


@dataclass(frozen=True)
class Person:
    """Somebody of the team with an account."""

    account_id: int
    name: str
    role: WriterRole


def people_of(session: Session, proposal: Proposal) -> list[Person]:
    """Everybody with an account who writes or reads the proposal, the leads first."""
    roles = roles_of(session, proposal)
    accounts = session.exec(select(Account).where(col(Account.id).in_(roles)).order_by(col(Account.id)))
    found = [Person(one.id or 0, one.name, roles[one.id or 0]) for one in accounts]
    return sorted(found, key=lambda one: list(WriterRole).index(one.role))


def writer_of(session: Session, proposal: Proposal, account_id: int) -> Writer | None:
    here = (Writer.proposal_id == proposal.id, Writer.account_id == account_id)
    return session.exec(select(Writer).where(*here)).first()


def invitations_of(session: Session, proposal: Proposal) -> list[Writer]:
    here = (Writer.proposal_id == proposal.id, col(Writer.account_id).is_(None))
    return list(session.exec(select(Writer).where(*here).order_by(col(Writer.id))))


def get_invitation(session: Session, writer_id: int, code: str) -> tuple[Writer, Proposal]:
    """An invitation by its link; NotFound for a wrong code and for one that has been accepted."""
    writer = session.get(Writer, writer_id)
    if writer is None or not opens(writer, code):
        raise NotFound("这个邀请链接已经用过或不对，请让主笔再发一个。")
    return writer, session.get_one(Proposal, writer.proposal_id)


def sections_of(session: Session, proposal: Proposal) -> dict[int, Section]:
    rows = session.exec(select(Section).where(Section.proposal_id == proposal.id))
    return {one.number: one for one in rows}


def leads(session: Session, actor: Actor, proposal: Proposal) -> bool:
    return rules.role_of(actor, proposal, roles_of(session, proposal)) == WriterRole.LEAD
