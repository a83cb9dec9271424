"""How alike two texts are, cheaply for thousands and exactly for a few.

A text is taken as the set of its runs of three characters, without spaces and punctuation (w-shingling). Of each set
64 minima under different hashes are kept (MinHash; Broder, On the resemblance and containment of documents, 1997): the
share of equal minima estimates the Jaccard likeness of the sets with a standard error of at most 1/16.
"""

import hashlib
import zlib
from collections.abc import Sequence
from difflib import SequenceMatcher

RUN = 3
MINIMA = 64
PRIME = (1 << 61) - 1
_WORDS = [int.from_bytes(hashlib.sha256(f"likeness {n}".encode()).digest()[:8]) for n in range(2 * MINIMA)]
HASHES = tuple((a % (PRIME - 1) + 1, b % PRIME) for a, b in zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Fixed for ever: signatures are kept, and only those of the same hashes can be compared."""
SHORTEST_PASSAGE = 12


def runs(text: str) -> set[str]:
    """Every run of three letters, digits or characters; a shorter text is one run, an empty one has none."""
    plain = "".join(letter for letter in text if letter.isalnum()).lower()
    if len(plain) < RUN:
        return {plain} if plain else set()
    return {plain[at : at + RUN] for at in range(len(plain) - RUN + 1)}


def signature(text: str) -> list[int]:
    """The 64 minima of a text; an empty list for a text without any letter."""
    values = [zlib.crc32(run.encode()) for run in runs(text)]
    return [min((a * value + b) % PRIME for value in values) >> 29 for a, b in HASHES] if values else []


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
