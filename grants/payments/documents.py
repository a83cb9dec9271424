"""The payment voucher (支付凭单) as PDF blocks."""

from collections.abc import Sequence
from typing import Any

from core import clock
from core.documents import Facts, Grid, Heading, Para, Signatures
from core.ledger import Fund
from core.money import format_yuan, yuan_in_capitals
from grants.awards.models import Payee
from grants.payments.models import Payment, PaymentShare
from grants.projects.models import Project


def voucher_blocks(
    payment: Payment, project: Project, payee: Payee, shares: Sequence[tuple[PaymentShare, Fund]], names: Sequence[str]
) -> list[Any]:
    """Payee, amount in figures and capitals, sources, the four names."""
    paid = clock.format_datetime(payment.paid_at) if payment.paid_at else ""
    return [
        Facts(
            [
                ("收款单位", payee.holder),
                ("开户行", payee.bank),
                ("账号", payee.account_masked),
                ("摘要", f"{project.title} 第 {payment.step} 批拨款"),
                ("项目编号", project.number),
                ("付款时间", paid),
                ("银行回单号", payment.slip_number or ""),
                ("拨款申请编号", payment.number),
            ]
        ),
        Heading("金额"),
        Para(
            f"人民币（大写）{yuan_in_capitals(payment.amount_fen)}　　¥ {format_yuan(payment.amount_fen)}", indent=False
        ),
        Grid(
            ["资金来源", "金额（元）"],
            [[f.name, format_yuan(s.amount_fen)] for s, f in shares],
            align=["left", "right"],
        ),
        Grid(["制单", "审核", "审批", "出纳"], [list(names)]),
        Signatures(["收款人签收", "财务专用章"]),
    ]
