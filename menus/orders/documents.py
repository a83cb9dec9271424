"""The papers of an order: the order itself, the dispatch slip, the acceptance sheet."""

from typing import Any

from core import clock
from core.documents import Block, Facts, Grid, Heading, Signatures
from core.money import format_yuan, yuan_in_capitals
from menus.orders.models import ServiceOrder


def _day(value: Any) -> str:
    return clock.format_date(value) if value else "—"


def _what(order: ServiceOrder, community: str, category: str) -> list[tuple[str, str]]:
    return [
        ("订单编号", order.number),
        ("点单社区", community),
        ("服务", order.title),
        ("类别", category),
        ("具体需要", order.description or "—"),
        ("人数", f"{order.people} 人"),
        ("希望时间", f"{_day(order.wished_on)} {order.wished_time}".strip()),
        ("地点", order.place),
        ("现场联系人", order.contact_masked),
        ("特别说明", order.notes or "—"),
        ("价格", _price(order)),
    ]


def _price(order: ServiceOrder) -> str:
    if not order.amount_fen:
        return "免费"
    unit, whole = format_yuan(order.price_fen), format_yuan(order.amount_fen)
    return f"{unit} 元 × {order.units} = {whole} 元，由社区服务经费支付"


def order_blocks(order: ServiceOrder, community: str, category: str, provider: str) -> list[Block]:
    review = [("审核意见", order.review_opinion or "同意"), ("采购依据", order.procurement_basis or "—")]
    sent = [("派给", provider), ("派单日期", _day(order.dispatched_on)), ("派单说明", order.dispatch_note or "—")]
    return [
        Heading("点单内容"),
        Facts(_what(order, community, category)),
        Heading("审核"),
        Facts(review),
        Heading("派单"),
        Facts(sent),
        Heading("验收标准"),
        Grid(["序号", "标准"], [[str(n), text] for n, text in enumerate(order.standards, 1)], [1, 9]),
        Signatures(["点单社区", "孵化中心", "提供组织"]),
    ]


def acceptance_blocks(order: ServiceOrder, community: str, category: str, provider: str) -> list[Block]:
    """验收单: each standard, sign-in, residents' opinions, the amount, signatures."""
    lines = [[str(n), one["text"], "达到" if one["is_met"] else "未达到"] for n, one in enumerate(order.acceptance, 1)]
    percent = f"{order.satisfied_n * 100 // order.sampled_n}%" if order.sampled_n else "—"
    settled = order.settled_fen or 0
    result = [
        ("实际服务日期", _day(order.served_on)),
        ("签到人数", f"{order.sign_in_n} 人"),
        ("居民意见", f"征求 {order.sampled_n} 人，满意 {order.satisfied_n} 人（{percent}）"),
        ("结算金额", f"{format_yuan(settled)} 元（{yuan_in_capitals(settled)}）" if settled else "免费"),
        ("验收说明", order.remark or "—"),
        ("验收日期", _day(order.verified_on)),
    ]
    basics = [*_what(order, community, category)[:4], ("提供组织", provider), ("服务情况", order.report)]
    return [
        Heading("服务"),
        Facts(basics),
        Heading("逐条验收"),
        Grid(["序号", "验收标准", "结果"], lines, [1, 7, 2]),
        Heading("结果"),
        Facts(result),
        Signatures(["点单社区", "居民代表", "提供组织"]),
    ]
