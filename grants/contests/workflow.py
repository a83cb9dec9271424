"""The life of an edition."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.contests import rules
from grants.contests.models import ContestStatus as S

CONTEST = Workflow(
    name="contest",
    initial=S.DRAFT,
    states=(
        State(S.DRAFT, "筹备中"),
        State(S.PROPOSED, "待批准", "amber", due=5),
        State(S.OPEN, "征集中", "green"),
        State(S.SCREENING, "资格审查", "blue", due=10),
        State(S.JUDGING, "评审中", "purple", due=7),
        State(S.DECIDING, "待定名单", "amber", due=10),
        State(S.NOTICED, "公示中", "blue"),
        State(S.AWARDED, "已立项", "teal"),
        State(S.CLOSED, "已结束"),
        State(S.CANCELLED, "已取消", "red"),
    ),
    transitions=(
        Transition(
            "propose",
            "报请批准",
            (S.DRAFT,),
            S.PROPOSED,
            P.CONTESTS_MANAGE,
            needs=(Need(rules.is_complete, "设置还不完整，缺什么列在下面。"),),
        ),
        Transition("send_back", "退回修改", (S.PROPOSED,), S.DRAFT, P.CONTESTS_APPROVE, asks_reason=True),
        Transition(
            "open",
            "批准并开始征集",
            (S.PROPOSED,),
            S.OPEN,
            P.CONTESTS_APPROVE,
            needs=(
                Need(rules.approver_is_another, "筹备人不能批准自己的大赛。", asks_who=True),
                Need(rules.is_complete, "设置还不完整，不能开始征集。"),
            ),
        ),
        Transition(
            "screen",
            "结束征集，开始资格审查",
            (S.OPEN,),
            S.SCREENING,
            P.CONTESTS_MANAGE,
            needs=(Need(rules.has_call_ended, "征集截止时间还没有到。"),),
        ),
        Transition("judge", "开始评审", (S.SCREENING,), S.JUDGING, P.CONTESTS_MANAGE),
        Transition(
            "decide",
            "评审结束，拟定名单",
            (S.JUDGING,),
            S.DECIDING,
            P.JUDGING_CLOSE,
            needs=(effect("评审组的评分表还没有开封。请到“评审”页面开封、计算排名。"),),
        ),
        Transition(
            "announce",
            "公示名单",
            (S.DECIDING,),
            S.NOTICED,
            P.AWARDS_APPROVE,
            needs=(effect("请到“立项名单”页面批准名单并公示。"),),
        ),
        Transition(
            "award",
            "名单生效",
            (S.NOTICED,),
            S.AWARDED,
            P.AWARDS_APPROVE,
            needs=(effect("公示期满后，请到“立项名单”页面让名单生效。"),),
        ),
        Transition("close", "结束本届", (S.AWARDED,), S.CLOSED, P.CONTESTS_MANAGE),
        Transition(
            "cancel",
            "取消本届",
            (S.DRAFT, S.PROPOSED, S.OPEN, S.SCREENING),
            S.CANCELLED,
            P.CONTESTS_APPROVE,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
