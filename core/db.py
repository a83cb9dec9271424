"""The database: one engine, read and write transactions, column types and the rules that both databases keep."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Engine,
    Integer,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    text,
    update,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, Session, SQLModel

from core import clock
from core.outages import give_up_connections
from core.statements import by_number

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

T = TypeVar("T")
Id = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
MAX_ID = 2**63 - 1


class Row(SQLModel):
    """What every table has: a number and the instant at which the row was made."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    created_at: datetime = Field(default_factory=clock.now)


class Located(Row):
    """A row that belongs to an area: its 12-digit code decides who may see it."""

    area_code: str = Field(max_length=12, index=True)


class Stateful(Located):
    """A row with a workflow; ``version`` grows with every change, so that a stale form is noticed."""

    status_since: datetime = Field(default_factory=clock.now)
    due_on: date | None = Field(default=None, index=True)
    version: int = 1
    created_by: int | None = Field(default=None, sa_type=Id)


def enum_type(members: type[StrEnum], constraint: str | None = None) -> SqlEnum:
    """A column type that stores the value of a StrEnum and refuses any other, in the database too.

    A second column of the same enum in one table needs a ``constraint`` name of its own.
    """
    return SqlEnum(
        members,
        native_enum=False,
        length=40,
        validate_strings=True,
        create_constraint=True,
        name=constraint or members.__name__.lower(),
        values_callable=lambda kind: [member.value for member in kind],
    )


def fen_field(**options: Any) -> Any:
    """A column of money: integer fen."""
    return Field(sa_type=BigInteger, **options)


def json_field(**options: Any) -> Any:
    """A column of JSON; change it by assigning a new value, never in place."""
    return Field(sa_type=Json, **options)


def reference(target: str, **options: Any) -> Any:
    """A foreign key to ``table.id``, indexed, never cascading: records of public money are not deleted."""
    return Field(foreign_key=target, sa_type=Id, index=options.pop("index", True), **options)


def state_needs(states: tuple[StrEnum, ...], *columns: str) -> CheckConstraint:
    """A constraint that ties states to the facts they need."""
    listed = ", ".join(f"'{state.value}'" for state in states)
    facts = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return CheckConstraint(f"status NOT IN ({listed}) OR ({facts})", name="needs_" + "_".join(columns)[:40])


class without_index(FunctionElement):
    """The same value, by which SQLite should not look rows up: it plans without knowing how many rows a range has.

    PostgreSQL counts its rows and decides by itself.
    """

    name = "without_index"
    inherit_cache = True
    type = String()


@compiles(without_index)
def _as_it_is(element: without_index, compiler: Any, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(without_index, "sqlite")
def _with_unary_plus(element: without_index, compiler: Any, **options: Any) -> str:
    return "+" + compiler.process(element.clauses, **options)


GUARDS: dict[str, dict[str, list[str]]] = {}
"""Table → dialect → the statements that make its triggers; the migration and ``portal.schema`` read them here."""


def guard(model: type[SQLModel], statements: Mapping[str, list[str]]) -> None:
    """Let the database itself refuse what these triggers refuse; they are made with the table."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    GUARDS[table.name] = dict(statements)
    for dialect, wanted in statements.items():
        for statement in wanted:
            # A percent sign would be read as a format by DDL; none of ours has one.
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def guard_statements(table: str, name: str, sentence: str, when: str | None = None) -> dict[str, list[str]]:
    """Triggers that refuse UPDATE and DELETE, always or ``when`` the old row says so, on both databases."""
    condition = f"WHEN ({when}) " if when else ""
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_{name}_no_{verb.lower()} BEFORE {verb} ON {table} {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            for verb in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$",
            f"CREATE TRIGGER {table}_{name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION {table}_refuse()",
        ],
    }


APPEND_ONLY: set[str] = set()
"""The tables whose rows are only added: the application's role has no right to change them either."""


def append_only(model: type[SQLModel]) -> type[SQLModel]:
    """Class decorator: rows of this table may be added and read, nothing else."""
    table = model.__table__.name  # type: ignore[attr-defined]
    APPEND_ONLY.add(table)
    guard(model, guard_statements(table, "append_only", f"{table} is append-only"))
    return model


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)  # built once: each value of a JSON column passes here


def _serialise(value: Any) -> str:
    return _JSON.encode(value)


# secure_delete: what was deleted or overwritten is zeroed in the file, not only given up.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON", "secure_delete=ON")
ERASES = "erases"
"""Set in ``session.info`` by who erases a person: after the commit the log is emptied, for it has the row as it was."""


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "handle_error", give_up_connections)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred transaction that turns into a writer loses updates; writers say so at the start.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class HoldingSession(Session):
    """Keeps what it has loaded: a plain session holds rows weakly and reads one again for each part of a page."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.held: list[Any] = []

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row of this number, as every session gives it, by a select that is composed once for each table."""
        is_plain = isinstance(ident, int) and not options
        if is_plain and self.identity_map.get(identity_key(entity, ident)) is None:
            return by_number(entity)(self, number=ident).first()
        return super().get(entity, ident, **options)

    def get_one(self, entity: Any, ident: Any, **options: Any) -> Any:
        row = self.get(entity, ident, **options)
        return super().get_one(entity, ident, **options) if row is None else row


