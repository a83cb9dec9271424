"""Verification codes, and what a document says."""

import re
import secrets
from collections.abc import Sequence

from core.documents.blocks import Block, plain

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper: no 0/O, 1/I/L
LENGTH = 12
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """Twelve characters, 59 bits: not to be guessed, short enough to be typed from paper."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def normal_code(typed: str) -> str | None:
    """What was typed as a code, whatever its case, spaces and dashes; None when it cannot be one."""
    code = re.sub(r"[\s\-－—]", "", typed).upper()
    return code if CODE.fullmatch(code) else None


def spaced(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def text_of(title: str, blocks: Sequence[Block]) -> str:
    """Everything that a document prints, in one string, to look for characters that the font lacks."""
    return title + "".join(_texts([plain(block) for block in blocks]))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, item in value.items() if name != "kind" for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []
