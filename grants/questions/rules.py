"""Which questions are asked of whom, which form an amount picks, and what makes a form impossible.

Amounts are fen, lengths characters or rows. A value is what is stored under a question's key: text, a list of texts, or
rows; of the fixed parts it is the column or the rows of the proposal.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from json import dumps, loads
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from core.forms import problems_of
from grants.contests.models import League
from grants.questions.models import BUILT_IN, OWN_KEY, Kind, Question, Questionnaire, Stage, Step

TABLES = (Kind.TABLE, Kind.INDICATOR)
INDISPENSABLE = (
    "title",
    "category",
    "months",
    "leader_name",
    "leader_phone",
    "budget",
    "payee_kind",
    "payee_name",
    "has_promised",
)
"""What awards, agreements and payments are made from: no form may do without it."""


@lru_cache(maxsize=512)
def _read(text: str) -> Questionnaire:
    return _as_stored(Questionnaire, loads(text))


def read(stored: Mapping[str, Any]) -> Questionnaire:
    """A stored form; the same content is read once. Nobody changes what this returns.

    No limit is asked of it: it kept those of its day, and a proposal must read for ever as it was handed in. Limits
    are asked where a form is saved (``over_limits``).
    """
    return _read(dumps(stored, ensure_ascii=False))


def _as_stored(annotation: Any, value: Any) -> Any:
    """A stored value as the model holds it: forms and codes built, everything else as it stands."""
    if get_origin(annotation) is list:
        return [_as_stored(get_args(annotation)[0], one) for one in value]
    if not isinstance(annotation, type):
        return value
    if issubclass(annotation, BaseModel):
        known = annotation.model_fields.items()
        given = {name: _as_stored(part.annotation, value[name]) for name, part in known if name in value}
        return annotation.model_construct(**given)
    return annotation(value) if issubclass(annotation, StrEnum) else value


def over_limits(form: Questionnaire) -> list[str]:
    """Where a form passes the limits of today, each as a sentence that names the place."""
    try:
        Questionnaire.model_validate(stored(form))
    except ValidationError as error:
        return [f"{_place(form, path)}：{sentence}" for path, sentence in problems_of(error).items()]
    return []


def _place(form: Questionnaire, path: str) -> str:
    """The title of the question, else of the section or the form, at a path such as ``sections.0.questions.3``."""
    titles, here, names = [form.title], form, path.split(".")
    for list_name, at in zip(names[::2], names[1::2], strict=False):
        if list_name not in ("sections", "questions") or not at.isdigit():
            break
        here = getattr(here, list_name)[int(at)]
        titles.append(here.title)
    return f"“{titles[-1][:40]}”"


def stored(form: Questionnaire) -> dict[str, Any]:
    """A form as it is kept: without what is as usual."""
    return form.model_dump(mode="json", exclude_defaults=True) | {"number": form.number}


def pick(forms: Sequence[Questionnaire], asked_fen: int) -> Questionnaire:
    """The shortest form whose limit the amount does not pass: proportion, so that 3,000 yuan need no twenty pages.

    Above every limit the form with the highest one applies; the caps of the leagues are another rule.
    """
    limit = lambda form: float("inf") if form.up_to_fen is None else form.up_to_fen  # noqa: E731
    ordered = sorted(forms, key=limit)
    return next((form for form in ordered if asked_fen <= limit(form)), ordered[-1])


def questions_of(form: Questionnaire) -> Iterator[Question]:
    return (question for section in form.sections for question in section.questions)


def section_of(form: Questionnaire, number: int) -> Step | None:
    return next((section for section in form.sections if section.number == number), None)


def is_own(question: Question) -> bool:
    return question.kind not in BUILT_IN


def label_of(thing: Any, lang: str) -> str:
    """The title of a form, section or question in the reader's language, as far as it has been given."""
    return str(thing.title_en if lang == "en" and thing.title_en else thing.title)


def texts_of(value: Any) -> list[str]:
    """A value as the texts that a condition compares."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value if not isinstance(one, Mapping)]
    return [] if value in (None, "") else [str(value)]


def is_asked(form: Questionnaire, question: Question, league: League, values: Mapping[str, Any]) -> bool:
    """Whether this applicant has to see the question: its leagues, and the answer that it depends on.

    A question whose own condition is not asked is not asked either; conditions point backwards, so this ends.
    """
    if question.leagues and league not in question.leagues:
        return False
    if not question.when:
        return True
    before = next((one for one in questions_of(form) if one.key == question.when), None)
    if before is None or not is_asked(form, before, league, values):
        return False
    return bool(set(texts_of(values.get(before.key))) & set(question.when_is))


def asked(form: Questionnaire, league: League, values: Mapping[str, Any]) -> list[Question]:
    return [one for one in questions_of(form) if is_asked(form, one, league, values)]


def own_answers(form: Questionnaire, league: League, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to the form's own questions as far as they are asked: what a submission freezes."""
    found = {one.key: values.get(one.key) for one in asked(form, league, values) if is_own(one)}
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def gap_of(question: Question, value: Any) -> str | None:
    """What an own answer still lacks for submission, as a sentence; None when nothing."""
    if question.stage == Stage.OPTIONAL:
        return None
    if question.kind in TABLES:
        least = max(question.least, 1)
        return None if len(value or []) >= least else f"“{question.title}”至少要有 {least} 行。"
    if value in (None, "", []):
        return f"“{question.title}”还没有填写。"
    if question.kind in (Kind.TEXT, Kind.LONG) and len(str(value).strip()) < question.least:
        return f"“{question.title}”还没有写完（不少于 {question.least} 字）。"
    return None


