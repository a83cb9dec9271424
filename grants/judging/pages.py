"""The office's pages of a round: panel, seats, recusals, and after closing the ranking with all its figures."""

from typing import Any

from sqlmodel import Session

from core import charts, clock
from core.access import SIGNED_IN, Actor
from core.call import Call
from core.errors import NotFound
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import XLSX, File, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from grants.contests.queries import get_contest
from grants.judging import actions, documents, forms, queries
from grants.methods.rules import lines as method_lines
from grants.panels import actions as panel_actions
from grants.panels import forms as panel_forms
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.panels.rules import UNDER_WAY, panel_gaps, sitting
from grants.panels.workflow import CONFLICT, PANEL, SEAT
from grants.ranking import queries as rankings
from grants.sheets import queries as sheets
from grants.sheets.models import Stage

SECTION = "公益微创投"


def _reopen_choices(session: Session, panel: Panel) -> dict[str, list[tuple[str, str]]]:
    names = panels.seat_names(session, panel.id or 0)
    seats = sitting(panels.seats_of(session, panel.id or 0))
    return {
        "seat_id": [(str(seat.id), names.get(seat.id or 0, "")) for seat in seats],
        "proposal_id": [(str(p.id), f"{p.number} {p.title}") for p in sheets.eligible(session, panel)],
    }


def _parts(session: Session, actor: Actor, panel: Panel) -> dict[str, Any]:
    seats, names = panels.seats_of(session, panel.id or 0), panels.seat_names(session, panel.id or 0)
    roles, status, blank = dict(panels.panel_roles()), panel.status, Call("GET", "", actor=actor).blank
    may_manage, may_close = actor.can(P.JUDGING_MANAGE, panel.area_code), actor.can(P.JUDGING_CLOSE, panel.area_code)
    is_running, is_closed = status in (PanelStatus.SCORING, PanelStatus.OPENING), status == PanelStatus.CLOSED
    is_office = (may_manage or may_close) and actor.account_id not in {seat.account_id for seat in seats}
    may_reopen = status == PanelStatus.SCORING and may_close and is_office
    return {
        "contest": panels.contest_of(session, panel),
        "gaps": panel_gaps(panel.rules, seats, roles) if status == PanelStatus.FORMING else [],
        "seats": [(s, names.get(s.id or 0, ""), roles.get(s.role, s.role), SEAT.state(s.status)) for s in seats],
        "progress": queries.progress_of(session, panel) if is_running and is_office else None,
        "conflicts": [(*one, CONFLICT.state(one[0].status)) for one in queries.recusals_of(session, panel.id or 0)],
        "assigning": _assigning(session, panel) if may_manage and status in UNDER_WAY else None,
        "undecided": panels.count_undecided(session, panel.id or 0),
        "may_search": may_manage and status in UNDER_WAY,
        "may_invite": may_manage and not is_closed,
        "may_recuse": may_manage,
        "may_issue": is_closed and is_office,
        "reopen_form": blank(forms.ReopenForm, _reopen_choices(session, panel)) if may_reopen else None,
        "ballot_form": blank(forms.BallotForm) if is_closed and may_close else None,
        "judge_names": names,
        **_result(session, panel),
    }


def _assigning(session: Session, panel: Panel) -> dict[str, Any]:
    """How far proposals are shared out; nothing to plan where the whole panel already scores everything."""
    may_plan = panel.status == PanelStatus.FORMING or panel.judges_per_proposal is not None
    return {"shortage": queries.shortage(session, panel), "may_plan": may_plan}


def _result(session: Session, panel: Panel) -> dict[str, Any]:
    """The newest ranking, its picture, and the runs so far; empty until the panel has closed."""
    runs = rankings.runs_of(session, panel.contest_id)
    places = rankings.places_of(session, panel.contest_id, runs[-1].run) if runs else []
    drawn = [
        (
            f"{row.rank} {proposal.title}",
            [(float(total["total"]), total["is_dropped"]) for total in row.totals],
            None if row.score is None else float(row.score),
        )
        for row, proposal in places
    ]
    return {"runs": runs, "places": places, "dots": charts.dots(drawn, 0, 100), "ties": panels.tie_labels()}


