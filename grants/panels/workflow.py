"""The life of a panel and of a seat on it."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.panels import rules
from grants.panels.models import PanelStatus, SeatStatus

NO_JUDGE = Need(rules.is_no_judge, "本评审组的评委不能办理，请由其他负责人办理。")


PANEL = Workflow(
    name="panel",
    initial=PanelStatus.FORMING,
    states=(
        State(PanelStatus.FORMING, "组建中", "amber", due=5),
        State(PanelStatus.SCORING, "评审中", "purple", due=10),
        State(PanelStatus.OPENING, "待开封", "amber", due=2),
        State(PanelStatus.CLOSED, "已结束", "teal"),
    ),
    transitions=(
        Transition(
            "start",
            "开始评分",
            (PanelStatus.FORMING,),
            PanelStatus.SCORING,
            P.JUDGING_MANAGE,
            needs=(
                Need(rules.contest_is_judging, "大赛还没有进入评审阶段。"),
                Need(rules.is_ready, "评审组还不齐，缺什么列在下面。"),
            ),
        ),
        Transition(
            "ask",
            "结束评分，申请开封",
            (PanelStatus.SCORING,),
            PanelStatus.OPENING,
            P.JUDGING_CLOSE,
            needs=(
                NO_JUDGE,
                Need(rules.may_end, "评分表还没有交齐，截止时间也还没有到。"),
                Need(rules.has_something, "有申报书还没有任何一份有效评分，不能结束。请延长时间。"),
            ),
        ),
        Transition(
            "close",
            "确认开封，计算排名",
            (PanelStatus.OPENING,),
            PanelStatus.CLOSED,
            P.JUDGING_CLOSE,
            needs=(
                Need(rules.opener_is_another, "开封要两个人办理，申请的人不能自己确认。", asks_who=True),
                NO_JUDGE,
                Need(rules.has_something, "有申报书还没有任何一份有效评分，不能结束。请延长时间。"),
            ),
        ),
        Transition(
            "take_back",
            "撤回开封申请，继续评分",
            (PanelStatus.OPENING,),
            PanelStatus.SCORING,
            P.JUDGING_CLOSE,
            needs=(NO_JUDGE,),
            asks_reason=True,
        ),
    ),
)


SEAT = Workflow(
    name="panel_seat",
    initial=SeatStatus.INVITED,
    states=(
        State(SeatStatus.INVITED, "已邀请", "amber", due=3),
        State(SeatStatus.ACCEPTED, "已接受", "green"),
        State(SeatStatus.DECLINED, "已谢绝", "grey"),
        State(SeatStatus.EXCLUDED, "已排除", "red"),
    ),
    transitions=(
        Transition(
            "accept",
            "接受邀请",
            (SeatStatus.INVITED,),
            SeatStatus.ACCEPTED,
            P.JUDGING_SCORE,
            needs=(Need(rules.is_own, "这份邀请不是给您的。"),),
        ),
        Transition(
            "decline",
            "谢绝",
            (SeatStatus.INVITED,),
            SeatStatus.DECLINED,
            P.JUDGING_SCORE,
            needs=(Need(rules.is_own, "这份邀请不是给您的。"),),
        ),
        Transition(
            "withdraw", "撤回邀请", (SeatStatus.INVITED,), SeatStatus.EXCLUDED, P.JUDGING_MANAGE, is_danger=True
        ),
        Transition(
            "exclude",
            "排除评委",
            (SeatStatus.ACCEPTED,),
            SeatStatus.EXCLUDED,
            P.JUDGING_CLOSE,
            needs=(NO_JUDGE,),
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
