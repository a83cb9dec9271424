"""What people send about panels and seats."""

from datetime import datetime
from typing import Any

from pydantic import Field

from core.forms import Form, Moment, Out
from grants.panels.models import PanelStatus, SeatStatus


class PanelForm(Form):
    """A panel for an edition."""

    contest_id: int = Field(title="大赛")
    opens_at: Moment = Field(title="评分开始")
    due_at: Moment = Field(title="评分截止")
    is_named: bool = Field(
        default=False, title="向申报方公开评委名单", description="公开后，申报方可以看到本组全部评委并申请回避。"
    )


class TermForm(Form):
    """When the panel scores."""

    opens_at: Moment = Field(title="评分开始")
    due_at: Moment = Field(title="评分截止")
    is_named: bool = Field(
        default=False, title="向申报方公开评委名单", description="公开后，申报方可以看到本组全部评委并申请回避。"
    )


class InviteForm(Form):
    """A judge for a panel."""

    panel_id: int = Field(title="评审组")
    account_id: int = Field(title="评委账号")
    role: str = Field(default="", max_length=40, title="评委类别", description="以下各项不填的，按评委库里的资料。")
    expertise: str = Field(default="", max_length=80, title="专长")
    organisation: str = Field(default="", max_length=80, title="工作单位")
    community_code: str | None = Field(
        default=None, max_length=12, title="所在社区", description="居住或工作的社区，用来提示应当回避的项目。"
    )


class DeclineForm(Form):
    """Why an invitation is not accepted."""

    reason: str = Field(max_length=40, title="谢绝原因", json_schema_extra={"widget": "radios"})


class PanelOut(Out):
    """A panel as the API shows it."""

    id: int
    number: str
    status: PanelStatus
    title: str
    contest_id: int
    area_code: str
    opens_at: datetime
    due_at: datetime
    closed_at: datetime | None
    rules: dict[str, Any]
    version: int


class SeatOut(Out):
    """A seat as the API shows it."""

    id: int
    status: SeatStatus
    panel_id: int
    account_id: int
    role: str
    expertise: str
    organisation: str
    decline_reason: str | None
    version: int
