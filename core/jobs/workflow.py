"""The life of a job; the worker moves it, its owner may cancel it."""

from core.jobs.models import JobStatus as S
from core.permissions import Permission
from core.workflow import State, Transition, Workflow

JOB = Workflow(
    name="job",
    initial=S.QUEUED,
    states=(
        State(S.QUEUED, "排队中", "grey"),
        State(S.RUNNING, "进行中", "blue"),
        State(S.DONE, "已完成", "green"),
        State(S.FAILED, "没有完成", "red"),
        State(S.CANCELLED, "已取消", "grey"),
    ),
    transitions=(
        Transition("start", "开始", (S.QUEUED,), S.RUNNING, Permission.JOBS_VIEW),
        Transition("requeue", "重新排队", (S.RUNNING,), S.QUEUED, Permission.JOBS_VIEW),
        Transition("finish", "完成", (S.RUNNING,), S.DONE, Permission.JOBS_VIEW),
        Transition("fail", "失败", (S.RUNNING,), S.FAILED, Permission.JOBS_VIEW),
        Transition("cancel", "取消", (S.QUEUED, S.RUNNING), S.CANCELLED, Permission.JOBS_VIEW),
    ),
)
LIVE = (S.QUEUED, S.RUNNING)
