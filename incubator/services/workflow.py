"""The lives of a service record and of a growth assessment."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from incubator.services import rules
from incubator.services.models import AssessmentStatus as A
from incubator.services.models import ServiceStatus as S

SERVICE = Workflow(
    name="service_record",
    initial=S.PLANNED,
    states=(
        State(S.PLANNED, "已安排", "blue"),
        State(S.DELIVERED, "已完成", "green"),
        State(S.CANCELLED, "已取消", "grey"),
    ),
    transitions=(
        Transition("deliver", "登记完成", (S.PLANNED,), S.DELIVERED, P.SERVICES_LOG),
        Transition("cancel", "取消", (S.PLANNED,), S.CANCELLED, P.SERVICES_LOG, asks_reason=True, is_danger=True),
    ),
)

ASSESSMENT = Workflow(
    name="growth_assessment",
    initial=A.DRAFT,
    states=(
        State(A.DRAFT, "评估中", "amber", due=10, escalates_to=Role.DISTRICT),
        State(A.COMPLETED, "已完成", "green"),
    ),
    transitions=(
        Transition(
            "complete",
            "完成评估",
            (A.DRAFT,),
            A.COMPLETED,
            P.GROWTH_ASSESS,
            needs=(
                Need(rules.is_marked, "还有指标没有打分。"),
                Need(rules.has_advice, "请写评估建议。"),
            ),
        ),
    ),
)
