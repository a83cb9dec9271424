"""Selects that every page asks: composed once, because composing one takes longer than running it."""

from collections.abc import Callable
from functools import cache, cached_property
from inspect import signature
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar


class Prepared:
    """A select composed once from the names of its values, and asked with those values again and again.

    LINES = Prepared(lambda proposal: select(BudgetLine).where(BudgetLine.proposal_id == proposal))
    rows = LINES(session, proposal=7).all()

    What depends on the values themselves (a filter that may be left out, an order that may be turned round) cannot
    be prepared: the composing function sees placeholders. Columns alone are no objects of the session, so they are
    asked of the connection, in half the time.
    """

    def __init__(self, compose: Callable[..., Any]) -> None:
        self.compose = compose

    @cached_property
    def statement(self) -> Any:
        return self.compose(**{name: bindparam(name) for name in signature(self.compose).parameters})

    @cached_property
    def has_objects(self) -> bool:
        return any(asked["expr"] is asked["entity"] for asked in self.statement.column_descriptions)

    def __call__(self, session: Session, **values: Any) -> Any:
        if self.has_objects:
            return session.exec(self.statement, params=values)
        if session.autoflush:
            session.flush()
        found = session.connection().execute(self.statement, values)
        return found.scalars() if isinstance(self.statement, SelectOfScalar) else found


@cache
def by_number(model: Any) -> Prepared:
    """The row of a table by its key, a number."""
    (key,) = model.__table__.primary_key
    return Prepared(lambda number: select(model).where(key == number))