@event.listens_for(HoldingSession, "loaded_as_persistent")
def _hold(session: HoldingSession, row: Any) -> None:
    session.held.append(row)


KNOWN = "known"
"""Where a connection keeps what was worked out in its transaction; see ``once``."""
_CHANGES_NOTHING = ("SELECT", "SAVEPOINT", "RELEASE")


def _forget_what_may_change(engine: Engine) -> None:
    """What is known holds until the transaction ends, writes, gives a part of itself up or waits for a lock."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.info[KNOWN] = {}

    @event.listens_for(engine, "after_cursor_execute")
    def execute(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_CHANGES_NOTHING) or "FOR UPDATE" in statement:
            connection.info[KNOWN] = {}


def once(session: Session | None, key: Any, work: Callable[[], T]) -> T:
    """What ``work`` finds, worked out once for as long as this transaction changes nothing."""
    if session is None:
        return work()
    if session.autoflush:
        session.flush()  # as the query of ``work`` would
    known: dict[Any, T] = session.connection().info[KNOWN]
    if key not in known:
        known[key] = work()
    return known[key]


class Database:
    """One engine and its two kinds of transaction."""

    def __init__(self, url: str, pool_size: int = 20) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"json_serializer": _serialise, "pool_size": pool_size, "max_overflow": 20}
        options["hide_parameters"] = True  # an error would quote what people wrote
        if self.is_sqlite:
            options["connect_args"] = {"check_same_thread": False, "timeout": 30}
        else:
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
        self.engine = create_engine(url, **options)
        _forget_what_may_change(self.engine)
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
        self._writer = self.engine.execution_options(writes=True)
        self._reader = self.engine if self.is_sqlite else self.engine.execution_options(postgresql_readonly=True)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that commits at its end and leaves nothing behind on an error."""
        with HoldingSession(self._writer, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
        if session.info.get(ERASES):
            self.sweep()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only transaction: the database itself refuses to write in it."""
        with HoldingSession(self._reader, autoflush=False) as session:
            yield session

    def sweep(self) -> bool:
        """Move SQLite's log into the file and empty it; False when somebody still reads from it.

        On PostgreSQL the log belongs to the server: see docs/operations.md.
        """
        if not self.is_sqlite:
            return True
        connection = self.engine.raw_connection()
        try:
            driver = connection.driver_connection
            driver.execute("PRAGMA busy_timeout=2000")  # type: ignore[union-attr]
            busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
            driver.execute("PRAGMA busy_timeout=30000")  # type: ignore[union-attr]
        finally:
            connection.close()
        return not busy

    def is_alive(self) -> bool:
        with self.reading() as session:
            return session.connection().execute(text("SELECT 1")).scalar() == 1

    def close(self) -> None:
        self.engine.dispose()


def hold(session: Session, row: SQLModel) -> None:
    """Keep others from changing this row until the transaction ends, and show it as it stands now.

    A writer of SQLite has held the whole file since it began: what it has read is what stands.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.refresh(row, with_for_update=True)


def write(session: Session, row: Any, values: Mapping[str, Any], **expected: Any) -> bool:
    """Set ``values`` on the stored row if it still has what is ``expected``; False, and nothing done, when not.

    One statement, in which the row in memory takes what the database kept.
    """
    statement = _setting(row.__class__, tuple(values), tuple(expected))
    given = {f"new_{name}": value for name, value in values.items()}
    given |= {f"expected_{name}": value for name, value in expected.items()}
    written = session.connection().execute(statement, {"expected_id": row.id, **given}).first()
    if written is None:
        return False
    for name, value in written._mapping.items():
        set_committed_value(row, name, value)
    return True


@lru_cache(maxsize=1_000)
def _setting(model: Any, names: tuple[str, ...], expected: tuple[str, ...]) -> Any:
    """The UPDATE that sets these columns where those are as expected: composing it takes as long as running it."""
    table = columns_of(model)
    given = lambda prefix, name: bindparam(f"{prefix}_{name}", type_=table[name].type)  # noqa: E731
    here = [table[name] == given("expected", name) for name in ("id", *expected)]
    setting = update(model.__table__).where(*here).values({name: given("new", name) for name in names})
    return setting.returning(*(table[name] for name in names))


def upsert(session: Session, model: type[SQLModel], keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or set ``values`` on the one that has these unique ``keys``; safe against a race on both."""
    session.flush()
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(model).values(**keys, **values)
    statement = statement.on_conflict_do_update(index_elements=list(keys), set_=dict(values))
    session.connection().execute(statement)


def columns_of(model: type[SQLModel]) -> dict[str, Column[Any]]:
    return {column.name: column for column in model.__table__.columns}  # type: ignore[attr-defined]
