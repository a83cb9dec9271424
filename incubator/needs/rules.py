"""When a need may be changed, matched and closed."""

from collections.abc import Mapping
from typing import Any

from core.notices.rules import personal_data_in
from incubator.needs.models import Need, NeedStatus

# What everybody who looks for work to do may read.
LISTED = (NeedStatus.REVIEWED, NeedStatus.MATCHED, NeedStatus.DONE)


def is_editable(need: Need) -> bool:
    return need.status == NeedStatus.POSTED


def is_pointed_at(need: Need, actor: Any, facts: Mapping[str, Any]) -> bool:
    """A need is matched by what answers it, not by hand."""
    return bool(facts.get("noun") and facts.get("noun_id"))


def privacy_problem(*texts: str) -> str | None:
    """The sentence for a need that names somebody: the list is read by every team."""
    found = personal_data_in(texts)
    return f"内容里有{found}。需求清单各团队都能看到，请删去个人信息，只写人数和情况。" if found else None
