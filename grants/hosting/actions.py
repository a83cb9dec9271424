"""Holding a roadshow: planned, ordered in the open, called up item by item, closed. Nobody's marks are looked at."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from core import audit, clock, schemes
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Refused, WrongState
from core.issued.rules import new_code
from core.numbers import next_number
from core.permissions import Permission
from grants.hosting import queries
from grants.hosting.forms import OrderForm, PresentForm, ReorderForm, RoadshowForm, SettingForm
from grants.panels import queries as panels
from grants.panels.actions import refuse_judges
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.roadshow import queries as roadshows
from grants.roadshow import rules
from grants.roadshow.models import ItemStatus, OrderKind, Roadshow, RoadshowItem, RoadshowStatus
from grants.roadshow.workflow import ITEM, ROADSHOW
from grants.sheets import queries as sheets
from grants.sheets.actions import lay_out, remove_sheet
from grants.sheets.models import Stage


def _check_host(session: Session, actor: Actor, area_code: str, panel_id: int) -> None:
    require(actor, Permission.JUDGING_MANAGE, area_code)
    refuse_judges(session, actor, panel_id)


def plan_roadshow(session: Session, actor: Actor, data: RoadshowForm) -> Roadshow:
    """A roadshow for a panel whose method counts one, over everything that the panel judges."""
    panel = panels.get_panel(session, actor, data.panel_id)
    _check_host(session, actor, panel.area_code, panel.id or 0)
    if not panel.rules.get("roadshow_percent"):
        raise Refused("这个评审组的评分办法里没有路演，请先在评分办法里设好路演的比重。", field="panel_id")
    if panel.status not in (PanelStatus.FORMING, PanelStatus.SCORING):
        raise Refused("评审已经结束。", field="panel_id")
    if roadshows.roadshow_of(session, panel.id or 0):
        raise Refused("这个评审组已经有路演。", field="panel_id")
    schemes.get_scheme(session, data.rubric_id)
    roadshow = Roadshow(
        **data.model_dump(),
        area_code=panel.area_code,
        number=next_number(session, panel.area_code, "LY"),
        title=f"{panels.contest_of(session, panel).title}路演"[:80],
        code=new_code(),
        present=[seat.id or 0 for seat in queries.sitting_seats(session, panel.id or 0)],
    )
    add(session, actor, roadshow, panel=panel.id)
    for place, proposal in enumerate(sheets.eligible(session, panel), start=1):
        same = {"area_code": panel.area_code, "roadshow_id": roadshow.id, "proposal_id": proposal.id}
        session.add(RoadshowItem(**same, place=place, created_by=actor.account_id))
    session.flush()
    return roadshow


def edit_roadshow(session: Session, actor: Actor, roadshow: Roadshow, data: SettingForm, version: int | None) -> None:
    _check_host(session, actor, roadshow.area_code, roadshow.panel_id)
    if roadshow.status != RoadshowStatus.PLANNED:
        raise WrongState("路演已经开始，不能再改。")
    edit(session, actor, roadshow, data.model_dump(), version)


def set_order(session: Session, actor: Actor, roadshow: Roadshow, data: OrderForm) -> None:
    """Draw the order, or make it so that judges leave least often; a second time only with a reason, on record."""
    _check_host(session, actor, roadshow.area_code, roadshow.panel_id)
    if roadshow.status != RoadshowStatus.PLANNED:
        raise WrongState("路演已经开始，只能逐项调整顺序，并写明理由。")
    if roadshow.order_kind is not None and len(data.reason) < 4:
        raise Refused("已经排过顺序，重排请写明理由。", field="reason")
    if data.seed and len(data.seed_source) < 4:
        raise Refused("请写明种子从哪里来。", field="seed_source")
    seed = data.seed or secrets.token_hex(16)
    source = data.seed_source if data.seed else "系统随机数"
    items = roadshows.items_of(session, roadshow)
    proposals, conflicts = roadshows.proposals_of(session, items), queries.conflict_sets(session, roadshow)
    order = rules.drawn([proposals[item.proposal_id].number for item in items], seed)
    if data.kind == OrderKind.FEWEST_MOVES:
        order = rules.fewest_moves(order, conflicts)
    place_of = {number: place for place, number in enumerate(order, start=1)}
    _put(session, items, [place_of[proposals[item.proposal_id].number] for item in items])
    edit(session, actor, roadshow, {"order_kind": data.kind, "seed": seed, "seed_source": source})
    said = {"method": data.kind.value, "seed": seed, "source": source, "order": order}
    audit.record(session, actor, "roadshow.order", roadshow, **said, reason=data.reason or None)


def _put(session: Session, items: Sequence[RoadshowItem], places: Sequence[int]) -> None:
    for item, place in zip(items, places, strict=True):
        item.place = place
        session.add(item)
    session.flush()


def reorder(session: Session, actor: Actor, roadshow: Roadshow, data: ReorderForm) -> None:
    """Give one waiting item another place; what is over or running keeps its own, and the reason is on record."""
    _check_host(session, actor, roadshow.area_code, roadshow.panel_id)
    items = roadshows.items_of(session, roadshow)
    by_id = {item.id or 0: item for item in items}
    if roadshow.order_kind is None or roadshow.status == RoadshowStatus.CLOSED:
        raise WrongState("还没有排出场顺序，或路演已经结束。")
    if data.item_id not in by_id or by_id[data.item_id].status != ItemStatus.WAITING:
        raise Refused("只能调整还在候场的项目。", field="item_id")
    before = list(by_id)
    after = rules.moved_to(before, data.item_id, min(data.place, len(before)))
    if any(a != b for a, b in zip(before, after, strict=True) if by_id[a].status != ItemStatus.WAITING):
        raise Refused("不能排到已经上场的项目前面。", field="place")
    _put(session, [by_id[number] for number in after], range(1, len(after) + 1))
    numbers = {number: p.number for number, p in roadshows.proposals_of(session, items).items()}
    told = [[numbers[by_id[one].proposal_id] for one in order] for order in (before, after)]
    audit.record(session, actor, "roadshow.reorder", roadshow, reason=data.reason, earlier=told[0], order=told[1])


def start(session: Session, actor: Actor, roadshow: Roadshow, data: PresentForm) -> None:
    """Begin with the judges who are there."""
    present = _known(session, roadshow, data.present)
    facts = queries.roadshow_facts(session, roadshow)
    facts["present"] = [seat for seat in queries.sitting_seats(session, roadshow.panel_id) if seat.id in present]
    facts["undeclared"] = [s.id for s in facts["present"] if sheets.to_declare(session, facts["panel"], s)]
    values = {"started_at": facts["now"], "present": present}
    ROADSHOW.fire(session, actor, roadshow, "start", facts=facts, said={"present": present}, **values)


def _known(session: Session, roadshow: Roadshow, present: Sequence[int]) -> list[int]:
    sitting = {seat.id or 0 for seat in queries.sitting_seats(session, roadshow.panel_id)}
    if set(present) - sitting:
        raise Refused("请从评委名单中选择。", field="present")
    return sorted(set(present))


def mark_present(session: Session, actor: Actor, roadshow: Roadshow, data: PresentForm) -> None:
    """A judge came late or left: it counts from the next item on."""
    _check_host(session, actor, roadshow.area_code, roadshow.panel_id)
    if roadshow.status != RoadshowStatus.RUNNING:
        raise WrongState("路演没有在进行。")
    edit(session, actor, roadshow, {"present": _known(session, roadshow, data.present)})


def call_next(session: Session, actor: Actor, roadshow: Roadshow, running_id: int | None) -> RoadshowItem | None:
    """End what runs, as the host's page had it, and call up the next that waits; None when nobody waits any more."""
    items = roadshows.items_of(session, roadshow)
    now_running = rules.running(items)
    if (now_running.id if now_running else None) != running_id:
        raise WrongState("别人刚刚处理过，请刷新页面。")
    if now_running:
        fire_item(session, actor, roadshow, now_running, "finish")
    item = rules.next_up(items)
    if item is None and now_running is None:
        raise WrongState("没有候场的项目了。")
    if item is not None:
        fire_item(session, actor, roadshow, item, "call")
    return item


