"""The life of a plan."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.assignments import rules
from grants.assignments.models import PlanStatus as S
from grants.panels.rules import is_under_way
from grants.panels.workflow import NO_JUDGE

PLAN = Workflow(
    name="assignment_plan",
    initial=S.COMPUTING,
    states=(
        State(S.COMPUTING, "计算中", "blue"),
        State(S.READY, "待确认", "amber", due=3),
        State(S.APPLIED, "已采用", "green"),
        State(S.DISCARDED, "已放弃", "grey"),
    ),
    transitions=(
        Transition(
            "ready",
            "完成计算",
            (S.COMPUTING,),
            S.READY,
            P.JUDGING_MANAGE,
            needs=(effect("分配方案在后台计算，算好后会自动显示。"),),
        ),
        Transition(
            "apply",
            "采用这个分配",
            (S.READY,),
            S.APPLIED,
            P.JUDGING_MANAGE,
            needs=(
                NO_JUDGE,
                Need(is_under_way, "评审已经结束，不能再分配。"),
                Need(rules.still_fits, "评委、申报书、回避或已有的分配有了变化，请重新预览。"),
                Need(rules.has_begun_or_drops_nothing, "评分已经开始，不能再从评委手里收回申报书，请用“补足”。"),
            ),
        ),
        Transition("discard", "放弃", (S.COMPUTING, S.READY), S.DISCARDED, P.JUDGING_MANAGE),
    ),
)
