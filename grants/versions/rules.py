"""What differs between two versions of a proposal: texts piece by piece, rows of tables by their names."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from core.forms import ROW_KEY

Piece = tuple[str, str]
SAME, GONE, NEW = "same", "gone", "new"
SHORT = 2
"""Equal stretches of fewer characters between two changes are noise: they are counted to the change."""
WORDS = re.compile(r"[A-Za-z0-9.]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """One field or row that is not the same: its path and both sides, each cut into marked pieces."""

    path: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def mark(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts cut into pieces that are the same in both, gone or new; joined again they are the two texts.

    Longest common blocks (Ratcliff and Obershelp, as in difflib) over words and single Chinese characters.
    """
    one, other = WORDS.findall(old), WORDS.findall(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = "".join(one[i:j]), "".join(other[k:m])
        is_noise = kind == "equal" and len(left) < SHORT and 0 < i and j < len(one) and k and m < len(other)
        if kind == "equal" and not is_noise:
            before.append((SAME, left))
            after.append((SAME, right))
        else:
            _grow(before, GONE, left)
            _grow(after, NEW, right)
    return tuple(before), tuple(after)


def _grow(pieces: list[Piece], kind: str, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1][0] == kind:
        pieces[-1] = (kind, pieces[-1][1] + text)
    else:
        pieces.append((kind, text))


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Everything that two snapshots do not share, in the order of the newer one; equal snapshots give none."""
    found: list[Difference] = []
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name), new.get(name)
        if isinstance(one if one is not None else other, list):
            found += _rows(name, one or [], other or [])
        elif one != other:
            found.append(Difference(name, *mark(_text(one), _text(other))))
    return found


def _rows(name: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Rows by their names; one that stands in both under another name, word for word, is no difference."""
    one, other = _by_name(old), _by_name(new)
    changed = [row for row in dict.fromkeys([*other, *one]) if one.get(row) != other.get(row)]
    lines = [(one.get(row, ""), other.get(row, "")) for row in changed]
    gone = Counter(before for before, after in lines if not after)
    come = Counter(after for before, after in lines if not before)
    moved = gone & come
    shown = [pair for pair in lines if not ((not pair[0] or not pair[1]) and "".join(pair) in moved)]
    extra = Counter({line: come[line] - gone[line] for line in moved})
    shown += [("", line) for line, n in extra.items() for _one in range(n)]
    shown += [(line, "") for line, n in extra.items() for _one in range(-n)]
    return [Difference(name, *mark(before, after)) for before, after in shown]


def _by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {str(row.get(ROW_KEY) or row.get("sha256") or n): _line(row) for n, row in enumerate(rows)}


def _line(row: Mapping[str, Any]) -> str:
    """A row as one line, its money in yuan; in one order, whichever the row was read in."""
    shown = ((name, value) for name, value in sorted(row.items()) if name != ROW_KEY and value not in (None, ""))
    return " · ".join(f"{value / 100:.2f}" if name.endswith("_fen") else str(value) for name, value in shown)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