def fire_item(
    session: Session, actor: Actor, roadshow: Roadshow, item: RoadshowItem, verb: str, reason: str | None = None
) -> None:
    """One step of an item, with what follows: sheets are laid out when it is called, and go when nobody came."""
    was_running, facts, now = item.status == ItemStatus.RUNNING, queries.item_facts(session, roadshow), clock.now()
    values: dict[str, Any] = {
        "call": {"started_at": now, "ended_at": None, "called_by": actor.account_id},
        "finish": {"ended_at": now},
        "miss": {"started_at": None, "ended_at": now},
        "return": {"ended_at": None},
    }.get(verb, {})
    ITEM.fire(session, actor, item, verb, reason, facts=facts, **values)
    if verb == "call":
        for seat in roadshows.due_seats(session, roadshow, item.proposal_id):
            lay_out(session, actor, session.get_one(PanelSeat, seat), item.proposal_id, Stage.ROADSHOW)
    if verb == "miss" and was_running:
        panel = session.get_one(Panel, roadshow.panel_id)
        for sheet in sheets.valid_sheets(session, panel, Stage.ROADSHOW):
            if sheet.proposal_id == item.proposal_id:
                remove_sheet(session, actor, sheet, "缺席")


def close(session: Session, actor: Actor, roadshow: Roadshow, reason: str | None = None) -> None:
    _close(session, actor, roadshow, "close", reason)


def cut_off(session: Session, actor: Actor, roadshow: Roadshow, reason: str | None = None) -> None:
    """End it although sheets are missing; who did not hand in is on record, what stands on it is not looked at."""
    _close(session, actor, roadshow, "cut_off", reason)


def _close(session: Session, actor: Actor, roadshow: Roadshow, verb: str, reason: str | None) -> None:
    facts = queries.roadshow_facts(session, roadshow)
    missing = [list(pair) for pair in facts["waiting_for"]]
    ROADSHOW.fire(
        session, actor, roadshow, verb, reason, facts=facts, said={"missing": missing}, closed_at=facts["now"]
    )
