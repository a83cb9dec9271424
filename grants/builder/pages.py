"""Pages on which an edition's form is built and previewed; each press is one small form, nothing needs a script."""

import re
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.errors import Forbidden, NotFound, Refused
from core.forms import Bound, spread
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.builder import actions, forms, queries, rules
from grants.contests.models import Contest, League
from grants.contests.queries import get_contest
from grants.proposals.forms import fixed_parts, step_form
from grants.proposals.pages import offered
from grants.questions.forms import choices_of
from grants.questions.models import BUILT_IN, OWN_KEY, Kind, Question, Questionnaire, Stage
from grants.questions.queries import forms_of, presets_of, versions_of
from grants.questions.rules import INDISPENSABLE, conditions, label_of, questions_of

HOME = "/contests/{row_id:int}/form"


def _offer_choices(session: Session, contest: Contest) -> dict[str, list[tuple[str, str]]]:
    known = {one.code: one.title for one in (*presets_of(session, contest.area_code), *forms_of(session, contest))}
    return {"forms.code": list(known.items())}


def _overview(
    session: Session, actor: Actor, call: Call, contest: Contest, form: Bound | None = None, status: int = 200
) -> Page:
    now, presets = forms_of(session, contest), presets_of(session, contest.area_code)
    raw = spread(forms.OfferForm, {"forms": [one.model_dump() for one in now]})
    return Page(
        "grants/builder/overview.html",
        status,
        contest=contest,
        forms=now,
        unused={one.code: rules.unused(one, presets) for one in now},
        new_section=rules.next_number(now, presets),
        new_key=f"q_{call_key()}",
        kinds=forms.own_kinds(),
        optional=Stage.OPTIONAL,
        indispensable=INDISPENSABLE,
        kind_names=dict(Kind.choices()),
        league_names=dict(League.choices()),
        titles={question.key: question.title for one in now for question in questions_of(one)},
        versions=versions_of(session, contest.id or 0),
        may_change=queries.may_change(actor, contest),
        may_keep=actor.can(P.SETTINGS_MANAGE, contest.area_code),
        is_open=contest.status == "OPEN",
        seen=rules.mark_of(now),
        offer=form or call.blank(forms.OfferForm, _offer_choices(session, contest), raw),
        page_title=f"{contest.title} · 申报表",
    )


def call_key() -> str:
    """A new name for a question; a page carries it, so that a repeated press changes the same question."""
    return forms.Column(title="x").uid


