"""What people send about conflicts."""

from pydantic import Field

from core.forms import Form, Out
from grants.panels.models import ConflictStatus, DeclaredBy


class ConflictForm(Form):
    """A recusal that the office orders, usually because the applicant asked for it."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    reason: str = Field(max_length=40, title="回避情形")
    note: str = Field(min_length=4, max_length=300, title="依据", description="谁提出、怎样核实。")


class RecusalForm(Form):
    """What an applicant asks: that this judge should not score the proposal."""

    seat_id: int = Field(title="评委")
    reason: str = Field(max_length=40, title="回避情形")
    note: str = Field(
        min_length=10,
        max_length=300,
        title="事实和依据",
        description="请写清楚是什么关系、什么时候，便于主办方核实。",
        json_schema_extra={"widget": "textarea", "rows": 4},
    )


class ConflictOut(Out):
    """A recusal as the API shows it."""

    id: int
    status: ConflictStatus
    panel_id: int
    seat_id: int
    proposal_id: int
    origin: DeclaredBy
    kind: str
    reason: str
    note: str
    decision: str | None
    version: int


class NamedOut(Out):
    """A judge of the panel, by name and organisation."""

    seat_id: int
    name: str


class RecusalOut(Out):
    """What an applicant asked for, with the answer."""

    id: int
    seat_id: int
    judge: str
    reason: str
    note: str
    status: ConflictStatus
    decision: str | None
