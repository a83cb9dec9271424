"""Reading rehearsals, and what of a district stands in its shadow."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, func, select

from core import clock
from core.access import Actor, Area, Level, in_areas, per_actor
from core.accounts.models import Account, AccountSession
from core.accounts.rules import hash_token
from core.errors import NotFound
from core.permissions import Permission
from core.tables import Col, Filter, Table
from grants.contests.models import Contest
from grants.rehearsals.models import Persona, Rehearsal, RehearsalStatus


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(Rehearsal.area_code, Permission.REHEARSALS_PLAY)


def count_of_district(session: Session, area_code: str) -> int:
    """How many shadows the district has used, those that were thrown away among them."""
    here = in_areas(Rehearsal.area_code, [area_code[:6]])
    return session.exec(select(func.count()).select_from(Rehearsal).where(here)).one()


def areas_of(session: Session, prefix: str) -> list[Area]:
    return list(session.exec(select(Area).where(in_areas(Area.code, [prefix])).order_by(col(Area.code))))


def first_community(areas: list[Area]) -> str:
    return next((area.code for area in areas if area.level == Level.COMMUNITY), areas[0].code)


def personas_of(session: Session, rehearsal_id: int) -> list[Persona]:
    here = Persona.rehearsal_id == rehearsal_id
    return list(session.exec(select(Persona).where(here).order_by(col(Persona.id))))


def account_of(session: Session, rehearsal: Rehearsal, persona_id: int) -> tuple[Persona, Account]:
    """One persona with its account; NotFound for one of another rehearsal."""
    persona = session.get(Persona, persona_id)
    if persona is None or persona.rehearsal_id != rehearsal.id:
        raise NotFound("这次试运行里没有这个身份。")
    return persona, session.get_one(Account, persona.account_id)


def lent_by(session: Session, token: str) -> tuple[Persona, Rehearsal]:
    """Whom a link lends, and where; NotFound when it was used, has run out, was taken back or never was."""
    chosen = select(Persona, Rehearsal).join(Rehearsal, col(Rehearsal.id) == col(Persona.rehearsal_id))
    here = (Persona.link_hash == hash_token(token), col(Persona.link_until) > clock.now())
    found = session.exec(chosen.where(*here, Rehearsal.status == RehearsalStatus.RUNNING)).first()
    if found is None:
        raise NotFound("这个练习链接已经用过或已过期，请向孵化中心再要一个。")
    return found


def played_in(session: Session, token: str) -> tuple[Persona, Rehearsal] | None:
    """Who the person of this session plays now, and where."""
    chosen = select(Persona, Rehearsal).join(Rehearsal, col(Rehearsal.id) == col(Persona.rehearsal_id))
    plays = func.coalesce(AccountSession.persona_id, AccountSession.account_id)
    chosen = chosen.join(AccountSession, plays == col(Persona.account_id))
    return session.exec(chosen.where(AccountSession.token_hash == hash_token(token))).first()


def is_borrowed(session: Session, token: str) -> bool:
    """Whether this is the session of a persona that was lent, and not of somebody who plays one."""
    here = select(AccountSession.persona_id).where(AccountSession.token_hash == hash_token(token))
    return session.exec(here).one() is None


def contest_in(session: Session, rehearsal: Rehearsal) -> Contest:
    """The edition as it is played."""
    return session.get_one(Contest, rehearsal.shadow_contest_id)


def keys_of(session: Session, prefix: str) -> set[int]:
    """The keys under which anything of the shadow is sealed, whichever table holds it."""
    found: set[int] = set()
    for table in SQLModel.metadata.sorted_tables:
        for name in ("person_key_id", "key_id"):
            if name in table.c and "area_code" in table.c:
                column: Any = table.c[name]
                here = (column.is_not(None), table.c.area_code.like(f"{prefix}%"))
                found.update(session.connection().execute(select(column).where(*here)).scalars())
    return found


TABLE = Table(
    model=Rehearsal,
    columns=(
        Col("title", "试运行", col(Rehearsal.title)),
        Col("number", "编号", col(Rehearsal.number), is_sortable=True),
        Col("contest", "大赛", col(Contest.title)),
        Col("created_at", "开始时间", col(Rehearsal.created_at), kind="datetime", is_sortable=True),
        Col("status", "状态", col(Rehearsal.status), kind="state"),
    ),
    filters=(Filter("status", "状态", col(Rehearsal.status), RehearsalStatus.choices()),),
    search=Rehearsal.title,
    join=lambda statement: statement.join(Contest, col(Contest.id) == col(Rehearsal.contest_id)),
    empty_text="还没有试运行。在大赛的页面上可以开始一次。",
)
