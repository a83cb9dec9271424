"""What people send about rounds."""

from datetime import date

from pydantic import Field, model_validator

from core.forms import Form, Out
from ratings.rounds.models import RoundStatus


class RoundForm(Form):
    """A rating window."""

    title: str = Field(min_length=4, max_length=80, title="名称")
    area_code: str = Field(max_length=12, title="评定范围")
    year: int = Field(ge=2000, le=2100, title="年度")
    scheme_id: int = Field(title="评定方案", description="开始申报后，本轮始终按选定的这一版评分。")
    opens_on: date = Field(title="申报开始")
    closes_on: date = Field(title="申报截止")
    intro: str = Field(default="", max_length=2000, title="申报通知", json_schema_extra={"rows": 6})

    @model_validator(mode="after")
    def _in_order(self):
        if self.closes_on < self.opens_on:
            raise ValueError("申报截止不能早于申报开始。")
        return self


class RoundOut(Out):
    """A round as the API shows it."""

    id: int
    number: str
    status: RoundStatus
    area_code: str
    year: int
    title: str
    scheme_id: int
    opens_on: date
    closes_on: date
    version: int
