"""What people do at a page of ours, as verbs: type, send, open, read the state, let days pass."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from core import clock
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
TEXT = "面向本社区居民，由团队成员自己设计、自己实施，每月有固定的时间和地点，半年后由居民评议成效，结果在社区公开。"


def write(visitor: Visitor, *fields: tuple[str, str]) -> None:
    """Type into fields, choose from lists, tick what is to be ticked; a row that is not there yet is added."""
    for name, value in fields:
        found = visitor.page.locator(f'main [name="{name}"]:not([type=hidden])')
        if not found.count():
            visitor.page.locator(f'[data-add-row="{name.split(".")[0]}"]').click()
        kind = found.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            visitor.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            found.select_option(value)
        else:
            found.fill(value)


def choose(visitor: Visitor, name: str, words: str) -> None:
    """Choose the option of a list that holds these words."""
    options = visitor.page.locator(f'main select[name="{name}"] option')
    value = options.filter(has_text=words).first.get_attribute("value")
    visitor.page.locator(f'main select[name="{name}"]').select_option(value)


def send(visitor: Visitor, label: str) -> None:
    """Press a button of the page and arrive somewhere; a question before it is answered with yes."""
    button = visitor.page.locator("main, aside").get_by_role("button", name=label, exact=True).first
    is_asked = button.evaluate("b => Boolean(b.dataset.confirm || (b.form && b.form.dataset.confirm))")
    with visitor.page.expect_navigation():
        button.click()
        if is_asked:
            visitor.page.locator("dialog#confirm button[value=yes]").click()


def follow(visitor: Visitor, label: str) -> None:
    """Click a link of the page."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("link", name=label, exact=True).first.click()


def pick(visitor: Visitor, path: str, words: str) -> str:
    """Open a list and the row whose first cell holds these words; returns where it led."""
    visitor.go(path)
    row = visitor.page.locator("tbody tr").filter(has_text=words).first
    with visitor.page.expect_navigation():
        row.locator("th a").first.click()
    return here(visitor)


def state(visitor: Visitor) -> str:
    return visitor.page.locator(".record-line .badge").inner_text()


def here(visitor: Visitor) -> str:
    return visitor.page.url.removeprefix(visitor.address).split("#")[0].split("?")[0]


def office(visit: Visit, key: str, path: str, label: str, after: str, *fields: tuple[str, str]) -> Visitor:
    """Somebody opens a record, takes one verb with what its form asks for, and finds the record in its next state."""
    visitor = visit(key)
    visitor.go(path)
    act(visitor, label, after, *fields)
    return visitor


def act(visitor: Visitor, label: str, after: str, *fields: tuple[str, str]) -> None:
    """Take a verb of the open record, by its button or through its form; without ``after`` it is out of sight then."""
    link = visitor.page.locator(".moves").get_by_role("link", name=label, exact=True)
    if link.count():
        with visitor.page.expect_navigation():
            link.first.click()
        write(visitor, *fields)
    send(visitor, label)
    assert not after or state(visitor) == after, visitor.page.locator("main").inner_text()[:600]


def mark_all(visitor: Visitor, share: float = 0.9) -> None:
    """Give every item of a score sheet this share of its points, by number or by the fitting option."""
    for mark in visitor.page.locator("input[data-mark][type=number]").all():
        most, step = float(mark.get_attribute("max") or 0), float(mark.get_attribute("step") or 1)
        mark.fill(f"{int(most * share / step) * step:g}")
    names = {m.get_attribute("name") for m in visitor.page.locator("input[data-mark][type=radio]").all()}
    for name in sorted(names):
        visitor.page.locator(f'input[name="{name}"]').first.check()


def pdf(visitor: Visitor, title: str) -> bytes:
    """Download the document with this title from the page."""
    with visitor.page.expect_download() as waiting:
        visitor.page.locator("main").get_by_role("link", name=title).first.click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"%PDF"), content[:20]
    return content


@contextmanager
def later(days: int) -> Iterator[None]:
    """The same desk so many days from now: notices have run out. Everybody signs in anew."""
    with clock.clock_at(clock.now() + timedelta(days=days)):
        yield
