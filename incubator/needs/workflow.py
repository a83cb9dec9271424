"""The life of a need: posted, put on the list, matched, done."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from incubator.needs import rules
from incubator.needs.models import NeedStatus as N

NEED = Workflow(
    name="need",
    initial=N.POSTED,
    states=(
        State(N.POSTED, "待审核", "blue", due=5, escalates_to=Role.CENTRE),
        State(N.REVIEWED, "已列入清单", "teal"),
        State(N.MATCHED, "已对接", "green"),
        State(N.DONE, "已办结", "green"),
        State(N.REJECTED, "未列入", "grey"),
        State(N.CLOSED, "已关闭", "grey"),
    ),
    transitions=(
        Transition("review", "列入需求清单", (N.POSTED,), N.REVIEWED, P.NEEDS_REVIEW),
        Transition("reject", "不予列入", (N.POSTED,), N.REJECTED, P.NEEDS_REVIEW, asks_reason=True),
        Transition(
            "match",
            "对接",
            (N.REVIEWED,),
            N.MATCHED,
            P.NEEDS_VIEW,
            needs=(Need(rules.is_pointed_at, "有主题赛、提案或订单选用这条需求时，自动记为已对接。"),),
            # Taken by what answers the need, never by hand: so it stands on nobody's desk.
            is_danger=True,
        ),
        Transition("unmatch", "解除对接", (N.MATCHED,), N.REVIEWED, P.NEEDS_REVIEW, asks_reason=True),
        Transition("finish", "办结", (N.MATCHED,), N.DONE, P.NEEDS_POST),
        Transition("close", "关闭", (N.POSTED, N.REVIEWED), N.CLOSED, P.NEEDS_POST, asks_reason=True, is_danger=True),
    ),
)
