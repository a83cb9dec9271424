"""Whether an item may be offered and ordered, on loaded values."""

from datetime import date
from typing import Any

from menus.items.models import ItemStatus, PricingMode


def is_payable(mode: str) -> bool:
    """Market services are listed for information; public money never pays for them."""
    return mode != PricingMode.MARKET


def is_within_cost(mode: str, price_fen: int, cost_fen: int) -> bool:
    return mode != PricingMode.LOW or price_fen <= cost_fen


def is_valid_on(item: Any, day: date) -> bool:
    return item.status == ItemStatus.LISTED and item.valid_from <= day <= item.valid_to


def serves(item: Any, area_code: str) -> bool:
    """Whether a community may order the item: the whole district, or the communities that it names."""
    if item.is_district_wide or not item.areas:
        return area_code[:6] == item.area_code[:6]
    return area_code in item.areas


def is_editable(item: Any) -> bool:
    return item.status in (ItemStatus.DRAFT, ItemStatus.RETURNED)


def lister_is_another(item: Any, actor: Any, facts: Any) -> bool:
    return actor.account_id != item.submitted_by
