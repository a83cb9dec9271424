"""The life of a score sheet."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.panels.workflow import NO_JUDGE
from grants.sheets import rules
from grants.sheets.models import SheetStatus

RUNNING = Need(rules.is_scoring, "评审还没有开始，或已经结束。")


SHEET = Workflow(
    name="score_sheet",
    initial=SheetStatus.DRAFT,
    states=(
        State(SheetStatus.DRAFT, "未提交", "amber"),
        State(SheetStatus.SUBMITTED, "已提交", "green"),
        State(SheetStatus.REOPENED, "退回重评", "red"),
    ),
    transitions=(
        Transition(
            "submit",
            "提交评分表",
            (SheetStatus.DRAFT, SheetStatus.REOPENED),
            SheetStatus.SUBMITTED,
            P.JUDGING_SCORE,
            needs=(
                Need(rules.is_author, "只有这位评委本人可以提交。"),
                RUNNING,
                Need(rules.is_in_time, "评分时间已经结束。"),
                Need(rules.is_complete, "还没有评完，缺什么写在评分表上。"),
            ),
        ),
        Transition(
            "transcribe",
            "录入纸质评分表",
            (SheetStatus.DRAFT, SheetStatus.REOPENED),
            SheetStatus.SUBMITTED,
            P.JUDGING_MANAGE,
            needs=(effect("纸质评分表由两位工作人员录入，一致后自动提交。"), NO_JUDGE, RUNNING),
        ),
        Transition(
            "reopen",
            "退回重评",
            (SheetStatus.SUBMITTED,),
            SheetStatus.REOPENED,
            P.JUDGING_CLOSE,
            needs=(NO_JUDGE, RUNNING),
            asks_reason=True,
        ),
    ),
)
