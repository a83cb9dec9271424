"""How an event becomes bytes and a hash; ``docs/audit-format.md`` says the same for other programs."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec

GENESIS = "0" * 64  # the ``previous`` of the first event of a chain
EVERYWHERE = "000000"  # the chain of things that belong to no district
FIELDS = ("chain", "seq", "at", "actor_id", "actor_name", "on_behalf_of", "kind", "noun", "noun_id", "data", "previous")


def chain_of(thing: object) -> str:
    """The six-digit district code under which a row's events are kept."""
    code = getattr(thing, "area_code", None)
    return code[:6].ljust(6, "0") if code else EVERYWHERE


def instant_text(instant: datetime) -> str:
    """UTC with microseconds: ``2026-11-22T01:30:00.000000Z``."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def plain(value: Any) -> Any:
    """``value`` in the JSON that may be sealed: text, whole numbers, booleans, null, lists and objects.

    Instants and days become ISO text and decimals their digits. Floats raise ``TypeError``: two
    programs may write the same float differently, and then a true chain would look false.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, int):
        return value
    return _plain_rich(value)


def _plain_rich(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in value]
    raise TypeError(f"an audit event cannot hold a {type(value).__name__}")


# Writes what ``json.dumps(…, ensure_ascii=False, sort_keys=True, separators=(",", ":"))`` does, ten times faster;
# the separate verifier keeps to ``json``, and tests/core/audit holds the two against each other.
_canonical = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces, characters as themselves."""
    return _canonical.encode(value)


def content(event: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the hash covers, instants as text."""
    return {name: instant_text(event[name]) if name == "at" else event[name] for name in FIELDS}


def digest(event: Mapping[str, Any]) -> str:
    """SHA-256 over the UTF-8 bytes of the canonical JSON of all fields but ``hash``."""
    return hashlib.sha256(canonical(content(event))).hexdigest()


def line_of(event: Mapping[str, Any]) -> str:
    """One event as a line of the export."""
    return canonical({**content(event), "hash": event["hash"]}).decode()


def problems_in(chain: str, events: Iterable[Mapping[str, Any]], last: tuple[int, str]) -> Iterator[str]:
    """What is wrong with a chain read in order; ``last`` is the (seq, hash) that its head row claims."""
    seq, previous = 0, GENESIS
    for event in events:
        if event["seq"] != seq + 1:
            yield f"审计链 {chain}：第 {seq + 1} 条缺失或次序被改动。"
        if event["previous"] != previous:
            yield f"审计链 {chain}：第 {event['seq']} 条与前一条不相连。"
        if event["hash"] != digest(event):
            yield f"审计链 {chain}：第 {event['seq']} 条的内容被改动。"
        seq, previous = event["seq"], event["hash"]
    if (seq, previous) != last:
        yield f"审计链 {chain}：链尾与登记不符，应到第 {last[0]} 条，实到第 {seq} 条。"
