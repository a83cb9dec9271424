"""Clocks and thresholds as whole values."""

import pytest

from core import codelists
from menus.items.models import PricingMode
from menus.items.rules import is_payable
from menus.orders.models import OrderStatus
from menus.orders.workflow import ORDER
from menus.purchases.rules import needs_procurement


def test_the_clocks_of_the_workflow_are_those_of_the_list():
    clocks = {one["code"]: one["working_days"] for one in codelists.shipped()["order_clocks"]}
    assert {status.value: ORDER.states[status].due for status in OrderStatus} == {
        code: days for code, days in clocks.items() if code != "SUBMITTED"
    }
    assert clocks["SUBMITTED"] is None


def test_pricing_modes_are_those_of_the_list():
    listed = codelists.shipped()["pricing_modes"]
    assert [(mode.value, mode.label, is_payable(mode)) for mode in PricingMode] == [
        (one["code"], one["zh"], one["is_payable"]) for one in listed
    ]


@pytest.mark.parametrize(
    ("threshold", "earlier", "this", "expected"),
    [
        (100, 60, 40, True),
        (100, 60, 39, False),
        (100, 0, 100, True),
        (100, 200, 0, False),
        (None, 10**9, 10**9, False),
    ],
)
def test_the_threshold_counts_this_order_and_includes_its_own_amount(threshold, earlier, this, expected):
    assert needs_procurement(threshold, earlier, this) is expected
