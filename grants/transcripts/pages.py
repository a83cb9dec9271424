"""The office's pages for papers: print, take in, type; and the record of one paper."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from core import clock
from core.access import SIGNED_IN, Actor
from core.call import Call
from core.documents import Letterhead, content_digest, render
from core.errors import NotFound
from core.forms import Bound, spread
from core.i18n import translator
from core.nouns import Move, Noun, register
from core.permissions import Permission as P
from core.replies import PDF, File, Moved, Reply
from core.resource_pages import noun_pages
from core.schemes.rules import FormSheet, form_of
from core.templating import Page
from core.web import changes, reads
from grants.panels import queries as panels
from grants.panels.models import Panel, PanelStatus
from grants.panels.rules import is_no_judge, sitting
from grants.sheets import queries as sheets
from grants.sheets.forms import SheetForm, read_marks
from grants.sheets.models import Stage
from grants.sheets.pages import WRITTEN, errors_of, own_sheet
from grants.transcripts import actions, documents, forms, queries
from grants.transcripts.models import PaperSheet
from grants.transcripts.workflow import OPEN, PAPER

LIST, ENTRY = "grants/transcripts/papers.html", "grants/transcripts/entry.html"


def _may_type(session: Session, actor: Actor, paper: PaperSheet) -> bool:
    seats = panels.seats_of(session, paper.panel_id)
    is_office = actor.can(P.JUDGING_MANAGE, paper.area_code) and is_no_judge(None, actor, {"seats": seats})
    return is_office and paper.status in OPEN


def _parts(session: Session, actor: Actor, paper: PaperSheet) -> dict[str, Any]:
    panel = session.get_one(Panel, paper.panel_id)
    is_mine = paper.seat_id in [seat.id for seat, _panel in panels.seats_of_account(session, actor)]
    return {
        "panel": panel,
        "may_type": _may_type(session, actor, paper),
        "may_open": is_mine or panel.status == PanelStatus.CLOSED,
        "is_mine": is_mine,
        "disputed": _disputed(session, actor, paper),
    }


def _disputed(session: Session, actor: Actor, paper: PaperSheet) -> str:
    """Where the typings differ, by name."""
    label = translator(actor.lang)
    return label("、").join(label(name) for name in queries.disputed_names(session, paper).values())


NOUN = register(
    Noun(
        name="paper_sheet",
        label="纸质评分表",
        plural="paper-sheets",
        section="公益微创投",
        in_menu=False,
        model=PaperSheet,
        table=queries.TABLE,
        view=SIGNED_IN,
        visible=queries.visible_to,
        out=forms.PaperOut,
        title=lambda paper: f"纸质评分表 {paper.number}",
        named=lambda session, actor, paper: f"{queries.title_of(session, paper)} {paper.number}",
        workflow=PAPER,
        moves={"void": Move(actions.void)},
        facts=queries.lines_of,
        show=_parts,
        rule_facts=actions.paper_facts,
        show_template="grants/transcripts/show.html",
        event_labels={"add": "登记", "type": "录入"},
    )
)


def _list_page(session: Session, actor: Actor, panel: Panel, form: Bound, status: int = 200) -> Page:
    names, seats = panels.seat_names(session, panel.id or 0), sitting(panels.seats_of(session, panel.id or 0))
    papers = queries.papers_of(session, actor, panel)
    return Page(
        LIST,
        status,
        panel=panel,
        form=form if panel.status == PanelStatus.SCORING else None,
        shown=[replace(f, is_required=f.is_required or f.name == "file") for f in form],
        judges=[(seat.id, names.get(seat.id or 0, "")) for seat in seats],
        stages=[stage for stage in Stage if stage == Stage.DOCUMENT or panel.rules.get("roadshow_percent")],
        papers=[(paper, queries.title_of(session, paper), PAPER.state(paper.status)) for paper in papers],
        page_title=f"{panel.title} · 纸质评分表",
    )


@reads("/panels/{row_id:int}/papers", P.JUDGING_MANAGE)
def papers(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Printing, taking in, and what came in; the code on a paper leads here and names it."""
    panel = panels.get_panel(session, actor, row_id)
    if paper := _asked_for(session, actor, panel, call):
        return Moved(f"/paper-sheets/{paper.id}/entry")
    given = {name: call.query[name] for name in ("seat_id", "proposal_id", "stage") if name in call.query}
    given |= {"pages": call.query["page"]} if "page" in call.query else {}
    return _list_page(session, actor, panel, call.blank(forms.PaperForm, queries.pair_choices(session, panel), given))


def _asked_for(session: Session, actor: Actor, panel: Panel, call: Call) -> PaperSheet | None:
    """The paper that a scanned code names, when it was taken in already and this person may type it."""
    named = [call.asked(name) for name in ("seat_id", "proposal_id")]
    if call.asked("stage") not in list(Stage) or not all(n.isascii() and n.isdigit() and len(n) < 18 for n in named):
        return None
    paper = queries.open_paper(session, int(named[0]), int(named[1]), Stage(call.asked("stage")))
    is_here = paper is not None and paper.panel_id == panel.id and _may_type(session, actor, paper)
    return paper if is_here else None


