"""What people send about editions."""

from datetime import date
from typing import Any

from pydantic import Field

from core.forms import Form, Out
from menus.editions.models import EditionStatus

HOW = "社区在系统里选定服务，填写人数、时间和地点后提交；街道或中心 2 个工作日内审核，派给提供组织。"


class EditionForm(Form):
    """An edition before it is published."""

    title: str = Field(min_length=4, max_length=80, title="名称")
    area_code: str = Field(max_length=12, title="适用区域")
    year: int = Field(ge=2000, le=2100, title="年度")
    season: str = Field(default="", max_length=20, title="季度")
    how_to_order: str = Field(default=HOW, max_length=1000, title="点单办法", json_schema_extra={"rows": 4})


class EditionOut(Out):
    """An edition as the API shows it."""

    id: int
    number: str
    status: EditionStatus
    area_code: str
    title: str
    year: int
    season: str
    items: list[dict[str, Any]]
    published_on: date | None
    version: int
