"""Pages of rating rounds, assessments, score sheets and votes."""

from typing import Any

from sqlmodel import Session

from core import charts, schemes
from core.access import Actor
from core.call import Call
from core.errors import Refused
from core.forms import Bound
from core.i18n import translator
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from incubator.groups.queries import names_of
from ratings.assessments import actions, forms, queries, rules
from ratings.assessments.documents import STAR_WORDS, gather, lacking_words
from ratings.assessments.models import AssessmentStatus, StarAssessment
from ratings.assessments.workflow import ASSESSMENT
from ratings.rounds import actions as round_actions
from ratings.rounds import queries as round_queries
from ratings.rounds.forms import RoundForm, RoundOut
from ratings.rounds.models import RatingRound
from ratings.rounds.workflow import ROUND
from ratings.schemes.queries import district_choices, published_choices
from ratings.schemes.rules import sheet_of, worded
from ratings.sheets import queries as sheet_queries
from ratings.sheets.forms import SheetForm, sheet_content
from ratings.sheets.models import SheetColumn
from ratings.sheets.rules import column_view, radar_of


def _round_choices(session: Session, actor: Actor, one: RatingRound | None) -> dict[str, list[tuple[str, str]]]:
    area = one.area_code if one else actor.home() or ""
    return {"area_code": district_choices(session, actor), "scheme_id": published_choices(session, area)}


def _round_facts(session: Session, actor: Actor, one: RatingRound) -> list[tuple[str, Any]]:
    scheme, _definition = sheet_queries.definition_of(session, one)
    return [
        ("年度", one.year),
        ("评定方案", f"{scheme.title}（第 {scheme.version} 版）"),
        ("申报开始", one.opens_on),
        ("申报截止", one.closes_on),
        ("申报通知", one.intro),
    ]


def _round_parts(session: Session, actor: Actor, one: RatingRound) -> dict[str, Any]:
    counts = queries.count_by_status(session, actor, one.id or 0)
    label = translator(actor.lang)
    return {
        "counts": charts.bars(
            [(label(status.label), counts[status]) for status in AssessmentStatus if status in counts]
        ),
        "may_apply": actor.can(P.RATINGS_APPLY) and round_actions.is_window_open(one),
        "may_announce": actor.can(P.NOTICES_PUBLISH, one.area_code) and AssessmentStatus.DECIDED in counts,
        "may_confer": actor.can(P.STARS_CONFER, one.area_code) and AssessmentStatus.NOTICED in counts,
    }


ROUND_NOUN = register(
    Noun(
        name="rating_round",
        label="评定轮次",
        plural="rating-rounds",
        section="星级评定",
        model=RatingRound,
        table=round_queries.TABLE,
        view=P.RATINGS_VIEW,
        visible=round_queries.visible_to,
        out=RoundOut,
        title=lambda one: one.title,
        workflow=ROUND,
        add=Change(P.ROUNDS_MANAGE, RoundForm, round_actions.plan_round, "准备新一轮"),
        edit=Change(P.ROUNDS_MANAGE, RoundForm, round_actions.edit_round, "修改"),
        moves={"open": Move(round_actions.open_round), "close": Move(round_actions.close_round)},
        choices=_round_choices,
        facts=_round_facts,
        show=_round_parts,
        show_template="ratings/assessments/round.html",
        form_note="开始申报后评定方案不能再换，本轮所有组织按同一版评分。",
    )
)


def _facts(session: Session, actor: Actor, one: StarAssessment) -> list[tuple[str, Any]]:
    label, areas = translator(actor.lang), queries.area_names(session, [one.area_code])
    sample = label("样本 {n} 份，满意 {m} 份").format(n=one.sample_n, m=one.satisfied_n) if one.sample_n else None
    found = [
        ("组织", names_of(session, [one.group_id]).get(one.group_id)),
        ("社区", areas.get(one.area_code, one.area_code)),
        ("评定轮次", session.get_one(RatingRound, one.round_id).title),
        ("申报日期（佐证截止）", one.applied_on),
        ("社区推荐意见", one.community_opinion),
        ("居民满意度", sample),
        ("实地查看", one.visited_on),
        ("街道初评意见", one.street_opinion),
    ]
    if one.result:
        found += [
            ("审定星级", label(STAR_WORDS[one.stars or 0])),
            ("区级得分", one.result["total"]),
            ("区级审评意见", one.district_opinion),
            ("审定日期", one.decided_on),
        ]
    return [*found, ("办理期限", one.due_on)]


