"""Selects that every page asks: composed once, because composing one takes longer than running it."""

from collections.abc import Callable
from functools import cache, cached_property
from inspect import signature
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, select


class Prepared:
    """A select composed once from the names of its values, and asked with those values again and again.

    LINES = Prepared(lambda proposal: select(BudgetLine).where(BudgetLine.proposal_id == proposal))
    rows = LINES(session, proposal=7).all()

    What depends on the values themselves (a filter that may be left out, an order that may be turned round) cannot
    be prepared: the composing function sees placeholders.
    """

    def __init__(self, compose: Callable[..., Any]) -> None:
        self.compose = compose

    @cached_property
    def statement(self) -> Any:
        return self.compose(**{name: bindparam(name) for name in signature(self.compose).parameters})

    def __call__(self, session: Session, **values: Any) -> Any:
        return session.exec(self.statement, params=values)


@cache
def by_number(model: Any) -> Prepared:
    """The row of a table by its key, a number."""
    (key,) = model.__table__.primary_key
    return Prepared(lambda number: select(model).where(key == number))
