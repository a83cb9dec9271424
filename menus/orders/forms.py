"""What people send about orders."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from core import clock
from core.forms import Form, Out
from core.money import ShownYuan, Yuan
from incubator.people.forms import Phone, _phone
from menus.orders.models import OrderStatus

MONEY = {"widget": "money"}
KeptPhone = Annotated[str, AfterValidator(lambda text: text if "*" in text else _phone(text))]


class OrderForm(Form):
    """A wish: an item of the menu, or the community's own words."""

    area_code: str = Field(max_length=12, title="点单社区")
    item_id: int | None = Field(default=None, title="服务项目", description="清单里没有合适的就不选，在下面写明。")
    need_id: int | None = Field(default=None, title="来自需求清单")
    title: str = Field(default="", max_length=80, title="名称", description="选了服务项目的可以不填。")
    category: str = Field(default="", max_length=20, title="服务类别", description="选了服务项目的可以不填。")
    description: str = Field(default="", max_length=1000, title="具体需要")
    people: int = Field(ge=1, le=10_000, title="人数")
    units: int = Field(default=1, ge=1, le=1000, title="数量", description="按服务项目的计量单位。")
    wished_on: date = Field(title="希望日期")
    wished_time: str = Field(default="", max_length=40, title="希望时段")
    place: str = Field(min_length=2, max_length=120, title="地点")
    contact_name: str = Field(min_length=2, max_length=20, title="现场联系人")
    contact_phone: Phone = Field(max_length=30, title="联系电话", json_schema_extra={"widget": "tel"})
    notes: str = Field(default="", max_length=500, title="特别说明")

    @model_validator(mode="after")
    def _says_what(self):
        if self.item_id is None and (len(self.title) < 2 or not self.category):
            raise ValueError("请选服务项目，或写明名称和服务类别。")
        return self

    @classmethod
    def from_thing(cls, order):
        """The stored row; name and telephone masked, kept unless new ones are typed."""
        name, _space, phone = order.contact_masked.partition(" ")
        return {**order.model_dump(), "contact_name": name, "contact_phone": phone}


class OrderEditForm(OrderForm):
    """The same, where a masked telephone means that it stays."""

    contact_phone: KeptPhone = Field(max_length=30, title="联系电话", json_schema_extra={"widget": "tel"})


class ApproveForm(Form):
    """The review of an order."""

    review_opinion: str = Field(default="", max_length=500, title="审核意见")
    procurement_basis: str = Field(
        default="", max_length=200, title="采购依据", description="提示“须办理政府采购”时必须填写采购项目编号或文号。"
    )


class DispatchForm(Form):
    """Who is to serve."""

    group_id: int = Field(title="派给")
    price_fen: Yuan | None = Field(
        default=None, title="单价（元）", description="清单内的服务按清单单价，不用填。", json_schema_extra=MONEY
    )
    dispatch_note: str = Field(default="", max_length=300, title="派单说明")

    @classmethod
    def from_thing(cls, order):
        return {"group_id": order.group_id}


class ScheduleForm(Form):
    """When and by whom the service is given."""

    scheduled_on: date = Field(title="服务日期")
    scheduled_time: str = Field(min_length=1, max_length=40, title="服务时段")
    staff: str = Field(default="", max_length=200, title="服务人员")

    @classmethod
    def from_thing(cls, order):
        return {"scheduled_on": order.wished_on, "scheduled_time": order.wished_time}


class DeliverForm(Form):
    """What was done."""

    served_on: date = Field(title="实际服务日期")
    sign_in_n: int = Field(ge=0, le=100_000, title="签到人数")
    report: str = Field(min_length=4, max_length=1000, title="服务情况", json_schema_extra={"rows": 5})

    @model_validator(mode="after")
    def _is_past(self):
        if self.served_on > clock.today():
            raise ValueError("实际服务日期不能晚于今天。")
        return self

    @classmethod
    def from_thing(cls, order):
        return {"served_on": order.scheduled_on}


class StandardForm(Form):
    """One standard of acceptance."""

    text: str = Field(min_length=2, max_length=200, title="验收标准")
    is_met: bool = Field(default=False, title="达到")


class AcceptanceForm(Form):
    """The acceptance sheet."""

    acceptance: list[StandardForm] = Field(min_length=1, title="逐条验收")
    sign_in_n: int = Field(ge=0, le=100_000, title="核对后的签到人数")
    sampled_n: int = Field(default=0, ge=0, le=100_000, title="征求居民意见人数")
    satisfied_n: int = Field(default=0, ge=0, le=100_000, title="其中满意人数")
    settled_fen: Yuan = Field(default=0, title="结算金额（元）", json_schema_extra=MONEY)
    remark: str = Field(default="", max_length=500, title="验收说明")

    @model_validator(mode="after")
    def _is_sound(self):
        if self.satisfied_n > self.sampled_n:
            raise ValueError("满意人数不能多于征求意见人数。")
        if not all(one.is_met for one in self.acceptance) and len(self.remark) < 4:
            raise ValueError("有标准没有达到，请在验收说明里写明如何处理。")
        return self

    @classmethod
    def from_thing(cls, order):
        """The standards that the order was placed with, to be ticked one by one."""
        lines = [{"text": text, "is_met": False} for text in order.standards]
        return {"acceptance": lines, "sign_in_n": order.sign_in_n, "settled_fen": order.amount_fen}


class RateForm(Form):
    """What the community thinks of the service."""

    rating: int = Field(ge=1, le=5, title="星数", json_schema_extra={"widget": "radios"})
    comment: str = Field(default="", max_length=500, title="评语")


class SettleForm(Form):
    """How the bill was paid."""

    payee_name: str = Field(
        min_length=2, max_length=80, title="收款单位", description="备案组织没有独立账户的，填代管或登记的收款单位。"
    )
    slip_number: str = Field(default="", max_length=60, title="付款凭证号", description="免费服务不用填。")


class OrderOut(Out):
    """An order as the API shows it: the contact never in clear."""

    id: int
    number: str
    status: OrderStatus
    area_code: str
    item_id: int | None
    need_id: int | None
    group_id: int | None
    title: str
    category: str
    people: int
    units: int
    wished_on: date
    place: str
    amount_fen: ShownYuan
    needs_procurement: bool
    scheduled_on: date | None
    served_on: date | None
    sampled_n: int
    satisfied_n: int
    settled_fen: ShownYuan | None
    rating: int | None
    due_on: date | None
    version: int
