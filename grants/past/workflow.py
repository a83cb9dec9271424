"""The life of a list of an earlier edition."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.past.models import PastStatus as S


def has_good_rows(plan, actor, facts) -> bool:
    return plan.ok_count > 0


PAST_IMPORT = Workflow(
    name="past_import",
    initial=S.PLANNED,
    states=(
        State(S.PLANNED, "待确认", "amber", due=5),
        State(S.APPLIED, "已导入", "green"),
        State(S.UNDONE, "已撤销", "grey"),
        State(S.DISCARDED, "已放弃", "grey"),
    ),
    transitions=(
        Transition(
            "apply",
            "确认导入",
            (S.PLANNED,),
            S.APPLIED,
            P.PAST_IMPORT,
            needs=(Need(has_good_rows, "没有可以导入的行，请改好表格后重新上传。"),),
        ),
        Transition("undo", "撤销这次导入", (S.APPLIED,), S.UNDONE, P.PAST_IMPORT, asks_reason=True, is_danger=True),
        Transition("discard", "放弃并销毁原表", (S.PLANNED,), S.DISCARDED, P.PAST_IMPORT, is_danger=True),
    ),
)
