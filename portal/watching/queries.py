"""What waits and what stands still, asked of the database."""

from datetime import timedelta

from sqlalchemy.pool import QueuePool
from sqlmodel import Session, col, func, select

from core import clock, mail
from core.jobs.models import Job, JobStatus
from core.jobs.queries import last_start
from portal import schema

STUCK_AFTER = timedelta(minutes=15)


def problems(session: Session) -> list[str]:
    """Why this system cannot do its work now: ``schema`` is not that of the code, or ``jobs`` stand still."""
    found = [] if schema.is_current_in(session.connection()) else ["schema"]
    return found or (["jobs"] if _are_jobs_stuck(session) else [])


def _are_jobs_stuck(session: Session) -> bool:
    """A job waits for very long, or the worker has not asked for mail, which it does each minute: it is gone."""
    since = clock.now() - STUCK_AFTER
    oldest = session.exec(select(func.min(Job.created_at)).where(Job.status == JobStatus.QUEUED)).one()
    mailed = last_start(session, "mail")
    return bool(oldest and oldest < since) or bool(mailed and mailed.created_at < since)


def gauges(session: Session) -> dict[str, float]:
    """What waits in the whole system, and the connections of this process."""
    counted = select(Job.status, func.count()).where(col(Job.status).in_((JobStatus.QUEUED, JobStatus.RUNNING)))
    jobs = dict(session.exec(counted.group_by(Job.status)).all())
    unsent = select(func.count()).select_from(mail.OutboxMail).where(col(mail.OutboxMail.sent_at).is_(None))
    pool = session.get_bind().engine.pool
    assert isinstance(pool, QueuePool)
    return {
        "miaopu_jobs_waiting": jobs.get(JobStatus.QUEUED, 0),
        "miaopu_jobs_running": jobs.get(JobStatus.RUNNING, 0),
        "miaopu_outbox_waiting": session.exec(unsent).one(),
        "miaopu_pool_connections_in_use": pool.checkedout(),
        "miaopu_pool_connections_idle": pool.checkedin(),
        "miaopu_pool_connections_limit": pool.size() + pool._max_overflow,
    }
