"""Check an exported audit chain against its anchors; needs nothing but Python and these two files.

    python portal/verify_audit.py FILE ANCHOR

FILE is the export of one chain (JSON lines), ANCHOR the ``anchors.txt`` kept outside the database. Exit 0 when
the chain holds, 1 when it does not. Imports nothing of the system it checks: see ``docs/audit-format.md``.
"""

import hashlib
import json
import sys
from pathlib import Path

GENESIS = "0" * 64
FIELDS = {
    "chain", "seq", "at", "actor_id", "actor_name", "on_behalf_of", "kind", "noun", "noun_id", "data",
    "previous", "hash",
}  # fmt: skip

CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Problem = tuple[str, str]


def canonical(value: object) -> str:
    return CANONICAL.encode(value)


def read_event(line: str) -> dict | None:
    """The event on a line, or None when the line is not exactly one event in canonical form."""
    try:
        event = json.loads(line)
        ordered = isinstance(event, dict) and event.keys() == FIELDS and canonical(event) == line
    except (ValueError, RecursionError):
        return None
    return event if ordered and isinstance(event["seq"], int) else None


def digest(event: dict) -> str:
    rest = dict(event)
    del rest["hash"]
    return hashlib.sha256(canonical(rest).encode()).hexdigest()


def check_event(number: int, event: dict, before: dict | None) -> list[Problem]:
    """What is wrong with one event, given the one before it; ``number`` is its line."""
    found = []
    expected = before["seq"] + 1 if before else 1
    if event["seq"] != expected:
        found.append(
            (
                f"第 {number} 行：应为第 {expected} 条，实为第 {event['seq']} 条（有缺失、插入或换位）",
                f"line {number}: expected event {expected}, found {event['seq']} (missing, inserted or moved)",
            )
        )
    if event["previous"] != (before["hash"] if before else GENESIS):
        found.append(
            (
                f"第 {number} 行：第 {event['seq']} 条与前一条不相连",
                f"line {number}: event {event['seq']} does not follow the event before it",
            )
        )
    if before and event["chain"] != before["chain"]:
        found.append((f"第 {number} 行：混入了另一条链的记录", f"line {number}: an event of another chain"))
    if event["hash"] != digest(event):
        found.append(
            (
                f"第 {number} 行：第 {event['seq']} 条的内容被改动",
                f"line {number}: the content of event {event['seq']} was changed",
            )
        )
    return found


def check_chain(lines: list[str]) -> tuple[list[Problem], list[dict]]:
    problems: list[Problem] = []
    events: list[dict] = []
    for number, line in enumerate(lines, start=1):
        event = read_event(line)
        if event is None:
            problems.append((f"第 {number} 行：不是一条完整的记录", f"line {number}: not a complete event"))
            continue
        problems += check_event(number, event, events[-1] if events else None)
        events.append(event)
    return problems, events


def read_anchors(text: str) -> list[tuple[str, int, str]]:
    """The (chain, seq, hash) of each anchor line; raises ValueError on a line that is none."""
    anchors = []
    for line in text.splitlines():
        _stamp, chain, seq, last = line.split()
        anchors.append((chain, int(seq), last))
    return anchors


def check_anchor(seq: int, last: str, hashes: dict[int, str]) -> list[Problem]:
    if seq not in hashes:
        return [(
            f"第 {seq} 条已写入锚点，文件中却没有（链尾被截断或记录被删除）",
            f"event {seq} was anchored but is not in the file (truncated or deleted)",
        )]  # fmt: skip
    if hashes[seq] != last:
        return [(
            f"第 {seq} 条与锚点不符：该条或更早的记录被改动后重新计算过",
            f"event {seq} differs from its anchor: it or an earlier event was changed and hashed again",
        )]  # fmt: skip
    return []


def check(lines: list[str], anchor_text: str) -> tuple[list[Problem], int, int]:
    """All problems, the number of events, and the last anchored event."""
    problems, events = check_chain(lines)
    try:
        anchors = read_anchors(anchor_text)
    except ValueError:
        return [*problems, ("锚点文件无法读取", "the anchor file cannot be read")], len(events), 0
    chains = {event["chain"] for event in events}
    hashes = {event["seq"]: event["hash"] for event in events}
    # an emptied file names no chain: then every anchor speaks of what is missing
    ours = [(seq, last) for chain, seq, last in anchors if chain in chains or not chains]
    if not ours:
        problems.append(
            (
                "锚点文件中没有这条链，无法证明链尾完整",
                "no anchor for this chain: its end cannot be proved",
            )
        )
    for seq, last in ours:
        problems += check_anchor(seq, last, hashes)
    return problems, len(events), max((seq for seq, _ in ours), default=0)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("用法：python verify_audit.py 导出文件 锚点文件", file=sys.stderr)
        print("usage: python verify_audit.py FILE ANCHOR", file=sys.stderr)
        return 2
    try:
        exported, anchored = (Path(name).read_text(encoding="utf-8") for name in arguments)
    except (OSError, UnicodeDecodeError) as problem:
        print(f"无法读取文件 / cannot read: {problem}", file=sys.stderr)
        return 2
    # split on the newline alone: a value may hold U+2028 and other line ends of splitlines()
    lines = exported.split("\n")
    problems, count, anchored_to = check(lines[:-1] if lines[-1] == "" else lines, anchored)
    for chinese, english in problems:
        print(f"{chinese}。\n  {english}.")
    if problems:
        return 1
    print(f"审计链完整：共 {count} 条，锚点覆盖到第 {anchored_to} 条。")
    print(f"  The chain holds: {count} events, anchored up to event {anchored_to}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
