"""A judge's pages: the table with all panels, the declaration, and the score sheet beside the blind proposal."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import SIGNED_IN, Actor
from core.call import Call
from core.documents import Block, Letterhead, content_digest, render
from core.errors import Invalid, NotFound, Refused, StaleForm
from core.files.queries import content_of as file_content
from core.forms import Bound, FieldView, spread
from core.i18n import translator
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import PDF, File, Json, Moved, Reply
from core.resource_pages import noun_pages, timeline
from core.schemes.rules import FormSheet, form_of
from core.templating import Page
from core.web import changes, reads
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.panels.workflow import SEAT
from grants.sheets import actions, documents, forms, queries, rules
from grants.sheets.models import Sheet, Stage
from grants.sheets.workflow import SHEET

FORM, HOME, DECLARE = "grants/judging/form.html", "grants/judging/home.html", "grants/judging/declare.html"
FREE = "NONE"
NO_NAMES = "想写就写，不要写出团队或人员姓名。"
WRITTEN = {Stage.DOCUMENT: ("comment", "is_shared", "recommendation", "suggested_fen"), Stage.ROADSHOW: ("comment",)}


def _parts(session: Session, actor: Actor, sheet: Sheet) -> dict[str, Any]:
    panel, seat = session.get_one(Panel, sheet.panel_id), session.get_one(PanelSeat, sheet.seat_id)
    definition, content = queries.definition_of(session, panel, sheet.stage), queries.content_of(session, sheet)
    is_mine = seat.account_id == actor.account_id
    return {
        "sheet_view": form_of(definition, actor.lang),
        "column": rules.column_of(definition, content["marks"], translator(actor.lang)("得分")),
        "content": content,
        "recommendation": dict(forms.Recommendation.choices()).get(content["recommendation"] or ""),
        "is_mine": is_mine,
        "back": home_of(sheet),
        "may_write": is_mine and rules.is_writable(sheet) and panel.status == PanelStatus.SCORING,
        "timeline": [entry | {"changes": []} for entry in timeline(NOUN, session, actor, sheet)],
    }


def _facts(session: Session, actor: Actor, sheet: Sheet) -> list[tuple[str, Any]]:
    proposal, group = queries.proposal_of(session, sheet)
    return [
        ("申报书编号", proposal.number),
        ("项目名称", queries.blind_title(proposal, group)),
        ("环节", sheet.stage),
        ("来源", "纸质评分表，两人录入" if sheet.is_paper else None),
        ("提交时间", clock.format_datetime(sheet.submitted_at) if sheet.submitted_at else None),
        ("提交校验码", sheet.commitment),
    ]


NOUN = register(
    Noun(
        name="score_sheet",
        label="评分表",
        plural="score-sheets",
        section="公益微创投",
        in_menu=False,
        model=Sheet,
        table=queries.SHEETS,
        view=SIGNED_IN,
        visible=queries.sheets_visible_to,
        out=forms.SheetOut,
        title=lambda sheet: f"评分表 {sheet.id}",
        named=queries.name_of,
        workflow=SHEET,
        moves={"submit": Move(actions.submit_sheet), "reopen": Move(actions.reopen)},
        facts=_facts,
        show=_parts,
        rule_facts=actions.sheet_facts,
        show_template="grants/judging/sheet.html",
        event_labels={"edit": "保存", "commit": "生成校验码", "reveal": "评分开封"},
    )
)


@reads("/judging", P.JUDGING_SCORE)
def home(session: Session, actor: Actor) -> Reply:
    found = panels.seats_of_account(session, actor)
    desks = [queries.desk_of(session, seat, panel) for seat, panel in found if seat.status == "ACCEPTED"]
    invited = [(seat, panel, SEAT.choices(seat, actor, {"seat": seat, "seats": []})) for seat, panel in found]
    invited = [one for one in invited if one[0].status == "INVITED"]
    now = clock.now()
    left = {desk.panel.id: rules.time_left(desk.panel.due_at, now) for desk in desks}
    shown = {"desks": desks, "invited": invited, "left": left, "sheet_state": SHEET.state}
    return Page(
        HOME, **shown, page_title="评审", has_profile=panels.pool_entry(session, actor.account_id or 0) is not None
    )


def _declare_page(session: Session, seat: PanelSeat, problems: Any, typed: Any, status: int = 200) -> Page:
    panel = session.get_one(Panel, seat.panel_id)
    reasons = panels.labels(session, seat.area_code, "recusal_reasons")
    desk = queries.desk_of(session, seat, panel)
    return Page(DECLARE, status, desk=desk, reasons=reasons, problems=problems, typed=typed, free=FREE)


@reads("/judging/{seat_id:int}/declare", P.JUDGING_SCORE)
def declare_form(session: Session, actor: Actor, seat_id: int) -> Reply:
    return _declare_page(session, panels.get_own_seat(session, actor, seat_id), {}, {})


@changes("/judging/{seat_id:int}/declare", P.JUDGING_SCORE)
def declare(session: Session, actor: Actor, call: Call, seat_id: int) -> Reply:
    seat = panels.get_own_seat(session, actor, seat_id)
    typed = {name: values[-1] for name, values in call.form.items()}
    form = call.bind(forms.Form)
    with form.catching(session):
        actions.declare(session, actor, seat, *forms.read_answers(typed, FREE))
        return Moved("/judging", "声明已保存。")
    return _declare_page(session, seat, form.problems, typed, 422)


def home_of(sheet: Sheet) -> str:
    """Where a judge comes from: the table with all panels, or the page that follows a roadshow."""
    return f"/judging/{sheet.seat_id}/roadshow" if sheet.stage == Stage.ROADSHOW else "/judging"


def own_sheet(session: Session, actor: Actor, row_id: int) -> Sheet:
    """The sheet if it is this judge's own; an office that may read it after closing does not score on it."""
    sheet = NOUN.get(session, actor, row_id)
    if session.get_one(PanelSeat, sheet.seat_id).account_id != actor.account_id:
        raise NotFound
    return sheet


