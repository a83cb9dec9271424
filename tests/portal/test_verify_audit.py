"""The stand-alone verifier: it has only the export and the anchors, and it finds every tampering."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "portal" / "verify_audit.py"
CHAIN, COUNT = "110105", 60


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(event, previous):
    """The format of docs/audit-format.md, written a second time."""
    event = {**{name: value for name, value in event.items() if name != "hash"}, "previous": previous}
    return {**event, "hash": hashlib.sha256(canonical(event).encode()).hexdigest()}


def rehash(events):
    previous, sealed = "0" * 64, []
    for event in events:
        sealed.append(seal(event, previous))
        previous = sealed[-1]["hash"]
    return sealed


def make_chain():
    plain = {"chain": CHAIN, "at": "2026-11-22T01:30:00.000000Z", "actor_id": 7, "actor_name": None}
    about = {"on_behalf_of": None, "kind": "fund.edit", "noun": "fund", "noun_id": 1}
    return rehash([{**plain, **about, "seq": seq, "data": {"备注": f"第{seq}次"}} for seq in range(1, COUNT + 1)])


EVENTS = make_chain()


def run(tmp_path, events, anchored=EVENTS, anchored_to=(20, COUNT)):
    exported, anchors = tmp_path / "chain.jsonl", tmp_path / "anchors.txt"
    exported.write_text("".join(canonical(event) + "\n" for event in events), encoding="utf-8")
    lines = (f"2026-11-22T02:00:00.000000Z {CHAIN} {seq} {anchored[seq - 1]['hash']}\n" for seq in anchored_to)
    anchors.write_text("".join(lines), encoding="utf-8")
    # -I: isolated, so that nothing of this project can be imported
    command = [sys.executable, "-I", PROGRAM, exported, anchors]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def edited(events, place):
    return [{**event, "kind": "fund.add"} if event["seq"] == place else event for event in events]


def test_a_true_chain_holds(tmp_path):
    done = run(tmp_path, EVENTS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "审计链完整：共 60 条，锚点覆盖到第 60 条。\n  The chain holds: 60 events, anchored up to event 60.\n"
    )


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda e: edited(e, 30), "第 30 行：第 30 条的内容被改动"),
        (lambda e: e[:29] + e[30:], "第 30 行：应为第 30 条，实为第 31 条"),
        (lambda e: [*e[:29], e[30], e[29], *e[31:]], "第 30 行：应为第 30 条，实为第 31 条"),
        (lambda e: e[:50], "第 60 条已写入锚点，文件中却没有"),
        (lambda e: [], "第 60 条已写入锚点，文件中却没有"),
        (lambda e: rehash(edited(e, 30)), "第 60 条与锚点不符"),
        (lambda e: [{**e[0], "extra": 1}, *e[1:]], "第 1 行：不是一条完整的记录"),
    ],
)
def test_each_kind_of_tampering_is_named(tmp_path, tamper, words):
    done = run(tmp_path, tamper(EVENTS))
    assert done.returncode == 1
    assert words in done.stdout


def test_a_chain_without_an_anchor_is_not_proved(tmp_path):
    done = run(tmp_path, EVENTS, anchored_to=())
    assert done.returncode == 1
    assert "无法证明链尾完整" in done.stdout
