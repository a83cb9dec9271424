"""Two languages: Chinese sentences are the keys, other languages are .po files under locales/<lang>/."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = {"zh_CN": "简体中文", "en": "English"}


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All translations of a language, one dictionary over its .po files; Chinese needs none."""
    found: dict[str, str] = {}
    for path in sorted((LOCALES / lang).glob("*.po")):
        with path.open("rb") as file:
            found.update({str(m.id): str(m.string) for m in read_po(file) if m.id and m.string})
    return found


def translator(lang: str) -> Callable[[str], str]:
    """The function that turns a Chinese sentence into the language; what is missing stays Chinese."""
    if lang == "zh_CN":
        return str
    words = catalogue(lang)
    return lambda sentence: words.get(str(sentence), str(sentence))


def _(sentence: str) -> str:
    """Marks a sentence in Python code for the catalogues; it is translated where it is shown."""
    return sentence
