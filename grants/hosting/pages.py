"""The host's page of a roadshow, and the page of a judge that follows what runs."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.errors import NotFound
from core.forms import Bound
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Json, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from grants.hosting import actions, forms, queries
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelStatus
from grants.panels.rules import is_no_judge
from grants.roadshow import queries as roadshows
from grants.roadshow import rules
from grants.roadshow.models import ItemStatus, Roadshow, RoadshowStatus
from grants.roadshow.workflow import ITEM, ROADSHOW
from grants.sheets.queries import cards_of

SHOW, STATE, JUDGE = ("grants/hosting/roadshow.html", "grants/hosting/_state.html", "grants/hosting/judge.html")


def is_host(session: Session, actor: Actor, roadshow: Roadshow) -> bool:
    """Whether this actor runs the roadshow: an office here, and no judge of the panel."""
    seats = panels.seats_of(session, roadshow.panel_id)
    return actor.can(P.JUDGING_MANAGE, roadshow.area_code) and is_no_judge(None, actor, {"seats": seats})


def _state(session: Session, actor: Actor, roadshow: Roadshow) -> dict[str, Any]:
    """The part of the host's page that changes while the roadshow goes on."""
    hosts = is_host(session, actor, roadshow)
    lines = queries.lines_of(session, roadshow, tells_who=hosts)
    items = [line.item for line in lines]
    running, following = rules.running(items), rules.next_up(items)
    return {
        "roadshow": roadshow,
        "lines": lines,
        "hosts": hosts,
        "running": next((line for line in lines if line.item is running), None) if running else None,
        "following": next((line for line in lines if line.item is following), None) if following else None,
        "timer": roadshows.clock_of(roadshow, running.started_at) if running else None,
        "item_state": ITEM.state,
        "seen": None,
        "is_live": roadshow.status == RoadshowStatus.RUNNING,
    }


def _parts(session: Session, actor: Actor, roadshow: Roadshow) -> dict[str, Any]:
    hosts, blank = is_host(session, actor, roadshow), Call("GET", "", actor=actor).blank
    planned, live = roadshow.status == RoadshowStatus.PLANNED, roadshow.status == RoadshowStatus.RUNNING
    reorders = hosts and roadshow.order_kind is not None and roadshow.status != RoadshowStatus.CLOSED
    names, chosen = queries.seat_choices(session, roadshow), {"present": [str(n) for n in roadshow.present]}
    return _state(session, actor, roadshow) | {
        "panel": session.get_one(Panel, roadshow.panel_id),
        "walks": _walks(session, roadshow),
        "may_reveal": _may_reveal(session, roadshow) if hosts else None,
        "step_form": blank(forms.StepForm, _step_choices(session, roadshow)) if hosts and live else None,
        "order_form": blank(forms.OrderForm) if hosts and planned else None,
        "reorder_form": blank(forms.ReorderForm, _item_choices(session, roadshow)) if reorders else None,
        "present_form": blank(forms.PresentForm, {"present": names}, chosen) if hosts and live else None,
        "present_names": [name for number, name in names if int(number) in roadshow.present],
        "wall_href": f"/wall/{roadshow.code}",
    }


def _may_reveal(session: Session, roadshow: Roadshow) -> bool | None:
    """Whether there is a place to reveal still; None where the method publishes none, or not yet."""
    panel = session.get_one(Panel, roadshow.panel_id)
    if panel.status != PanelStatus.CLOSED or not panel.rules.get("shows_board"):
        return None
    return roadshow.shown < len(roadshows.items_of(session, roadshow))


def _walks(session: Session, roadshow: Roadshow) -> int:
    """How often judges leave or come back in the order as it is."""
    sets, items = queries.conflict_sets(session, roadshow), roadshows.items_of(session, roadshow)
    proposals = roadshows.proposals_of(session, items)
    return rules.moves(sets[proposals[item.proposal_id].number] for item in items)


def _item_choices(session: Session, roadshow: Roadshow) -> dict[str, list[tuple[str, str]]]:
    waiting = [line for line in queries.lines_of(session, roadshow) if line.item.status == ItemStatus.WAITING]
    return {"item_id": [(str(line.item.id), f"{line.item.place} {line.title}") for line in waiting]}


