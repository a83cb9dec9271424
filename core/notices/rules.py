"""When a notice is open and final, who decides on an objection, and what a public page may not hold."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

from core.notices.models import NoticeStatus, ObjectionStatus

DEFAULT_WORKDAYS = 5
ANSWER_WITHIN = timedelta(days=15)
MOBILE = re.compile(r"(?<![\dA-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
LONG_NUMBER = re.compile(r"(?<![\dA-Za-z])(\d{15,19}|\d{17}[Xx]|\d{4}(?: \d{4}){3}(?: \d{1,3})?)(?![\dA-Za-z])")
HOME = re.compile(r"\d+\s*(?:幢|栋|号楼|单元)[^，。；\n]{0,12}?\d+\s*(?:室|户)")
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
UNANSWERED = (ObjectionStatus.RECEIVED, ObjectionStatus.UNDER_REVIEW)


def is_open(notice: Any, today: date) -> bool:
    """Whether objections are taken today: from the first day to the last, both included, on the Beijing calendar."""
    return notice.status == NoticeStatus.OPEN and notice.starts_on <= today <= notice.ends_on


def is_over(notice: Any, today: date) -> bool:
    return notice.ends_on is not None and today > notice.ends_on


def shown_status(notice: Any, today: date) -> NoticeStatus:
    """What the public reads: the clock closes a notice, whether or not a job has noted it yet."""
    if notice.status == NoticeStatus.OPEN and is_over(notice, today):
        return NoticeStatus.CLOSED
    return NoticeStatus(notice.status)


def answer_due(accepted_on: date) -> date:
    """The last day of the answer: 15 calendar days after acceptance, the day of acceptance not counted."""
    return accepted_on + ANSWER_WITHIN


def has_other_hands(objection: Any, account_id: int | None) -> bool:
    """Whether this person had no part in handling the objection and so may decide on it."""
    return account_id is not None and account_id not in (objection.accepted_by, objection.prepared_by)


def personal_data_in(texts: Iterable[str]) -> str | None:
    """What kind of personal data stands in a text meant for everybody: mobile, ID, bank account or home address."""
    for text in texts:
        if MOBILE.search(text):
            return "手机号"
        for match in LONG_NUMBER.finditer(text):
            number = match[1].replace(" ", "")
            if len(number) == 18 and ric.is_valid(number):
                return "身份证号"
            if len(number) >= 15 and number.isdigit() and luhn.is_valid(number):
                return "银行账号"
        if HOME.search(text):
            return "家庭住址"
    return None


def masked_name(name: str) -> str:
    return name[:1] + "*" * max(1, len(name) - 1)


def number_columns(lines: Iterable[list[str]]) -> set[int]:
    """The columns of a notice's table that hold numbers only, to be set flush right."""
    columns = zip(*lines, strict=True)
    return {place for place, column in enumerate(columns) if place and all(NUMBER.fullmatch(cell) for cell in column)}
