"""What is sent about a score sheet on paper, and what programs are shown of it."""

from datetime import datetime

from pydantic import Field

from core.forms import Form, Out
from grants.sheets.models import Stage
from grants.transcripts.models import PaperStatus


class PaperForm(Form):
    """A paper that came in: whose it is, about what, and its scan."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    stage: Stage = Field(default=Stage.DOCUMENT, title="环节")
    file: str = Field(
        default="",
        title="扫描件或照片",
        description="整页拍清楚，PDF、JPG 或 PNG。上传后立即封存，开封前录入的人也打不开。",
        json_schema_extra={"widget": "file"},
    )


class PaperOut(Out):
    """A paper as programs see it: who and what, never a figure."""

    id: int
    number: str
    status: PaperStatus
    panel_id: int
    seat_id: int
    proposal_id: int
    stage: Stage
    scan_sha256: str
    commitment: str | None
    created_at: datetime
    version: int