def _step_choices(session: Session, roadshow: Roadshow) -> dict[str, list[tuple[str, str]]]:
    lines = [line for line in queries.lines_of(session, roadshow) if line.item.status != ItemStatus.DONE]
    items = [(str(line.item.id), f"{line.item.place} {line.title}（{line.item.status.label}）") for line in lines]
    return {"item_id": items, "verb": [(verb, ITEM.label_of(verb) or verb) for verb in ("miss", "return")]}


def _facts(session: Session, actor: Actor, roadshow: Roadshow) -> list[tuple[str, Any]]:
    minutes = f"陈述 {roadshow.talk_minutes} 分钟，答辩 {roadshow.question_minutes} 分钟"
    return [
        ("时间", roadshow.starts_at),
        ("地点", roadshow.place),
        ("每个项目", minutes),
        ("出场顺序", roadshow.order_kind or "还没有排"),
        ("种子", roadshow.seed or None),
        ("种子的来源", roadshow.seed_source or None),
        ("开始时间", roadshow.started_at),
        ("结束时间", roadshow.closed_at),
    ]


def _choices(session: Session, actor: Actor, row: Roadshow | None) -> dict[str, list[tuple[str, str]]]:
    if row is not None:
        return {}
    return {"panel_id": queries.panel_choices(session, actor), "rubric_id": queries.rubric_choices(session, actor)}


NOUN = register(
    Noun(
        name="roadshow",
        label="路演",
        plural="roadshows",
        section="公益微创投",
        model=Roadshow,
        table=roadshows.ROADSHOWS,
        view=P.JUDGING_VIEW,
        visible=roadshows.visible_to,
        out=forms.RoadshowOut,
        title=lambda roadshow: roadshow.title,
        workflow=ROADSHOW,
        add=Change(P.JUDGING_MANAGE, forms.RoadshowForm, actions.plan_roadshow, "安排路演"),
        edit=Change(
            P.JUDGING_MANAGE,
            forms.SettingForm,
            actions.edit_roadshow,
            "修改安排",
            lambda roadshow: roadshow.status == RoadshowStatus.PLANNED,
        ),
        moves={
            "start": Move(
                actions.start,
                forms.PresentForm,
                lambda session, actor, row: {"present": queries.seat_choices(session, row)},
            ),
            "close": Move(actions.close),
            "cut_off": Move(actions.cut_off),
        },
        choices=_choices,
        facts=_facts,
        show=_parts,
        rule_facts=queries.roadshow_facts,
        show_template=SHOW,
        event_labels={"order": "排出场顺序", "reorder": "调整出场顺序", "reveal": "揭晓"},
    )
)


