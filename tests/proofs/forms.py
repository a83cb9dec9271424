"""Reading the forms of a page as a browser would, and filling them in with something plausible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import count

_number = count(1)
WORDY = ("text", "textarea", "search")
PLAIN = "写得具体完整，"


@dataclass
class Control:
    """One field of a form as it stands on the page."""

    name: str
    kind: str
    value: str = ""
    is_required: bool = False
    is_checked: bool = False
    options: list[str] = field(default_factory=list)
    classes: str = ""
    longest: int = 200

    @property
    def takes_words(self) -> bool:
        """Whether anything may be typed here: no number, amount, day, telephone or choice."""
        return self.kind in WORDY and "w-money" not in self.classes and "w-number" not in self.classes


@dataclass
class PageForm:
    """One form of a page: where it is sent, and its fields."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def key(self) -> str | None:
        return next((c.value for c in self.controls if c.name == "form_key"), None)

    @property
    def files(self) -> list[str]:
        return sorted({c.name for c in self.controls if c.kind == "file"})

    @property
    def words(self) -> list[str]:
        return [c.name for c in self.controls if c.takes_words]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._control: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and tag == "option" and self._control is not None:
            self._control.options.append(told.get("value", ""))
            if "selected" in told:
                self._control.value = told.get("value", "")
        elif self._open is not None and tag in ("input", "select", "textarea") and told.get("name"):
            self._add(tag, told)

    def _add(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text") if tag == "input" else tag
        facts = {"is_required": "required" in told, "is_checked": "checked" in told}
        facts |= {"classes": told.get("class", ""), "longest": int(told.get("maxlength") or 200)}
        made = Control(told["name"], kind, told.get("value", ""), **facts)
        assert self._open is not None
        self._open.controls.append(made)
        self._control = made if tag != "input" else None

    def handle_data(self, data: str) -> None:
        if self._control is not None and self._control.kind == "textarea":
            self._control.value += data.lstrip("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag in ("select", "textarea"):
            self._control = None


def forms_of(html: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def filled(form: PageForm, variant: int = 0, **given: str) -> list[tuple[str, str]]:
    """Every field with a plausible value, those of ``given`` with theirs (an empty one leaves the field out).

    ``variant`` counts through the combinations of what may be chosen.
    """
    picker = _Picker(variant)
    found = [(c.name, given[c.name] if c.name in given else picker.value(c)) for c in _once(form.controls, picker)]
    there = {control.name for control in form.controls}
    return [pair for pair in [*found, *((n, v) for n, v in given.items() if n not in there)] if pair[1] != ""]


def wrong_fields(html: str) -> list[str]:
    """The names of the fields beside which a rejected form shows a problem."""
    return [name.replace("-", ".") for name in re.findall(r'id="f-([\w-]+)-error"', html)]


class _Picker:
    """Chooses; each choice among several uses up a digit of the variant, each day is later than the one before."""

    def __init__(self, variant: int) -> None:
        self.variant, self.day = variant, date.today() + timedelta(days=20)

    def pick(self, options: list) -> object:
        self.variant, place = divmod(self.variant, len(options))
        return options[place]

    def value(self, control: Control) -> str:
        if control.kind in ("hidden", "radio", "checkbox"):
            return control.value
        if control.kind == "select":
            choices = [option for option in control.options if option]
            return control.value or (str(self.pick(choices)) if choices else "")
        return control.value or (self._invented(control)[: control.longest] if control.is_required else "")

    def _invented(self, control: Control) -> str:
        number = next(_number)
        if control.kind in ("date", "datetime-local"):
            self.day += timedelta(days=1)
            return self.day.isoformat() + ("T09:00" if control.kind == "datetime-local" else "")
        names = {
            "year": str(date.today().year),
            "sign_in": f"person{number}@example.org",
            "account": f"62220000{number:08d}",
            "file": "",
        }
        if control.name in names:
            return names[control.name]
        if control.kind == "tel" or "phone" in control.name:
            return f"139{number:08d}"
        if not control.takes_words:
            return "2"
        return f"证明{number}" + PLAIN * (12 if control.kind == "textarea" else 0)


def _once(controls: list[Control], picker: _Picker) -> Iterator[Control]:
    """Of radio buttons and checkboxes of one name only one."""
    groups: dict[str, list[Control]] = {}
    for control in controls:
        groups.setdefault(control.name, []).append(control)
    for same in groups.values():
        checked = [control for control in same if control.is_checked]
        yield checked[0] if checked else (same[0] if len(same) == 1 else picker.pick(same))  # type: ignore[misc]
