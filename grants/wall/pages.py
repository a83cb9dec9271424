"""The wall page, its stream, and the host's button that reveals the next place."""

from functools import partial
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import PUBLIC, Actor, is_shadow
from core.call import Call
from core.errors import Forbidden
from core.forms import Form
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.streams import Feed
from core.templating import Page, render
from core.web import changes, reads
from grants.hosting.pages import NOUN
from grants.wall import actions, queries

WALL, PART = "grants/wall/wall.html", "grants/wall/_wall.html"


def _parts(session: Session, code: str) -> dict[str, Any]:
    wall = queries.wall_of(session, queries.get_roadshow(session, code))
    return {"wall": wall, "timer": queries.timer_of(wall), "is_trial": is_shadow(wall.roadshow.area_code)}


@reads("/wall/{code:str}", PUBLIC)
def wall(session: Session, actor: Actor, code: str) -> Reply:
    """The page for the screen in the hall and for telephones; a judge of the panel is sent to his own page."""
    seat = queries.seat_of(session, actor, queries.get_roadshow(session, code))
    if seat is not None:
        return Moved(f"/judging/{seat.id}/roadshow")
    now = int(clock.now().timestamp() * 1000)
    return Page(WALL, **_parts(session, code), code=code, now=now, is_told=False)


@reads("/wall/{code:str}/stream", PUBLIC)
def stream(session: Session, actor: Actor, code: str) -> Reply:
    """The moving part of the wall whenever it changes, made once for all who read the same language."""
    if queries.seat_of(session, actor, queries.get_roadshow(session, code)) is not None:
        raise Forbidden
    return Feed(("wall", code, actor.lang), partial(_told, code, actor.lang))


def _told(code: str, lang: str, session: Session) -> str:
    page = Page(PART, **_parts(session, code), is_told=True)
    return render(page, Actor(None, "", lang=lang), dict).decode()


@changes("/roadshows/{row_id:int}/reveal", P.JUDGING_MANAGE)
def reveal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Show the next place on the wall."""
    roadshow, form = NOUN.get(session, actor, row_id), call.bind(Form)
    with form.catching(session):
        actions.reveal_next(session, actor, roadshow, call.version)
    return Moved(f"/roadshows/{row_id}#board", form.problems.get("") or "已揭晓下一名。")


HANDLERS = [wall, stream, reveal]