def _columns(session: Session, actor: Actor, one: StarAssessment) -> list[dict[str, Any]]:
    """The columns that this viewer may see: submitted ones, and the one that the viewer may fill now."""
    filling, label = rules.FILLING.get(one.status), translator(actor.lang)
    return [
        column_view(kept, label)
        for column, kept in sheet_queries.sheets_of(session, one).items()
        if kept.submitted_at or (column == filling and actor.can(rules.MAY_FILL[column], one.area_code))
    ]


def _parts(session: Session, actor: Actor, one: StarAssessment) -> dict[str, Any]:
    scheme, definition = sheet_queries.definition_of(session, one)
    columns = _columns(session, actor, one)
    drawing, axes = radar_of(definition, columns, actor.lang)
    filling = rules.FILLING.get(one.status)
    may_fill = bool(filling and actor.may_act and actor.can(rules.MAY_FILL[filling], one.area_code))
    return {
        "scheme": scheme,
        "sheet": sheet_of(definition, actor.lang),
        "columns": columns,
        "radar": drawing,
        "axes": axes,
        "fill_label": filling.label if may_fill and filling else None,
        "evidence": _evidence(definition, one, actor.lang),
        "lacking": lacking_words(gather(session, one)) if one.result else [],
        **_voting(session, actor, one, definition),
    }


def _evidence(definition: schemes.Definition, one: StarAssessment, lang: str) -> list[tuple[str, dict[str, Any]]]:
    titles = {line.code: line.title for group in sheet_of(definition, lang).groups for line in group.indicators}
    return [(titles[code], found) for code, found in one.evidence.items() if code in titles]


def _voting(session: Session, actor: Actor, one: StarAssessment, definition: schemes.Definition) -> dict[str, Any]:
    """The votes: by name after the decision, before it only the viewer's own."""
    votes = queries.votes_of(session, one)
    mine = next((vote for vote in votes if vote.account_id == actor.account_id), None)
    may_vote = one.status == AssessmentStatus.REVIEWED and actor.may_act and actor.can(P.RATINGS_VOTE, one.area_code)
    form = (
        Call("GET", "", actor=actor).blank(forms.VoteForm, _star_choices(definition)) if may_vote and not mine else None
    )
    return {
        "votes": queries.votes_with_names(session, one) if one.result else [],
        "my_vote": mine,
        "star_words": STAR_WORDS,
        "vote_form": form,
    }


def _star_choices(definition: schemes.Definition) -> dict[str, list[tuple[str, str]]]:
    return {"stars": [(str(band.stars or 0), STAR_WORDS[band.stars or 0]) for band in definition.bands]}


NOUN = register(
    Noun(
        name="assessment",
        label="星级申报",
        plural="assessments",
        section="星级评定",
        model=StarAssessment,
        table=queries.TABLE,
        view=P.RATINGS_VIEW,
        visible=queries.visible_to,
        out=forms.AssessmentOut,
        title=lambda one: one.title,
        workflow=ASSESSMENT,
        add=Change(P.RATINGS_APPLY, forms.AssessmentForm, actions.start_assessment, "申报星级"),
        moves={
            "apply": Move(actions.apply_for_star),
            "recommend": Move(actions.recommend, forms.RecommendForm),
            "return": Move(actions.return_by_community),
            "review": Move(actions.review, forms.ReviewForm),
            "return_by_street": Move(actions.return_by_street),
            "decide": Move(actions.decide, forms.DecideForm),
            "reopen": Move(actions.reopen),
            "announce": Move(actions.announce_one),
        },
        choices=lambda session, actor, one: {
            "round_id": round_queries.open_round_choices(session, actor),
            "group_id": queries.applicant_choices(session, actor),
        },
        facts=_facts,
        show=_parts,
        rule_facts=actions.facts_of,
        show_template="ratings/assessments/show.html",
        slots=(("evidence", "佐证材料"), ("visit", "实地查看记录"), ("minutes", "审评会议记录")),
        may_attach=lambda session, actor, one: (
            (column := rules.FILLING.get(one.status)) is not None and actor.can(rules.MAY_FILL[column], one.area_code)
        ),
        form_note="选好轮次和组织后，系统按活动、名册、居民意见等记录预填自评表，再由您核对。",
        event_labels={"vote": "表决"},
    )
)


