"""The booklet of an edition: cover, contents, how to order, cards by category, providers, order form."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from core.documents import Block, Card, Cards, Cover, Facts, Grid, Heading, PageBreak, Para, Signatures, Toc
from core.money import format_yuan
from menus.editions.models import MenuEdition
from menus.items.models import PricingMode

STARS = {0: "未评星", 1: "一星", 2: "二星", 3: "三星", 4: "四星", 5: "五星"}


def price_text(item: Mapping[str, Any], units: Mapping[str, str]) -> str:
    if item["pricing_mode"] == PricingMode.FREE:
        return "免费"
    mode = PricingMode(item["pricing_mode"]).label
    return f"{format_yuan(item['price_fen'])} 元/{units.get(item['unit'], item['unit'])}（{mode}）"


def _card(item: Mapping[str, Any], units: Mapping[str, str]) -> Card:
    lines = (
        f"对象：{item['target']}",
        item["summary"],
        f"价格：{price_text(item, units)}",
        f"人数：{item['min_people']}～{item['max_people']} 人　时长：{item['duration_min']} 分钟",
        f"提前 {item['lead_days']} 天预约，每月可接 {item['monthly_capacity']} 单",
        f"场地：{item['venue_need']}" if item["venue_need"] else "",
        f"时段：{item['season']}" if item["season"] else "",
        f"提供：{item['provider']}（{STARS[item['provider_stars']]}）",
    )
    return Card(item["title"], tuple(line for line in lines if line), item["number"])


def booklet_blocks(
    edition: MenuEdition, categories: Mapping[str, str], units: Mapping[str, str], district: str
) -> list[Block]:
    """Everything from the snapshot: printed again it says the same."""
    ordered = sorted(edition.items, key=lambda item: (list(categories).index(item["category"]), item["number"]))
    blocks: list[Block] = [
        Cover(edition.title, f"{edition.year} 年{edition.season}", (district, f"共 {len(ordered)} 项服务")),
        Toc(),
        Heading("怎样点单"),
        Para(edition.how_to_order),
    ]
    for category, found in groupby(ordered, key=lambda item: item["category"]):
        blocks += [Heading(categories[category]), Cards([_card(item, units) for item in found], 2)]
    return [*blocks, PageBreak(), *_providers(ordered), *_order_form()]


def _providers(items: list[Mapping[str, Any]]) -> list[Block]:
    found = {item["provider"]: item["provider_stars"] for item in items}
    count = {name: sum(item["provider"] == name for item in items) for name in found}
    ranked = sorted(found, key=lambda name: (-found[name], name))
    rows = [[name, STARS[found[name]], str(count[name])] for name in ranked]
    return [Heading("提供组织"), Grid(["组织", "星级", "服务项数"], rows, [4, 1, 1], ["left", "left", "right"])]


def _order_form() -> list[Block]:
    empty = ["点单社区", "服务编号和名称", "人数", "希望时间", "地点", "联系人和电话", "特别说明"]
    return [Heading("点单表"), Facts([(label, "　") for label in empty]), Signatures(["点单社区", "提供组织"])]
