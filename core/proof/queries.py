"""Whose attempts are counted."""

from sqlmodel import Session

from core.access import Actor
from core.accounts.models import Account


def subject_of(session: Session, actor: Actor) -> str:
    """Under which name wrong codes of this actor are counted: that of its failed sign-ins."""
    return session.get_one(Account, actor.account_id).sign_in_index[:40]
