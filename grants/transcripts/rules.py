"""When two people who typed the same paper agree, and where they do not."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

Content = Mapping[str, Any]
Typed = Sequence[tuple[int, Content]]
"""(who, what), in the order in which it was typed."""


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
