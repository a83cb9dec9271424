"""What people send about funds."""

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan


class FundForm(Form):
    """A new pot of money."""

    area_code: str = Field(max_length=12, title="所属区域")
    source: str = Field(title="资金来源")
    year: int = Field(ge=2000, le=2100, title="年度")
    name: str = Field(min_length=2, max_length=120, title="名称")
    total_fen: Yuan = Field(gt=0, title="金额（元）", json_schema_extra={"widget": "money"})


class TopUpForm(Form):
    """More money for a fund."""

    amount_fen: Yuan = Field(gt=0, title="追加金额（元）", json_schema_extra={"widget": "money"})
    memo: str = Field(min_length=2, max_length=200, title="依据（文号等）")


class FundOut(Out):
    """A fund as the API shows it."""

    id: int
    area_code: str
    source: str
    year: int
    name: str
    total_fen: int
    reserved_fen: int
    paid_fen: int
    available_fen: int
    version: int
