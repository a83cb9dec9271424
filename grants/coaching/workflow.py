"""The life of one coaching appointment."""

from collections.abc import Mapping
from typing import Any

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.coaching import rules
from grants.coaching.models import CoachingStatus as S


def _is_window(coaching: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return rules.is_window(facts["contest"], facts["days"], facts["today"])


def _all_answered(coaching: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return not rules.unanswered(facts["advice"])


def _in_time(coaching: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return coaching.due_on is None or facts["today"] <= coaching.due_on


COACHING = Workflow(
    name="coaching",
    initial=S.PLANNED,
    states=(
        State(S.PLANNED, "已预约", "blue", due=5),
        State(S.OPEN, "待团队修改", "amber", due=5),
        State(S.CLOSED, "已完成", "green"),
        State(S.CANCELLED, "已取消", "grey"),
    ),
    transitions=(
        Transition(
            "advise",
            "写意见并打开修改",
            (S.PLANNED,),
            S.OPEN,
            P.PROPOSALS_SCREEN,
            needs=(Need(_is_window, "现在不在优化辅导期内。"),),
        ),
        Transition(
            "cancel", "取消预约", (S.PLANNED,), S.CANCELLED, P.PROPOSALS_SCREEN, asks_reason=True, is_danger=True
        ),
        Transition(
            "finish",
            "提交优化稿",
            (S.OPEN,),
            S.CLOSED,
            P.PROPOSALS_SUBMIT,
            needs=(
                Need(_in_time, "修改期限已过，请联系孵化中心。"),
                Need(_all_answered, "每条意见都要说明采纳了没有、怎么改的。"),
            ),
        ),
        Transition("end", "不再等待", (S.OPEN,), S.CLOSED, P.PROPOSALS_SCREEN, asks_reason=True, is_danger=True),
    ),
)
