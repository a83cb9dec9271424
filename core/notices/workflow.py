"""The lives of a notice and of an objection."""

from core.notices import rules
from core.notices.models import NoticeStatus as N
from core.notices.models import ObjectionStatus as O
from core.permissions import Permission, Role
from core.workflow import Need, State, Transition, Workflow


def _is_over(notice, actor, facts) -> bool:
    return rules.is_over(notice, facts["today"])


def _is_answered(notice, actor, facts) -> bool:
    return facts["unanswered"] == 0


def _is_not_upheld(notice, actor, facts) -> bool:
    return facts["upheld"] == 0


def _has_finding(objection, actor, facts) -> bool:
    return bool((objection.finding or "").strip())


def _is_another(objection, actor, facts) -> bool:
    return rules.has_other_hands(objection, actor.account_id)


OVER = Need(_is_over, "公示期还没有结束。")

NOTICE = Workflow(
    name="notice",
    initial=N.DRAFT,
    states=(
        State(N.DRAFT, "待发布", "grey"),
        State(N.OPEN, "公示中", "blue"),
        State(N.CLOSED, "公示期满", "amber", due=3),
        State(N.CONFIRMED, "已生效", "green"),
        State(N.WITHDRAWN, "已撤回", "grey"),
    ),
    transitions=(
        Transition("publish", "发布公示", (N.DRAFT,), N.OPEN, Permission.NOTICES_PUBLISH),
        Transition("close", "公示期满", (N.OPEN,), N.CLOSED, Permission.NOTICES_PUBLISH, needs=(OVER,)),
        Transition(
            "confirm",
            "确认生效",
            (N.OPEN, N.CLOSED),
            N.CONFIRMED,
            Permission.NOTICES_PUBLISH,
            needs=(
                OVER,
                Need(_is_answered, "还有异议没有答复，答复后才能确认生效。"),
                Need(_is_not_upheld, "有异议成立，请撤回这份公示，更正后重新公示。"),
            ),
        ),
        Transition(
            "withdraw",
            "撤回公示",
            (N.DRAFT, N.OPEN, N.CLOSED),
            N.WITHDRAWN,
            Permission.NOTICES_PUBLISH,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)

DECIDING = (
    Need(_has_finding, "请先由受理人写明核查情况。"),
    Need(_is_another, "受理、核查的人不能自己作出决定，请由另一人决定。", asks_who=True),
)

OBJECTION = Workflow(
    name="objection",
    initial=O.RECEIVED,
    states=(
        State(O.RECEIVED, "已收到", "amber", due=2, escalates_to=Role.DISTRICT),
        State(O.UNDER_REVIEW, "核查中", "blue", escalates_to=Role.DISTRICT),
        State(O.UPHELD, "异议成立", "red"),
        State(O.REJECTED, "异议不成立", "green"),
        State(O.WITHDRAWN, "已撤回", "grey"),
    ),
    transitions=(
        Transition("accept", "受理", (O.RECEIVED,), O.UNDER_REVIEW, Permission.OBJECTIONS_HANDLE),
        Transition("uphold", "异议成立", (O.UNDER_REVIEW,), O.UPHELD, Permission.OBJECTIONS_DECIDE, needs=DECIDING),
        Transition("reject", "异议不成立", (O.UNDER_REVIEW,), O.REJECTED, Permission.OBJECTIONS_DECIDE, needs=DECIDING),
        Transition(
            "withdraw",
            "应本人要求撤回",
            (O.RECEIVED, O.UNDER_REVIEW),
            O.WITHDRAWN,
            Permission.OBJECTIONS_HANDLE,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
