"""What people send about purses and thresholds."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from core.money import ShownYuan, Yuan

MONEY = {"widget": "money"}


class PurseForm(Form):
    """A community's money for services in a year."""

    area_code: str = Field(max_length=12, title="社区")
    year: int = Field(ge=2000, le=2100, title="年度")
    total_fen: Yuan = Field(gt=0, title="金额（元）", json_schema_extra=MONEY)
    basis: str = Field(default="", max_length=200, title="依据（文号等）")


class PurseTopUpForm(Form):
    """More money for a purse."""

    amount_fen: Yuan = Field(gt=0, title="追加金额（元）", json_schema_extra=MONEY)
    memo: str = Field(min_length=2, max_length=200, title="依据（文号、上年结转等）")


class ThresholdForm(Form):
    """A threshold of the district from a day on."""

    area_code: str = Field(max_length=12, title="适用区域")
    from_on: date = Field(title="自何日起")
    threshold_fen: Yuan = Field(gt=0, title="限额标准（元）", json_schema_extra=MONEY)
    basis: str = Field(min_length=2, max_length=200, title="依据（文号）")


class PurseOut(Out):
    """A purse as the API shows it."""

    id: int
    area_code: str
    year: int
    fund_id: int
    basis: str
    version: int


class ThresholdOut(Out):
    """A threshold as the API shows it."""

    id: int
    area_code: str
    from_on: date
    threshold_fen: ShownYuan
    basis: str
    version: int
