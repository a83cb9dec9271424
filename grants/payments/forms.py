"""What people send about payments."""

from datetime import date, datetime

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan
from grants.payments.models import PaymentStatus


class PaymentForm(Form):
    """A request for the next tranche of a project; its amount follows from the agreement."""

    project_id: int = Field(title="项目")
    note: str = Field(default="", max_length=300, title="说明")


class PayForm(Form):
    """The proof that the bank paid."""

    slip_number: str = Field(min_length=4, max_length=60, title="银行回单号")


class ReturnForm(Form):
    """Money that comes back from a project."""

    amount_fen: Yuan = Field(gt=0, title="退回金额（元）", json_schema_extra={"widget": "money"})
    slip_number: str = Field(min_length=4, max_length=60, title="银行回单号")
    returned_on: date = Field(title="到账日期")


class PaymentOut(Out):
    """A payment as the API shows it."""

    id: int
    number: str
    status: PaymentStatus
    project_id: int
    step: int
    trigger: str
    amount_fen: int
    paid_at: datetime | None
    slip_number: str | None
    version: int
