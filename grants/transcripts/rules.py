"""When two people who typed the same paper agree, and where they do not."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

Content = Mapping[str, Any]
Typed = Sequence[tuple[int, Content]]
"""(who, what), in the order in which it was typed."""


MOST_PAGES = 20
# The ideographic comma and the semicolon part pages; the character for “to”, the tilde and the dashes join a first
# and a last one.
SEPARATORS = {0x3001: ",", 0x3B: ",", 0x81F3: "-", 0x7E: "-", 0x2013: "-", 0x2014: "-"}


def pages_of(text: str) -> list[int]:
    """The pages that somebody names, as in ``1-2、4``; sorted, each once. Raises ValueError with a sentence."""
    said = unicodedata.normalize("NFKC", text).translate(SEPARATORS)
    found: set[int] = set()
    for piece in filter(None, (part.strip() for part in said.replace(" ", ",").split(","))):
        named = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,2}))?", piece)
        if named is None:
            raise ValueError("页码写成 1-2 或 1、3 这样。")
        found.update(range(int(named[1]), int(named[2] or named[1]) + 1))
    if found and not 1 <= min(found) <= max(found) <= MOST_PAGES:
        raise ValueError(f"页码在 1 到 {MOST_PAGES} 之间。")
    return sorted(found)


def letters_of(text: str) -> str:
    """A text without what two typists do alike only by luck: spaces, punctuation, the width of signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def comparable(content: Content) -> dict[str, Any]:
    """Field → what must be equal: each mark and figure as it is, the comment by its letters and digits."""
    marks = {f"mark-{code}": mark for code, mark in content["marks"].items()}
    same = {name: content.get(name) for name in ("recommendation", "suggested_fen")}
    return marks | same | {"is_shared": bool(content.get("is_shared")), "comment": letters_of(content["comment"])}


def differing(first: Content, second: Content) -> list[str]:
    """The names of the fields in which two contents differ, sorted; no value is told."""
    a, b = comparable(first), comparable(second)
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def newest(typed: Typed) -> dict[int, Content]:
    """Person → what that person typed last, in the order of the first typing."""
    return dict(typed)


def agreed(typed: Typed) -> tuple[int, int] | None:
    """The first two different people whose newest typings say the same; None while there are none."""
    found = list(newest(typed).items())
    for place, (second, theirs) in enumerate(found):
        for first, mine in found[:place]:
            if not differing(mine, theirs):
                return first, second
    return None


def disputed(typed: Typed) -> list[str]:
    """The fields in which not everybody's newest typing is the same."""
    contents = list(newest(typed).values())
    return sorted({name for other in contents[1:] for name in differing(contents[0], other)})
