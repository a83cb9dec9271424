"""Named values, each worked out when somebody asks for it: the lists of a form, the facts of a rule."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Options = list[tuple[str, str]]


class Lazy(Mapping[str, T]):
    """Name → value; each is worked out once, and only if it is looked at.

    FACTS = Lazy({"checks": lambda: queries.checks_of(session, 7), "now": clock.arrival})
    """

    def __init__(self, work: Mapping[str, Callable[[], T]]) -> None:
        self.work = dict(work)
        self.known: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self.known:
            self.known[name] = self.work[name]()
        return self.known[name]

    def __or__(self, more: Mapping[str, Any]) -> "Lazy[Any]":
        """The same with more values, which are known already."""
        joined: Lazy[Any] = Lazy(self.work)
        joined.work |= {name: lambda value=value: value for name, value in more.items()}
        return joined

    def __contains__(self, name: object) -> bool:
        return name in self.work

    def __iter__(self) -> Iterator[str]:
        return iter(self.work)

    def __len__(self) -> int:
        return len(self.work)
