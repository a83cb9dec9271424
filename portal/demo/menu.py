"""Chapter of the menu: twelve items, an edition, purses, and an order in each state."""

from dataclasses import dataclass
from datetime import timedelta

from core import clock
from core.access import Actor
from incubator.needs import actions as need_actions
from menus.editions import actions as edition_actions
from menus.editions.forms import EditionForm
from menus.items import actions as item_actions
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
from menus.purchases import actions as purse_actions
from menus.purchases.forms import PurseForm, ThresholdForm
from portal.demo.district import COMMUNITIES, DISTRICT
from portal.demo.stage import Stage


@dataclass(frozen=True)
class Dish:
    """One item of the menu."""

    team: str
    title: str
    category: str
    network: str
    mode: str
    price: str
    summary: str


DISHES = (
    Dish(
        "zhulao",
        "独居老人上门探访",
        "ELDER",
        "RELIEF",
        "FREE",
        "0",
        "两人一组，每次四十分钟，陪聊天、看安全、代办小事。",
    ),
    Dish("zhulao", "老年人手机课", "ELDER", "CONVENIENT", "LOW", "30", "一对一教挂号、付款、视频通话。"),
    Dish("ketang", "四点半课堂", "CHILD", "CONVENIENT", "LOW", "20", "放学后看作业、讲故事，配安全员。"),
    Dish("ketang", "科学小实验进社区", "TRAINING", "CULTURE", "LOW", "200", "十个家庭一场，材料自备。"),
    Dish("bianzhi", "编织体验课", "CULTURE", "CULTURE", "LOW", "25", "每人学会一件小作品带回家。"),
    Dish("bianzhi", "给老人织围巾", "HARDSHIP", "RELIEF", "FREE", "0", "按社区名单数量，入冬前完成。"),
    Dish("luhua", "楼道清理与美化", "ENV", "HEALTH", "FREE", "0", "居民一起动手，半天一个单元。"),
    Dish("luhua", "阳台种菜与堆肥讲座", "ENV", "CULTURE", "LOW", "150", "讲一小时，练一小时，送种子。"),
    Dish("tiaojie", "邻里纠纷调解", "SAFETY", "SAFETY", "FREE", "0", "三位调解员上门或在议事厅。"),
    Dish("xiuli", "便民修理日", "CONVENIENT", "CONVENIENT", "LOW", "400", "修伞、修锅、磨刀、换灯泡，一天不限件。"),
    Dish("xiuli", "水电小修上门", "CONVENIENT", "CONVENIENT", "MARKET", "60", "按件收费，仅供居民参考。"),
    Dish("hechang", "社区合唱演出", "CULTURE", "CULTURE", "FREE", "0", "节日演出，四首歌，自带音响。"),
)
# How far each order goes; the item is its place in the menu.
ORDERS = (
    ("yinxing", 9, "settled", 5),
    ("hepan", 3, "settled", 4),
    ("fangzhi", 1, "rated", 5),
    ("wukang", 4, "verified", 0),
    ("xuefu", 7, "delivered", 0),
    ("dongfeng", 2, "scheduled", 0),
    ("qingnian", 9, "accepted", 0),
    ("dianchang", 0, "dispatched", 0),
    ("yinxing", 6, "approved", 0),
    ("hepan", 8, "submitted", 0),
    ("fangzhi", 11, "draft", 0),
    ("xuefu", 3, "rejected", 0),
    ("dongfeng", 4, "declined", 0),
    ("qingnian", 2, "in_service", 0),
    ("dianchang", 7, "disputed", 0),
    ("wukang", 9, "archived", 4),
    ("yinxing", 11, "cancelled", 0),
)
# Fates beside the straight way: the step after which they happen, the verb, and who takes it.
TURNS = {
    "rejected": ("submitted", "reject", "office"),
    "declined": ("dispatched", "decline", "team"),
    "in_service": ("scheduled", "start", "team"),
    "disputed": ("delivered", "dispute", "worker"),
    "archived": ("settled", "archive", "centre"),
    "cancelled": ("submitted", "cancel", "worker"),
}
STEPS = (
    "draft",
    "submitted",
    "approved",
    "dispatched",
    "accepted",
    "scheduled",
    "delivered",
    "verified",
    "rated",
    "settled",
)


def publish_and_order(stage: Stage) -> None:
    """Items, edition, purses, orders."""
    session, centre, district = stage.session, stage.person("centre"), stage.person("district")
    with stage.day(300):
        for number, dish in enumerate(DISHES):
            _list(stage, number, dish)
        data = EditionForm(title="云溪区社会组织服务清单", area_code=DISTRICT, year=clock.today().year, season="秋季")
        edition = edition_actions.plan_edition(session, centre, data)
        edition_actions.publish_edition(session, centre, edition)
        limit = ThresholdForm(
            area_code=DISTRICT, from_on="2020-01-01", threshold_fen="500000", basis="集中采购限额通知"
        )
        purse_actions.set_threshold(session, district, limit)
        for key in COMMUNITIES:
            for year in {clock.today().year, (clock.today() + timedelta(days=60)).year}:
                purse = PurseForm(
                    area_code=COMMUNITIES[key][0], year=year, total_fen="120000", basis="服务群众专项经费"
                )
                purse_actions.open_purse(session, district, purse)
    for number, (key, place, fate, stars) in enumerate(ORDERS):
        _order(stage, number, key, place, fate, stars)


