"""Changing forms, purely: each function returns new forms and leaves what it was given as it was."""

import hashlib
import json
from collections.abc import Callable, Sequence

from core.errors import Refused
from grants.questions.models import Question, Questionnaire, Step
from grants.questions.rules import questions_of, section_of, stored

Forms = Sequence[Questionnaire]


def mark_of(forms: Forms) -> str:
    """Twelve characters that change with any change of the forms."""
    text = json.dumps([stored(form) | {"number": 1} for form in forms], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def find(forms: Forms, code: str) -> Questionnaire | None:
    return next((form for form in forms if form.code == code), None)


def question_in(form: Questionnaire, key: str) -> Question | None:
    return next((one for one in questions_of(form) if one.key == key), None)


def place_of(form: Questionnaire, key: str) -> str:
    """Where a question stands: after which other one, or ``#n`` at the beginning of section n."""
    for section in form.sections:
        before = f"#{section.number}"
        for question in section.questions:
            if question.key == key:
                return before
            before = question.key
    return ""


def _changed(forms: Forms, code: str, change: Callable[[Questionnaire], None]) -> list[Questionnaire]:
    found = [form.model_copy(deep=True) for form in forms]
    for form in found:
        if form.code == code:
            change(form)
    return found


def without_question(forms: Forms, code: str, key: str) -> list[Questionnaire]:
    def remove(form: Questionnaire) -> None:
        for section in form.sections:
            section.questions = [one for one in section.questions if one.key != key]

    return _changed(forms, code, remove)


def with_question(forms: Forms, code: str, question: Question, place: str) -> list[Questionnaire]:
    """The question put after another one, or first in a section (``#n``); it replaces one of the same key."""

    def put(form: Questionnaire) -> None:
        for section in form.sections:
            if place == f"#{section.number}":
                section.questions = [question, *section.questions]
                return
            for at, one in enumerate(section.questions):
                if one.key == place:
                    section.questions = [*section.questions[: at + 1], question, *section.questions[at + 1 :]]
                    return
        raise Refused("请选择放在哪里。", field="place")

    return _changed(without_question(forms, code, question.key), code, put)


def moved(forms: Forms, code: str, key: str, up: bool) -> list[Questionnaire]:
    """A question changes places with its neighbour in the section; at the end of the section it stays."""

    def swap(form: Questionnaire) -> None:
        for section in form.sections:
            keys = [one.key for one in section.questions]
            if key in keys:
                at = keys.index(key)
                other = at - 1 if up else at + 1
                if 0 <= other < len(keys):
                    here = list(section.questions)
                    here[at], here[other] = here[other], here[at]
                    section.questions = here

    return _changed(forms, code, swap)


def with_section(forms: Forms, code: str, number: int, title: str, title_en: str) -> list[Questionnaire]:
    """The section renamed, or a new one at the end."""

    def name(form: Questionnaire) -> None:
        section = section_of(form, number)
        if section is None:
            form.sections = [*form.sections, Step(number=number, title=title, title_en=title_en)]
        else:
            section.title, section.title_en = title, title_en

    return _changed(forms, code, name)


def without_section(forms: Forms, code: str, number: int) -> list[Questionnaire]:
    """The section gone; one that still asks something is refused, so that nothing vanishes by one press."""

    def remove(form: Questionnaire) -> None:
        section = section_of(form, number)
        if section and section.questions:
            raise Refused("这一部分里还有题目，请先移走或去掉。")
        form.sections = [one for one in form.sections if one.number != number]

    return _changed(forms, code, remove)


def next_number(forms: Forms, presets: Forms) -> int:
    """A number that no section of the edition or of the presets has: drafts refer to sections by it."""
    return max((step.number for form in (*forms, *presets) for step in form.sections), default=0) + 1


def unused(form: Questionnaire, presets: Forms) -> list[Question]:
    """The built-in parts that this form does not ask for, as the presets word them."""
    have = {one.key for one in questions_of(form)}
    known = {one.key: one for preset in presets for one in questions_of(preset) if not one.key.startswith("q_")}
    return [one for key, one in known.items() if key not in have]