def _facts(session: Session, actor: Actor, panel: Panel) -> list[tuple[str, Any]]:
    hours = f"{clock.format_datetime(panel.opens_at)} 至 {clock.format_datetime(panel.due_at)}"
    closed = clock.format_datetime(panel.closed_at) if panel.closed_at else None
    return [("评分时间", hours), ("结束时间", closed), *method_lines(panel.rules, panels.tie_labels())]


NOUN = register(
    Noun(
        name="panel",
        label="评审组",
        plural="panels",
        section=SECTION,
        model=Panel,
        table=panels.PANELS,
        view=P.JUDGING_VIEW,
        visible=panels.visible_to,
        out=panel_forms.PanelOut,
        title=lambda panel: panel.title,
        workflow=PANEL,
        add=Change(P.JUDGING_MANAGE, panel_forms.PanelForm, panel_actions.form_panel, "组建评审组"),
        edit=Change(
            P.JUDGING_MANAGE, panel_forms.TermForm, panel_actions.edit_term, "调整时间", lambda p: p.status != "CLOSED"
        ),
        moves={
            "start": Move(panel_actions.start_scoring),
            "ask": Move(actions.ask_opening),
            "close": Move(actions.close_panel),
            "take_back": Move(actions.take_back),
        },
        choices=lambda session, actor, row: {} if row else {"contest_id": panels.contest_choices(session, actor)},
        facts=_facts,
        show=_parts,
        rule_facts=queries.panel_facts,
        show_template="grants/judging/panel.html",
        event_labels={
            "reopen": "退回评分表",
            "rank": "计算排名",
            "bonuses": "登记票数和自筹",
            "outlier": "说明偏离的评分",
            "search": "按记录查找回避",
        },
    )
)


def _accept(session: Session, actor: Actor, seat: PanelSeat, reason: str | None) -> None:
    panel_actions.answer_invitation(session, actor, seat, True)


def _decline(session: Session, actor: Actor, seat: PanelSeat, data: panel_forms.DeclineForm) -> None:
    panel_actions.answer_invitation(session, actor, seat, False, data.reason)


def _seat_name(session: Session, actor: Actor, seat: PanelSeat) -> str:
    """Who sits where."""
    judge = panels.seat_names(session, seat.panel_id).get(seat.id or 0, "")
    return f"{judge} · {session.get_one(Panel, seat.panel_id).title}"


def _decline_choices(session: Session, actor: Actor, seat: PanelSeat) -> dict[str, list[tuple[str, str]]]:
    return {"reason": list(panels.labels(session, seat.area_code, "decline_reasons").items())}


SEAT_NOUN = register(
    Noun(
        name="panel_seat",
        label="评委席位",
        plural="panel-seats",
        section=SECTION,
        in_menu=False,
        model=PanelSeat,
        table=panels.SEATS,
        view=SIGNED_IN,
        visible=panels.seats_visible_to,
        out=panel_forms.SeatOut,
        title=lambda seat: f"评委席位 {seat.id}",
        named=_seat_name,
        workflow=SEAT,
        add=Change(P.JUDGING_MANAGE, panel_forms.InviteForm, panel_actions.invite, "邀请评委"),
        moves={
            "accept": Move(_accept),
            "decline": Move(_decline, panel_forms.DeclineForm, _decline_choices),
            "exclude": Move(actions.exclude_judge),
        },
        choices=lambda session, actor, row: {
            "panel_id": panels.panel_choices(session, actor, Panel.status != PanelStatus.CLOSED),
            "account_id": panels.judge_choices(session, actor),
            "role": panels.panel_roles(),
            "community_code": panels.community_choices(session, actor),
        },
        facts=panels.seat_lines,
        rule_facts=panel_actions.seat_facts,
        event_labels={"declare": "完成回避声明"},
    )
)


