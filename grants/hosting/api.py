"""Roadshows for programs: the record, its items in order, and going on to the next one."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE, noun_api
from core.web import changes, reads
from grants.hosting import actions, forms
from grants.hosting.pages import NOUN
from grants.roadshow import queries as roadshows
from grants.roadshow.models import Roadshow


def _items(session: Session, roadshow: Roadshow) -> Json:
    items = roadshows.items_of(session, roadshow)
    return Json({"items": [forms.ItemOut.model_validate(item) for item in items], "after": None})


@reads(f"{BASE}/roadshows/{{row_id:int}}/items", P.JUDGING_VIEW, returns=forms.ItemOut, is_list=True)
def items(session: Session, actor: Actor, row_id: int) -> Reply:
    return _items(session, NOUN.get(session, actor, row_id))


@changes(f"{BASE}/roadshows/{{row_id:int}}/next", P.JUDGING_MANAGE, takes=forms.NextForm)
def go_on(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """End the running item and call up the next."""
    roadshow = NOUN.get(session, actor, row_id)
    actions.call_next(session, actor, roadshow, call.body(forms.NextForm).running_id)
    return _items(session, roadshow)


@changes(f"{BASE}/roadshows/{{row_id:int}}/order", P.JUDGING_MANAGE, takes=forms.OrderForm)
def order(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    roadshow = NOUN.get(session, actor, row_id)
    actions.set_order(session, actor, roadshow, call.body(forms.OrderForm))
    return _items(session, roadshow)


HANDLERS = [items, go_on, order, *noun_api(NOUN)]
