"""Who may do what, where: areas, grants of roles, and the actor in whose name every query and action runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Field, Session, col, select

from core.db import Row, enum_type, once, without_index
from core.permissions import ROLES, Permission, Role
from core.statements import Prepared


class Level(StrEnum):
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"


C = TypeVar("C")
NATION: Final = "0" * 12
DIGITS: Final = {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6, Level.STREET: 9, Level.COMMUNITY: 12}


class Area(Row, table=True):
    """One division in the tree of statistical codes; a code's significant digits are the prefix of all below it."""

    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=60)
    level: Level = Field(sa_type=enum_type(Level))
    parent_code: str | None = Field(default=None, max_length=12)
    households: int = 0


_NAME = Prepared(lambda code: select(Area.name).where(Area.code == code))


def area_name(session: Session, code: str) -> str:
    """What an area is called; of one that is not in the tree, its code."""
    return once(session, ("name of area", code), lambda: _NAME(session, code=code).first() or code)


def level_of(code: str) -> Level:
    """The level that a 12-digit code denotes: the fewest digits after which only zeros follow."""
    return next(level for level, digits in DIGITS.items() if code[digits:] == "0" * (12 - digits))


def prefix_of(code: str) -> str:
    """The significant digits: ``330105000000`` → ``330105``; twelve zeros are the whole country, with none."""
    return "" if code == NATION else code[: DIGITS[level_of(code)]]


def is_within(code: str, area_code: str) -> bool:
    return code.startswith(prefix_of(area_code))


def ancestors(code: str) -> list[str]:
    """The code itself and every area above it, nearest first; above a shadow stands nothing that is real."""
    levels = [digits for digits in DIGITS.values() if digits <= len(prefix_of(code))]
    above = [code[:digits].ljust(12, "0") for digits in reversed(levels)]
    return above if is_shadow(code) else [*above, NATION]


ALPHABETS: Final = ("abcdefghij", "klmnopqrst")
SHADOWS: Final = len(ALPHABETS) ** DIGITS[Level.DISTRICT]
"""How many shadows one district can have, one after the other: a used one is never used again."""


def shadow_of(code: str, number: int) -> str:
    """The same place in the district's shadow ``number`` (from 0): a copy of the tree to try things out.

    The six digits of the district become letters, each from one of two alphabets. No prefix made of digits holds such
    a code, so that nobody whose roles are real reads, counts, exports or changes anything in it, whatever is asked.
    """
    letters = (ALPHABETS[number >> place & 1][int(digit)] for place, digit in enumerate(code[: DIGITS[Level.DISTRICT]]))
    return "".join(letters) + code[DIGITS[Level.DISTRICT] :]


def is_shadow(code: str) -> bool:
    """Whether a code, or a number that begins with one, belongs to a shadow."""
    head = code[: DIGITS[Level.DISTRICT]]
    return len(head) == DIGITS[Level.DISTRICT] and all("a" <= letter <= "t" for letter in head)


def world_of(code: str) -> str:
    """The shadow in which a code lies; nothing for real life."""
    return code[: DIGITS[Level.DISTRICT]] if is_shadow(code) else ""


def live_code(code: str) -> str:
    """The real place that a code stands for; a real code is itself. Only reference data is read through it."""
    return code.translate(_BACK) if is_shadow(code) else code


_BACK: Final = {ord(letter): str(at) for alphabet in ALPHABETS for at, letter in enumerate(alphabet)}


def district_of(code: str) -> str:
    return code[:6].ljust(12, "0")


@dataclass(frozen=True)
class Grant:
    """A role held in an area."""

    role: Role
    area_code: str


