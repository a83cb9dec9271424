"""A community orders from the menu: the people and the steps, for the tests of menus."""

from dataclasses import dataclass, field
from datetime import timedelta

from core import clock
from core.permissions import Role
from incubator.groups import actions as groups
from incubator.groups.forms import GroupForm
from incubator.groups.models import Group, Member
from incubator.groups.queries import list_members
from menus.items import actions as items
from menus.items.forms import ItemForm
from menus.items.models import Item
from menus.orders import actions
from menus.orders.forms import (
    AcceptanceForm,
    ApproveForm,
    DeliverForm,
    DispatchForm,
    OrderForm,
    RateForm,
    ScheduleForm,
    SettleForm,
)
from menus.orders.models import ServiceOrder
from menus.orders.workflow import ORDER
from menus.purchases.actions import open_purse, set_threshold
from menus.purchases.forms import PurseForm, ThresholdForm
from menus.purchases.models import Purse
from tests.factories import COMMUNITY_A, COMMUNITY_B, DISTRICT, STREET_A

ROLES = {
    "worker": (Role.COMMUNITY, COMMUNITY_A),
    "colleague": (Role.COMMUNITY, COMMUNITY_A),
    "neighbour": (Role.COMMUNITY, COMMUNITY_B),
    "street": (Role.STREET, STREET_A),
    "centre": (Role.CENTRE, DISTRICT),
    "district": (Role.DISTRICT, DISTRICT),
    "finance": (Role.FINANCE, DISTRICT),
    "team": (Role.TEAM, COMMUNITY_B),
}


def item_data(group: Group, **changed) -> dict:
    today = clock.today()
    return {
        "group_id": group.id,
        "title": "上门理发",
        "category": "CONVENIENT",
        "network": "CONVENIENT",
        "provider_kind": "GROUP",
        "summary": "为行动不便的老人上门理发。",
        "target": "行动不便的老人",
        "unit": "PERSON_TIME",
        "pricing_mode": "LOW",
        "price_fen": "20",
        "cost_fen": "25",
        "standards": "按约定人数完成\n工具一人一消毒",
        "directory_code": "A0801",
        "min_people": 2,
        "max_people": 30,
        "lead_days": 3,
        "monthly_capacity": 2,
        "contact": "周师傅 社区活动室",
        "valid_from": (today - timedelta(days=30)).isoformat(),
        "valid_to": (today + timedelta(days=500)).isoformat(),
    } | changed


@dataclass
class Story:
    """The people of one story and what they have made so far."""

    session: object
    actor: object
    people: dict = field(default_factory=dict)
    group: Group | None = None
    item: Item | None = None
    order: ServiceOrder | None = None
    purse: Purse | None = None

    def __post_init__(self):
        self.people = {name: self.actor(*who) for name, who in ROLES.items()}

    def __getattr__(self, name):
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def begin(self, purse: str | None = "1000", **changed) -> "Story":
        """A group next door with a listed item, and a purse for this community."""
        session = self.session
        data = GroupForm(
            name="河畔理发队", area_code=COMMUNITY_B, sanzi_type="VOLUNTEER", colour="BLUE", leader_name="周小满"
        )
        self.group = groups.form_group(session, self.neighbour, data)
        leader: Member = list_members(session, self.group.id)[0]
        groups.link_account(session, self.neighbour, leader, self.team.account_id)
        self.item = items.add_item(session, self.team, ItemForm(**item_data(self.group, **changed)))
        items.submit_item(session, self.team, self.item)
        items.list_item(session, self.centre, self.item)
        if purse:
            year = self.wished().year
            form = PurseForm(area_code=COMMUNITY_A, year=year, total_fen=purse, basis="云财〔2026〕3号")
            self.purse = open_purse(session, self.district, form)
        return self

    @staticmethod
    def wished():
        return clock.today() + timedelta(days=10)

    def threshold(self, yuan: str) -> "Story":
        form = ThresholdForm(area_code=DISTRICT, from_on="2020-01-01", threshold_fen=yuan, basis="限额通知")
        set_threshold(self.session, self.district, form)
        return self

    def data(self, **changed) -> dict:
        return {
            "area_code": COMMUNITY_A,
            "item_id": self.item.id,
            "people": 10,
            "units": 10,
            "wished_on": self.wished(),
            "place": "银杏里活动室",
            "contact_name": "张素芬",
            "contact_phone": "13815908301",
        } | changed

    def draft(self, **changed) -> "Story":
        self.order = actions.draft_order(self.session, self.worker, OrderForm(**self.data(**changed)))
        return self

    def submit(self) -> "Story":
        actions.submit_order(self.session, self.worker, self.order)
        return self

    def approve(self, **changed) -> "Story":
        actions.approve_order(self.session, self.street, self.order, ApproveForm(**changed))
        return self

    def dispatch(self, **changed) -> "Story":
        form = DispatchForm(**{"group_id": self.group.id} | changed)
        actions.dispatch_order(self.session, self.centre, self.order, form)
        return self

    def to_dispatch(self, **changed) -> "Story":
        return self.draft(**changed).submit().approve().dispatch()

    def accept(self) -> "Story":
        actions.accept_order(self.session, self.team, self.order)
        return self

    def serve(self) -> "Story":
        today = clock.today()
        form = ScheduleForm(scheduled_on=today, scheduled_time="上午")
        actions.schedule_order(self.session, self.team, self.order, form)
        ORDER.fire(self.session, self.team, self.order, "start")
        done = DeliverForm(served_on=today, sign_in_n=9, report="为九位老人理发，秩序良好。")
        actions.deliver_order(self.session, self.team, self.order, done)
        return self

    def verify(self, **changed) -> "Story":
        form = {
            "acceptance": [{"text": text, "is_met": True} for text in self.order.standards],
            "sign_in_n": 9,
            "sampled_n": 9,
            "satisfied_n": 8,
            "settled_fen": "180",
        } | changed
        actions.verify_order(self.session, self.colleague, self.order, AcceptanceForm(**form))
        return self

    def rate(self, stars: int = 5) -> "Story":
        actions.rate_order(self.session, self.colleague, self.order, RateForm(rating=stars, comment="服务周到"))
        return self

    def settle(self, **changed) -> "Story":
        form = SettleForm(**{"payee_name": "滨河街道社会组织联合会", "slip_number": "2026-11-001"} | changed)
        actions.settle_order(self.session, self.finance, self.order, form)
        return self
