"""The life of one question to a community or a fiscal host."""

from collections.abc import Mapping
from typing import Any

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.backing.models import BackingStatus as S


def _is_theirs(backing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """A community is spoken for by its office, an organisation by its own people; an office does not answer for it."""
    is_office = actor.is_office(P.BACKINGS_ANSWER, backing.area_code)
    return is_office == (backing.host_group_id is None)


def _stands_for_it(backing: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return backing.host_group_id is None or actor.account_id in facts["roster"]


THEIRS = (
    Need(_is_theirs, "只有被请的单位自己可以答复。", asks_who=True),
    Need(_stands_for_it, "您不在这个单位的名单里，不能替它答复。"),
)
BACKING = Workflow(
    name="proposal_backing",
    initial=S.ASKED,
    states=(
        State(S.ASKED, "待答复", "amber", due=3),
        State(S.ACCEPTED, "已同意", "green"),
        State(S.DECLINED, "未同意", "red"),
        State(S.RECALLED, "已收回", "grey"),
    ),
    transitions=(
        Transition("accept", "同意", (S.ASKED,), S.ACCEPTED, P.BACKINGS_ANSWER, needs=THEIRS),
        Transition(
            "decline",
            "不同意",
            (S.ASKED,),
            S.DECLINED,
            P.BACKINGS_ANSWER,
            needs=THEIRS,
            asks_reason=True,
            is_danger=True,
        ),
        Transition(
            "recall",
            "收回",
            (S.ASKED, S.ACCEPTED, S.DECLINED),
            S.RECALLED,
            P.PROPOSALS_WRITE,
            needs=(effect("再请一次或换一家时，原来的自动收回。"),),
        ),
    ),
    area_of=lambda backing, permission: backing.asked_in if permission == P.PROPOSALS_WRITE else backing.area_code,
)