@dataclass(frozen=True)
class Actor:
    """A person, or nobody, in whose name something is read or changed."""

    account_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    on_behalf_of: str | None = None
    deputy_for: str | None = None
    may_act: bool = True
    lang: str = "zh_CN"
    is_large_print: bool = False
    is_proven: bool = True  # False when a second factor is bound and was last shown too long ago
    _areas: dict[Permission, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def areas(self, permission: Permission) -> tuple[str, ...]:
        """The areas in which this actor holds the permission, as code prefixes."""
        if permission not in self._areas:
            held = {prefix_of(g.area_code) for g in self.grants if permission in ROLES[g.role].permissions}
            self._areas[permission] = tuple(sorted(held))
        return self._areas[permission]

    def can(self, permission: Permission, area_code: str | None = None) -> bool:
        """Whether the permission is held for this area, or anywhere when no area is named."""
        if area_code is None:
            return bool(self.areas(permission))
        return any(area_code.startswith(prefix) for prefix in self.areas(permission))

    def is_office(self, permission: Permission, area_code: str) -> bool:
        """Whether the permission is held for this area by an office, which acts for others, and not by a team."""
        held = (g for g in self.grants if ROLES[g.role].is_staff and permission in ROLES[g.role].permissions)
        return any(is_within(area_code, grant.area_code) for grant in held)

    def within(self, column: Any, permission: Permission) -> ColumnElement[bool]:
        """The SQL condition that a row's area lies where the permission is held."""
        return in_areas(column, self.areas(permission))

    def office_within(self, column: Any, permission: Permission) -> ColumnElement[bool]:
        """The same, counting only roles of an office: teams and judges see rows for other reasons than their area."""
        held = {
            prefix_of(g.area_code)
            for g in self.grants
            if ROLES[g.role].is_staff and permission in ROLES[g.role].permissions
        }
        return in_areas(column, sorted(held))

    @property
    def is_rehearsing(self) -> bool:
        """Whether this is somebody of a rehearsal; nobody is of both worlds."""
        return any(is_shadow(grant.area_code) for grant in self.grants)

    @property
    def worlds(self) -> set[str]:
        """Where this actor acts: in real life, or in one rehearsal."""
        return {world_of(grant.area_code) for grant in self.grants} or {""}

    def home(self) -> str | None:
        """The area shown beside the name: the widest in which a role is held."""
        return min((g.area_code for g in self.grants), key=lambda code: len(prefix_of(code)), default=None)

    def representing(self, name: str | None) -> "Actor":
        return replace(self, on_behalf_of=name, _areas={})


def per_actor(condition: Callable[[Actor], C]) -> Callable[[Actor], C]:
    """Decorator: a condition that depends only on who asks and which roles they hold is composed once for them.

    Composing costs more than running it, and every list, record, search and desk starts with one.
    """

    @lru_cache(maxsize=128)
    def known(account_id: int | None, grants: tuple[Grant, ...]) -> C:
        return condition(Actor(account_id, "", grants))

    @wraps(condition)
    def of(actor: Actor) -> C:
        return known(actor.account_id, actor.grants)

    return of


def in_areas(column: Any, prefixes: Iterable[str]) -> ColumnElement[bool]:
    """A range condition per prefix: ranges use the plain index on both databases, LIKE does not."""
    ranges = [_in_area(col(column), prefix) for prefix in prefixes]
    return or_(*ranges) if ranges else false()


def _in_area(column: Any, prefix: str) -> ColumnElement[bool]:
    """A district or more holds most rows of its database: a list is then read along its order, not by area."""
    if len(prefix) == 12:
        return column == prefix
    place = without_index(column) if len(prefix) <= DIGITS[Level.DISTRICT] else column
    return and_(place >= prefix.ljust(12, "0"), place <= prefix.ljust(12, "9"))


def is_live(column: Any) -> ColumnElement[bool]:
    """What belongs to no rehearsal: everything that the public may read asks for it."""
    return in_areas(column, [""])


def same_world(actor: Actor, column: Any) -> ColumnElement[bool]:
    """Rows of the actor's own world: of the rehearsal in which they play, else of none."""
    if not actor.is_rehearsing:
        return is_live(column)
    return in_areas(column, {prefix_of(grant.area_code)[: DIGITS[Level.DISTRICT]] for grant in actor.grants})


class Open(StrEnum):
    """Access that needs no permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"


Access = Permission | Open
PUBLIC: Final = Open.PUBLIC
SIGNED_IN: Final = Open.SIGNED_IN
NOBODY: Final = Actor(account_id=None, name="")
SYSTEM: Final = Actor(account_id=None, name="系统", grants=(Grant(Role.SYSTEM, NATION),))


def allows(actor: Actor, access: Access) -> bool:
    """Whether the declared access of a route lets this actor in; rows are filtered afterwards."""
    if access is Open.PUBLIC:
        return True
    if access is Open.SIGNED_IN:
        return actor.is_signed_in
    return actor.can(access)
