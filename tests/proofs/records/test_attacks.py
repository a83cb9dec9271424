"""Attacks on an exported chain at two hundred places: the separate verifier, with file and anchor alone, finds each."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from core import audit
from core.access import Actor
from core.db import Database
from core.ledger import Fund
from tests.proofs.figures import figure

PROGRAM = Path(__file__).resolve().parents[3] / "portal" / "verify_audit.py"
LI = Actor(account_id=7, name="李梅")
COUNT, PLACES = 240, 200
AS_PROCESS = figure(4, 40)
Events = list[dict]


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rehash(events: Events) -> Events:
    """The chain sealed anew, as somebody would who knows the format; written here a second time, from its document."""
    previous, sealed = "0" * 64, []
    for event in events:
        open_one = {name: value for name, value in event.items() if name != "hash"} | {"previous": previous}
        previous = hashlib.sha256(canonical(open_one).encode()).hexdigest()
        sealed.append({**open_one, "hash": previous})
    return sealed


def edit(events: Events, place: int) -> Events:
    return [{**event, "kind": "fund.lie"} if number == place else event for number, event in enumerate(events)]


def delete(events: Events, place: int) -> Events:
    return events[:place] + events[place + 1 :]


def swap(events: Events, place: int) -> Events:
    other = place + 1 if place + 1 < len(events) else place - 1
    swapped = list(events)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return swapped


def truncate(events: Events, place: int) -> Events:
    return events[:place]


def edit_and_rehash(events: Events, place: int) -> Events:
    return rehash(edit(events, place))


def delete_and_renumber(events: Events, place: int) -> Events:
    return rehash([{**event, "seq": seq} for seq, event in enumerate(delete(events, place), start=1)])


ATTACKS = (edit, delete, swap, truncate, edit_and_rehash, delete_and_renumber)


@pytest.fixture(scope="module")
def chain(sqlite_template, tmp_path_factory) -> tuple[Events, str]:
    """A chain that the system itself has written and exported, with the anchor that it has left."""
    folder = tmp_path_factory.mktemp("chain")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{folder / 'test.db'}")
    file = io.StringIO()
    with database.writing() as session:
        fund = Fund(area_code="110105001001", source="SOCIAL", year=2026, name="社区基金")
        session.add(fund)
        session.flush()
        pairs = [(fund, {"备注": f"第{number}次\u2028", "amount_fen": number}) for number in range(COUNT)]
        audit.record_many(session, LI, "fund.edit", pairs)
        anchors = audit.write_anchor(session, folder).read_text(encoding="utf-8")
        audit.export(session, "110105", file)
    database.close()
    return [json.loads(line) for line in file.getvalue().split("\n") if line], anchors


@pytest.fixture
def check(monkeypatch) -> Callable:
    """The verifier's own function, loaded as it stands: it imports nothing of the system."""
    monkeypatch.syspath_prepend(str(PROGRAM.parent))
    import verify_audit

    return verify_audit.check


def places(seed: int) -> list[int]:
    """The first, the last, and others between."""
    return [0, COUNT - 1, *Random(seed).sample(range(1, COUNT - 1), PLACES - 2)]


def missed(events: Events, attack: Callable, look: Callable[[list[str]], list]) -> list[int]:
    """The places at which this attack goes unseen."""
    return [place for place in places(11) if not look([canonical(event) for event in attack(events, place)])]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_each_attack_is_found_at_two_hundred_places(chain, check, attack):
    events, anchors = chain
    assert check([canonical(event) for event in events], anchors)[0] == []
    assert missed(events, attack, lambda lines: check(lines, anchors)[0]) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_each_attack_is_found_by_the_program_with_two_files_and_nothing_else(chain, tmp_path, attack):
    events, anchors = chain
    exported, anchored = tmp_path / "chain.jsonl", tmp_path / "anchors.txt"
    anchored.write_text(anchors, encoding="utf-8")

    def verdict(tampered: Events) -> int:
        exported.write_text("".join(canonical(event) + "\n" for event in tampered), encoding="utf-8")
        # -I: isolated, in an empty folder, so that nothing of this project can be imported
        command = [sys.executable, "-I", PROGRAM, exported, anchored]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    assert verdict(events) == 0
    assert [place for place in places(11)[:AS_PROCESS] if verdict(attack(events, place)) != 1] == []


def test_a_verifier_without_the_anchor_misses_what_only_the_anchor_shows(chain, check):
    """Self-check: the same attacks, looked at by the chain alone; then by a verifier that never recomputes a hash."""
    from verify_audit import check_chain

    events, _anchors = chain
    alone = {attack.__name__: missed(events, attack, lambda lines: check_chain(lines)[0]) for attack in ATTACKS}
    assert {name for name, places_ in alone.items() if places_} == {
        "delete",
        "truncate",
        "edit_and_rehash",
        "delete_and_renumber",
    }
    assert alone["delete"] == [COUNT - 1]
    assert all(len(alone[name]) == PLACES for name in ("truncate", "edit_and_rehash", "delete_and_renumber"))

    def lazy(lines: list[str]) -> list:
        return [line for number, line in enumerate(lines, start=1) if json.loads(line)["seq"] != number]

    assert len(missed(events, edit, lazy)) == PLACES