def _form_page(session: Session, actor: Actor, sheet: Sheet, form: Bound, marks: Any, status: int = 200) -> Page:
    panel, (proposal, group) = session.get_one(Panel, sheet.panel_id), queries.proposal_of(session, sheet)
    place, count, before, after = queries.neighbours(session, sheet)
    card = queries.cards_of(session, panel, [proposal], {})[0]
    sheet_view = form_of(queries.definition_of(session, panel, sheet.stage), actor.lang)
    done = queries.count_done(session, session.get_one(PanelSeat, sheet.seat_id), sheet.stage)
    mark_errors = {name[5:]: text for name, text in form.problems.items() if name.startswith("mark-")}
    return Page(
        FORM,
        status,
        row=sheet,
        panel=panel,
        card=card,
        proposal=queries.blinded(proposal, group),
        answers_given=queries.blind_answers(session, proposal, group, actor.lang),
        **rules.money_of(proposal.snapshot or {}),
        coached=queries.uptake_of(session, proposal, group),
        files=[(number, name) for number, name, _stored in queries.nameless_files(session, proposal.id or 0)],
        sheet_view=sheet_view,
        form=form,
        marks=marks,
        mark_errors=mark_errors,
        shown=_shown(form, sheet.stage),
        show=queries.show_of(session, sheet),
        home=home_of(sheet),
        summary={"is_stale": form.is_stale, "errors": errors_of(form, sheet_view)},
        state=SHEET.state(sheet.status),
        progress=(place, count, done),
        before=before,
        after=after,
        left=rules.time_left(panel.due_at, clock.now()),
        reasons=panels.labels(session, sheet.area_code, "recusal_reasons"),
    )


def _shown(form: Bound, stage: Stage) -> list[FieldView]:
    """The fields beside the marks; at a roadshow a comment is welcome and not asked for."""
    fields = [f for f in form if f.name in WRITTEN[stage]]
    return [replace(f, help=form._(NO_NAMES)) for f in fields] if stage == Stage.ROADSHOW else fields


def errors_of(form: Bound, sheet: FormSheet) -> list[tuple[str, str, str]]:
    """Problems with links to the inputs: marks stand under ids and titles of their own."""
    titles = {f"f-mark-{line.code}": line.title for group in sheet.groups for line in group.indicators}
    return [(i.removeprefix("f-") if i in titles else i, titles.get(i, label), text) for i, label, text in form.errors]


@reads("/score-sheets/{row_id:int}/form", P.JUDGING_SCORE)
def sheet_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    sheet = own_sheet(session, actor, row_id)
    if not rules.is_writable(sheet):
        return Moved(f"/score-sheets/{row_id}")
    content = queries.content_of(session, sheet)
    form = call.blank(forms.SheetForm, raw=spread(forms.SheetForm, content), version=sheet.version)
    return _form_page(session, actor, sheet, form, content["marks"])


