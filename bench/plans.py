"""How the databases read each list at the measured size: one line for a noun and an engine, for docs/query-plans.md."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from core.access import Actor, Grant
from core.db import Database
from core.nouns import NOUNS, Noun
from core.permissions import Role
from core.tables import Asked, row_ids, sortable
from portal.demo.district import DISTRICT

Plans = Mapping[str, str]
HEAD = """# 列表怎样被读

*What each database does to find one page of each list, for a centre's officer of a district of size L.*

由 `./dev bench --plans docs/query-plans.md` 写成，请不要手改。怎样读见 [performance.md](performance.md)。
"""


def plans_of(database: Database) -> dict[str, str]:
    """Noun → the steps by which its first page is found, in the words of this database."""
    officer = Actor(1, "", (Grant(Role.CENTRE, DISTRICT),))
    with database.reading() as session:
        return {name: " / ".join(_steps(session, noun, officer)) for name, noun in NOUNS.items()}


def _steps(session: Session, noun: Noun, actor: Actor) -> Iterator[str]:
    table, asked = noun.table, Asked.of(noun.table, {})
    key = sortable(table)[asked.sort.lstrip("-")]
    order = [key.desc(), noun.model.id.desc()] if asked.sort.startswith("-") else [key.asc(), noun.model.id.asc()]
    statement = row_ids(table, asked, [noun.visible(actor)], key).order_by(*order).limit(51)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    dialect = sqlite.dialect() if is_sqlite else postgresql.dialect(paramstyle="named")
    options = {"literal_binds": True, "render_postcompile": True}
    words = str(statement.compile(dialect=dialect, compile_kwargs=options))
    asking = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN (COSTS OFF) "
    for row in session.connection().exec_driver_sql(asking + words):
        yield str(row[3] if is_sqlite else row[0]).strip().removeprefix("->").strip()


def write(path: Path, found: Mapping[str, Plans]) -> None:
    """The plans of each engine as a document."""
    lines: Sequence[str] = [
        f"| {NOUNS[name].label} | {engine} | {' '.join(plan.split()).replace('|', '/')} |"
        for name in NOUNS
        for engine, plans in found.items()
        for plan in [plans[name]]
    ]
    path.write_text("\n".join([HEAD, "| 列表 | 数据库 | 做法 |", "|---|---|---|", *lines]) + "\n", encoding="utf-8")
