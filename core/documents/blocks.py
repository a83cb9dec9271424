"""The nouns of a printed document: its letterhead and the blocks that a caller lines up; plain data, no layout."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Strong:
    """A run of bold text inside a paragraph."""

    text: str


Inline = str | Strong


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head and foot of every page: who issues what, and how a reader can check it."""

    title: str
    number: str
    issuer: str
    issued_on: date
    version: int
    made_by: str
    verify_url: str | None = None
    content_hash: str = ""
    audit_head: str | None = None
    label: str | None = None
    made_at: str | None = None


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, init=False)
class Para:
    """One paragraph of plain and bold runs; nothing in them is ever read as markup."""

    parts: tuple[Inline, ...]
    indent: bool

    def __init__(self, *parts: Inline, indent: bool = True) -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "indent", indent)


@dataclass(frozen=True)
class Facts:
    """Labelled facts in two columns, label and value."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table whose header row repeats; ``widths`` are relative shares of the page width."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] | None = None
    align: Sequence[Align] | None = None


@dataclass(frozen=True)
class Signatures:
    """A box for signature, seal and date for each named party."""

    names: Sequence[str]


@dataclass(frozen=True)
class Card:
    """A title with at most eight lines of fifty characters; what is longer is cut with an ellipsis."""

    title: str
    lines: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Cards:
    """Equal cards side by side, one to three columns, to cut out or to browse."""

    cards: Sequence[Card]
    columns: int = 2


@dataclass(frozen=True)
class Cover:
    """The front page of a booklet; as first block it replaces the document's head."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toc:
    """The booklet's contents: every first-level heading with its page."""

    title: str = "目录"


@dataclass(frozen=True)
class RadarPicture:
    """Shares in percent along three axes or more; the first series is filled, a second one dashed."""

    axes: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]


@dataclass(frozen=True)
class Code:
    """A square code that opens ``url``, with lines that say what it is for beside it."""

    url: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """From here on a paper of its own, so that its pages may be parted from the others and find together again.

    Each page says at its foot ``name``, which page it is and of how many, with a code that opens ``url`` and that page.
    """

    url: str
    name: str


@dataclass(frozen=True)
class Spacer:
    millimetres: float = 6


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    Heading | Para | Facts | Grid | Signatures | Cards | Cover | Toc | RadarPicture | Code | Part | Spacer | PageBreak
)


def plain(value: object) -> object:
    """A block as JSON-able data; sequences become lists, dates ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **parts}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def content_digest(title: str, number: str, blocks: Sequence[Block]) -> str:
    """SHA-256 (hex) of what a document says, for ``Letterhead.content_hash``; layout and version do not enter."""
    said = {"title": title, "number": number, "blocks": [plain(block) for block in blocks]}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
