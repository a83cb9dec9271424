"""Search text: what is written, its pinyin and its initials in one lower-case column, found by LIKE."""

from typing import Any

from sqlalchemy import ColumnElement, and_, true
from sqlmodel import col

MAX_LENGTH = 600


def _pinyin(word: str, initials: bool = False) -> list[str]:
    """The pinyin of each character; its dictionaries take half a second to read, so only whoever needs them does."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(word, style=Style.FIRST_LETTER if initials else Style.NORMAL)


def search_text(*parts: str | None) -> str:
    """The content of a search column: the words, then full pinyin and initials of each part."""
    words = [part.strip() for part in parts if part and part.strip()]
    pinyin = ["".join(_pinyin(word[:40])) for word in words]
    initials = ["".join(_pinyin(word[:40], initials=True)) for word in words]
    return " ".join([*words, *pinyin, *initials]).lower()[:MAX_LENGTH]


def sort_key(name: str) -> str:
    """How Chinese names sort: by pinyin, then by the characters."""
    return (" ".join(_pinyin(name[:40])) + " " + name)[:200].lower()


def matches(column: Any, query: str) -> ColumnElement[bool]:
    """Whether the column holds every word of the query, taken literally."""
    words = query.lower().replace("\x00", "").split()[:6]
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    return and_(true(), *(col(column).like(f"%{word}%", escape="\\") for word in escaped))
