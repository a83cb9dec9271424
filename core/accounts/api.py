"""Accounts as JSON, for administrators."""

from sqlmodel import Session

from core.access import Actor
from core.accounts import actions
from core.accounts.forms import AccountOut, ReleaseTotpForm
from core.accounts.pages import NOUN
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes


@changes(f"{BASE}/accounts/{{row_id:int}}/totp/end", P.ACCOUNTS_MANAGE, takes=ReleaseTotpForm, returns=AccountOut)
def release_totp(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Release somebody's lost authenticator; never one's own."""
    account = NOUN.get(session, actor, row_id)
    actions.release_totp(session, actor, account, call.body(ReleaseTotpForm))
    return Json(AccountOut.model_validate(account))


HANDLERS = [release_totp, *noun_api(NOUN)]
