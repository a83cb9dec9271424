"""The life of a payment; what must hold is asked again at every step, because it may have changed since."""

from core.permissions import Permission as P
from core.workflow import PROVEN, Need, State, Transition, Workflow
from grants.payments import rules
from grants.payments.models import PaymentStatus as S

CONDITIONS = (
    Need(rules.is_triggered, "这一批次的拨款条件还没有达到。"),
    Need(rules.is_in_force, "协议不在履行中。"),
    Need(rules.is_without_rectification, "项目正在整改，暂不拨款。"),
    Need(rules.payee_is_verified, "收款账户还没有由另一人核验。"),
    Need(rules.payee_is_unchanged, "申请之后收款账户变更过，请退回后重新申请。"),
)
PAYMENT = Workflow(
    name="payment",
    initial=S.REQUESTED,
    states=(
        State(S.REQUESTED, "待审核", "blue", due=3),
        State(S.CHECKED, "待审批", "amber", due=3),
        State(S.APPROVED, "待付款", "purple", due=5),
        State(S.PAID, "已拨付", "green"),
        State(S.RETURNED, "已退回", "grey"),
        State(S.REVERSED, "已冲正", "red"),
    ),
    transitions=(
        Transition(
            "check",
            "审核通过",
            (S.REQUESTED,),
            S.CHECKED,
            P.PAYMENTS_CHECK,
            needs=(Need(rules.checker_is_another, "申请人不能审核自己的申请。", asks_who=True), *CONDITIONS, PROVEN),
        ),
        Transition(
            "approve",
            "批准拨付",
            (S.CHECKED,),
            S.APPROVED,
            P.PAYMENTS_APPROVE,
            needs=(Need(rules.approver_is_another, "申请人和审核人不能批准。", asks_who=True), *CONDITIONS, PROVEN),
        ),
        Transition(
            "pay",
            "登记付款",
            (S.APPROVED,),
            S.PAID,
            P.PAYMENTS_PAY,
            needs=(Need(rules.payer_is_another, "申请人和批准人不能付款。", asks_who=True), *CONDITIONS, PROVEN),
        ),
        Transition(
            "return", "退回", (S.REQUESTED, S.CHECKED, S.APPROVED), S.RETURNED, P.PAYMENTS_CHECK, asks_reason=True
        ),
        Transition(
            "reverse",
            "冲正",
            (S.PAID,),
            S.REVERSED,
            P.PAYMENTS_PAY,
            needs=(Need(rules.payer_is_another, "申请人和批准人不能冲正。", asks_who=True), PROVEN),
            asks_reason=True,
            is_danger=True,
        ),
    ),
)
