"""The life of one invitation to apply together."""

from collections.abc import Mapping
from typing import Any

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.partners.models import PartnerStatus as S


def _is_theirs(partner: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    """An organisation joins by the word of its own people; no office says it for them."""
    return not actor.is_office(P.BACKINGS_ANSWER, partner.area_code)


def _stands_for_it(partner: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id in facts["roster"]


def _is_open(partner: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return facts["is_open"]


THEIRS = (
    Need(_is_theirs, "只有被请的组织自己可以答复。", asks_who=True),
    Need(_stands_for_it, "您不在这个组织的名单里，不能替它答复。"),
    Need(_is_open, "申报书已经提交，联合申报的约定不能再改。"),
)
PARTNER = Workflow(
    name="proposal_partner",
    initial=S.ASKED,
    states=(
        State(S.ASKED, "待答复", "amber", due=3),
        State(S.ACCEPTED, "已同意", "green"),
        State(S.DECLINED, "不参加", "red"),
        State(S.RECALLED, "已收回", "grey"),
    ),
    transitions=(
        Transition("accept", "同意联合申报", (S.ASKED,), S.ACCEPTED, P.BACKINGS_ANSWER, needs=THEIRS),
        Transition(
            "decline",
            "不参加",
            (S.ASKED, S.ACCEPTED),
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
            needs=(effect("牵头单位在“联合申报”里收回或改约定。"),),
        ),
    ),
    area_of=lambda partner, permission: partner.asked_in if permission == P.PROPOSALS_WRITE else partner.area_code,
)
