"""Work that waits, runs or ran."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.db import Id, Located, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class JobStatus(Labelled):
    QUEUED = "QUEUED", "排队中"
    RUNNING = "RUNNING", "进行中"
    DONE = "DONE", "已完成"
    FAILED = "FAILED", "没有完成"
    CANCELLED = "CANCELLED", "已取消"


S = JobStatus


class Job(Located, table=True):
    """One piece of work, for the person who asked for it; this table is the queue."""

    __table_args__ = (
        Index(None, "status", "id"),
        state_needs((S.RUNNING,), "started_at", "lease_until"),
        state_needs((S.DONE, S.FAILED, S.CANCELLED), "finished_at"),
    )

    kind: str = Field(max_length=40)
    title: str = Field(max_length=120)
    args: dict = json_field()
    status: JobStatus = Field(default=JobStatus.QUEUED, sa_type=enum_type(JobStatus))
    done: int = 0
    total: int = 0
    note: str = Field(default="", max_length=200)
    attempts: int = 0
    lease_until: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = Field(default=None, max_length=400)
    result_file_id: int | None = reference("stored_file.id", default=None, index=False)
    result_key_id: int | None = Field(default=None, sa_type=Id)
    result_name: str | None = Field(default=None, max_length=160)
    result_type: str | None = Field(default=None, max_length=120)
    created_by: int | None = Field(default=None, sa_type=Id, index=True)
    on_behalf_of: str | None = Field(default=None, max_length=40)
