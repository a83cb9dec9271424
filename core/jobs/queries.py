"""Reading jobs: one's own, and for those who watch over them the others of their area, without the results."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core import clock
from core.access import Actor, per_actor
from core.errors import NotFound
from core.files.queries import sealed_content
from core.jobs.models import Job, JobStatus
from core.jobs.workflow import JOB
from core.permissions import Permission
from core.tables import Col, Filter, Table


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Job.created_by) == actor.account_id, actor.within(Job.area_code, Permission.JOBS_VIEW))


TABLE = Table(
    model=Job,
    columns=(
        Col("title", "任务", col(Job.title)),
        Col("status", "状态", col(Job.status), kind="state"),
        Col("done", "已完成", col(Job.done), kind="number"),
        Col("total", "共", col(Job.total), kind="number"),
        Col("created_at", "提交时间", col(Job.created_at), kind="datetime", is_sortable=True),
        Col("finished_at", "结束时间", col(Job.finished_at), kind="datetime"),
    ),
    filters=(Filter("status", "状态", col(Job.status), JobStatus.choices()),),
    search=Job.title,
    sort="-id",
    workflow=JOB,
    empty_text="还没有后台任务。导出大表、批量出证书等费时的事会显示在这里。",
)


def next_waiting(session: Session) -> Job | None:
    """The oldest job that is queued, or whose runner was lost: its lease ran out."""
    lost = (col(Job.status) == JobStatus.RUNNING) & (col(Job.lease_until) < clock.now())
    waiting = or_(col(Job.status) == JobStatus.QUEUED, lost)
    return session.exec(select(Job).where(waiting).order_by(col(Job.id)).limit(1)).first()


def result_of(session: Session, actor: Actor, job: Job) -> bytes:
    """The file that a job made: only for the person in whose name it was made, because it holds what they may see."""
    if job.created_by is None or job.created_by != actor.account_id or job.result_name is None:
        raise NotFound("这个任务没有可以由您下载的结果。")
    if job.result_file_id is None or job.result_key_id is None:
        raise NotFound("这个结果已经清除：只保留七天，有人要求删除个人信息时也会提前清除。请重新生成。")
    return sealed_content(session, "job", job.result_key_id, job.result_file_id)


def list_kept(session: Session, finished_before: datetime) -> list[Job]:
    """Ended jobs that still hold their result, or say what was asked for without having made one."""
    holds = or_(col(Job.result_key_id).is_not(None), col(Job.status).in_((JobStatus.FAILED, JobStatus.CANCELLED)))
    return list(session.exec(select(Job).where(holds, col(Job.finished_at) <= finished_before)))


def is_waiting(session: Session, kind: str) -> bool:
    live = (JobStatus.QUEUED, JobStatus.RUNNING)
    return session.exec(select(Job.id).where(Job.kind == kind, col(Job.status).in_(live)).limit(1)).first() is not None


def last_start(session: Session, kind: str) -> Job | None:
    return session.exec(select(Job).where(Job.kind == kind).order_by(col(Job.id).desc()).limit(1)).first()
