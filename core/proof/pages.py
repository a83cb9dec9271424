"""The page on which somebody shows the second factor again."""

from sqlmodel import Session

from core.access import SIGNED_IN, Actor
from core.accounts.actions import count_failure
from core.accounts.pages import local_path
from core.accounts.queries import credential_of
from core.call import Call
from core.proof import actions, queries
from core.proof.forms import ProofForm
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads

TEMPLATE = "core/proof/proof.html"


@reads("/account/proof", SIGNED_IN)
def proof_form(call: Call) -> Reply:
    return Page(TEMPLATE, form=call.blank(ProofForm, raw={"next": [local_path(call.asked("next", "/desk"))]}))


@changes("/account/proof", SIGNED_IN)
def prove(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(ProofForm)
    subject = queries.subject_of(session, actor)
    with form.catching(session):
        data = form.value
        actions.prove(session, actor, credential_of(call), data.code, call.address)
        return Moved(local_path(data.next), "已确认是您本人，15 分钟内有效。")
    call.afterwards.append(lambda after: count_failure(after, subject, call.address))
    return Page(TEMPLATE, 422, form=form)


HANDLERS = [proof_form, prove]
