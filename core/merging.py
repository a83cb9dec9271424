"""Several people on one draft: what each changed against what their page had loaded is merged, nothing unseen is lost.

A form is taken apart into units: each plain field is one, under its name; each row of a table is one, under
``table.uid``, wherever it stands. A page carries the tag of every unit as it was loaded and sends the tags back with
what was typed. A unit that only one side changed is that side's; one that both changed is a clash, which the person
decides after having read both texts. This is the three-way merge of version control, without keeping the base text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from core.forms import ROW_KEY, Bound, Clash, Raw, is_rows, item_type, row_numbers, widget_of

Texts = list[str]
Units = Mapping[str, Texts]
MINE, THEIRS, BOTH = "mine", "theirs", "both"
MAX_TAGS = 2_000


def tag(texts: Sequence[str] | None) -> str:
    """A short name of a unit's content; the empty string when there is no such row."""
    if texts is None:
        return ""
    return hashlib.sha256(json.dumps(list(texts), ensure_ascii=False).encode()).hexdigest()[:12]


def units(form: type[BaseModel], raw: Raw) -> dict[str, Texts]:
    """Raw content (as ``spread`` gives it) by unit; an empty field is an empty list, an absent row is not there."""
    found: dict[str, Texts] = {}
    for name, info in form.model_fields.items():
        if is_rows(info):
            cells = item_type(info).model_fields
            for n in row_numbers(raw, name):
                uid = "".join(raw.get(f"{name}.{n}.{ROW_KEY}", [""])[-1:])
                texts = [_joined(raw.get(f"{name}.{n}.{cell}", [])) for cell in cells if cell != ROW_KEY]
                found[f"{name}.{uid}"] = texts
        else:
            found[name] = [text.strip() for text in raw.get(name, []) if text.strip()]
    return found


def _joined(texts: Sequence[str]) -> str:
    return "、".join(text.strip() for text in texts)


def tags(found: Units) -> dict[str, str]:
    return {unit: tag(texts) for unit, texts in found.items()}


@dataclass(frozen=True)
class Seen:
    """What a page had loaded (unit → tag), and what its reader chose where two texts stood (unit → choice, tag)."""

    loaded: Mapping[str, str]
    taken: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Raw) -> "Seen | None":
        """Out of a sent form: the hidden field ``loaded`` and the choices ``take.<unit>``; None without the field."""
        try:
            loaded = json.loads(form.get("loaded", ["null"])[-1])
        except (ValueError, RecursionError):
            return None
        if not isinstance(loaded, dict) or len(loaded) > MAX_TAGS:
            return None
        taken = {name[5:]: text[-1].partition(":") for name, text in form.items() if name.startswith("take.")}
        return cls(
            {str(unit): str(mark) for unit, mark in loaded.items()},
            {unit: (choice, mark) for unit, (choice, _colon, mark) in taken.items()},
        )


@dataclass(frozen=True)
class Merged:
    """What comes of a save, unit by unit: what is to be written, what others wrote, what a person has to decide.

    ``ours`` is to be written (None: the row goes), ``fresh`` others wrote, ``clashes`` holds the stored text of what
    both changed, ``joined`` the two texts that are to be kept one after the other.
    """

    ours: Mapping[str, Texts | None]
    fresh: frozenset[str]
    clashes: Units
    joined: Mapping[str, str]


def merge(seen: Seen, mine: Units, theirs: Units) -> Merged:
    """Merge what this page sent into what is stored, unit by unit; pure, and the same in any order of units.

    An edit of a row stands against its removal by somebody else, whichever came first.
    """
    ours: dict[str, Texts | None] = {}
    fresh, clashes, joined = set(), {}, {}
    for unit in dict.fromkeys([*theirs, *mine, *seen.loaded]):
        my, their, base = mine.get(unit), theirs.get(unit), seen.loaded.get(unit, "")
        if my == their:
            continue
        choice = _choice(seen, unit, their)
        if tag(my) == base or choice == THEIRS or (my is None and tag(their) != base):
            fresh.add(unit)
        elif tag(their) == base or their is None or choice == MINE:
            ours[unit] = my
        elif choice == BOTH and len(my or ()) <= 1 and len(their) <= 1:
            joined[unit] = "\n".join([*their, *(my or [])])
        else:
            clashes[unit] = their
    return Merged(ours, frozenset(fresh), clashes, joined)


def _choice(seen: Seen, unit: str, their: Texts | None) -> str:
    """What the person chose, as long as the other text is still the one that was shown."""
    choice, mark = seen.taken.get(unit, ("", ""))
    return choice if mark == tag(their) else ""


