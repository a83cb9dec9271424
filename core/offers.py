"""What the lists of a form offer, worked out when somebody asks for it."""

from collections.abc import Callable, Iterator, Mapping

Options = list[tuple[str, str]]


class Offers(Mapping[str, Options]):
    """Field → what may be chosen in it; each list is worked out once, and only if it is looked at."""

    def __init__(self, lists: Mapping[str, Callable[[], Options]]) -> None:
        self.lists = lists
        self.known: dict[str, Options] = {}

    def __getitem__(self, name: str) -> Options:
        if name not in self.known:
            self.known[name] = self.lists[name]()
        return self.known[name]

    def __contains__(self, name: object) -> bool:
        return name in self.lists

    def __iter__(self) -> Iterator[str]:
        return iter(self.lists)

    def __len__(self) -> int:
        return len(self.lists)
