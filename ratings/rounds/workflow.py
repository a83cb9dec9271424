"""The life of a rating round."""

from core.permissions import Permission as P
from core.workflow import State, Transition, Workflow
from ratings.rounds.models import RoundStatus as R

ROUND = Workflow(
    name="rating_round",
    initial=R.DRAFT,
    states=(State(R.DRAFT, "筹备中"), State(R.OPEN, "申报中", "green"), State(R.CLOSED, "申报结束", "grey")),
    transitions=(
        Transition("open", "开始申报", (R.DRAFT,), R.OPEN, P.ROUNDS_MANAGE),
        Transition("close", "结束申报", (R.OPEN,), R.CLOSED, P.ROUNDS_MANAGE, is_danger=True),
        Transition("reopen", "恢复申报", (R.CLOSED,), R.OPEN, P.ROUNDS_MANAGE, asks_reason=True),
    ),
)