@changes("/score-sheets/{row_id:int}/form", P.JUDGING_SCORE)
def save_sheet(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Save as far as it is filled in; with ``do=submit`` hand it in as well."""
    sheet, form = own_sheet(session, actor, row_id), call.bind(forms.SheetForm)
    marks = forms.read_marks(call.form)
    with form.catching(session):
        data = form.value.model_copy(update={"marks": marks})
        actions.save_sheet(session, actor, sheet, data, call.version)
        if call.wants_json:
            return Json({"version": sheet.version, "saved_at": f"{clock.local(clock.now()):%H:%M:%S}"})
        if call.one("do") == "submit":
            actions.submit_sheet(session, actor, sheet)
            where = home_of(sheet) if sheet.stage == Stage.ROADSHOW else f"/score-sheets/{row_id}"
            return Moved(where, "已提交，评分表已锁定。请记下提交校验码。")
        return Moved(f"/score-sheets/{row_id}/form", "已保存。")
    session.refresh(sheet)
    if form.is_stale:
        _show_saved(session, sheet, form, marks)
    if call.wants_json:
        raise StaleForm if form.is_stale else Invalid(form.problems)
    return _form_page(session, actor, sheet, form, marks, 409 if form.is_stale else 422)


def _show_saved(session: Session, sheet: Sheet, form: Bound, marks: dict[str, str]) -> None:
    """Beside what was typed, what is saved: it is sealed, so that only its author's page can open it."""
    saved = queries.content_of(session, sheet)
    form.theirs = spread(forms.SheetForm, saved)
    for code in sorted(marks.keys() | saved["marks"].keys()):
        if marks.get(code) != saved["marks"].get(code):
            form.problems[f"mark-{code}"] = f"另一处保存的是 {saved['marks'].get(code, '—')} 分。"


@changes("/score-sheets/{row_id:int}/conflict", P.JUDGING_SCORE, takes=forms.OwnConflictForm)
def find_conflict(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    sheet = own_sheet(session, actor, row_id)
    form = call.bind(forms.OwnConflictForm)
    with form.catching(session):
        actions.find_conflict(session, actor, sheet, form.value)
        return Moved("/judging", "已登记回避，这份申报书不再显示。")
    raise Refused("；".join(form.problems.values()))


@reads("/score-sheets/{row_id:int}/files/{file_id:int}", P.JUDGING_SCORE)
def attachment(session: Session, actor: Actor, row_id: int, file_id: int) -> Reply:
    """An attachment of the proposal that tells no names, reached through the judge's own sheet."""
    sheet = own_sheet(session, actor, row_id)
    for number, name, stored in queries.nameless_files(session, sheet.proposal_id):
        if number == file_id:
            return File(file_content(stored), name, stored.media_type)
    raise NotFound


@reads("/score-sheets/{row_id:int}/blank", P.JUDGING_SCORE)
def blank_sheet(session: Session, actor: Actor, row_id: int) -> Reply:
    """The empty sheet on paper."""
    sheet = own_sheet(session, actor, row_id)
    panel, (proposal, group) = session.get_one(Panel, sheet.panel_id), queries.proposal_of(session, sheet)
    title = queries.blind_title(proposal, group)
    definition = queries.definition_of(session, panel, sheet.stage)
    code = documents.code_block(panel, sheet.seat_id, sheet.proposal_id, proposal.number, sheet.stage)
    blocks = documents.blank_blocks(panel, proposal.number, title, definition, sheet.stage, actor.name, code)
    return _pdf(actor, panel, proposal.number, blocks)


@reads("/score-sheets/{row_id:int}/pdf", SIGNED_IN)
def sheet_pdf(session: Session, actor: Actor, row_id: int) -> Reply:
    """The sheet as it was handed in: for its author, and for offices once the panel has closed."""
    sheet = NOUN.get(session, actor, row_id)
    panel, (proposal, group) = session.get_one(Panel, sheet.panel_id), queries.proposal_of(session, sheet)
    blocks = documents.sheet_blocks(
        panel,
        proposal.number,
        queries.blind_title(proposal, group),
        queries.definition_of(session, panel, sheet.stage),
        queries.content_of(session, sheet),
        clock.format_datetime(sheet.submitted_at) if sheet.submitted_at else "",
        sheet.commitment or "",
    )
    return _pdf(actor, panel, proposal.number, blocks)


def _pdf(actor: Actor, panel: Panel, number: str, blocks: list[Block]) -> File:
    title = "项目评分表"
    head = Letterhead(
        title=title,
        number=number,
        issuer=panel.title,
        issued_on=clock.today(),
        version=1,
        made_by=actor.name,
        content_hash=content_digest(title, number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"评分表-{number}.pdf", PDF)


MENU = [("公益微创投", "评审", "/judging", P.JUDGING_SCORE)]
HANDLERS = [
    home,
    declare_form,
    declare,
    sheet_form,
    save_sheet,
    find_conflict,
    attachment,
    blank_sheet,
    sheet_pdf,
    *noun_pages(NOUN),
]
