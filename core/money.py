"""Money between the two crossings: yuan as people write them, integer fen everywhere inside."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

LARGEST_FEN = 10**13 - 1  # a hundred thousand million yuan: beyond any district, far inside BIGINT

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?")
_MANY_DECIMALS = re.compile(r"-?[0-9,]+\.[0-9]{3,}")
_FULL_WIDTH = re.compile(r"[０-９．，－＋]")


class NotMoney(ValueError):
    """The text is not an amount of yuan; the message is the Chinese sentence for the person who typed it."""


def parse_yuan(text: str, allow_negative: bool = False) -> int:
    """Fen from yuan typed by a person: ``"12,000.50"`` → 1200050.

    Raises ``NotMoney`` for everything that is not plain ASCII digits with at most two decimals:
    NaN, exponents, full-width digits, misplaced separators, and negatives unless they are allowed.
    """
    text = text.strip()
    if not text:
        raise NotMoney("请填写金额。")
    if _FULL_WIDTH.search(text):
        raise NotMoney("金额请用半角数字填写，例如 12000.50。")
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise NotMoney(_why_not(text))
    return _bounded(text.replace(",", ""), allow_negative)


def _why_not(text: str) -> str:
    if _MANY_DECIMALS.fullmatch(text):
        return "金额最多保留两位小数。"
    return "请填写数字金额，例如 12000.50。"


def _bounded(plain: str, allow_negative: bool) -> int:
    if len(plain) > 20:
        raise NotMoney("金额过大，请核对。")
    fen = int(Decimal(plain) * 100)
    if fen < 0 and not allow_negative:
        raise NotMoney("金额不能为负数。")
    if abs(fen) > LARGEST_FEN:
        raise NotMoney("金额过大，请核对。")
    return fen


def format_yuan(fen: int) -> str:
    """``1200050`` → ``"12,000.50"``; the minus sign leads."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def plain_yuan(fen: int) -> str:
    """``1200050`` → ``"12000.50"``: for JSON, CSV and the value of an input box."""
    return format_yuan(fen).replace(",", "")


def yuan_in_capitals(fen: int) -> str:
    """The amount as vouchers and agreements write it: ``1200000`` → ``"壹万贰仟元整"``.

    The library cuts below a fen without a word, so it is only ever given a quantised string. Reading
    it takes a quarter of a second, which only those who write amounts out should pay.
    """
    import cn2an

    capitals = cn2an.an2cn(plain_yuan(abs(fen)), "rmb")
    return f"负{capitals}" if fen < 0 else capitals


def split(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Share ``total_fen`` by ``weights`` so that the parts add up to exactly the total.

    Left-over fen go to the largest remainders, ties to the earlier share (Hamilton's method).
    Raises ``ValueError`` for a negative total, a negative weight, or weights that sum to nothing.
    """
    whole = sum(weights)
    if total_fen < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError("cannot share a negative total, or by weights that are negative or all zero")
    parts = [total_fen * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_fen * weights[i] % whole), i))
    for i in by_remainder[: total_fen - sum(parts)]:
        parts[i] += 1
    return parts


def share_of(total_fen: int, percent: int | Decimal) -> int:
    """``percent`` % of ``total_fen``, computed exactly and cut to the fen.

    For ceilings (a cost category's share, a grant's share of a project): a limit is never rounded up.
    Parts that must add up to the whole come from ``split`` instead.
    """
    above, below = Decimal(percent).as_integer_ratio()
    return total_fen * above // (below * 100)


def read_yuan(value: object) -> int:
    """Fen from what a form or a JSON body holds: yuan as text, or as a number that is exact to the fen."""
    if isinstance(value, str):
        return parse_yuan(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NotMoney("请填写数字金额，例如 12000.50。")
    return parse_yuan(_number_text(value))


def _number_text(value: float | Decimal) -> str:
    # int of 5,000 digits: never turn it into text at all
    if isinstance(value, int) and abs(value) > LARGEST_FEN:
        raise NotMoney("金额过大，请核对。")
    text = repr(value) if isinstance(value, float) else str(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


_SHOWN = PlainSerializer(plain_yuan, return_type=str, when_used="json")
_SCHEMA = {"type": "string", "pattern": r"^[0-9]{1,11}(\.[0-9]{1,2})?$", "examples": ["5000.00"], "description": "元"}

# What people send: yuan in, fen inside. Never build such a field from fen in Python: 5000 means 5,000 yuan.
Yuan = Annotated[int, BeforeValidator(read_yuan), _SHOWN, WithJsonSchema(_SCHEMA)]
# What we send: fen inside, a yuan string in JSON.
ShownYuan = Annotated[int, _SHOWN, WithJsonSchema({"type": "string", "examples": ["5000.00"], "description": "元"})]