@reads("/contests/{row_id:int}/judging", P.JUDGING_VIEW)
def judging(session: Session, actor: Actor, row_id: int) -> Reply:
    """The round of an edition: its panel, or the form that makes one."""
    contest = get_contest(session, actor, row_id)
    panel = panels.panel_of(session, row_id)
    if panel is not None:
        return Moved(f"/panels/{NOUN.get(session, actor, panel.id or 0).id}")
    if actor.can(P.JUDGING_MANAGE, contest.area_code):
        return Moved(f"/panels/new?contest_id={row_id}")
    return Page("grants/judging/none.html", contest=contest)


@changes("/panels/{row_id:int}/reopen", P.JUDGING_CLOSE, takes=forms.ReopenForm)
def reopen(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = NOUN.get(session, actor, row_id)
    form = call.bind(forms.ReopenForm, _reopen_choices(session, panel))
    with form.catching(session):
        actions.reopen_sheet(session, actor, panel, form.value)
        return Moved(f"/panels/{row_id}", "已办理：这位评委可以修改这份评分表。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, panel) | {"reopen_form": form})


@changes("/panels/{row_id:int}/ballot", P.JUDGING_CLOSE, takes=forms.BallotForm)
def ballot(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel, form = NOUN.get(session, actor, row_id), call.bind(forms.BallotForm)
    with form.catching(session):
        actions.record_ballot(session, actor, panel, form.value)
        return Moved(f"/panels/{row_id}#ranking", "已按投票重新排名。")
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, panel) | {"ballot_form": form})


def _closed_panel(session: Session, actor: Actor, row_id: int) -> Panel:
    panel = NOUN.get(session, actor, row_id)
    if panel.status != PanelStatus.CLOSED:
        raise NotFound
    return panel


@changes("/panels/{row_id:int}/summary", P.JUDGING_VIEW, creates=True)
def summary(session: Session, actor: Actor, row_id: int) -> Reply:
    """Issue 评审汇总表 as a numbered document."""
    panel = _closed_panel(session, actor, row_id)
    actions.issue_summary(session, actor, panel)
    return Moved(f"/panels/{row_id}", "评审汇总表已出具。")


@reads("/panels/{row_id:int}/workbook", P.JUDGING_VIEW)
def workbook(session: Session, actor: Actor, row_id: int) -> Reply:
    """Everything that is needed to compute the ranking again, as a spreadsheet."""
    panel = _closed_panel(session, actor, row_id)
    return File(workbook_of(session, panel), f"评审结果-{panel.number}.xlsx", XLSX)


def workbook_of(session: Session, panel: Panel) -> bytes:
    """All sheets and rankings of an opened round as a spreadsheet."""
    return documents.workbook(
        panel,
        {stage: sheets.definition_of(session, panel, stage) for stage in Stage},
        panels.seat_names(session, panel.id or 0),
        queries.sheets_with_proposals(session, panel),
        rankings.runs_with_places(session, panel.contest_id),
    )


@reads("/panels/{row_id:int}/bundle", P.JUDGING_VIEW)
def bundle(session: Session, actor: Actor, row_id: int) -> Reply:
    """Rules, commitments with what opens them, and rankings: one ZIP that an auditor replays elsewhere."""
    panel = _closed_panel(session, actor, row_id)
    content = documents.bundle(queries.round_facts(session, panel), workbook_of(session, panel))
    return File(content, f"评审数据包-{panel.number}.zip", "application/zip")


HANDLERS = [
    judging,
    reopen,
    ballot,
    summary,
    workbook,
    bundle,
    *noun_pages(NOUN),
    *noun_pages(SEAT_NOUN),
]
