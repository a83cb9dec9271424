"""The life of a star."""

from core import clock
from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from ratings.stars.models import StarStatus as S


def _is_over(star, actor, facts) -> bool:
    return star.valid_to < clock.today()


def _is_out(star, actor, facts) -> bool:
    return star.returned_on is None


def _has_successor(star, actor, facts) -> bool:
    """Only conferring a new star replaces the old one."""
    return facts.get("successor") is not None


STAR = Workflow(
    name="star",
    initial=S.VALID,
    states=(
        State(S.VALID, "有效", "green"),
        State(S.REPLACED, "已换发", "grey"),
        State(S.DOWNGRADED, "已降级", "amber"),
        State(S.REVOKED, "已取消", "red"),
        State(S.EXPIRED, "已到期", "grey"),
    ),
    transitions=(
        Transition("recheck", "年度复核合格", (S.VALID,), S.VALID, P.STARS_CONFER, asks_reason=True),
        Transition("downgrade", "降一星", (S.VALID,), S.DOWNGRADED, P.STARS_CONFER, is_danger=True),
        Transition("revoke", "取消星级", (S.VALID,), S.REVOKED, P.STARS_CONFER, is_danger=True),
        Transition(
            "replace",
            "换发新证",
            (S.VALID,),
            S.REPLACED,
            P.STARS_CONFER,
            needs=(Need(_has_successor, "重新评定授星时，旧证自动换发。"),),
        ),
        Transition(
            "expire", "到期", (S.VALID,), S.EXPIRED, P.STARS_CONFER, needs=(Need(_is_over, "证书还在有效期内。"),)
        ),
        Transition(
            "take_back",
            "证书已交回",
            (S.DOWNGRADED,),
            S.DOWNGRADED,
            P.STARS_CONFER,
            needs=(Need(_is_out, "证书已经交回。"),),
        ),
        Transition(
            "take_back",
            "证书已交回",
            (S.REVOKED,),
            S.REVOKED,
            P.STARS_CONFER,
            needs=(Need(_is_out, "证书已经交回。"),),
        ),
    ),
)