def _list(stage: Stage, number: int, dish: Dish) -> None:
    today = clock.today()
    cost = str(int(float(dish.price) * 1.2)) if dish.price != "0" else "0"
    data = ItemForm(
        group_id=stage.ids[dish.team],
        title=dish.title,
        category=dish.category,
        network=dish.network,
        provider_kind="GROUP",
        summary=dish.summary,
        target="本区居民",
        unit="TIME",
        pricing_mode=dish.mode,
        price_fen=dish.price,
        cost_fen=cost,
        standards="按约定时间和人数完成\n签到表齐全\n居民满意率不低于九成",
        directory_code="A0801" if dish.mode == "LOW" else "",
        min_people=1,
        max_people=60,
        lead_days=3,
        monthly_capacity=6,
        contact="社区活动室",
        valid_from=(today - timedelta(days=5)).isoformat(),
        valid_to=(today + timedelta(days=500)).isoformat(),
    )
    item = item_actions.add_item(stage.session, stage.person(dish.team), data)
    item_actions.submit_item(stage.session, stage.person(dish.team), item)
    item_actions.list_item(stage.session, stage.person("centre"), item)
    stage.ids[f"item-{number}"] = item.id


def _order(stage: Stage, number: int, key: str, place: int, fate: str, stars: int) -> None:
    session, worker, colleague = stage.session, stage.person(key), stage.person(f"{key}2")
    item, team = stage.get(Item, f"item-{place}"), stage.person(DISHES[place].team)
    last, verb, who = TURNS.get(fate, (fate, "", ""))
    reached = STEPS.index(last)
    with stage.day(304 + number * 0.4):
        data = OrderForm(
            area_code=COMMUNITIES[key][0],
            item_id=item.id,
            people=20,
            units=1,
            wished_on=(clock.today() + timedelta(days=8)).isoformat(),
            place="社区活动室",
            contact_name="社区前台",
            contact_phone=f"1540007{number:04d}",
        )
        order = actions.draft_order(session, worker, data)
        office = stage.person("street" if COMMUNITIES[key][0].startswith("990105001") else "pines")
        if reached >= 1:
            actions.submit_order(session, worker, order)
        if reached >= 2:
            actions.approve_order(session, office, order, ApproveForm())
        if reached >= 3:
            actions.dispatch_order(session, stage.person("centre"), order, DispatchForm(group_id=item.group_id))
        if reached >= 4:
            actions.accept_order(session, team, order)
    with stage.day(312 + number * 0.4):
        if reached >= 5:
            plan = ScheduleForm(scheduled_on=clock.today(), scheduled_time="上午", staff="两名骨干")
            actions.schedule_order(session, team, order, plan)
        if reached >= 6:
            ORDER.fire(session, team, order, "start")
            done = DeliverForm(served_on=clock.today(), sign_in_n=18, report="按约定完成，秩序良好。")
            actions.deliver_order(session, team, order, done)
    with stage.day(317):
        _finish(stage, order, colleague, reached, stars)
        if verb:
            people = {"office": office, "team": team, "worker": worker, "centre": stage.person("centre")}
            _turn(stage, order, verb, people[who])


def _turn(stage: Stage, order: ServiceOrder, verb: str, actor: Actor) -> None:
    """What happens to an order that does not go the straight way."""
    reason = {
        "reject": "人数没有写清楚，请补充。",
        "decline": "当天已有活动。",
        "dispute": "签到人数与现场不符。",
        "cancel": "活动改期。",
    }
    if verb == "cancel":
        actions.cancel_order(stage.session, actor, order, reason[verb])
    else:
        ORDER.fire(stage.session, actor, order, verb, reason.get(verb), actions.facts_of(stage.session, order))


def _finish(stage: Stage, order: ServiceOrder, colleague, reached: int, stars: int) -> None:
    session = stage.session
    if reached >= 7:
        sheet = AcceptanceForm(
            acceptance=[{"text": text, "is_met": True} for text in order.standards],
            sign_in_n=18,
            sampled_n=16,
            satisfied_n=15,
            settled_fen=f"{order.amount_fen / 100:.2f}",
        )
        actions.verify_order(session, colleague, order, sheet)
    if reached >= 8:
        actions.rate_order(session, colleague, order, RateForm(rating=stars, comment="服务周到，居民满意"))
    if reached >= 9:
        slip = SettleForm(payee_name="滨河街道社会组织联合会", slip_number=f"JS2026{order.id:04d}")
        actions.settle_order(session, stage.person("finance"), order, slip)
        if order.amount_fen and stage.ids.get("need-repair") and order.area_code == COMMUNITIES["yinxing"][0]:
            need_actions.match_need(
                session, stage.person("centre"), stage.ids["need-repair"], "service_order", order.id or 0
            )
