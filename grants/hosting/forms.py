"""What offices send about a roadshow."""

from datetime import datetime
from typing import Any

from pydantic import Field

from core.forms import Form, Moment, Out
from grants.roadshow.models import ItemStatus, OrderKind, Roadshow, RoadshowStatus


class SettingForm(Form):
    """When and where a roadshow is, and how long an item takes."""

    starts_at: Moment = Field(title="开始时间")
    place: str = Field(min_length=2, max_length=80, title="地点")
    talk_minutes: int = Field(default=5, ge=1, le=60, title="陈述时间（分钟）")
    question_minutes: int = Field(default=5, ge=0, le=60, title="答辩时间（分钟）")


class RoadshowForm(SettingForm):
    """A roadshow for a panel."""

    panel_id: int = Field(title="评审组")
    rubric_id: int = Field(title="路演评分标准")


class OrderForm(Form):
    """How the order comes about; a seed that nobody present could choose makes the draw believable."""

    kind: OrderKind = Field(default=OrderKind.DRAWN, title="怎样排", json_schema_extra={"widget": "radios"})
    seed: str = Field(
        default="",
        max_length=120,
        title="种子",
        description="例如当期福利彩票开奖号码，或现场掷骰子的点数。不填，由系统取一个随机数。",
    )
    seed_source: str = Field(default="", max_length=200, title="种子的来源", description="谁、在哪里、怎样得到的。")
    reason: str = Field(
        default="", max_length=300, title="重排的理由", description="已经排过顺序的，必须写明，记入办理记录。"
    )


class ReorderForm(Form):
    """One waiting item gets another place."""

    item_id: int = Field(title="项目")
    place: int = Field(ge=1, le=2000, title="改到第几个")
    reason: str = Field(min_length=4, max_length=300, title="理由", description="会记入办理记录和会议记录。")


class PresentForm(Form):
    """The judges who are there."""

    present: list[int] = Field(default_factory=list, max_length=99, title="到场评委")

    @classmethod
    def from_thing(cls, roadshow: Roadshow) -> dict[str, Any]:
        return {"present": roadshow.present}


class NextForm(Form):
    """What is running on the page from which the host goes on; None before the first item."""

    running_id: int | None = Field(default=None, title="正在路演的项目")


class StepForm(Form):
    """A step of one item that is not simply the next."""

    item_id: int = Field(title="项目")
    verb: str = Field(max_length=20, title="操作")
    reason: str = Field(default="", max_length=300, title="理由")


class ItemOut(Out):
    """An item as the API shows it."""

    id: int
    place: int
    proposal_id: int
    status: ItemStatus
    started_at: datetime | None
    ended_at: datetime | None
    version: int


class RoadshowOut(Out):
    """A roadshow as the API shows it."""

    id: int
    number: str
    status: RoadshowStatus
    title: str
    panel_id: int
    area_code: str
    starts_at: datetime
    place: str
    talk_minutes: int
    question_minutes: int
    order_kind: OrderKind | None
    seed: str
    seed_source: str
    present: list[int]
    started_at: datetime | None
    closed_at: datetime | None
    version: int
