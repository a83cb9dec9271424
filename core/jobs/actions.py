"""Every change of a job: each one conditional UPDATE, so that two workers never hold the same job."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from core import clock, vault
from core.access import NATION, Actor
from core.errors import Forbidden, NotFound, WrongState
from core.files.actions import store_sealed
from core.jobs import queries
from core.jobs.models import Job, JobStatus
from core.jobs.workflow import LIVE
from core.replies import File

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)


def enqueue(session: Session, actor: Actor, kind: str, title: str, **args: Any) -> Job:
    """Write the job down in the caller's transaction: it exists exactly when what asked for it does."""
    if not actor.may_act:
        raise Forbidden
    job = Job(
        kind=kind,
        title=title,
        args=args,
        area_code=actor.home() or NATION,
        created_by=actor.account_id,
        on_behalf_of=actor.on_behalf_of,
    )
    session.add(job)
    session.flush()
    return job


def claim(session: Session) -> Job | None:
    """Take the next job for this worker, or None. A job whose workers were lost three times is given up."""
    while (job := queries.next_waiting(session)) is not None:
        mine = (col(Job.id) == job.id, col(Job.status) == job.status, col(Job.attempts) == job.attempts)
        is_given_up = job.attempts >= MAX_ATTEMPTS
        taken = session.execute(update(Job).where(*mine).values(**(_given_up() if is_given_up else _started(job))))
        session.refresh(job)
        if taken.rowcount != 1:
            return None
        if not is_given_up:
            return job
    return None


def _started(job: Job) -> dict[str, Any]:
    now = clock.now()
    lease = {"started_at": now, "lease_until": now + LEASE, "attempts": job.attempts + 1}
    return {"status": JobStatus.RUNNING, "done": 0, **lease}


def _given_up() -> dict[str, Any]:
    lost = "运行中断了三次，没有完成。请联系管理员查看服务器，再重新提交。"
    return {"status": JobStatus.FAILED, "finished_at": clock.now(), "error": lost}


def _mine(job: Job) -> tuple[Any, ...]:
    """Still running, and in this attempt: a worker whose lease ran out has lost the right to report."""
    return (col(Job.id) == job.id, col(Job.status) == JobStatus.RUNNING, col(Job.attempts) == job.attempts)


def report(session: Session, job: Job, done: int, total: int, note: str) -> bool:
    """Note how far a job is and extend its lease; False when it was cancelled or given to another worker."""
    values = {"done": done, "total": total, "note": note[:200], "lease_until": clock.now() + LEASE}
    return session.execute(update(Job).where(*_mine(job)).values(**values)).rowcount == 1


def finish(session: Session, job: Job, result: File | None) -> bool:
    values: dict[str, Any] = {"status": JobStatus.DONE, "finished_at": clock.now(), "error": None}
    if result is not None:
        key_id, file_id = store_sealed(session, "job", result.content)
        values |= {"result_key_id": key_id, "result_file_id": file_id}
        values |= {"result_name": result.name, "result_type": result.media_type}
    return session.execute(update(Job).where(*_mine(job)).values(**values)).rowcount == 1


def fail(session: Session, job: Job, sentence: str) -> bool:
    values = {"status": JobStatus.FAILED, "finished_at": clock.now(), "error": sentence[:400]}
    return session.execute(update(Job).where(*_mine(job)).values(**values)).rowcount == 1


def cancel(session: Session, actor: Actor, job: Job) -> None:
    """Stop a job: a queued one at once, a running one at its next report; what it did until then is not kept."""
    if job.created_by is None or job.created_by != actor.account_id:
        raise NotFound("只有提交人可以取消这个任务。")
    live = (col(Job.id) == job.id, col(Job.status).in_(LIVE))
    stopped = session.execute(update(Job).where(*live).values(status=JobStatus.CANCELLED, finished_at=clock.now()))
    if stopped.rowcount != 1:
        raise WrongState("这个任务已经结束，不用再取消。")


def forget_results(session: Session, finished_before: datetime | None = None) -> int:
    """Destroy the kept results of jobs, and what was asked for, which may hold a name; returns how many.

    Without an instant, all of them: somebody is being erased whom any export may name, and an export can be made
    again. What runs at that moment starts again, for it may have read the name already.
    """
    kept = queries.list_kept(session, finished_before or clock.now())
    for job in kept:
        if job.result_key_id is not None:
            vault.destroy(session, job.result_key_id)
    gone = {"args": {}, "result_key_id": None, "result_file_id": None}
    session.execute(update(Job).where(col(Job.id).in_([job.id for job in kept])).values(**gone))
    if finished_before is None:
        running = (col(Job.status) == JobStatus.RUNNING, col(Job.created_by).is_not(None))
        session.execute(update(Job).where(*running).values(status=JobStatus.QUEUED))
    return len(kept)
