"""What the API shows of a job."""

from datetime import datetime

from core.forms import Out
from core.jobs.models import JobStatus


class JobOut(Out):
    id: int
    kind: str
    title: str
    status: JobStatus
    done: int
    total: int
    note: str
    error: str | None
    result_name: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
