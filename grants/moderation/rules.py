"""What the sheets of a proposal recommend together, and when a record may be published."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from grants.sheets.models import Recommendation

CAUTIOUS = (Recommendation.REFUSE, Recommendation.IMPROVE, Recommendation.FUND)
REASON_LEAST = 8


def together(said: Iterable[Recommendation]) -> Recommendation:
    """What most sheets recommend; of two that are said equally often the more cautious one.

    Without any sheet nothing speaks for it: 不资助.
    """
    count = Counter(said)
    return max(CAUTIOUS, key=lambda one: (count[one], -CAUTIOUS.index(one))) if count else Recommendation.REFUSE


def problems(rows: Mapping[int, tuple[Recommendation, str]], before: Mapping[int, Recommendation]) -> dict[int, str]:
    """Proposal → sentence, where a recommendation is changed without a reason. ``rows``: (recommendation, reason)."""
    return {
        number: "改变了建议，请写明理由（不少于 8 字）。"
        for number, (wanted, reason) in rows.items()
        if number in before and wanted != before[number] and len(reason.strip()) < REASON_LEAST
    }


def is_whole(thing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(facts["ranked"]) and facts["ranked"] == facts["recorded"]
