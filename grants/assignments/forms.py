"""What the office sends to have proposals assigned."""

from pydantic import Field

from core.forms import Form, Out
from grants.assignments.models import Mode, PlanOrigin, PlanStatus


class ApartForm(Form):
    """Two judges who must not score the same proposal."""

    first: int = Field(title="评委")
    second: int = Field(title="另一位评委")


class PlanForm(Form):
    """How proposals are to be shared out."""

    panel_id: int = Field(title="评审组")
    each_wants: int = Field(default=3, ge=1, le=15, title="每份申报书几位评委")
    mode: Mode = Field(default=Mode.ENSURE, title="方式", json_schema_extra={"widget": "radios"})
    apart: list[ApartForm] = Field(
        default_factory=list,
        max_length=30,
        title="不同时评一份的评委",
        description="例如来自同一单位的两位评委，可以不填。",
    )


class SheetForm(Form):
    """An assignment made elsewhere, as a spreadsheet."""

    panel_id: int = Field(title="评审组")
    file: str = Field(
        default="",
        max_length=200,
        title="分配表",
        description="XLSX、XLS 或 CSV，要有“申报书编号”和“评委”两列，一行一对；评委写姓名或登录账号。先预览，后采用。",
        json_schema_extra={"widget": "file"},
    )


class PlanOut(Out):
    """A plan as the API shows it: pairs are [seat, proposal, reasons]."""

    id: int
    status: PlanStatus
    panel_id: int
    origin: PlanOrigin
    mode: Mode
    each_wants: int
    given: list[list]
    dropped: list[list[int]]
    unmet: list[dict]
    problems: list[str]
    version: int
