"""The life of an activity record: written by the group, confirmed by somebody else."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from incubator.activities import rules
from incubator.activities.models import ActivityStatus as A

ACTIVITY = Workflow(
    name="activity",
    initial=A.DRAFT,
    states=(
        State(A.DRAFT, "草稿"),
        State(A.SUBMITTED, "待确认", "blue", due=5, escalates_to=Role.CENTRE),
        State(A.CONFIRMED, "已确认", "green"),
        State(A.RETURNED, "退回补正", "amber", due=5),
    ),
    transitions=(
        Transition(
            "submit",
            "提交",
            (A.DRAFT, A.RETURNED),
            A.SUBMITTED,
            P.ACTIVITIES_RECORD,
            needs=(
                Need(rules.has_happened, "活动日期还没有到，办完再提交。"),
                Need(rules.has_people, "请填写参加人数。"),
                Need(rules.has_result, "请写明活动内容和成效。"),
                Need(rules.has_photo, "请先上传至少 1 张活动照片（建议 3 到 6 张）。"),
            ),
        ),
        Transition(
            "confirm",
            "确认属实",
            (A.SUBMITTED,),
            A.CONFIRMED,
            P.ACTIVITIES_CONFIRM,
            needs=(Need(rules.confirmer_is_another, "记录人不能自己确认，请社区或中心的同事办理。", asks_who=True),),
        ),
        Transition("return", "退回补正", (A.SUBMITTED,), A.RETURNED, P.ACTIVITIES_CONFIRM, asks_reason=True),
    ),
)
