"""The smallest valid rows, and people with roles, for every test."""

from datetime import date

from sqlmodel import Session

from core.access import SYSTEM, Actor, Area, Level
from core.accounts import actions as account_actions
from core.accounts import queries as account_queries
from core.accounts.models import Account, AccountStatus, RoleHold
from core.permissions import Role

DISTRICT = "990105000000"
STREET_A, STREET_B = "990105001000", "990105002000"
COMMUNITY_A, COMMUNITY_B, COMMUNITY_C = "990105001001", "990105001002", "990105002001"
OTHER_DISTRICT = "990106000000"

AREAS = [
    (DISTRICT, "云溪区", Level.DISTRICT),
    (STREET_A, "滨河街道", Level.STREET),
    (STREET_B, "松岭街道", Level.STREET),
    (COMMUNITY_A, "银杏里社区", Level.COMMUNITY),
    (COMMUNITY_B, "河畔社区", Level.COMMUNITY),
    (COMMUNITY_C, "学府社区", Level.COMMUNITY),
    (OTHER_DISTRICT, "青峦区", Level.DISTRICT),
]

_count = iter(range(1, 10**6))


def make_areas(session: Session) -> None:
    for code, name, level in AREAS:
        session.add(Area(code=code, name=name, level=level, households=1200))
    session.flush()


def make_account(session: Session, role: Role, area_code: str = DISTRICT, name: str = "") -> Account:
    """An active account with one role; signs in by token in tests, so it needs no password."""
    number = next(_count)
    account = account_actions.make_account(session, SYSTEM, name or f"人员{number}", f"1390000{number:04d}", area_code)
    account.status = AccountStatus.ACTIVE
    session.add(account)
    session.add(RoleHold(account_id=account.id, role=role, area_code=area_code, starts_on=date(2020, 1, 1)))
    session.flush()
    return account


def make_actor(session: Session, role: Role, area_code: str = DISTRICT, name: str = "") -> Actor:
    """Somebody who holds the role in the area, as an actor."""
    return account_queries.actor_of(session, make_account(session, role, area_code, name))


__all__ = ["make_account", "make_actor", "make_areas"]