@changes("/panels/{row_id:int}/papers", P.JUDGING_MANAGE, creates=True, takes=forms.PaperForm, body_limit=12_000_000)
def take_in(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    panel = panels.get_panel(session, actor, row_id)
    form = call.bind(forms.PaperForm, queries.pair_choices(session, panel))
    with form.catching(session):
        paper = actions.take_in(session, actor, panel, form.value, next(iter(call.files.get("file", [])), None))
        return Moved(f"/paper-sheets/{paper.id}", "已登记，扫描件已封存。现在可以照纸面录入。")
    return _list_page(session, actor, panel, form, 422)


@reads("/panels/{row_id:int}/papers/{seat_id:int}/{stage:str}", P.JUDGING_MANAGE)
def to_print(session: Session, actor: Actor, row_id: int, seat_id: int, stage: str) -> Reply:
    """The empty sheets of one judge, one a page, each with its code."""
    panel = panels.get_panel(session, actor, row_id)
    name, proposals = panels.seat_names(session, row_id).get(seat_id), queries.to_print(session, panel, seat_id)
    if name is None or stage not in list(Stage) or not proposals:
        raise NotFound("这位评委没有要评的申报书，不用打印。")
    where = Stage(stage)
    cards = sheets.cards_of(session, panel, proposals, {})
    named = [(card.proposal_id, card.number, card.title) for card in cards]
    definition = sheets.definition_of(session, panel, where)
    title, blocks = "项目评分表", documents.sheets_blocks(panel, seat_id, name, named, definition, where)
    head = Letterhead(
        title=title,
        number=panel.number,
        issuer=panel.title,
        issued_on=clock.today(),
        version=1,
        made_by=actor.name,
        content_hash=content_digest(title, panel.number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"评分表-{name}.pdf", PDF)


def _short(view: FormSheet) -> FormSheet:
    """Without the anchors: they stand on the paper, and here one only copies."""
    groups = [replace(g, indicators=tuple(replace(i, anchors=()) for i in g.indicators)) for g in view.groups]
    return FormSheet(tuple(groups))


LOOK = "和另一位录的不一样，请照纸面核对这一处。"


def _entry_page(session: Session, actor: Actor, paper: PaperSheet, form: Bound, marks: Any, status: int = 200) -> Page:
    panel = session.get_one(Panel, paper.panel_id)
    view = _short(form_of(sheets.definition_of(session, panel, paper.stage), actor.lang))
    found = dict.fromkeys(queries.disputed_names(session, paper), LOOK) | form.problems
    beside = {name: translator(actor.lang)(sentence) for name, sentence in found.items()}
    return Page(
        ENTRY,
        status,
        paper=paper,
        noun=NOUN,
        title=queries.title_of(session, paper),
        sheet_view=view,
        form=form,
        marks=marks,
        mark_errors={name[5:]: text for name, text in beside.items() if name.startswith("mark-")},
        shown=[replace(f, error=f.error or beside.get(f.name)) for f in form if f.name in WRITTEN[paper.stage]],
        summary={"is_stale": False, "errors": errors_of(form, view)},
        disputed=_disputed(session, actor, paper),
    )


def _typeable(session: Session, actor: Actor, row_id: int) -> PaperSheet:
    paper = NOUN.get(session, actor, row_id)
    if not _may_type(session, actor, paper):
        raise NotFound
    return paper


@reads("/paper-sheets/{row_id:int}/entry", P.JUDGING_MANAGE)
def entry_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """What this person typed before, never what another did."""
    paper = _typeable(session, actor, row_id)
    mine = queries.typed_in(session, session.get_one(Panel, paper.panel_id), paper, actor.account_id)
    content = mine[-1][1] if mine else {"marks": {}}
    return _entry_page(session, actor, paper, call.blank(SheetForm, raw=spread(SheetForm, content)), content["marks"])


@changes("/paper-sheets/{row_id:int}/entry", P.JUDGING_MANAGE, takes=SheetForm)
def type_in(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    paper, form = _typeable(session, actor, row_id), call.bind(SheetForm)
    marks = read_marks(call.form)
    with form.catching(session):
        actions.type_in(session, actor, paper, form.value.model_copy(update={"marks": marks}))
        return Moved(f"/paper-sheets/{row_id}", TOLD[paper.status])
    session.refresh(paper)
    return _entry_page(session, actor, paper, form, marks, 422)


TOLD = {
    "TYPING": "已录入并封存。请另一位工作人员照纸面再录一遍。",
    "DIFFERENT": "两个人录的不一样，请各自再看一遍纸面；录错的人改正后再提交。",
    "SEALED": "两个人录的一致，这份评分表已封存。",
}


@reads("/paper-sheets/{row_id:int}/scan", SIGNED_IN)
def scan(session: Session, actor: Actor, row_id: int) -> Reply:
    paper = NOUN.get(session, actor, row_id)
    return File(queries.scan_of(session, actor, paper), paper.scan_name, paper.scan_type)


@reads("/score-sheets/{row_id:int}/paper", P.JUDGING_SCORE)
def of_sheet(session: Session, actor: Actor, row_id: int) -> Reply:
    """The paper from which a judge's own sheet was typed in."""
    paper = queries.paper_of(session, own_sheet(session, actor, row_id))
    if paper is None:
        raise NotFound
    return Moved(f"/paper-sheets/{NOUN.get(session, actor, paper.id or 0).id}")


HANDLERS = [papers, take_in, to_print, entry_form, type_in, scan, of_sheet, *noun_pages(NOUN)]
