"""With the keyboard alone: sign in, go round a page, fill in a form, send it; one always sees where one is."""

from collections.abc import Callable

import pytest

from portal.demo.district import PASSWORD
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
SHOWN = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return element !== document.body && (outlined || style.boxShadow !== "none");
}"""


def tab_to(visitor: Visitor, selector: str, most: int = 90) -> None:
    """Tab until the element has the focus; each stop on the way can be seen."""
    for _step in range(most):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(SHOWN), visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def sign_in(visitor: Visitor, key: str) -> None:
    visitor.go("/sign-in")
    tab_to(visitor, "#f-sign_in")
    visitor.page.keyboard.type(f"{key}@demo.example")
    tab_to(visitor, "#f-password")
    visitor.page.keyboard.type(PASSWORD)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def test_a_form_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    sign_in(visitor, "yinxing")
    assert visitor.page.url.endswith("/desk")
    visitor.go("/needs/new")
    tab_to(visitor, "#f-title")
    visitor.page.keyboard.type("楼道灯坏了，晚上看不见")
    tab_to(visitor, "main form button.primary")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    summary = visitor.page.locator(".error-summary")
    assert summary.is_visible()
    assert visitor.page.locator("#f-title").input_value() == "楼道灯坏了，晚上看不见"
    first = summary.locator("a").first
    target = (first.get_attribute("href") or "").removeprefix("#")
    first.focus()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("id => document.getElementById(id).contains(document.activeElement)", target)


def test_the_skip_link_leads_to_the_text(visit: Visit) -> None:
    visitor = visit("centre")
    visitor.go("/groups")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    tab_to(visitor, "main a, main button, main input")
