"""Large districts for measuring: rows of the demo copied in bulk, so that they are shaped like real ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, literal, select
from sqlmodel import Session, SQLModel

from core import clock
from core.access import Area, Level, is_shadow
from core.db import Database
from core.search import search_text
from grants.contests.models import Contest
from grants.proposals.models import BudgetLine, Proposal, ProposalStatus
from incubator.groups.models import Group
from portal.demo.district import DISTRICT

BATCH = 2_000
EDITION_TITLE = "规模第{n}届大赛"
EDITION = 1_000  # proposals of one edition; a larger district has more editions, not larger ones
OPEN_ITEMS = 2_000
WORDS = ("合唱", "编织", "巡逻", "科普", "义诊", "修理", "堆肥", "棋牌", "书画", "议事")
STATES = (ProposalStatus.NOT_SELECTED, ProposalStatus.FINISHED, ProposalStatus.ELIGIBLE, ProposalStatus.INELIGIBLE)
DUE = clock.today()
PINYIN = {word: search_text(word) for word in WORDS}
Values = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Size:
    """How many rows there are in all."""

    groups: int
    proposals: int


SIZES = {"S": Size(3_000, 3_000), "L": Size(8_384, 20_000), "XL": Size(120_000, 60_000)}


def grow(database: Database, size: Size) -> None:
    """Bring the district to this size; what is there already stays."""
    with database.writing() as session:
        communities = [
            code
            for code in session.scalars(select(Area.code).where(Area.level == Level.COMMUNITY))
            if not is_shadow(code)  # the story rehearses too: what grew there, nobody whom we ask would see
        ]
        _copies(session, Group, _count(session, Group), size.groups, lambda n: _group(n, communities))
        have = _count(session, Proposal)
        editions = {n // EDITION for n in range(have, size.proposals)}
        contests = {n: _edition(session, n) for n in sorted(editions)}
        groups = list(session.scalars(select(Group.id).where(Group.name.startswith("规模"))))
        _copies(
            session,
            Proposal,
            have,
            size.proposals,
            lambda n: _proposal(n, contests[n // EDITION], groups[n % len(groups)], communities),
        )
        _budgets(session, f"规模-{have:06d}")
    _settle(database)


def _settle(database: Database) -> None:
    """What a long-lived database has: statistics for its planner, and no log waiting to be folded in."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
        connection.exec_driver_sql("ANALYZE")


def _count(session: Session, model: type[SQLModel]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _copies(session: Session, model: type[SQLModel], start: int, stop: int, values: Values) -> None:
    """Rows ``start`` to ``stop``: the first row of the demo with other ``values``."""
    table = model.__table__  # type: ignore[attr-defined]
    row = session.execute(select(table).order_by(table.c.id)).mappings().first()
    pattern = {name: value for name, value in dict(row or {}).items() if name != "id"}
    for begin in range(start, stop, BATCH):
        rows = [pattern | values(n) for n in range(begin, min(begin + BATCH, stop))]
        session.execute(insert(table), rows)


def _group(n: int, communities: list[str]) -> dict[str, Any]:
    name = f"规模{WORDS[n % 10]}{n:06d}队"
    place = {"area_code": communities[n % len(communities)], "number": f"规模-{n:06d}", "name": name}
    named = {"name_sort": f"{n % 10} {name}", "search_text": f"{name} {PINYIN[WORDS[n % 10]]}"}
    return place | named | {"filing_number": None, "status": "ACTIVE", "due_on": None}


def _edition(session: Session, n: int) -> int:
    """The number of a closed edition; the first of all is what the officers of the desk have before them."""
    table = Contest.__table__  # type: ignore[attr-defined]
    title = EDITION_TITLE.format(n=n)
    found = session.scalar(select(table.c.id).where(table.c.title == title))
    if found is None:
        _copies(session, Contest, n, n + 1, lambda k: {"number": f"规模-{k}", "title": title, "area_code": DISTRICT})
        found = session.scalar(select(table.c.id).where(table.c.title == title))
    return found or 0


def _proposal(n: int, contest: int, group: int, communities: list[str]) -> dict[str, Any]:
    title = f"{WORDS[n % 10]}进楼院第{n}号"
    facts = {"contest_id": contest, "group_id": group, "area_code": communities[n % len(communities)]}
    state = ProposalStatus.SUBMITTED if n < OPEN_ITEMS else STATES[n % len(STATES)]
    named = {"number": f"规模-{n:06d}", "title": title, "search_text": f"{title} {PINYIN[WORDS[n % 10]]}"}
    waits = {"due_on": DUE + timedelta(days=n % 20)} if n < OPEN_ITEMS else {}
    return facts | named | waits | {"status": state, "receipt_number": f"规模回执-{n:06d}"}


def _budgets(session: Session, since: str) -> None:
    """Three lines for each of the new proposals."""
    table, proposals = BudgetLine.__table__, Proposal.__table__  # type: ignore[attr-defined]
    row = session.execute(select(table).order_by(table.c.id)).mappings().first()
    pattern = {name: value for name, value in dict(row or {}).items() if name not in ("id", "proposal_id", "uid")}
    constants = [literal(value, table.c[name].type).label(name) for name, value in pattern.items()]
    for line in range(3):
        some = select(proposals.c.id, literal(f"line{line}"), *constants)
        some = some.where(proposals.c.number >= since, proposals.c.number.like("规模-%"))
        session.execute(insert(table).from_select(["proposal_id", "uid", *pattern], some))
