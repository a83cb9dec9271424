"""The lives of a base and of a stay in it (入驻—孵化—评估—出壳)."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from incubator.bases import rules
from incubator.bases.models import ACTIVE, PENDING
from incubator.bases.models import AdmissionStatus as A
from incubator.bases.models import BaseStatus as B


def _is_empty(base, actor, facts) -> bool:
    return facts.get("guests", 1) == 0


BASE = Workflow(
    name="base",
    initial=B.OPEN,
    states=(State(B.OPEN, "运行中", "green"), State(B.CLOSED, "已关闭", "grey")),
    transitions=(
        Transition(
            "close",
            "关闭",
            (B.OPEN,),
            B.CLOSED,
            P.BASES_MANAGE,
            needs=(Need(_is_empty, "还有组织在这里孵化，请先安排转移或出壳。"),),
            asks_reason=True,
            is_danger=True,
        ),
        Transition("reopen", "重新开放", (B.CLOSED,), B.OPEN, P.BASES_MANAGE),
    ),
)

MET = Need(rules.all_met, "这一阶段的条件还没有全部满足，缺什么列在下面。")

ADMISSION = Workflow(
    name="admission",
    initial=A.DRAFT,
    states=(
        State(A.DRAFT, "草稿"),
        State(A.APPLIED, "待初核", "blue", due=5, escalates_to=Role.DISTRICT),
        State(A.ACCEPTED, "初核通过", "teal", due=5),
        State(A.NOTICED, "公示中", "blue"),
        State(A.ADMITTED, "已入壳", "green", due=20),
        State(A.NURTURE, "培育期", "green"),
        State(A.GROW, "成长期", "green"),
        State(A.EXIT_REVIEW, "出壳评估", "amber", due=30),
        State(A.EXTENDED, "延期", "amber"),
        State(A.GRADUATED, "已出壳", "purple"),
        State(A.REFUSED, "未通过", "red"),
        State(A.WITHDRAWN, "已退壳", "grey"),
    ),
    transitions=(
        Transition("submit", "提交入驻申请", (A.DRAFT,), A.APPLIED, P.ADMISSIONS_APPLY, needs=(MET,)),
        Transition(
            "accept",
            "初核通过",
            (A.APPLIED,),
            A.ACCEPTED,
            P.ADMISSIONS_REVIEW,
            needs=(Need(rules.reviewer_is_another, "提交人不能自己初核，请同事办理。", asks_who=True), MET),
        ),
        Transition("return", "退回补正", (A.APPLIED,), A.DRAFT, P.ADMISSIONS_REVIEW, asks_reason=True),
        Transition("publish", "发布入驻公示", (A.ACCEPTED,), A.NOTICED, P.ADMISSIONS_REVIEW),
        Transition("admit", "签约入壳", (A.NOTICED,), A.ADMITTED, P.ADMISSIONS_REVIEW, needs=(MET,)),
        Transition("nurture", "转入培育期", (A.ADMITTED,), A.NURTURE, P.ADMISSIONS_REVIEW, needs=(MET,)),
        Transition("grow", "转入成长期", (A.NURTURE,), A.GROW, P.ADMISSIONS_REVIEW, needs=(MET,)),
        Transition(
            "assess_exit", "进入出壳评估", (A.GROW, A.EXTENDED), A.EXIT_REVIEW, P.ADMISSIONS_REVIEW, needs=(MET,)
        ),
        Transition("graduate", "准予出壳", (A.EXIT_REVIEW,), A.GRADUATED, P.ADMISSIONS_REVIEW, needs=(MET,)),
        Transition(
            "extend",
            "延期",
            (A.GROW, A.EXIT_REVIEW),
            A.EXTENDED,
            P.ADMISSIONS_REVIEW,
            needs=(Need(rules.may_extend, "只能延期一次，这份入驻已经延过期。"),),
            asks_reason=True,
        ),
        Transition("refuse", "不予入驻", PENDING, A.REFUSED, P.ADMISSIONS_REVIEW, asks_reason=True, is_danger=True),
        Transition("withdraw", "退壳", ACTIVE, A.WITHDRAWN, P.ADMISSIONS_APPLY, asks_reason=True, is_danger=True),
    ),
)
