"""What people send about menu items."""

from datetime import date

from pydantic import Field, model_validator

from core.forms import Form, Out
from core.money import ShownYuan, Yuan
from menus.items.models import ItemStatus, PricingMode
from menus.items.rules import is_within_cost

MONEY = {"widget": "money"}


class ItemForm(Form):
    """One service as its group describes it."""

    group_id: int = Field(title="提供组织")
    title: str = Field(min_length=2, max_length=60, title="服务名称")
    category: str = Field(title="服务类别")
    network: str = Field(default="", max_length=20, title="所属网络")
    provider_kind: str = Field(title="提供方类型")
    summary: str = Field(min_length=4, max_length=200, title="服务简介")
    target: str = Field(min_length=2, max_length=200, title="服务对象")
    content: str = Field(default="", max_length=2000, title="服务内容与流程", json_schema_extra={"rows": 5})
    unit: str = Field(title="计量单位")
    pricing_mode: PricingMode = Field(title="收费方式", json_schema_extra={"widget": "radios"})
    price_fen: Yuan = Field(default=0, title="单价（元）", json_schema_extra=MONEY)
    cost_fen: Yuan = Field(default=0, title="单位成本（元）", json_schema_extra=MONEY)
    cost_breakdown: str = Field(default="", max_length=500, title="成本构成")
    min_people: int = Field(default=1, ge=1, le=10_000, title="最少人数")
    max_people: int = Field(default=30, ge=1, le=10_000, title="最多人数")
    duration_min: int = Field(default=60, ge=10, le=1440, title="时长（分钟）")
    venue_need: str = Field(default="", max_length=200, title="场地设备要求")
    is_district_wide: bool = Field(default=True, title="服务全区")
    areas: list[str] = Field(default_factory=list, title="只服务下列社区", description="服务全区的不用选。")
    lead_days: int = Field(default=3, ge=0, le=90, title="提前预约天数")
    monthly_capacity: int = Field(default=4, ge=1, le=1000, title="每月可接单数")
    season: str = Field(default="", max_length=100, title="可服务时段")
    staffing: str = Field(default="", max_length=200, title="服务人员与资质")
    safety: str = Field(default="", max_length=300, title="安全与保险")
    standards: str = Field(
        min_length=2,
        max_length=1000,
        title="验收标准",
        description="一行一条，验收时逐条核对。",
        json_schema_extra={"widget": "textarea", "rows": 4},
    )
    contact: str = Field(default="", max_length=80, title="联系人", description="只有登录的工作人员和团队看得到。")
    directory_code: str = Field(default="", max_length=40, title="政府购买服务指导性目录代码")
    evidence: str = Field(default="", max_length=500, title="过往案例")
    valid_from: date = Field(title="有效期自")
    valid_to: date = Field(title="有效期至")

    @model_validator(mode="after")
    def _is_sound(self):
        if self.max_people < self.min_people:
            raise ValueError("最多人数不能少于最少人数。")
        if self.valid_to <= self.valid_from:
            raise ValueError("有效期至要晚于有效期自。")
        if self.pricing_mode == PricingMode.FREE and self.price_fen:
            raise ValueError("公益服务不收费，单价请填 0。")
        if not is_within_cost(self.pricing_mode, self.price_fen, self.cost_fen):
            raise ValueError("低偿服务的单价不能高于单位成本。")
        return self

    @classmethod
    def from_thing(cls, item):
        """The stored row, its standards one a line."""
        return {**item.model_dump(), "standards": "\n".join(item.standards)}


class ItemOut(Out):
    """An item as the API shows it; the contact only on its page."""

    id: int
    number: str
    status: ItemStatus
    area_code: str
    title: str
    category: str
    network: str
    group_id: int
    provider_kind: str
    summary: str
    target: str
    content: str
    unit: str
    pricing_mode: PricingMode
    price_fen: ShownYuan
    min_people: int
    max_people: int
    duration_min: int
    is_district_wide: bool
    areas: list[str]
    lead_days: int
    monthly_capacity: int
    standards: list[str]
    directory_code: str
    valid_from: date
    valid_to: date
    revision: int
    version: int
