"""Cells into values: what was meant by what was typed, or ``Unclear`` with a sentence that says why not."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

Cell = object

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00])
# Only digits, letters and the signs of numbers are narrowed: full NFKC would also replace rare ideographs.
_WIDE = {ord("０") + n: ord("0") + n for n in range(10)} | {
    wide: wide - 0xFEE0 for wide in [*range(ord("Ａ"), ord("Ｚ") + 1), *range(ord("ａ"), ord("ｚ") + 1)]
}
_WIDE |= {ord("＋"): "+", ord("－"): "-", ord("．"): ".", ord("／"): "/", ord("＊"): "*"}
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇·•・\s]+")
_NOTHING = {
    "",
    "无",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "不详",
    "未知",
    "暂无",
    "空",
    "无。",
    "n/a",
    "na",
    "none",
    "null",
}
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")


class Unclear(ValueError):
    """The cell cannot be read without guessing; the message is the sentence shown beside it."""


def text_of(cell: Cell) -> str:
    """A cell as a person would have typed it: ``13800000000.0`` is ``13800000000``, dates are ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if (cell.hour or cell.minute) else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def tidy(cell: Cell) -> str:
    """Text without padding, invisible characters and full-width digits; rare characters stay as they are."""
    return _SPACES.sub(" ", text_of(cell).translate(_INVISIBLE).translate(_WIDE)).strip()


def compact(cell: Cell) -> str:
    """``tidy`` without any blank and with round brackets in one form: for comparing labels."""
    return tidy(cell).replace(" ", "").replace("（", "(").replace("）", ")")


def is_blank(cell: Cell) -> bool:
    return not tidy(cell)


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is empty or only says so: 无, —, /."""
    return compact(cell).lower() in _NOTHING


def read_name(cell: Cell) -> str:
    """A person's name; blanks inside a Chinese name (苏　兰) go. Raises ``Unclear`` when it cannot be one."""
    name = tidy(cell)
    if says_nothing(name):
        raise Unclear("没有填写姓名。")
    if _HAN.fullmatch(name):
        name = name.replace(" ", "")
    if re.search(r"\d", name):
        raise Unclear("姓名里有数字，请核对。")
    if re.search(r"[*＊?？×]|某", name):
        raise Unclear("姓名不完整，请填写全名。")
    if len(name) < 2 or len(name) > 40:
        raise Unclear("姓名过短或过长，请核对。")
    if _SEPARATORS.search(name):
        raise Unclear("一格里有多个姓名，请分行填写。")
    return name


def read_phone(cell: Cell) -> str:
    """An 11-digit mainland mobile number. Raises ``Unclear`` for any other, and for two numbers in one cell."""
    typed = tidy(cell)
    if says_nothing(typed):
        raise Unclear("没有填写手机号。")
    digits = _phone_digits(typed)
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return digits
    if len(re.findall(r"1[3-9][0-9]{9}", typed)) > 1:
        raise Unclear("一格里有两个号码，请只留一个。")
    if len(digits) != 11:
        raise Unclear("手机号应为 11 位数字，请核对。")
    raise Unclear("不是有效的手机号，请核对。")


def _phone_digits(typed: str) -> str:
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", typed):
        return _from_exponent(typed)
    typed = typed.removesuffix(".0") if re.fullmatch(r"[0-9]+\.0", typed) else typed
    if re.search(r"[A-Za-z]", typed):
        return ""
    # Chinese words around a number are remarks (微信同号); the list shows what was taken out
    digits = re.sub(r"[\s\-‐‑‒–—―−()（）.·:：\u3400-\u9fff]", "", typed)
    return re.sub(r"^(\+?0{0,2}86|086)(?=1[0-9]{10}$)", "", digits)


def _from_exponent(typed: str) -> str:
    """``1.3815908301E+10`` keeps all digits, ``1.38E+10`` has lost most of them."""
    try:
        number = Decimal(typed)
    except InvalidOperation:
        return ""
    whole = number.adjusted() < 20 and number == number.to_integral_value()
    return str(int(number)) if whole and len(number.as_tuple().digits) == 11 else ""


_YEAR_ONLY = re.compile(r"(\d{4})(?:\.0)?\s*年?(?:生|出生)?")
_YEAR_MONTH = re.compile(
    r"(\d{4})\s*[.\-/年,，、]\s*(\d{1,2})(?:\s*[.\-/月]\s*(\d{1,2})?)?\s*[日号]?(?:生|出生)?(?: [\d:]+)?"
)
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")


def read_birth_year(cell: Cell, earliest: int, latest: int) -> int | None:
    """The year out of 1955.2, 1953-05, 1940年2月, 19551103, 1973 or a date; None when nothing is typed.

    Raises ``Unclear`` for two-digit years, ages, months that do not exist, and years outside the bounds.
    """
    if isinstance(cell, date):
        return _within(cell.year, earliest, latest)
    typed = tidy(cell)
    if says_nothing(typed):
        return None
    year = _typed_year(typed)
    if year is None:
        raise Unclear("出生年月看不明白，请写成 1955-02 或 1955。")
    return _within(year, earliest, latest)


def _typed_year(typed: str) -> int | None:
    only = _YEAR_ONLY.fullmatch(typed)
    if only:
        return int(only[1])
    parts = _YEAR_MONTH.fullmatch(typed) or _RUN.fullmatch(typed)
    if not parts or not 1 <= int(parts[2]) <= 12 or not 1 <= int(parts[3] or 1) <= 31:
        return None
    return int(parts[1])


def _within(year: int, earliest: int, latest: int) -> int:
    if earliest <= year <= latest:
        return year
    raise Unclear("出生年份不在合理范围内，请核对。")


def split_list(cell: Cell) -> list[str]:
    """The entries of a cell that holds several, each once, in the order in which they were typed."""
    parts = (compact(part) for part in _SEPARATORS.split(text_of(cell)))
    return list(dict.fromkeys(part for part in parts if not says_nothing(part)))
