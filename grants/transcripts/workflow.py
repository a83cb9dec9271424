"""The life of a score sheet on paper."""

from core.permissions import Permission as P
from core.workflow import State, Transition, Workflow, effect
from grants.panels.workflow import NO_JUDGE
from grants.sheets.workflow import RUNNING
from grants.transcripts.models import PaperStatus

BY_TYPING = effect("由两个人分别照纸面录入，系统核对后自动办理。")
OPEN = (PaperStatus.TYPING, PaperStatus.DIFFERENT)

PAPER = Workflow(
    name="paper_sheet",
    initial=PaperStatus.TYPING,
    states=(
        State(PaperStatus.TYPING, "录入中", "amber", due=1),
        State(PaperStatus.DIFFERENT, "两人不一致", "red", due=1),
        State(PaperStatus.SEALED, "已封存", "green"),
        State(PaperStatus.VOID, "已作废", "grey"),
    ),
    transitions=(
        Transition(
            "seal", "两人一致，封存", OPEN, PaperStatus.SEALED, P.JUDGING_MANAGE, needs=(BY_TYPING, NO_JUDGE, RUNNING)
        ),
        Transition(
            "differ",
            "两人不一致",
            (PaperStatus.TYPING,),
            PaperStatus.DIFFERENT,
            P.JUDGING_MANAGE,
            needs=(BY_TYPING, NO_JUDGE, RUNNING),
        ),
        Transition(
            "void",
            "作废",
            OPEN,
            PaperStatus.VOID,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, RUNNING),
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
