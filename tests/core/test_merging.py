"""The merge of what several people typed into one draft: a table of cases, and random pairs of pages."""

import random

import pytest

from core.forms import Bound, Form, RowForm
from core.merging import BOTH, MINE, THEIRS, Merged, Seen, dump, merge, put_together, tag, tags, unit_at, units, without
from tests.proofs.figures import figure


class Row(RowForm):
    item: str
    count: int = 1


class Draft(Form):
    title: str = ""
    goals: str = ""
    lines: list[Row] = []


OLD, MY, OTHER = ["旧"], ["我的"], ["他的"]


def seen(base, **taken):
    return Seen({"u": tag(base)} if base is not None else {}, taken)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "outcome"),
    [
        (OLD, OLD, OLD, ""),
        (OLD, MY, OLD, "ours"),
        (OLD, OLD, OTHER, "fresh"),
        (OLD, MY, OTHER, "clash"),
        (OLD, MY, MY, ""),
        (OLD, [], OTHER, "clash"),
        ([], MY, OTHER, "clash"),
        (None, MY, None, "ours"),
        (None, None, OTHER, "fresh"),
        (OLD, None, OLD, "ours"),
        (OLD, None, OTHER, "fresh"),
        (OLD, MY, None, "ours"),
        (OLD, OLD, None, "fresh"),
        (OLD, None, None, ""),
    ],
)
def test_one_unit(base, mine, theirs, outcome):
    one = {} if mine is None else {"u": mine}
    other = {} if theirs is None else {"u": theirs}
    merged = merge(seen(base), one, other)
    assert {
        "ours": merged == Merged({"u": mine}, frozenset(), {}, {}),
        "fresh": merged == Merged({}, frozenset("u"), {}, {}),
        "clash": merged == Merged({}, frozenset(), {"u": theirs}, {}),
        "": merged == Merged({}, frozenset(), {}, {}),
    }[outcome], merged


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (MINE, Merged({"u": MY}, frozenset(), {}, {})),
        (THEIRS, Merged({}, frozenset("u"), {}, {})),
        (BOTH, Merged({}, frozenset(), {}, {"u": "他的\n我的"})),
        ("?", Merged({}, frozenset(), {"u": OTHER}, {})),
    ],
)
def test_a_choice_holds_for_the_text_that_was_shown(choice, expected):
    assert merge(seen(OLD, u=(choice, tag(OTHER))), {"u": MY}, {"u": OTHER}) == expected
    later = {"u": ["又改了"]}
    assert merge(seen(OLD, u=(choice, tag(OTHER))), {"u": MY}, later).clashes == later


def test_the_hidden_field_goes_out_and_comes_back():
    raw = {"loaded": [dump({"title": "ab"})], "take.title": ["theirs:cd"]}
    assert Seen.of(raw) == Seen({"title": "ab"}, {"title": ("theirs", "cd")})
    for broken in ({}, {"loaded": ["[1]"]}, {"loaded": ["{"]}, {"loaded": ["[" * 9000]}):
        assert Seen.of(broken) is None


def test_rows_are_known_by_name_and_not_by_place():
    raw = {
        "title": [" 题 "],
        "lines.4.uid": ["b2"],
        "lines.4.item": ["茶水"],
        "lines.1.uid": ["a1"],
        "lines.1.item": ["纸"],
        "lines.1.count": ["2"],
        "lines.7.uid": ["c3"],
        "lines.7.item": [""],
    }
    form = Bound(Draft, raw)
    assert units(Draft, form.raw) == {"title": ["题"], "goals": [], "lines.a1": ["纸", "2"], "lines.b2": ["茶水", ""]}
    assert unit_at(form.raw, "lines.1.item") == "lines.b2"
    assert [row.uid for row in form.value.lines] == ["a1", "b2"]


