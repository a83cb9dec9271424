"""What an administrator sends about the forms that editions start from."""

from typing import Any

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan


class PresetForm(Form):
    """One preset: its name, the amount up to which it is enough, and what it asks."""

    title: str = Field(min_length=2, max_length=40, title="申报表")
    title_en: str = Field(default="", max_length=60, title="英文名称")
    up_to_fen: Yuan | None = Field(
        default=None, gt=0, title="申请金额不超过（元，空着就是不限）", json_schema_extra={"widget": "money"}
    )
    asks: list[str] = Field(
        default_factory=list,
        max_length=200,
        title="问这些内容",
        description="立项和拨款要用的内容总会问，不在这里列出。",
        json_schema_extra={"widget": "checkboxes"},
    )


class PresetOut(Out):
    """A preset as the API shows it; ``version`` is that of the district's own list, 0 while the shipped one holds."""

    code: str
    title: str
    title_en: str
    up_to_fen: int | None
    asks: list[str]
    version: int
    sections: list[dict[str, Any]]
