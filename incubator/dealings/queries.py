"""The sources of dealings. A feature declares one beside its own queries; whoever asks need not import it.

So judging learns who rated a group without knowing of ratings.
"""

from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session

from incubator.dealings.rules import Dealing, Somebody

Source = Callable[[Session, Sequence[Somebody], Sequence[int]], Iterable[Dealing]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """Declare where dealings of people (by account) with groups (by number) are found; one question for all pairs."""
    SOURCES.append(function)
    return function


def dealings_of(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> list[Dealing]:
    """Every trace of these people in the records of these groups, from all sources."""
    if not people or not group_ids:
        return []
    return [found for ask in SOURCES for found in ask(session, people, group_ids)]
