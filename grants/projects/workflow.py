"""The lives of a project, an expense and a check."""

from core.permissions import Permission as P
from core.workflow import Need, State, Transition, Workflow, effect
from grants.projects import rules
from grants.projects.models import CheckStatus as C
from grants.projects.models import ExpenseStatus as E
from grants.projects.models import ProjectStatus as S


def _balance_settled(project, actor, facts) -> bool:
    return bool(facts.get("is_settled"))


ACCEPTANCE = effect("结项验收办完后自动进入这一步，请在验收记录里办理。")
PROJECT = Workflow(
    name="project",
    initial=S.RUNNING,
    states=(
        State(S.RUNNING, "实施中", "green"),
        State(S.MIDTERM_PASSED, "中期通过", "teal"),
        State(S.RECTIFYING, "整改中", "amber", due=15),
        State(S.ACCEPTED, "验收合格", "purple"),
        State(S.FAILED, "验收不合格", "red"),
        State(S.CLOSED, "已结项", "grey"),
        State(S.TERMINATED, "已终止", "red"),
    ),
    transitions=(
        Transition(
            "pass_midterm",
            "中期通过",
            (S.RUNNING, S.RECTIFYING),
            S.MIDTERM_PASSED,
            P.PROJECTS_CHECK,
            needs=(effect("中期检查通过后自动进入这一步，请在检查记录里办理。"),),
        ),
        Transition(
            "rectify", "责令整改", (S.RUNNING, S.MIDTERM_PASSED), S.RECTIFYING, P.PROJECTS_CHECK, asks_reason=True
        ),
        Transition("rectified", "整改完成", (S.RECTIFYING,), S.RUNNING, P.PROJECTS_CHECK),
        Transition("accept", "验收合格", (S.MIDTERM_PASSED,), S.ACCEPTED, P.PROJECTS_ACCEPT, needs=(ACCEPTANCE,)),
        Transition(
            "fail",
            "验收不合格",
            (S.MIDTERM_PASSED,),
            S.FAILED,
            P.PROJECTS_ACCEPT,
            needs=(ACCEPTANCE,),
            asks_reason=True,
        ),
        Transition(
            "close",
            "结项",
            (S.ACCEPTED, S.FAILED),
            S.CLOSED,
            P.PROJECTS_ACCEPT,
            needs=(Need(_balance_settled, "拨付和结余还没有结清。"),),
        ),
        Transition(
            "terminate",
            "终止项目",
            (S.RUNNING, S.MIDTERM_PASSED, S.RECTIFYING),
            S.TERMINATED,
            P.PROJECTS_ACCEPT,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
EXPENSE = Workflow(
    name="expense",
    initial=E.RECORDED,
    states=(
        State(E.RECORDED, "已登记", "blue", due=10),
        State(E.CONFIRMED, "已核对", "green"),
        State(E.VOID, "已冲销", "grey"),
    ),
    transitions=(
        Transition(
            "confirm",
            "核对无误",
            (E.RECORDED,),
            E.CONFIRMED,
            P.PROJECTS_CHECK,
            needs=(Need(rules.confirmer_is_another, "登记人不能核对自己的支出。", asks_who=True),),
        ),
        Transition(
            "void", "冲销", (E.RECORDED, E.CONFIRMED), E.VOID, P.PROJECTS_CHECK, asks_reason=True, is_danger=True
        ),
    ),
)
ANOTHER = Need(rules.checker_is_another, "填报人不能检查自己的项目。", asks_who=True)
MARKED = Need(rules.is_marked, "先填写检查评分。")
CHECK = Workflow(
    name="project_check",
    initial=C.DRAFT,
    states=(
        State(C.DRAFT, "自评中"),
        State(C.SUBMITTED, "待检查", "blue", due=10),
        State(C.PASSED, "通过", "green"),
        State(C.RECTIFY, "限期整改", "amber", due=15),
        State(C.FAILED, "不合格", "red"),
    ),
    transitions=(
        Transition(
            "submit",
            "提交报告",
            (C.DRAFT, C.RECTIFY),
            C.SUBMITTED,
            P.PROJECTS_REPORT,
            needs=(Need(rules.has_own_marks, "先写完总结（不少于 20 字）并完成自评分。"),),
        ),
        Transition(
            "pass",
            "检查通过",
            (C.SUBMITTED,),
            C.PASSED,
            P.PROJECTS_CHECK,
            needs=(ANOTHER, MARKED, Need(rules.is_at_or_above_line, "评分没有达到合格线，不能通过。")),
        ),
        Transition(
            "accept",
            "验收通过",
            (C.SUBMITTED,),
            C.PASSED,
            P.PROJECTS_ACCEPT,
            needs=(ANOTHER, MARKED, Need(rules.is_at_or_above_line, "评分没有达到合格线，不能通过。")),
        ),
        Transition(
            "rectify", "限期整改", (C.SUBMITTED,), C.RECTIFY, P.PROJECTS_CHECK, needs=(ANOTHER,), asks_reason=True
        ),
        Transition(
            "fail",
            "验收不合格",
            (C.SUBMITTED,),
            C.FAILED,
            P.PROJECTS_ACCEPT,
            needs=(ANOTHER, MARKED, Need(rules.is_below_line, "评分达到合格线，不能判为不合格。")),
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
