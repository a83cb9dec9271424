"""The payment request (拨款申请单) and the payment voucher (支付凭单) as PDF blocks."""

from collections.abc import Sequence
from typing import Any

from core import clock
from core.documents import Facts, Grid, Heading, Para, Signatures
from core.ledger import Fund
from core.money import format_yuan, yuan_in_capitals
from grants.awards.models import Payee
from grants.payments.models import Payment, PaymentShare
from grants.projects.models import Project
from grants.projects.rules import Progress


def request_blocks(
    payment: Payment,
    project: Project,
    payee: Payee,
    shares: Sequence[tuple[PaymentShare, Fund]],
    trigger: str,
    earlier_fen: int,
    progress: Progress,
    asker: str,
) -> list[Any]:
    """Which tranche is asked for, by what record, from which money, beside what was paid and spent before."""
    return [
        Facts(
            [
                ("项目名称", project.title),
                ("项目编号", project.number),
                ("批次", f"第 {payment.step} 批"),
                ("拨付条件", trigger),
                ("收款单位", payee.holder),
                ("开户行和账号", f"{payee.bank} {payee.account_masked}"),
                ("以前已拨", f"{format_yuan(earlier_fen)} 元"),
                ("已核对支出", f"{format_yuan(progress.spent_fen)} 元，预算执行率 {progress.spent_percent}%"),
                ("申请人", asker),
                ("说明", payment.note or "—"),
            ]
        ),
        Heading("申请金额"),
        *_amount(payment, shares),
        Signatures(["申请单位", "落地社区（意见）", "审核"]),
    ]


def _amount(payment: Payment, shares: Sequence[tuple[PaymentShare, Fund]]) -> list[Any]:
    """The amount in capitals and figures, and by source."""
    figures = f"人民币（大写）{yuan_in_capitals(payment.amount_fen)}　　¥ {format_yuan(payment.amount_fen)}"
    rows = [[fund.name, format_yuan(share.amount_fen)] for share, fund in shares]
    return [Para(figures, indent=False), Grid(["资金来源", "金额（元）"], rows, align=["left", "right"])]


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
                ("支出科目", "项目资助"),
                ("附件", "拨款申请单 1 张，银行回单 1 张"),
                ("付款时间", paid),
                ("银行回单号", payment.slip_number or ""),
                ("拨款申请编号", payment.number),
            ]
        ),
        Heading("金额"),
        *_amount(payment, shares),
        Grid(["制单", "审核", "审批", "出纳"], [list(names)]),
        Signatures(["收款人签收", "财务专用章"]),
    ]
