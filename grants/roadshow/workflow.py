"""The life of a roadshow and of an item in it."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.panels.workflow import NO_JUDGE
from grants.roadshow import rules
from grants.roadshow.models import ItemStatus, RoadshowStatus

EVERYTHING_OVER = Need(rules.all_over, "还有项目没有路演。没有到场的，请登记缺席。")

ROADSHOW = Workflow(
    name="roadshow",
    initial=RoadshowStatus.PLANNED,
    states=(
        State(RoadshowStatus.PLANNED, "筹备中", "amber"),
        State(RoadshowStatus.RUNNING, "进行中", "purple"),
        State(RoadshowStatus.CLOSED, "已结束", "teal"),
    ),
    transitions=(
        Transition(
            "start",
            "开始路演",
            (RoadshowStatus.PLANNED,),
            RoadshowStatus.RUNNING,
            P.JUDGING_MANAGE,
            needs=(
                NO_JUDGE,
                Need(rules.panel_scores, "评审组还没有开始评分，或评分已经结束。"),
                Need(rules.has_order, "还没有排出场顺序。"),
                Need(rules.is_quorate, "到场的评委不足评审组规定的最少人数。"),
                Need(rules.all_declared, "到场的评委里还有人没有完成回避声明。"),
            ),
        ),
        Transition(
            "close",
            "结束路演",
            (RoadshowStatus.RUNNING,),
            RoadshowStatus.CLOSED,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, EVERYTHING_OVER, Need(rules.all_scored, "还有路演评分表没有交齐。")),
        ),
        Transition(
            "cut_off",
            "不等未交的评分表，结束路演",
            (RoadshowStatus.RUNNING,),
            RoadshowStatus.CLOSED,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, EVERYTHING_OVER),
            asks_reason=True,
            is_danger=True,
        ),
    ),
)


RUNNING = Need(rules.is_under_way, "路演没有在进行。")
ITEM = Workflow(
    name="roadshow_item",
    initial=ItemStatus.WAITING,
    states=(
        State(ItemStatus.WAITING, "候场", "amber"),
        State(ItemStatus.RUNNING, "正在路演", "purple"),
        State(ItemStatus.DONE, "已完成", "teal"),
        State(ItemStatus.ABSENT, "缺席", "red"),
    ),
    transitions=(
        Transition(
            "call",
            "上场",
            (ItemStatus.WAITING,),
            ItemStatus.RUNNING,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, RUNNING, Need(rules.none_runs, "另一个项目正在路演，请先结束它。")),
        ),
        Transition(
            "finish",
            "结束这一项",
            (ItemStatus.RUNNING,),
            ItemStatus.DONE,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, RUNNING),
        ),
        Transition(
            "miss",
            "登记缺席",
            (ItemStatus.WAITING, ItemStatus.RUNNING),
            ItemStatus.ABSENT,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, RUNNING),
            asks_reason=True,
            is_danger=True,
        ),
        Transition(
            "return",
            "到场，回到候场",
            (ItemStatus.ABSENT,),
            ItemStatus.WAITING,
            P.JUDGING_MANAGE,
            needs=(NO_JUDGE, RUNNING),
            asks_reason=True,
        ),
    ),
)
