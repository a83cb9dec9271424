"""How alike two texts are, cheaply for thousands and exactly for a few.

A text is taken as the set of its runs of three characters, without spaces and punctuation (w-shingling). One hash sends
every run into one of 64 parts, and of each part the least value is kept: one permutation hashing (Li, Owen and Zhang,
One permutation hashing, 2012), with empty parts filled by rotation (Shrivastava and Li, Densifying one permutation
hashing, 2014). The share of equal minima estimates the Jaccard likeness of the sets (Broder, On the resemblance and
containment of documents, 1997) with a standard error of at most about 1/16; a page of text takes about a millisecond.
"""

import hashlib
import zlib
from collections.abc import Sequence
from difflib import SequenceMatcher

RUN = 3
MINIMA = 64
_MIXER = int.from_bytes(hashlib.sha256(b"likeness").digest()[:8]) | 1
"""Fixed for ever: signatures are kept, and only those of the same hash can be compared."""
_WORD, _PART_AT, _REST = (1 << 64) - 1, 58, (1 << 32) - 1
SHORTEST_PASSAGE = 12


def runs(text: str) -> set[str]:
    """Every run of three letters, digits or characters; a shorter text is one run, an empty one has none."""
    plain = "".join(letter for letter in text if letter.isalnum()).lower()
    if len(plain) < RUN:
        return {plain} if plain else set()
    return {plain[at : at + RUN] for at in range(len(plain) - RUN + 1)}


def signature(text: str) -> list[int]:
    """The 64 minima of a text, each of its own part of the hash; an empty list for a text without any letter.

    A part that no run falls into borrows from the next one that has a minimum, and says from how far.
    """
    least: dict[int, int] = {}
    for run in runs(text):
        mixed = zlib.crc32(run.encode()) * _MIXER & _WORD
        part, rest = mixed >> _PART_AT, (mixed >> 26) & _REST
        least[part] = min(rest, least.get(part, _REST))
    return [_borrowed(least, part) for part in range(MINIMA)] if least else []


def _borrowed(least: dict[int, int], part: int) -> int:
    steps = next(steps for steps in range(MINIMA) if (part + steps) % MINIMA in least)
    return (steps << 32) + least[(part + steps) % MINIMA]


def estimate(one: Sequence[int], other: Sequence[int]) -> float:
    """The likeness of two texts by their signatures, 0 to 1; without a signature nothing is alike."""
    if len(one) != MINIMA or len(other) != MINIMA:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / MINIMA


def likeness(one: str, other: str) -> float:
    """The exact Jaccard likeness: shared runs by all runs."""
    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def passages(one: str, other: str, most: int = 3) -> list[str]:
    """The longest passages of at least twelve characters that stand word for word in both, longest first."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    found = [one[m.a : m.a + m.size].strip() for m in matcher.get_matching_blocks() if m.size >= SHORTEST_PASSAGE]
    return sorted((text for text in found if len(text) >= SHORTEST_PASSAGE), key=len, reverse=True)[:most]
