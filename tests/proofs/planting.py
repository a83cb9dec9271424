"""Words of one's choice in every field of a creating form that takes words, as far as the form accepts them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.web import Route
from tests.proofs.creating import GIVEN, accepted, attempts, files_for, forms_on
from tests.proofs.forms import PageForm, wrong_fields
from tests.proofs.line import Answer, Line


@dataclass(frozen=True)
class Sown:
    """A form that was accepted, its answer, and the words that went in: field name → word."""

    form: PageForm
    answer: Answer
    words: Mapping[str, str]


def sow(line: Line, route: Route, word_for: Callable[[str], str], most: int, only: bool = False) -> Sown | None:
    """Send this route's form with ``word_for(name)`` in its fields, before what a person would type there.

    ``only``: nothing else stands in the field. None when no attempt of ``most`` was accepted.
    """
    for form in forms_on(line, route):
        names = sorted(set(form.words) - set(GIVEN.get(route.path, ())))
        for pairs in attempts(route, form, most):
            if found := _send(line, form, {name: word_for(name) for name in names}, pairs, only):
                return found
    return None


def _send(line: Line, form: PageForm, words: dict[str, str], pairs: list[tuple[str, str]], only: bool) -> Sown | None:
    longest = {control.name: control.longest for control in form.controls}
    for _once_more in range(2):
        there = {name for name, _value in pairs}
        sent = [
            (name, (words[name] if only else f"{words[name]} {typed}")[: longest[name]] if name in words else typed)
            for name, typed in pairs
        ]
        sent += [(name, word) for name, word in words.items() if name not in there]
        answer = line.post(form.action, [*sent, ("form_key", form.key or "")], files_for(form))
        if accepted(answer):
            return Sown(form, answer, words)
        words = {name: word for name, word in words.items() if name not in wrong_fields(answer.text)}
    return None
