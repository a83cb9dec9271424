"""Which places of a ranking the host has revealed."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def revealed(places: Sequence[T], shown: int) -> list[T]:
    """Of the places, best first, those shown so far: the host begins with the last one and goes up."""
    return list(places[max(len(places) - shown, 0) :])
