"""The life of a follow-up: it waits on the desk of the community and the centre until somebody has been there."""

from core.permissions import Permission, Role
from core.workflow import State, Transition, Workflow
from incubator.followups.models import FollowUpStatus as S

FOLLOW_UP = Workflow(
    name="talent_follow_up",
    initial=S.OPEN,
    states=(
        State(S.OPEN, "待回访", "amber", due=10, escalates_to=Role.CENTRE),
        State(S.DONE, "已回访", "green"),
        State(S.DROPPED, "不再回访", "grey"),
    ),
    transitions=(
        Transition("meet", "记下回访", (S.OPEN,), S.DONE, Permission.TALENTS_ADD),
        Transition("drop", "不再回访", (S.OPEN,), S.DROPPED, Permission.TALENTS_ADD, asks_reason=True),
    ),
)
