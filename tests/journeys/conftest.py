"""The demo district behind a real server on this machine, and a real browser in front of it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import clock
from portal.demo.district import PASSWORD
from tests.district import House, copied, served

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "var/screens"
WIDE, PHONE, NARROW = 1280, 390, 360


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo district, served; its files live in a folder of this run."""
    with served(copied(tmp_path_factory, "journeys")) as found:
        yield found


@pytest.fixture(scope="package")
def signed_in() -> dict[tuple[str, date], list[Any]]:
    """The cookies of those who have typed their password."""
    return {}


@dataclass
class Visitor:
    """One person at one screen; what the browser complained about is kept."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, path: str) -> Any:
        return self.page.goto(self.address + path)

    def sign_in(self, key: str) -> "Visitor":
        """As people do it: the form, typed and sent."""
        self.go("/sign-in")
        self.page.locator("#f-sign_in").fill(f"{key}@demo.example")
        self.page.locator("#f-password").fill(PASSWORD)
        self.page.locator("main form button.primary").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self


def picture(visitor: Visitor, name: str) -> None:
    """With SCREENS=1 in the environment, the whole page under var/screens: to be looked at, so not drawn each time."""
    if os.environ.get("SCREENS") != "1":
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SCREENS / f"{name}.jpg", full_page=True, type="jpeg", quality=70)


@pytest.fixture
def visit(
    house: House, chromium: Any, signed_in: dict[tuple[str, date], list[Any]]
) -> Iterator[Callable[..., Visitor]]:
    """``visit("centre", 390)``: that person, who typed the password the first time; ``visit()`` is anybody."""
    house.settle_in()
    opened = []

    def open_it(key: str | None = None, width: int = WIDE) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        context.set_default_timeout(30_000)
        opened.append(context)
        visitor = Visitor(context.new_page(), house.address)
        if key is None:
            return visitor
        known = (key, clock.today())  # a session does not outlive the day, and stories move the clock
        if known in signed_in:
            context.add_cookies(signed_in[known])
        else:
            visitor.sign_in(key)
            signed_in[known] = context.cookies()
        return visitor

    yield open_it
    for context in opened:
        context.close()