def _filling(session: Session, actor: Actor, row_id: int) -> tuple[StarAssessment, SheetColumn]:
    one = NOUN.get(session, actor, row_id)
    column = rules.FILLING.get(one.status)
    if column is None or not actor.can(rules.MAY_FILL[column], one.area_code):
        raise Refused("现在没有要您填的评分表。")
    return one, column


def _sheet_page(session: Session, actor: Actor, one: StarAssessment, column: SheetColumn, **changed: Any) -> Page:
    _scheme, definition = sheet_queries.definition_of(session, one)
    kept = sheet_queries.current_sheet(session, one, column)
    content = {name: getattr(kept, name) if kept else empty for name, empty in _EMPTY.items()}
    lang, label = actor.lang, translator(actor.lang)
    facts: dict[str, Any] = {
        "row": one,
        "page_title": f"{one.title} · {label(column.label)}",
        "sheet": sheet_of(definition, lang),
        "column": column,
        "bonus_items": [(item.code, worded(item, lang), item.points) for item in definition.bonus_items],
        "veto_items": [(veto.code, worded(veto, lang)) for veto in definition.vetoes],
        "hints": one.evidence if column == SheetColumn.SELF else {},
        "others": [shown for shown in _columns(session, actor, one) if shown["total"] is not None],
        "errors": {},
        "version": kept.version if kept else None,
        "form_key": Bound(SheetForm, {}).key,
        **content,
    }
    status = changed.pop("status", 200)
    return Page("ratings/assessments/sheet.html", status, **facts | changed)


_EMPTY: dict[str, Any] = {"marks": {}, "notes": {}, "bonus": [], "vetoes": []}


@reads("/assessments/{row_id:int}/sheet", P.RATINGS_VIEW)
def sheet(session: Session, actor: Actor, row_id: int) -> Reply:
    return _sheet_page(session, actor, *_filling(session, actor, row_id))


@changes("/assessments/{row_id:int}/sheet", P.RATINGS_VIEW, takes=SheetForm)
def save_sheet(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    one, column = _filling(session, actor, row_id)
    content = sheet_content(call.form)
    form: Bound[SheetForm] = call.bind(SheetForm)
    with form.catching(session):
        actions.save_sheet(session, actor, one, SheetForm.model_validate(content), call.version)
        return Moved(f"/assessments/{row_id}", "评分表已保存。")
    errors = {name.removeprefix("mark-"): form._(text) for name, text in form.problems.items()}
    status = 409 if form.is_stale else 422
    return _sheet_page(session, actor, one, column, **content, errors=errors, status=status)


@changes("/assessments/{row_id:int}/vote", P.RATINGS_VOTE, takes=forms.VoteForm)
def vote(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    one = NOUN.get(session, actor, row_id)
    _scheme, definition = sheet_queries.definition_of(session, one)
    form = call.bind(forms.VoteForm, _star_choices(definition))
    with form.catching(session):
        actions.cast_vote(session, actor, one, form.value)
        return Moved(f"/assessments/{row_id}", "表决已记录。")
    context = record_context(NOUN, session, actor, one) | {"vote_form": form}
    return Page(NOUN.show_template, 422, **context)


@changes("/assessments/{row_id:int}/evidence", P.RATINGS_APPLY)
def refresh_evidence(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.refresh_evidence(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/assessments/{row_id}", "已按最新记录更新佐证。")


@changes("/rating-rounds/{row_id:int}/announce", P.NOTICES_PUBLISH)
def announce(session: Session, actor: Actor, row_id: int) -> Reply:
    notice = actions.announce_round(session, actor, ROUND_NOUN.get(session, actor, row_id))
    return Moved(f"/rating-rounds/{row_id}", f"已发布公示 {notice.number}。")


HANDLERS = [
    sheet,
    save_sheet,
    vote,
    refresh_evidence,
    announce,
    *noun_pages(ROUND_NOUN),
    *noun_pages(NOUN),
]
