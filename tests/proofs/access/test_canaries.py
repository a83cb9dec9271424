"""Words planted through the forms by one person reach another only where the record that holds them may be seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest
from sqlalchemy import text
from sqlmodel import select

from core.access import Actor, allows
from core.nouns import NOUNS
from core.permissions import Permission
from core.web import Route
from tests.district import House
from tests.proofs.access.conftest import person
from tests.proofs.creating import CREATING, EXPORT
from tests.proofs.figures import PROVES, figure
from tests.proofs.line import Line
from tests.proofs.planting import sow
from tests.proofs.reading import everything, segment_of, words_in

pytestmark = [pytest.mark.minutes, pytest.mark.xdist_group("access")]

WORD = "zqx"
CANARY = re.compile(WORD + r"\d+z")
WRITERS: tuple[str | None, ...] = ("yinxing", "centre", "district", "bianzhi", "admin", None)
WRITERS += ("xuefu", "street", "finance", "judge", "zhulao") if PROVES else ()
READERS: tuple[str | None, ...] = ("yinxing", "pines", None)
READERS += (
    ("xuefu", "hepan", "street", "centre", "district", "finance", "auditor", "bianzhi", "admin") if PROVES else ()
)
# Pages that show text of any record to whoever holds a permission for the page.
CHANNELS = {"/outbox": Permission.OUTBOX_VIEW, "/audit": Permission.AUDIT_VIEW}
Record = tuple[str, int]


@dataclass(frozen=True)
class Canary:
    """One planted word: who wrote it, into which field of which form, and the page that the form led to."""

    word: str
    writer: str | None
    route: str
    name: str
    led_to: tuple[Record, ...]


@dataclass
class Planted:
    """All planted words, and where the database holds them."""

    canaries: list[Canary] = field(default_factory=list)
    holders: dict[str, set[Record]] = field(default_factory=lambda: defaultdict(set))
    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    numbers: Iterator[int] = field(default_factory=count)


def records_in(path: str) -> Iterator[Record]:
    """The record whose page or form this address is."""
    if found := re.match(r"(/[\w-]+)/(\d+)", path):
        noun = next((noun for noun in NOUNS.values() if noun.plural == segment_of(path)), None)
        yield (noun.model.__tablename__ if noun else found[1].strip("/")), int(found[2])


def plant_one(line: Line, route: Route, writer: str | None, planted: Planted) -> bool:
    """Send this route's form with a canary in each field that takes words, as far as it is accepted."""
    sown = sow(line, route, lambda name: f"{WORD}{next(planted.numbers)}z", figure(4, 12))
    if sown is None:
        return False
    led_to = (*records_in(sown.answer.location), *records_in(sown.form.action))
    planted.canaries += [Canary(word, writer, route.path, name, led_to) for name, word in sown.words.items()]
    return True


def plant(house: House) -> tuple[Planted, set[str]]:
    """Everybody writes into every form that they are shown; the routes that took something."""
    planted, took = Planted(), set()
    for writer in WRITERS:
        actor = person(house, writer)
        with Line(house.address, house.cookies(writer)) as line:
            for route in CREATING:
                if route.path != EXPORT and allows(actor, route.access) and plant_one(line, route, writer, planted):
                    took.add(route.path)
    find_holders(house, planted)
    return planted, took


def find_holders(house: House, planted: Planted) -> None:
    """Every row of every table that holds a planted word, and the numbers of the records to be looked at."""
    with house.database.reading() as session:
        connection = session.connection()
        for table in NOUNS:
            for row in connection.execute(text(f"SELECT * FROM {table}")).mappings():
                for word in CANARY.findall(" ".join(str(value) for value in row.values())):
                    planted.holders[word].add((table, row["id"]))
        for table in ("attachment", "issued_document"):
            planted.ids[table] = {row.id for row in connection.execute(text(f"SELECT id FROM {table}"))}
    for canary in planted.canaries:
        planted.holders[canary.word] |= set(canary.led_to)
        for table, number in planted.holders[canary.word]:
            planted.ids[NOUNS[table].plural if table in NOUNS else table].add(number)


@pytest.fixture(scope="module")
def garden(the_house: House) -> tuple[Planted, set[str]]:
    the_house.settle_in()
    return plant(the_house)


def may_see(house: House, actor: Actor, records: Iterable[Record]) -> bool:
    """Whether one of these records is visible to this actor by the condition that its noun declares."""
    with house.database.reading() as session:
        for table, number in records:
            noun = NOUNS.get(table)
            if noun is None or not allows(actor, noun.view):
                continue
            here = select(noun.model.id).where(noun.model.id == number, noun.visible(actor))
            if session.exec(here).first() is not None:
                return True
    return False


def seen_by(house: House, planted: Planted, reader: str | None) -> dict[str, list[str]]:
    """Every planted word that this reader is shown: word → pages."""
    actor, seen = person(house, reader), defaultdict(list)
    with Line(house.address, house.cookies(reader)) as line:
        for path, answer in everything(line, planted.ids, WORD, figure(2, 40)):
            assert not answer.has_failed, (reader, path, answer.status)
            is_channel = any(path.startswith(start) and actor.can(needed) for start, needed in CHANNELS.items())
            if answer.status == 200 and not is_channel:
                for word in set(CANARY.findall(words_in(answer).replace("\n", ""))):
                    seen[word].append(path)
    return seen


def leaks(house: House, planted: Planted, reader: str | None, seen: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the words that were seen those whose records this reader may not see, with the pages that showed them."""
    actor, written = person(house, reader), {canary.word: canary for canary in planted.canaries}
    return {
        f"{word} {written[word].route} {written[word].name}" if word in written else word: paths[:4]
        for word, paths in seen.items()
        if not (word in written and written[word].writer == reader)
        and not may_see(house, actor, planted.holders.get(word, ()))
    }


def test_most_forms_took_a_planted_word(garden):
    """The proof reaches what it speaks of: the forms of the site did take words."""
    planted, took = garden
    routes = {canary.route for canary in planted.canaries}
    assert len(took) >= figure(32, 38) and len(routes) >= figure(24, 28), sorted({r.path for r in CREATING} - took)
    assert len(planted.canaries) >= figure(100, 200)


@pytest.mark.parametrize("reader", READERS)
def test_a_planted_word_is_seen_only_with_its_record(house, garden, reader):
    planted, _took = garden
    assert leaks(house, planted, reader, seen_by(house, planted, reader)) == {}


def test_a_condition_that_forgets_the_area_is_noticed(house, garden, monkeypatch):
    """Self-check: what another street's office is shown would be a leak for this one, and the proof says so."""
    planted, _took = garden
    with monkeypatch.context() as broken:
        broken.setattr(NOUNS["need"], "visible", lambda actor: NOUNS["need"].model.id > 0)
        seen = seen_by(house, planted, "pines")
    found = leaks(house, planted, "pines", seen)
    assert any("/needs/new" in name for name in found)