def put_together(form: type[BaseModel], mine: Raw, theirs: Raw, merged: Merged) -> dict[str, Texts]:
    """The raw content of a page that shows a clash: the stored content with everything that this person changed."""
    kept = {*merged.ours, *merged.clashes, *merged.joined}
    found = {name: texts for name, texts in theirs.items() if "." not in name and name not in kept}
    found |= {name: texts for name, texts in mine.items() if "." not in name and name in kept}
    for name, info in form.model_fields.items():
        if is_rows(info):
            rows = {uid: row for uid, row in _rows(theirs, name).items() if f"{name}.{uid}" not in kept}
            rows |= {uid: row for uid, row in _rows(mine, name).items() if f"{name}.{uid}" in kept}
            order = [uid for uid in dict.fromkeys([*_rows(theirs, name), *rows]) if uid in rows]
            found |= {f"{name}.{n}.{cell}": texts for n, uid in enumerate(order) for cell, texts in rows[uid].items()}
    return found


def _rows(raw: Raw, name: str) -> dict[str, dict[str, Texts]]:
    """The rows of one table by their uid, each as cell → texts."""
    found: dict[str, dict[str, Texts]] = {}
    for n in row_numbers(raw, name):
        start = f"{name}.{n}."
        row = {key.removeprefix(start): texts for key, texts in raw.items() if key.startswith(start)}
        found["".join(row.get(ROW_KEY, [])[-1:])] = row
    return found


def row_of(raw: Raw, unit: str) -> dict[str, Texts]:
    """The cells of the row that a unit names; empty when there is none."""
    name, _dot, uid = unit.partition(".")
    return _rows(raw, name).get(uid, {})


def unit_at(raw: Raw, path: str) -> str:
    """The unit in which a problem lies that was found at a path such as ``budget.3.item``."""
    name, *rest = path.split(".")
    if not rest or not rest[0].isdigit():
        return name
    return f"{name}.{''.join(raw.get(f'{name}.{rest[0]}.{ROW_KEY}', [])[-1:])}"


def without(mine: Raw, theirs: Raw, bad: Sequence[str]) -> dict[str, Texts]:
    """What was sent, with the units that cannot be kept yet as they are stored: all others are saved meanwhile."""
    found = {path: texts for path, texts in mine.items() if unit_at(mine, path) not in bad}
    for path in mine:
        unit = unit_at(mine, path)
        if unit in bad and "." in unit:
            place = ".".join(path.split(".")[:2])
            found |= {f"{place}.{cell}": texts for cell, texts in row_of(theirs, unit).items()}
    return found | {unit: theirs[unit] for unit in bad if unit in theirs}


def dump(loaded: Mapping[str, str]) -> str:
    """The tags as the hidden field of a page carries them."""
    return json.dumps(dict(loaded), separators=(",", ":"))


def clashes_of(form: Bound, merged: Merged) -> dict[str, Clash]:
    """The clashes of a form in words, for its page."""
    found = {}
    for unit, texts in merged.clashes.items():
        info = form.form.model_fields[unit.partition(".")[0]]
        may_join = not is_rows(info) and widget_of(info, unit in form.choices) in ("text", "textarea")
        found[unit] = Clash(unit, _in_words(form, unit, texts), tag(texts), may_join)
    return found


def _in_words(form: Bound, unit: str, texts: Texts) -> str:
    """Stored content as it is read: chosen codes by their labels, the cells of a row one after the other."""
    name, dot, _uid = unit.partition(".")
    if not dot:
        return "、".join(dict(form.options(name)).get(text, text) for text in texts)
    cells = [cell for cell in item_type(form.form.model_fields[name]).model_fields if cell != ROW_KEY]
    shown = [dict(form.options(f"{name}.{cell}")).get(text, text) for cell, text in zip(cells, texts, strict=True)]
    return " · ".join(text for text in shown if text)


def show_clashes(form: Bound, merged: Merged, stored: Raw, now: Units, seen: Seen | None) -> None:
    """Let a form's page show both texts: ``stored`` and ``now`` are from before the refused save.

    What is not decided keeps the tag that the page had loaded, so that saving again asks again.
    """
    form.clashes, form.is_stale = clashes_of(form, merged), True
    joined = {name: [text] for name, text in merged.joined.items()}
    form.raw = put_together(form.form, form.raw, stored, merged) | joined
    old = seen.loaded if seen else {}
    form.loaded = dump(
        {unit: old.get(unit, "") if unit in merged.clashes else mark for unit, mark in tags(now).items()}
    )
