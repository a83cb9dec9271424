"""What a preset asks, changed purely: sections and their order stay, what is added comes at the end of one."""

from collections.abc import Sequence

from grants.questions.models import Question, Questionnaire
from grants.questions.rules import INDISPENSABLE, questions_of

Presets = Sequence[Questionnaire]


def offered(preset: Questionnaire, presets: Presets) -> list[Question]:
    """Every question that a preset may ask or leave out, as it words it itself, in the order of the longest form."""
    own = {one.key: one for one in questions_of(preset)}
    longest = max(presets, key=lambda form: len(list(questions_of(form))))
    known = {one.key: one for form in (longest, *presets) for one in questions_of(form)}
    return [own.get(key, one) for key, one in known.items() if key not in INDISPENSABLE]


def asking(preset: Questionnaire, presets: Presets, keys: Sequence[str]) -> Questionnaire:
    """The preset with these questions and the indispensable ones; a new one stands in the section of the same number,
    else in the last."""
    wanted, form = {*keys, *INDISPENSABLE}, preset.model_copy(deep=True)
    have = {one.key for one in questions_of(form)}
    for section in form.sections:
        section.questions = [one for one in section.questions if one.key in wanted]
    for question in offered(preset, presets):
        if question.key in wanted - have:
            number = next(s.number for p in presets for s in p.sections if question.key in {q.key for q in s.questions})
            section = next((one for one in form.sections if one.number == number), form.sections[-1])
            section.questions = [*section.questions, question]
    form.sections = [section for section in form.sections if section.questions]
    return form
