"""From an item of the menu to a settled order, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from core import clock, ledger
from core.errors import Forbidden, Refused, WrongState
from core.issued.queries import list_issued
from core.permissions import ROLES, Role
from incubator.activities.queries import list_feedback
from incubator.groups.actions import bar_group
from incubator.needs.actions import post_need, review_need
from incubator.needs.forms import NeedForm
from menus.editions.actions import plan_edition, publish_edition
from menus.editions.forms import EditionForm
from menus.items import actions as items
from menus.items.models import ItemStatus
from menus.items.queries import list_public_items
from menus.orders import actions, queries, rules
from menus.orders.models import OrderStatus as S
from menus.orders.workflow import ORDER
from menus.purchases.queries import balance_of
from tests.factories import COMMUNITY_A, COMMUNITY_C, DISTRICT, STREET_B
from tests.menus.story import Story, item_data


@pytest.fixture
def story(session, actor) -> Story:
    return Story(session, actor)


def money(story) -> tuple[int, int, int]:
    fund = balance_of(story.session, story.purse)
    return fund.reserved_fen, fund.paid_fen, fund.available_fen


def test_an_order_from_wish_to_bill(story, session):
    story.begin().to_dispatch()
    assert (story.order.status, story.order.amount_fen, money(story)) == (S.DISPATCHED, 20_000, (0, 0, 100_000))
    story.accept()
    assert money(story) == (20_000, 0, 80_000)
    story.serve().verify().rate(5)
    assert [(f.noun, f.noun_id, f.stars, f.sampled, f.satisfied) for f in list_feedback(session, story.group.id)] == [
        ("service_order", story.order.id, 5, 9, 8)
    ]
    story.settle()
    assert (story.order.status, money(story)) == (S.SETTLED, (0, 18_000, 82_000))
    ORDER.fire(session, story.centre, story.order, "archive")
    assert ledger.check_funds(session) == []
    assert {one.title for one in list_issued(session, "service_order", story.order.id)} == {
        "服务订单（派单）",
        "服务验收单",
    }
    assert queries.score_of_item(session, story.item.id) == ("5.0", 1)


@pytest.mark.parametrize(
    ("item", "order", "code"),
    [
        ({}, {"wished_on": clock.today() + timedelta(days=2)}, "DATE"),
        ({}, {"wished_on": clock.today() + timedelta(days=450)}, "DATE"),
        ({}, {"people": 31}, "PEOPLE"),
        ({}, {"people": 1}, "PEOPLE"),
        ({}, {"units": 51}, "PURSE"),
        ({"directory_code": ""}, {}, "DIRECTORY"),
        ({"pricing_mode": "MARKET"}, {}, "PAYABLE"),
        ({"is_district_wide": False, "areas": [COMMUNITY_C]}, {}, "AREA"),
    ],
)
def test_each_check_stops_the_order(story, item, order, code):
    story.begin(**item).draft(**order)
    found = rules.checks(story.order, queries.surroundings(story.session, story.order))
    assert code in {check.code for check in rules.problems(found)}
    with pytest.raises(Refused):
        story.submit()
    assert story.order.status == S.DRAFT


def test_capacity_is_counted_by_the_month_of_the_wish(story):
    story.begin()
    for _ in range(2):
        story.draft().submit()
    with pytest.raises(Refused, match="还剩 0 单"):
        story.draft().submit()


def test_a_barred_provider_is_named(story, session):
    story.begin().draft()
    bar_group(session, story.district, story.group, clock.today() + timedelta(days=30))
    with pytest.raises(Refused, match="失信限制期"):
        story.submit()


@pytest.mark.parametrize(("threshold", "is_flagged"), [("400", True), ("400.01", False)])
def test_the_threshold_is_reached_exactly(story, threshold, is_flagged):
    story.begin().threshold(threshold).to_dispatch()
    story.draft().submit()
    assert story.order.needs_procurement is is_flagged
    if is_flagged:
        with pytest.raises(Refused, match="须办理政府采购"):
            story.approve()
        story.approve(procurement_basis="云采〔2026〕18号")
    assert story.order.status == S.REVIEWING


def test_three_pairs_of_hands(story):
    story.begin().draft().submit()
    both = story.actor(Role.CENTRE)
    story.order.placed_by, placed = both.account_id, story.order.placed_by
    with pytest.raises(Refused, match="点单的人不能自己审核"):
        actions.approve_order(story.session, both, story.order, actions.ApproveForm())
    story.order.placed_by = placed
    story.approve().dispatch().accept().serve()
    story.people["colleague"] = story.worker
    with pytest.raises(Refused, match="不能验收"):
        story.verify()
    with pytest.raises(DatabaseError):
        story.session.execute(update(type(story.order)).values(settled_by=1, verified_by=1))


def test_a_declined_order_goes_to_somebody_else(story):
    story.begin().to_dispatch()
    with pytest.raises(Refused, match="写明理由"):
        ORDER.fire(story.session, story.team, story.order, "decline")
    ORDER.fire(story.session, story.team, story.order, "decline", "当天人手不够")
    assert (story.order.status, money(story)) == (S.DECLINED, (0, 0, 100_000))
    story.dispatch()
    assert story.order.status == S.DISPATCHED


def test_cancelling_gives_the_money_back(story):
    story.begin().to_dispatch().accept()
    actions.cancel_order(story.session, story.worker, story.order, "活动室维修")
    assert (story.order.status, money(story)) == (S.CANCELLED, (0, 0, 100_000))


def test_the_purse_may_be_empty_when_it_is_accepted(story):
    story.begin("300").to_dispatch()
    first = story.order
    story.to_dispatch().accept()
    story.order = first
    with pytest.raises(Refused, match="社区服务经费不足"):
        story.accept()
    assert money(story) == (20_000, 0, 10_000)


def test_no_more_is_settled_than_was_ordered(story):
    story.begin().to_dispatch().accept().serve()
    with pytest.raises(Refused, match="不能超过订单金额"):
        story.verify(settled_fen="200.01")
    with pytest.raises(ValueError, match="有标准没有达到"):
        story.verify(acceptance=[{"text": "按约定人数完成", "is_met": False}])
    with pytest.raises(ValueError, match="不能多于征求意见人数"):
        story.verify(sampled_n=1, satisfied_n=2)


def test_a_paid_order_needs_a_slip_and_a_free_one_none(story, session):
    story.begin().to_dispatch().accept().serve().verify().rate()
    with pytest.raises(Refused, match="付款凭证号"):
        story.settle(slip_number="")
    free = Story(session, story.actor)
    free.group = story.group
    form = item_data(story.group, title="免费理发", pricing_mode="FREE", price_fen="0", cost_fen="0")
    free.item = items.add_item(session, story.team, items.ItemForm(**form))
    items.submit_item(session, story.team, free.item)
    items.list_item(session, story.centre, free.item)
    free.people["team"] = story.team
    free.to_dispatch().accept().serve().verify(settled_fen="0").rate().settle(slip_number="")
    assert free.order.status == S.SETTLED


def test_five_bad_ratings_suspend_the_item(story, session):
    story.begin("10000", monthly_capacity=10)
    for number, stars in enumerate((3, 3, 3, 3, 2)):
        assert story.item.status == ItemStatus.LISTED, number
        story.to_dispatch().accept().serve().verify().rate(stars)
    session.refresh(story.item)
    assert (story.item.status, queries.score_of_item(session, story.item.id)) == (ItemStatus.SUSPENDED, ("2.8", 5))
    with pytest.raises(Refused, match="服务已上架"):
        story.draft().submit()


def test_three_point_nought_is_not_below():
    assert rules.is_badly_rated([3] * 5, 30, 5) is False
    assert rules.is_badly_rated([3, 3, 3, 3, 2], 30, 5) is True
    assert rules.is_badly_rated([1] * 4, 30, 5) is False


def test_a_wish_in_own_words_answers_a_need(story, session):
    story.begin()
    data = NeedForm(
        kind="SERVICE",
        title="老人手机课",
        body="想学视频通话和挂号",
        category="TRAINING",
        area_code=COMMUNITY_A,
        people_count=20,
        source="SURVEY",
        sampled=60,
    )
    need = post_need(session, story.worker, data)
    review_need(session, story.street, need)
    story.draft(item_id=None, need_id=need.id, title="手机课", category="TRAINING", units=2).submit().approve()
    story.dispatch(price_fen="100")
    session.refresh(need)
    assert (need.status, need.matched_id, story.order.amount_fen) == ("MATCHED", story.order.id, 20_000)


def test_who_sees_an_order(story, actor):
    story.begin().draft().submit()

    def sees(who) -> bool:
        chosen = queries.select(queries.ServiceOrder.id).where(queries.visible_to(who))
        return story.order.id in list(story.session.exec(chosen))

    people = (story.worker, story.street, story.centre, story.finance, story.neighbour, story.team)
    assert [sees(who) for who in people] == [True, True, True, True, False, False]
    story.approve().dispatch()
    assert [sees(who) for who in people] == [True, True, True, True, False, True]
    assert sees(actor(Role.STREET, STREET_B)) is False
    assert sees(actor(Role.TEAM, COMMUNITY_A)) is False


def test_the_contact_is_sealed_and_every_look_is_kept(story, session):
    story.begin().draft()
    assert story.order.contact_masked == "张** 138****8301"
    with pytest.raises(Refused, match="用途"):
        actions.reveal_contact(session, story.worker, story.order, "")
    assert actions.reveal_contact(session, story.worker, story.order, "确认到场时间") == ("张素芬", "13815908301")
    with pytest.raises(Forbidden):
        actions.reveal_contact(session, story.finance, story.order, "好奇")


def test_an_item_is_listed_by_somebody_else(story, session):
    story.begin()
    items.revise_item(session, story.team, story.item)
    assert (story.item.status, story.item.revision) == (ItemStatus.DRAFT, 2)
    items.submit_item(session, story.centre, story.item)
    with pytest.raises(Refused, match="不能自己审核"):
        items.list_item(session, story.centre, story.item)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"price_fen": "25.01"}, "不能高于单位成本"),
        ({"pricing_mode": "FREE"}, "单价请填 0"),
        ({"max_people": 1}, "不能少于最少人数"),
    ],
)
def test_prices_are_sound(story, changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        story.begin(**changed)


def test_the_database_keeps_low_fees_within_cost(story):
    story.begin()
    with pytest.raises(DatabaseError):
        story.session.execute(update(type(story.item)).values(price_fen=9_999))


def test_an_edition_keeps_the_items_as_they_stood(story, session):
    story.begin()
    form = EditionForm(title="云溪区服务清单", area_code=DISTRICT, year=2026, season="冬季")
    edition = plan_edition(session, story.centre, form)
    publish_edition(session, story.centre, edition)
    kept = [(one["title"], one["price_fen"], one["provider"]) for one in edition.items]
    items.revise_item(session, story.team, story.item)
    assert kept == [("上门理发", 2_000, "河畔理发队")]
    assert [one.title for one in list_issued(session, "menu_edition", edition.id)] == ["云溪区服务清单"]
    with pytest.raises(WrongState):
        publish_edition(session, story.centre, edition)


def test_the_public_menu_has_no_contact(story, session):
    story.begin()
    (card,) = list_public_items(session)
    assert (card.title, card.provider, card.price_fen) == ("上门理发", "河畔理发队", 2_000)
    assert "周师傅" not in str(card)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_each_verb_belongs_to_its_office(role):
    held = ROLES[role].permissions
    allowed = {t.verb for t in ORDER.transitions if t.permission in held}
    assert allowed == {
        Role.COMMUNITY: {"submit", "cancel", "verify", "dispute", "rate"},
        Role.STREET: {"approve", "reject"},
        Role.CENTRE: {"approve", "reject", "dispatch", "call_off", "archive", "settle_dispute"},
        Role.TEAM: {"accept", "decline", "schedule", "start", "deliver", "rework"},
        Role.FINANCE: {"settle"},
    }.get(role, set())
