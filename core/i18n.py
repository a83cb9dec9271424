"""Two languages: Chinese sentences are the keys, other languages are .po files under locales/<lang>/."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from core import clock
from core.codelists import shipped

LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
GAP = re.compile(r"\{(\w+)\}")
SEPARATORS = ((" · ", " · "), (" / ", " / "), ("、", ", "), (" ", " "))
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日( 周.)?")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All translations of a language: the shipped lists, which carry their English, and its .po files."""
    found = dict(words_of(shipped(), lang))
    for path in sorted((LOCALES / lang).glob("*.po")):
        with path.open("rb") as file:
            found.update({str(m.id): str(m.string) for m in read_po(file) if m.id and m.string})
    return found


def words_of(value: Any, lang: str) -> Iterator[tuple[str, str]]:
    """Each ``zh`` or ``…_zh`` of the shipped lists with its twin in the language."""
    if isinstance(value, list):
        for item in value:
            yield from words_of(item, lang)
    elif isinstance(value, dict):
        for key, content in value.items():
            if not isinstance(content, str):
                yield from words_of(content, lang)
            elif (key == "zh" or key.endswith("_zh")) and value.get(key[:-2] + lang):
                yield content, value[key[:-2] + lang]


@cache
def patterns(lang: str) -> list[tuple[str, re.Pattern[str], str]]:
    """Sentences with gaps, such as ``已完成：{label}``, longest first: (a piece to look for, pattern, translation)."""
    found = []
    for sentence, translation in catalogue(lang).items():
        pieces = GAP.split(sentence)[::2]
        if len(pieces) > 1 and CHINESE.search(sentence):
            whole = "(.+?)".join(map(re.escape, pieces))
            found.append((max(pieces, key=len), re.compile(whole, re.DOTALL), _numbered(sentence, translation)))
    return sorted(found, key=lambda one: -len(one[1].pattern))


def _numbered(sentence: str, translation: str) -> str:
    """The translation with each gap as ``{0}``, ``{1}`` … in the order of the Chinese sentence."""
    order = {name: place for place, name in enumerate(GAP.findall(sentence))}
    return GAP.sub(lambda gap: "{" + str(order[gap[1]]) + "}", translation)


def _day(match: re.Match[str]) -> str:
    """A Chinese date as readers of English write it, with its weekday when it has one."""
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return f"{day:%a} {clock.format_date(day, 'en')}" if match[4] else clock.format_date(day, "en")


@lru_cache(maxsize=8_192)
def _filled(lang: str, sentence: str) -> str | None:
    """A sentence that was already filled in, translated by its pattern, and what fills it likewise."""
    if not CHINESE.search(sentence):
        return sentence
    label = translator(lang)
    for piece, pattern, translation in patterns(lang):
        if piece in sentence and (match := pattern.fullmatch(sentence)):
            return translation.format(*(label(part) for part in match.groups()))
    return _joined(sentence, label)


def _joined(sentence: str, label: Callable[[str], str]) -> str | None:
    """Labels in a row (``为老、环境卫生``, ``照片 · PDF``), and a label before a number (``中期检查 2026-0005``)."""
    for separator, english in SEPARATORS:
        if separator not in sentence:
            continue
        shown = [str(label(part)) for part in sentence.split(separator)]
        if separator == " · " or not any(map(CHINESE.search, shown)):
            return english.join(shown)
    return None


def translator(lang: str) -> Callable[[str], str]:
    """The function that turns a Chinese sentence into the language; what is missing stays as it is."""
    if lang == "zh_CN":
        return str
    words = catalogue(lang)

    def label(sentence: str) -> str:
        key = str(sentence)
        if key in words:
            return words[key]
        if not CHINESE.search(key):
            return sentence
        found = _filled(lang, DAY.sub(_day, key))
        return sentence if found is None else found

    return label


def _(sentence: str) -> str:
    """Marks a sentence in Python code for the catalogues; it is translated where it is shown."""
    return sentence
