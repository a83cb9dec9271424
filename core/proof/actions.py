"""One code, taken once, for the session or token that sends it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from core import audit, clock
from core.access import Actor
from core.accounts.actions import check_throttle, use_code
from core.accounts.models import Account, AccountSession, ApiToken
from core.accounts.rules import PROVEN_FOR
from core.errors import WrongState
from core.proof import queries


def prove(session: Session, actor: Actor, credential: str, code: str, address: str) -> datetime:
    """Note that the second factor was shown with this session or token (its hash); returns until when that counts.

    Codes that fail count like failed sign-ins, so they cannot be guessed; other devices of the account gain nothing.
    """
    account = session.get_one(Account, actor.account_id)
    if account.totp_sealed is None:
        raise WrongState("这个账号没有绑定动态码，请先到“我的账户”绑定。")
    check_throttle(session, queries.subject_of(session, actor), address)
    use_code(session, account, code)
    now = clock.now()
    for held in (AccountSession, ApiToken):
        here = (col(held.token_hash) == credential, col(held.account_id) == account.id)
        session.execute(update(held).where(*here).values(proven_at=now))
    audit.record(session, actor, "account.proof", account)
    return now + PROVEN_FOR
