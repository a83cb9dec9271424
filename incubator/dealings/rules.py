"""What a dealing is: one trace of a person in the records of a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Somebody:
    """A person to look for: by account, by name, by telephone, by the organisation that they work for."""

    account_id: int
    name: str
    organisation: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Dealing:
    """One trace: its kind, whose, with which group, since when (None: still so), and the sentence that tells it."""

    kind: str
    account_id: int
    group_id: int
    on: date | None
    sentence: str


def plain_name(text: str) -> str:
    """A name as it is compared: without blanks and with one form of brackets."""
    return "".join(text.split()).replace("（", "(").replace("）", ")").lower()


def by_account(people: Sequence[Somebody]) -> dict[int, Somebody]:
    return {person.account_id: person for person in people}


def by_name(people: Iterable[Somebody]) -> dict[str, list[Somebody]]:
    """People by their name as it is compared; two of the same name are both meant."""
    found: dict[str, list[Somebody]] = {}
    for person in people:
        found.setdefault(plain_name(person.name), []).append(person)
    return found
