"""What an import would make of each row: accepted, a duplicate, or an error with the field at fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.imports.values import compact


class Verdict(StrEnum):
    OK = "ok"
    DUPLICATE = "duplicate"
    ERROR = "error"


@dataclass(frozen=True)
class Planned:
    """What an import would make of one row; ``problems`` holds every fault, ``field`` and ``reason`` the first."""

    row_number: int
    verdict: Verdict
    field: str
    reason: str
    typed: Mapping[str, str]
    made: Mapping[str, Any]
    normalised: Sequence[tuple[str, str, str]] = ()
    problems: Sequence[tuple[str, str]] = field(default_factory=list)


def names_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words that stand for the codes of a list: label, label without its brackets, English name, aliases."""
    words: dict[str, str] = {}
    for entry in entries:
        label = compact(entry["zh"])
        for word in (label, label.split("(")[0], compact(entry.get("en", "")), *map(compact, entry.get("aliases", ()))):
            words.setdefault(word, entry["code"])
    words.pop("", None)
    return words


def count_verdicts(planned: Sequence[Planned]) -> dict[str, int]:
    """The counts of a plan by the names of their columns."""
    found = [one.verdict for one in planned]
    return {"total": len(found)} | {f"{verdict.value}_count": found.count(verdict) for verdict in Verdict}
