"""The life of a rehearsal."""

from core.permissions import Permission as P
from core.workflow import State, Transition, Workflow
from grants.rehearsals.models import RehearsalStatus as S

REHEARSAL = Workflow(
    name="rehearsal",
    initial=S.RUNNING,
    states=(State(S.RUNNING, "试运行中", "amber"), State(S.DISCARDED, "已销毁", "grey")),
    transitions=(
        Transition(
            "discard", "销毁整个试运行", (S.RUNNING,), S.DISCARDED, P.CONTESTS_MANAGE, asks_reason=True, is_danger=True
        ),
    ),
)
