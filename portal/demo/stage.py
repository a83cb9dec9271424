"""Where the story is told: the session of the chapter, the people as actors, and the calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account


class Stage:
    """What chapters hand on to each other: the day, the cast, and things by name."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.session: Session
        self.account_ids: dict[str, int] = {}
        self.ids: dict[str, Any] = {}

    def enter(self, session: Session) -> None:
        self.session = session

    def person(self, key: str) -> Actor:
        """Somebody of the cast with the roles they hold on the day of the story."""
        account = self.session.get_one(Account, self.account_ids[key])
        return account_queries.actor_of(self.session, account)

    def get(self, model: Any, key: str) -> Any:
        """A row that an earlier chapter made."""
        return self.session.get_one(model, self.ids[key])

    def today(self, number: float) -> date:
        """The date of that day of the story, here."""
        return clock.local(self.start + timedelta(days=number)).date()

    @contextmanager
    def day(self, number: float) -> Iterator[None]:
        """The clock so many days after the beginning, in the morning."""
        with clock.clock_at(self.start + timedelta(days=number)):
            yield
