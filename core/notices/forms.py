"""What people send about notices and objections, and what the API shows of them."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from core.forms import Form, Out
from core.notices.models import NoticeStatus, ObjectionStatus

CONSENT = "2026-11"
PHONE = re.compile(r"(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})")


def _phone(text: str) -> str:
    plain = re.sub(r"[\s－—]", "", text)
    if not PHONE.fullmatch(plain):
        raise ValueError("请填写 11 位手机号，或带区号的座机号。")
    return plain


def _agreed(value: bool) -> bool:
    if not value:
        raise ValueError("不同意就不能受理；您也可以到社区居委会现场办理。")
    return value


class ObjectionForm(Form):
    """An objection, as anybody may raise it while a notice is open."""

    content: str = Field(
        min_length=10,
        max_length=2000,
        title="异议内容",
        description="请写明对哪一项有异议、事实和理由。",
        json_schema_extra={"rows": 7},
    )
    name: str = Field(
        min_length=2,
        max_length=40,
        title="您的姓名",
        description="匿名的异议无法核实，不予受理。姓名和电话加密保存，只有办理人能看到。",
        json_schema_extra={"autocomplete": "name"},
    )
    phone: Annotated[str, AfterValidator(_phone)] = Field(
        max_length=30,
        title="联系电话",
        description="用来向您核实情况和答复。",
        json_schema_extra={"widget": "tel", "autocomplete": "tel"},
    )
    agree: Annotated[bool, AfterValidator(_agreed)] = Field(
        title="我同意为办理这项异议使用以上个人信息，办结后可以要求删除。"
    )


class NoticeForm(Form):
    """A notice written by hand, about no record of the system."""

    title: str = Field(min_length=4, max_length=120, title="标题")
    issuer: str = Field(min_length=2, max_length=120, title="公示单位")
    body: str = Field(min_length=10, max_length=5000, title="正文", json_schema_extra={"rows": 8})
    headings: str = Field(
        default="",
        max_length=300,
        title="表头",
        description="各格用竖线“|”隔开，例如：序号|组织名称|资助金额（元）。没有表格就不填。",
    )
    lines: str = Field(
        default="",
        max_length=20_000,
        title="表格内容",
        description="一行一条，各格用竖线“|”隔开；也可以从 Excel 复制后粘贴。",
        json_schema_extra={"rows": 8},
    )
    workdays: int = Field(default=5, ge=3, le=30, title="公示期（工作日）")
    area_code: str = Field(max_length=12, title="区域")


class FindingForm(Form):
    """What the handler found out."""

    finding: str = Field(min_length=10, max_length=3000, title="核查情况", json_schema_extra={"rows": 8})


class DecisionForm(Form):
    """The answer that the objector reads."""

    decision: str = Field(
        min_length=10,
        max_length=3000,
        title="答复意见",
        description="异议人凭回执可以看到这段话，请不要写他人的个人信息。",
        json_schema_extra={"rows": 8},
    )


class NoticeOut(Out):
    """A notice as anybody may read it."""

    id: int
    number: str
    kind: str
    title: str
    body: str
    headings: list[str]
    lines: list[list[str]]
    issuer: str
    status: NoticeStatus
    starts_on: date | None
    ends_on: date | None
    area_code: str


class ObjectionOut(Out):
    """An objection as its handlers see it; the person only masked."""

    id: int
    number: str
    notice_id: int
    status: ObjectionStatus
    contact_masked: str
    content: str
    content_hash: str
    received_at: datetime
    accepted_on: date | None
    answer_due_on: date | None
    finding: str | None
    decision: str | None
    answered_on: date | None
    area_code: str


class ReceiptOut(Out):
    """What the holder of a receipt may read."""

    number: str
    receipt_code: str
    received_at: datetime
    content_hash: str
    status: ObjectionStatus
    answer_due_on: date | None
    decision: str | None
    answered_on: date | None
