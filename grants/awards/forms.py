"""What people send about awards, payees and agreements."""

from datetime import date

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan
from grants.awards.models import AgreementStatus, AwardStatus, PayeeStatus
from grants.proposals.models import PayeeKind


class ChoiceRow(Form):
    """One proposal that is to be funded."""

    proposal_id: int = Field(title="申报书")
    amount_fen: Yuan | None = Field(default=None, gt=0, title="立项金额（元）", json_schema_extra={"widget": "money"})
    note: str = Field(default="", max_length=300, title="说明")


class ChoiceForm(Form):
    """The chosen set of an edition; a row without an amount is not chosen."""

    chosen: list[ChoiceRow] = Field(default_factory=list, title="拟立项名单")


class PayeeForm(Form):
    """An account that may receive money."""

    group_id: int = Field(title="团队")
    kind: PayeeKind = Field(title="收款方式", json_schema_extra={"widget": "radios"})
    holder: str = Field(min_length=2, max_length=80, title="户名")
    bank: str = Field(min_length=2, max_length=80, title="开户行")
    account: str = Field(pattern=r"^[0-9 ]{8,30}$", title="账号", json_schema_extra={"inputmode": "numeric"})


class AgreementForm(Form):
    """An agreement to be drawn up for a confirmed award."""

    award_id: int = Field(title="立项")
    payee_id: int = Field(title="收款账户")


class SignForm(Form):
    """The signing by three parties."""

    signed_on: date = Field(title="签署日期")
    starts_on: date = Field(title="实施开始")
    ends_on: date = Field(title="实施结束")
    regrant_fen: Yuan = Field(
        default=0,
        ge=0,
        title="其中用于再资助（元）",
        description="受助方用这部分钱再办一届小赛，资助别的团队；没有的填 0。",
        json_schema_extra={"widget": "money"},
    )


class AwardOut(Out):
    """An award as the API shows it."""

    id: int
    number: str
    status: AwardStatus
    contest_id: int
    proposal_id: int
    group_id: int
    title: str
    amount_fen: int
    version: int


class PayeeOut(Out):
    """A payee as the API shows it: the account masked."""

    id: int
    status: PayeeStatus
    group_id: int
    kind: PayeeKind
    bank: str
    account_masked: str
    version: int


class AgreementOut(Out):
    """An agreement as the API shows it."""

    id: int
    number: str
    status: AgreementStatus
    award_id: int
    group_id: int
    payee_id: int
    title: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    version: int