@reads("/roadshows/{row_id:int}/state", P.JUDGING_VIEW)
def state(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The moving part of the host's page, asked for every few seconds while the roadshow goes on."""
    found = _state(session, actor, NOUN.get(session, actor, row_id))
    return Page(STATE, **found | {"seen": call.asked("seen")})


def _refused(session: Session, actor: Actor, roadshow: Roadshow, form: Bound, name: str | None = None) -> Page:
    """The host's page with what was wrong: beside its form, or at the top for a button."""
    session.refresh(roadshow)
    context = record_context(NOUN, session, actor, roadshow)
    shown = {name: form} if name else {"problem": "".join(form.problems.values())}
    return Page(SHOW, 409 if form.is_stale else 422, **context | shown)


@changes("/roadshows/{row_id:int}/order", P.JUDGING_MANAGE, takes=forms.OrderForm)
def order(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    roadshow, form = NOUN.get(session, actor, row_id), call.bind(forms.OrderForm)
    with form.catching(session):
        actions.set_order(session, actor, roadshow, form.value)
        return Moved(f"/roadshows/{row_id}#order", "出场顺序已排好。")
    return _refused(session, actor, roadshow, form, "order_form")


@changes("/roadshows/{row_id:int}/reorder", P.JUDGING_MANAGE, takes=forms.ReorderForm)
def reorder(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    roadshow = NOUN.get(session, actor, row_id)
    form = call.bind(forms.ReorderForm, _item_choices(session, roadshow))
    with form.catching(session):
        actions.reorder(session, actor, roadshow, form.value)
        return Moved(f"/roadshows/{row_id}#order", "出场顺序已调整，理由已记入办理记录。")
    return _refused(session, actor, roadshow, form, "reorder_form")


@changes("/roadshows/{row_id:int}/present", P.JUDGING_MANAGE, takes=forms.PresentForm)
def present(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Who is there from the next item on."""
    roadshow = NOUN.get(session, actor, row_id)
    form = call.bind(forms.PresentForm, {"present": queries.seat_choices(session, roadshow)})
    with form.catching(session):
        actions.mark_present(session, actor, roadshow, form.value)
        return Moved(f"/roadshows/{row_id}", "到场评委已更新，从下一个项目起算。")
    return _refused(session, actor, roadshow, form, "present_form")


@changes("/roadshows/{row_id:int}/next", P.JUDGING_MANAGE, takes=forms.NextForm)
def go_on(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """End what runs and call up the next; of two hosts who press at once, one goes on."""
    roadshow, form = NOUN.get(session, actor, row_id), call.bind(forms.NextForm)
    with form.catching(session):
        item = actions.call_next(session, actor, roadshow, form.value.running_id)
        return Moved(f"/roadshows/{row_id}#now", "请上场。" if item else "全部项目已经完成。")
    return _refused(session, actor, roadshow, form)


@changes("/roadshows/{row_id:int}/step", P.JUDGING_MANAGE, takes=forms.StepForm)
def step(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Miss or bring back one item, or call it up out of its turn."""
    roadshow = NOUN.get(session, actor, row_id)
    form = call.bind(forms.StepForm, _step_choices(session, roadshow))
    with form.catching(session):
        item = queries.get_item(session, roadshow, form.value.item_id)
        actions.fire_item(session, actor, roadshow, item, form.value.verb, form.value.reason)
        return Moved(f"/roadshows/{row_id}#now", f"已完成：{ITEM.label_of(form.value.verb)}")
    return _refused(session, actor, roadshow, form, "step_form")


@reads("/contests/{row_id:int}/roadshow", P.JUDGING_VIEW)
def of_contest(session: Session, actor: Actor, row_id: int) -> Reply:
    """The roadshow of an edition, or the form that plans one."""
    panel = panels.panel_of(session, row_id)
    roadshow = roadshows.roadshow_of(session, panel.id or 0) if panel else None
    if panel is None or (roadshow is None and not actor.can(P.JUDGING_MANAGE, panel.area_code)):
        raise NotFound
    if roadshow is None:
        return Moved(f"/roadshows/new?panel_id={panel.id}")
    return Moved(f"/roadshows/{NOUN.get(session, actor, roadshow.id or 0).id}")


@reads("/judging/{seat_id:int}/roadshow", P.JUDGING_SCORE)
def follow(session: Session, actor: Actor, seat_id: int) -> Reply:
    """Where a judge is to be now: at the sheet of the running item, or on a page that says what to wait for."""
    seat = panels.get_own_seat(session, actor, seat_id)
    now, roadshow = queries.now_for(session, seat), roadshows.roadshow_of(session, seat.panel_id)
    if roadshow is None:
        raise NotFound
    if now.state == "score" and now.sheet:
        return Moved(f"/score-sheets/{now.sheet.id}/form")
    titles = _late_titles(session, seat.panel_id, now)
    return Page(JUDGE, seat=seat, roadshow=roadshow, now=now, late=titles)


def _late_titles(session: Session, panel_id: int, now: queries.Now) -> list[tuple[int, str]]:
    """The judge's own sheets of earlier items that are not handed in: (number of the sheet, title)."""
    panel, items = session.get_one(Panel, panel_id), {sheet.proposal_id: sheet.id or 0 for sheet in now.late}
    proposals = roadshows.proposals_by_id(session, items)
    return [(items[card.proposal_id], card.title) for card in cards_of(session, panel, proposals, {})]


@reads("/judging/{seat_id:int}/roadshow/now", P.JUDGING_SCORE)
def follow_now(session: Session, actor: Actor, seat_id: int) -> Reply:
    """The same for the script of the judge's page: which state, which item, which sheet."""
    now = queries.now_for(session, panels.get_own_seat(session, actor, seat_id))
    return Json({"state": now.state, "place": now.place, "sheet": now.sheet.id if now.sheet else None})


HANDLERS = [
    state,
    order,
    reorder,
    present,
    go_on,
    step,
    of_contest,
    follow,
    follow_now,
    *noun_pages(NOUN),
]
