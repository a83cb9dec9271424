"""What people send about past editions."""

from pydantic import Field

from core.forms import Form, Out
from grants.past.models import Outcome, PastStatus


class PastImportForm(Form):
    """A list to be read."""

    file: str = Field(
        default="",
        max_length=200,
        title="往期项目表",
        description="XLSX、XLS 或 CSV，不超过 5 MB。至少有“项目名称”和“申报单位”两列；金额看表头写的是元还是万元。"
        "另有一个工作表写“项目名称、科目、支出内容、数量、单价”的，一起读作预算明细。",
        json_schema_extra={"widget": "file"},
    )
    sheet: str = Field(default="", max_length=80, title="工作表", description="只有一个项目表时不用填。")
    year: int | None = Field(default=None, ge=1990, le=2100, title="表里没写年度的，按")


class LinkForm(Form):
    """Which of today's groups a past applicant was."""

    group_id: int | None = Field(default=None, title="是现在的哪个组织", json_schema_extra={"optional": True})


class PastImportOut(Out):
    """A list as the API shows it: counts, never the rows themselves."""

    id: int
    number: str
    status: PastStatus
    total: int
    ok_count: int
    duplicate_count: int
    error_count: int
    version: int


class PastOut(Out):
    """A past proposal as the API shows it; amounts in fen, empty where the list says nothing."""

    id: int
    number: str
    year: int
    edition: str
    title: str
    applicant: str
    group_id: int | None
    area_code: str
    category: str
    asked_fen: int | None
    granted_fen: int | None
    outcome: Outcome
    beneficiaries: int | None
    summary: str
    version: int