@reads(HOME, P.CONTESTS_VIEW)
def overview(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The forms of an edition, section by section, for everybody who may see the edition."""
    return _overview(session, actor, call, get_contest(session, actor, row_id))


@changes(HOME, P.CONTESTS_MANAGE, takes=forms.OfferForm)
def offer(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    form = call.bind(forms.OfferForm, _offer_choices(session, contest))
    with form.catching(session):
        actions.offer(session, actor, contest, form.value, call.one("seen") or "")
        return Moved(f"/contests/{row_id}/form", "申报表已保存。")
    return _overview(session, actor, call, contest, form, 422)


def _found(session: Session, contest: Contest, code: str) -> tuple[list[Questionnaire], Questionnaire]:
    now = forms_of(session, contest)
    form = rules.find(now, code)
    if form is None:
        raise NotFound
    return now, form


def _question(session: Session, contest: Contest, form: Questionnaire, key: str, kind: str) -> Question:
    """The question of this form, or a new one: a built-in part that is not asked for yet, or one of an own kind."""
    if found := rules.question_in(form, key):
        return found
    if key in fixed_parts():
        return (
            next((one for one in rules.unused(form, presets_of(session, contest.area_code)) if one.key == key), None)
            or _no()
        )
    if kind not in Kind.__members__ or Kind(kind) in BUILT_IN or not re.fullmatch(OWN_KEY, key):
        raise NotFound
    return Question(key=key, kind=Kind(kind), title="新的题目")


def _no() -> Question:
    raise NotFound


def _question_choices(session: Session, contest: Contest, form: Questionnaire, key: str) -> dict[str, Any]:
    return {
        "place": queries.places_in(form, key),
        "asked_if": queries.answers_to_depend_on(session, contest, form, key),
    }


def _question_page(
    session: Session, actor: Actor, contest: Contest, form: Questionnaire, question: Question, bound: Bound, status: int
) -> Page:
    return Page(
        "grants/builder/question.html",
        status,
        contest=contest,
        questionnaire=form,
        question=question,
        form=bound,
        is_new=rules.question_in(form, question.key) is None,
        may_remove=question.key not in INDISPENSABLE,
        kind_name=question.kind.label,
        is_open=contest.status == "OPEN",
        seen=rules.mark_of(forms_of(session, contest)),
        here=f"/contests/{contest.id}/form/{form.code}/questions/{question.key}",
        page_title=f"{contest.title} · 申报表 · {question.title}",
    )


@reads(HOME + "/{code:str}/questions/{key:str}", P.CONTESTS_MANAGE)
def question_form(session: Session, actor: Actor, call: Call, row_id: int, code: str, key: str) -> Reply:
    contest = get_contest(session, actor, row_id)
    _require(actor, contest)
    _now, form = _found(session, contest, code)
    question = _question(session, contest, form, key, call.asked("kind"))
    kind = forms.question_form(question.kind, key)
    place = rules.place_of(form, key) or call.asked("place")
    raw = spread(kind, forms.as_typed(question, place))
    if rules.question_in(form, key) is None and key.startswith("q_"):
        raw.pop("title")
    bound = call.blank(kind, _question_choices(session, contest, form, key), raw)
    return _question_page(session, actor, contest, form, question, bound, 200)


@changes(HOME + "/{code:str}/questions/{key:str}", P.CONTESTS_MANAGE, takes=forms.QuestionForm)
def save_question(session: Session, actor: Actor, call: Call, row_id: int, code: str, key: str) -> Reply:
    contest = get_contest(session, actor, row_id)
    now, form = _found(session, contest, code)
    question = _question(session, contest, form, key, call.one("kind") or "")
    kind = forms.question_form(question.kind, key)
    bound = call.bind(kind, _question_choices(session, contest, form, key))
    with bound.catching(session):
        typed = bound.value.model_dump()
        changed = question.model_copy(update=_content(typed))
        after = rules.with_question(now, code, changed, typed["place"])
        said = f"{form.title}：{changed.title}"
        actions.write_forms(session, actor, contest, after, said, typed["reason"], call.one("seen") or "")
        return Moved(f"/contests/{row_id}/form#{code}", "申报表已保存。")
    return _question_page(session, actor, contest, form, question, bound, 422)


def _content(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed about a question, as a question keeps it."""
    found = {name: value for name, value in typed.items() if name in Question.model_fields and name != "kind"}
    if "options" in typed:
        lines = [line.strip() for line in typed["options"].splitlines()]
        found["options"] = list(dict.fromkeys(line for line in lines if line))
        if len(found["options"]) > 30 or any(len(line) > 120 for line in found["options"]):
            raise Refused("最多 30 个选项，每个最多 120 字。", field="options")
    if "columns" in typed:
        found["columns"] = [forms.Column(**row) for row in typed["columns"]]
    pairs = [one.partition("=") for one in typed.get("asked_if", [])]
    if len({key for key, _is, _value in pairs}) > 1:
        raise Refused("请只选同一道题的回答。", field="asked_if")
    found["when"] = pairs[0][0] if pairs else ""
    found["when_is"] = [value for _key, _is, value in pairs]
    return found


def _require(actor: Actor, contest: Contest) -> None:
    if not queries.may_change(actor, contest):
        raise Forbidden("这一届的申报表现在不能改。")


def _after(session: Session, actor: Actor, call: Call, row_id: int, code: str, change: Any, said: str) -> Reply:
    """Do one thing to one form and come back to it; a refusal stands at the top of the overview."""
    contest = get_contest(session, actor, row_id)
    now, form = _found(session, contest, code)
    bound = call.bind(forms.ReasonForm)
    with bound.catching(session):
        after = change(now)
        told = f"{form.title}：{said}"
        reason = bound.value.reason
        actions.write_forms(session, actor, contest, after, told, reason, call.one("seen") or "")
        return Moved(f"/contests/{row_id}/form#{code}", "申报表已保存。")
    page = _overview(session, actor, call, contest, None, 422)
    return Page(page.template, 422, **page.context | {"problem": "".join(bound.problems.values())})


@changes(HOME + "/{code:str}/questions/{key:str}/move", P.CONTESTS_MANAGE, takes=forms.MoveForm)
def move_question(session: Session, actor: Actor, call: Call, row_id: int, code: str, key: str) -> Reply:
    up = call.bind(forms.MoveForm).value.up
    return _after(session, actor, call, row_id, code, lambda now: rules.moved(now, code, key, up), "调整顺序")


@changes(HOME + "/{code:str}/questions/{key:str}/remove", P.CONTESTS_MANAGE, takes=forms.ReasonForm)
def remove_question(session: Session, actor: Actor, call: Call, row_id: int, code: str, key: str) -> Reply:
    return _after(session, actor, call, row_id, code, lambda now: rules.without_question(now, code, key), "去掉一题")


@changes(HOME + "/{code:str}/sections/{number:int}", P.CONTESTS_MANAGE, takes=forms.SectionForm)
def save_section(session: Session, actor: Actor, call: Call, row_id: int, code: str, number: int) -> Reply:
    def change(now: list[Questionnaire]) -> list[Questionnaire]:
        data = call.bind(forms.SectionForm).value
        if not 1 <= number <= 99:
            raise Refused("最多 99 个部分。")
        return rules.with_section(now, code, number, data.title, data.title_en)

    return _after(session, actor, call, row_id, code, change, "改部分名称")


@changes(HOME + "/{code:str}/sections/{number:int}/remove", P.CONTESTS_MANAGE, takes=forms.ReasonForm)
def remove_section(session: Session, actor: Actor, call: Call, row_id: int, code: str, number: int) -> Reply:
    return _after(
        session, actor, call, row_id, code, lambda now: rules.without_section(now, code, number), "去掉一部分"
    )


@changes(HOME + "/keep", P.SETTINGS_MANAGE)
def keep(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.keep_for_district(session, actor, get_contest(session, actor, row_id))
    return Moved(f"/contests/{row_id}/form", "本区以后筹备的大赛，从这套申报表开始。")


@reads(HOME + "/{code:str}/preview", P.CONTESTS_VIEW)
def preview(session: Session, actor: Actor, call: Call, row_id: int, code: str) -> Reply:
    """The form as applicants of one league will see it, wide or as on a phone; nothing that is typed is kept."""
    contest = get_contest(session, actor, row_id)
    now, form = _found(session, contest, code)
    league = League(call.asked("league")) if call.asked("league") in League.__members__ else League.TEAM
    fixed = offered(session, actor, contest)
    words = {value: label for options in fixed.values() for value, label in options}
    choices = {**fixed, **choices_of(now)}
    steps = []
    for section in form.sections:
        kind = step_form(form, section.number, league, actor.lang)
        here = {name: options for name, options in choices.items() if name.split(".")[0] in kind.model_fields}
        files = [label_of(one, actor.lang) for one in section.questions if one.kind == Kind.FILE]
        told = conditions(form, league, {}, section.number, words, actor.lang)
        steps.append((label_of(section, actor.lang), call.blank(kind, here), files, told))
    return Page(
        "grants/builder/preview.html",
        contest=contest,
        questionnaire=form,
        form_title=label_of(form, actor.lang),
        steps=steps,
        league=league,
        leagues=[(one.value, one.label) for one in League],
        is_phone=call.asked("as") == "phone",
        here=f"/contests/{row_id}/form/{code}/preview",
        page_title=f"{contest.title} · 申报表预览",
    )


HANDLERS = [
    overview,
    offer,
    question_form,
    save_question,
    move_question,
    remove_question,
    save_section,
    remove_section,
    keep,
    preview,
]