def missing_now(section: Step, form: Questionnaire, league: League, values: Mapping[str, Any]) -> list[str]:
    """The keys of a section that may not be left empty even in a draft."""
    needed = [one for one in section.questions if one.stage == Stage.DRAFT and is_own(one)]
    return [one.key for one in needed if is_asked(form, one, league, values) and values.get(one.key) in (None, "", [])]


def problems(form: Questionnaire, fixed: Mapping[str, Kind]) -> list[str]:
    """What makes a form impossible, each as a sentence; ``fixed`` names the built-in parts with their kinds."""
    found, seen = [], dict[str, Question]()
    numbers = [section.number for section in form.sections]
    if len(set(numbers)) != len(numbers):
        found.append("两个部分用了同一个编号。")
    for question in questions_of(form):
        if question.key in seen:
            found.append(f"“{question.title}”出现了两次。")
        found += _wrong(question, fixed, seen)
        seen[question.key] = question
    missing = [key for key in INDISPENSABLE if key not in seen]
    if missing:
        found.append(f"缺少立项和拨款要用的内容：{'、'.join(missing)}。")
    return found


def _wrong(question: Question, fixed: Mapping[str, Kind], before: Mapping[str, Question]) -> list[str]:
    """What is wrong with one question, given those that stand before it."""
    name, found = f"“{question.title}”", []
    if fixed.get(question.key, question.kind if re.fullmatch(OWN_KEY, question.key) else None) != question.kind or (
        question.kind in BUILT_IN and question.key not in fixed
    ):
        found.append(f"{name}的代码“{question.key}”和类型对不上。")
    if question.kind == Kind.CHOICE and len(set(question.options)) < 2:
        found.append(f"{name}至少要有两个不同的选项。")
    if question.kind == Kind.TABLE and not question.columns:
        found.append(f"{name}还没有列。")
    if len({column.uid for column in question.columns}) != len(question.columns):
        found.append(f"{name}有两列用了同一个代码。")
    if question.when and question.when not in before:
        found.append(f"{name}的条件要看排在它前面的题。")
    elif question.when and not question.when_is:
        found.append(f"{name}还没有写选了什么才问。")
    if question.most and question.least > question.most:
        found.append(f"{name}最少的字数比最多的还多。")
    if question.key in INDISPENSABLE and (question.when or question.leagues or question.stage == Stage.OPTIONAL):
        found.append(f"{name}是立项和拨款要用的内容，不能设为选填或只问一部分人。")
    return found


def changed_kinds(old: Sequence[Questionnaire], new: Sequence[Questionnaire]) -> list[str]:
    """Questions and columns that would hold something else than before: their answers could not be read any more."""
    was = {one.key: one for form in old for one in questions_of(form)}
    found = []
    for question in (one for form in new for one in questions_of(form)):
        before = was.get(question.key)
        if before is None:
            continue
        columns = {column.uid: column.kind for column in before.columns}
        if (before.kind, before.has_many) != (question.kind, question.has_many) or any(
            columns.get(column.uid, column.kind) != column.kind for column in question.columns
        ):
            found.append(question.title)
    return list(dict.fromkeys(found))


def conditions(
    form: Questionnaire,
    league: League,
    values: Mapping[str, Any],
    number: int,
    words: Mapping[str, str],
    lang: str = "zh",
) -> dict[str, dict[str, Any]]:
    """Of the questions of one step (0: of all) that depend on an answer: what a page needs to show them or not.

    A question whose answer stands on the same page is hidden by the script there; without a script its words say when
    it counts. One whose answer stands elsewhere is hidden as long as it is not asked. Hidden answers are kept.
    """
    steps = [step for step in form.sections if number in (0, step.number)]
    here = {question.key for step in steps for question in step.questions}
    titles = {question.key: label_of(question, lang) for question in questions_of(form)}
    return {
        question.key: {
            "when": question.when,
            "when_is": question.when_is,
            "title": titles.get(question.when, ""),
            "answer": "、".join(words.get(one, one) for one in question.when_is),
            "is_here": question.when in here,
            "is_hidden": question.when not in here and not is_asked(form, question, league, values),
        }
        for step in steps
        for question in step.questions
        if question.when
    }
