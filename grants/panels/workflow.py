"""The life of a panel and of a seat on it."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow
from grants.panels import rules
from grants.panels.models import ConflictStatus, JudgeStatus, PanelStatus, SeatStatus

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
                Need(rules.is_dealt_out, "申报书还没有分配给评委。请先预览分配，再采用。"),
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
                Need(rules.all_is_decided, "还有回避线索没有认定。请先在“评审回避”里逐条认定，再结束评审。"),
                Need(rules.roadshow_is_over, "评分办法里有路演，路演还没有结束。"),
                Need(rules.no_paper_waits, "还有纸质评分表没有录完。请两个人录到一致，或写明理由作废。"),
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


OURS = Need(rules.is_for_the_office, "评委自己申报的和主办方认定的回避不再认定。", asks_who=True)
RUNNING = Need(rules.is_under_way, "评审已经结束，回避不能再改。")
CONFLICT = Workflow(
    name="conflict_declaration",
    initial=ConflictStatus.PROPOSED,
    states=(
        State(ConflictStatus.PROPOSED, "待认定", "amber", due=3),
        State(ConflictStatus.CONFIRMED, "已认定", "red"),
        State(ConflictStatus.DISMISSED, "不构成回避", "grey"),
    ),
    transitions=(
        Transition(
            "confirm",
            "认定回避",
            (ConflictStatus.PROPOSED,),
            ConflictStatus.CONFIRMED,
            P.JUDGING_MANAGE,
            needs=(OURS, NO_JUDGE, RUNNING),
        ),
        Transition(
            "dismiss",
            "不构成回避",
            (ConflictStatus.PROPOSED,),
            ConflictStatus.DISMISSED,
            P.JUDGING_MANAGE,
            needs=(OURS, NO_JUDGE, RUNNING),
            asks_reason=True,
        ),
        Transition(
            "reconsider",
            "重新认定",
            (ConflictStatus.CONFIRMED, ConflictStatus.DISMISSED),
            ConflictStatus.PROPOSED,
            P.JUDGING_MANAGE,
            needs=(OURS, NO_JUDGE, RUNNING),
            asks_reason=True,
        ),
    ),
)


JUDGE = Workflow(
    name="judge",
    initial=JudgeStatus.ACTIVE,
    states=(State(JudgeStatus.ACTIVE, "可邀请", "green"), State(JudgeStatus.PAUSED, "暂停", "grey")),
    transitions=(
        Transition("pause", "暂停邀请", (JudgeStatus.ACTIVE,), JudgeStatus.PAUSED, P.JUDGING_MANAGE, asks_reason=True),
        Transition("resume", "恢复邀请", (JudgeStatus.PAUSED,), JudgeStatus.ACTIVE, P.JUDGING_MANAGE),
    ),
)
