"""What administrators send about lists and working days."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out


class ItemRow(Form):
    """One entry of a code list."""

    code: str = Field(pattern=r"^[A-Z0-9_]{1,40}$", title="代码")
    zh: str = Field(min_length=1, max_length=120, title="中文")
    en: str = Field(default="", max_length=160, title="English")


class CodeListForm(Form):
    """A district's own version of a list."""

    area_code: str = Field(max_length=12, title="适用区域")
    name: str = Field(title="列表")
    items: list[ItemRow] = Field(default_factory=list, max_length=200, title="条目")


class CodeListOut(Out):
    """A list as the API shows it."""

    id: int
    name: str
    area_code: str
    items: list[dict]
    version: int


class WorkdayForm(Form):
    """A correction to the calendar."""

    on: date = Field(title="日期")
    is_working: bool = Field(default=False, title="当天上班")
    note: str = Field(default="", max_length=100, title="依据")