def test_rows_without_a_name_or_with_a_stolen_one_get_their_own():
    raw = {f"lines.{n}.item": ["纸"] for n in range(3)} | {"lines.0.uid": ["a1"], "lines.1.uid": ["a1"]}
    assert len({row.uid for row in Bound(Draft, raw).value.lines}) == 3


def test_what_cannot_be_kept_yet_stays_as_it_is_stored():
    mine = Bound(Draft, {"title": ["新"], "lines.0.uid": ["a1"], "lines.0.item": [""], "lines.0.count": ["x"]}).raw
    stored = {"title": ["旧"], "lines.0.uid": ["a1"], "lines.0.item": ["纸"], "lines.0.count": ["1"]}
    assert units(Draft, without(mine, stored, ["lines.a1"])) == {"title": ["新"], "goals": [], "lines.a1": ["纸", "1"]}
    assert units(Draft, without(mine, {}, ["lines.a1", "title"])) == {"title": [], "goals": []}


def _page(chance, stored):
    """A page made from what is stored, on which somebody has changed this and that."""
    page = {unit: list(texts) for unit, texts in stored.items()}
    for unit in list(page):
        if "." in unit and chance.random() < 0.2:
            del page[unit]
        elif chance.random() < 0.4:
            page[unit] = [f"{unit}-{chance.randrange(3)}"]
    for _new in range(chance.randrange(2)):
        page[f"lines.{chance.randrange(10**6)}"] = ["新行"]
    return page


def _store(stored, merged):
    kept = {unit: texts for unit, texts in stored.items() if merged.ours.get(unit, texts) is not None}
    return kept | {unit: texts for unit, texts in merged.ours.items() if texts is not None}


def test_two_pages_of_one_draft_lose_nothing():
    """Whatever two people do: each change stands in the draft, or is shown as a clash; an edit outlives a removal."""
    chance = random.Random(4)
    for _round in range(figure(2_000, 100_000)):
        stored = {"title": ["t"], "goals": ["g"], "lines.1": ["a"], "lines.2": ["b"]}
        first, second = _page(chance, stored), _page(chance, stored)
        after = _store(stored, merge(Seen(tags(stored)), first, stored))
        assert after == first
        merged = merge(Seen(tags(stored)), second, after)
        end = _store(after, merged)
        for unit in {*first, *second, *stored}:
            old, one, other = stored.get(unit), first.get(unit), second.get(unit)
            if unit in merged.clashes:
                assert old != one != other != old and end[unit] == one
            elif one == old or (one is None and other != old):
                assert end.get(unit) == other
            else:
                assert end.get(unit) == one or (other == one)
        seen_again = Seen({**tags(after), **{unit: tag(stored.get(unit)) for unit in merged.clashes}})
        assert (
            merge(seen_again, second | {u: after[u] for u in merged.fresh if u in after}, after).clashes
            == merged.clashes
        )


def test_the_page_of_a_clash_shows_mine_where_i_wrote_and_theirs_elsewhere():
    stored = {"title": ["他的"], "goals": ["他写的"], "lines.0.uid": ["b2"], "lines.0.item": ["茶水"]}
    mine = {"title": ["我的"], "goals": [""], "lines.0.uid": ["c3"], "lines.0.item": ["横幅"]}
    base = Seen(tags({"title": ["旧"], "goals": []}))
    merged = merge(base, units(Draft, mine), units(Draft, stored))
    shown = put_together(Draft, mine, stored, merged)
    assert units(Draft, shown) == {
        "title": ["我的"],
        "goals": ["他写的"],
        "lines.b2": ["茶水", ""],
        "lines.c3": ["横幅", ""],
    }


def test_spare_rows_of_an_empty_form_carry_names_that_are_taken():
    form = Bound(Draft, {})
    [uid, *_cells] = [cell for line in form.field("lines").items for cell in line if cell.name.endswith(".uid")]
    assert Bound(Draft, {uid.name: [uid.value], "lines.0.item": ["纸"]}).value.lines == [Row(uid=uid.value, item="纸")]
