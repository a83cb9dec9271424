"""Revealing the result place after place, once the sheets are open and the method publishes them."""

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import edit, require
from core.errors import WrongState
from core.permissions import Permission
from grants.panels.actions import refuse_judges
from grants.roadshow.models import Roadshow
from grants.wall import queries


def reveal_next(session: Session, actor: Actor, roadshow: Roadshow, version: int | None) -> None:
    """Show one place more, from the last one up."""
    require(actor, Permission.JUDGING_MANAGE, roadshow.area_code)
    refuse_judges(session, actor, roadshow.panel_id)
    places = queries.board_of(session, roadshow)
    if not places:
        raise WrongState("评分还没有开封，或评分办法不公布得分。")
    if roadshow.shown >= len(places):
        raise WrongState("全部名次都已揭晓。")
    edit(session, actor, roadshow, {"shown": roadshow.shown + 1}, version)
    audit.record(session, actor, "roadshow.reveal", roadshow, place=len(places) - roadshow.shown + 1)
