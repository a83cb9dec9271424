"""What is sent about a score sheet on paper, and what programs are shown of it."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from core.forms import Form, Out
from grants.sheets.models import Stage
from grants.transcripts.models import PaperStatus
from grants.transcripts.rules import pages_of

Pages = Annotated[str, AfterValidator(lambda text: "、".join(map(str, pages_of(text))))]


class PaperForm(Form):
    """A paper that came in: whose it is, about what, and its scan."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    stage: Stage = Field(default=Stage.DOCUMENT, title="环节")
    pages: Pages = Field(
        default="",
        max_length=60,
        title="扫描了哪几页",
        description="照每页页脚写的页码填，例如 1-2；缺了哪一页，开封后看得出来。",
        json_schema_extra={"optional": True},
    )
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
    pages: str
    scan_sha256: str
    commitment: str | None
    created_at: datetime
    version: int
