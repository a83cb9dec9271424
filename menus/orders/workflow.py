"""The life of an order; clocks as in the list ``order_clocks``, where SUBMITTED and REVIEWING are one state here."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from menus.orders import rules
from menus.orders.models import OrderStatus as S

BEFORE_DISPATCH = (S.DRAFT, S.REJECTED, S.REVIEWING)
UNDER_WAY = (S.DISPATCHED, S.DECLINED, S.ACCEPTED, S.SCHEDULED)

ORDER = Workflow(
    name="service_order",
    initial=S.DRAFT,
    area_of=rules.place_of,
    states=(
        State(S.DRAFT, "草稿"),
        State(S.REVIEWING, "已点单，审核中", "blue", due=2, escalates_to=Role.DISTRICT),
        State(S.REJECTED, "已退回", "amber"),
        State(S.DISPATCHED, "已派单", "blue", due=2, escalates_to=Role.CENTRE),
        State(S.ACCEPTED, "已接单", "teal", due=2, escalates_to=Role.CENTRE),
        State(S.DECLINED, "拒单，待转派", "red"),
        State(S.SCHEDULED, "已排期", "teal"),
        State(S.IN_SERVICE, "服务中", "purple"),
        State(S.DELIVERED, "已完成，待验收", "amber", due=3, escalates_to=Role.STREET),
        State(S.VERIFIED, "已验收", "green", due=5, escalates_to=Role.STREET),
        State(S.DISPUTED, "有争议", "red", due=5, escalates_to=Role.CENTRE),
        State(S.RATED, "已评单", "green", due=7, escalates_to=Role.DISTRICT),
        State(S.SETTLED, "已结算", "green", due=20),
        State(S.ARCHIVED, "已归档", "grey"),
        State(S.CANCELLED, "已取消", "grey"),
    ),
    transitions=(
        Transition(
            "submit",
            "提交点单",
            (S.DRAFT, S.REJECTED),
            S.REVIEWING,
            P.ORDERS_PLACE,
            needs=(Need(rules.passes_checks, "点单条件还没有全部满足，哪一项不满足列在下面。"),),
        ),
        Transition(
            "approve",
            "审核通过",
            (S.REVIEWING,),
            S.REVIEWING,
            P.ORDERS_REVIEW,
            needs=(
                Need(rules.is_not_reviewed, "已经审核通过，等待派单。"),
                Need(rules.reviewer_is_another, "点单的人不能自己审核，请同事办理。", asks_who=True),
            ),
        ),
        Transition("reject", "退回", (S.REVIEWING,), S.REJECTED, P.ORDERS_REVIEW, asks_reason=True),
        Transition(
            "dispatch",
            "派单",
            (S.REVIEWING, S.DECLINED),
            S.DISPATCHED,
            P.ORDERS_DISPATCH,
            needs=(Need(rules.is_reviewed, "审核通过后才能派单。"),),
        ),
        Transition("accept", "接单", (S.DISPATCHED,), S.ACCEPTED, P.ORDERS_SERVE),
        Transition("decline", "拒单", (S.DISPATCHED,), S.DECLINED, P.ORDERS_SERVE, asks_reason=True, is_danger=True),
        Transition("schedule", "排期", (S.ACCEPTED,), S.SCHEDULED, P.ORDERS_SERVE),
        Transition("start", "开始服务", (S.SCHEDULED,), S.IN_SERVICE, P.ORDERS_SERVE),
        Transition("deliver", "完成服务", (S.IN_SERVICE,), S.DELIVERED, P.ORDERS_SERVE),
        Transition(
            "verify",
            "验收",
            (S.DELIVERED,),
            S.VERIFIED,
            P.ORDERS_VERIFY,
            needs=(Need(rules.verifier_is_another, "点单的人和完成服务的人不能验收，请同事办理。", asks_who=True),),
        ),
        Transition("dispute", "有争议", (S.DELIVERED,), S.DISPUTED, P.ORDERS_VERIFY, asks_reason=True, is_danger=True),
        Transition("rework", "重新服务", (S.DISPUTED,), S.IN_SERVICE, P.ORDERS_SERVE),
        Transition(
            "settle_dispute",
            "争议解决，恢复验收",
            (S.DISPUTED,),
            S.DELIVERED,
            P.ORDERS_DISPATCH,
            asks_reason=True,
        ),
        Transition("rate", "评单", (S.VERIFIED,), S.RATED, P.ORDERS_VERIFY),
        Transition(
            "settle",
            "结算",
            (S.RATED,),
            S.SETTLED,
            P.ORDERS_SETTLE,
            needs=(Need(rules.settler_is_another, "点单和验收的人不能结算，请同事办理。", asks_who=True),),
        ),
        Transition("archive", "归档", (S.SETTLED,), S.ARCHIVED, P.ORDERS_DISPATCH),
        Transition(
            "cancel",
            "取消点单",
            (*BEFORE_DISPATCH, *UNDER_WAY),
            S.CANCELLED,
            P.ORDERS_PLACE,
            asks_reason=True,
            is_danger=True,
        ),
        Transition("call_off", "中心撤单", UNDER_WAY, S.CANCELLED, P.ORDERS_DISPATCH, asks_reason=True, is_danger=True),
    ),
)
