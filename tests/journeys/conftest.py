"""The demo district behind a real server on this machine, and a real browser in front of it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlmodel import select

import portal.demo
from core import clock
from core.accounts.actions import open_session
from core.accounts.models import Account
from core.db import Database
from portal import schema
from portal.app import configure, make_app
from portal.demo.district import PASSWORD, PEOPLE
from portal.settings import load

playwright = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "var/screens"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
WIDE, PHONE, NARROW = 1280, 390, 360
NAMES = {person.key: person.name for person in PEOPLE}


class Thread(threading.Thread):
    """uvicorn beside the tests, on a port that was free."""

    def __init__(self, app: Any) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="on", ws="none", timeout_graceful_shutdown=2)
        self.server = uvicorn.Server(config)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self) -> None:
        self.server.run(sockets=[self.socket])

    def stop(self) -> None:
        self.server.should_exit = True
        self.join(timeout=10)


@dataclass
class House:
    """The served demo district: where it stands, and whose browser has signed in."""

    address: str
    database: Database
    signed_in: dict[tuple[str, date], list[Any]] = field(default_factory=dict)

    def cookies(self, key: str | None) -> dict[str, str]:
        """A session of that person of the cast, for a program; none for anybody."""
        if key is None:
            return {}
        with self.database.writing() as session:
            account = session.exec(select(Account).where(Account.name == NAMES[key])).one()
            return {"miaopu_session": open_session(session, account)}


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A migrated database with the demo story, served; its files live in a folder of this run."""
    var = tmp_path_factory.mktemp("journeys")
    settings = load({"MIAOPU_VAR": str(var), "MIAOPU_SECRET": "a secret of the tests, long enough to be one"})
    configure(settings)
    database = Database(settings.database_url)
    app = make_app(settings, database)
    schema.upgrade(database)
    portal.demo.build(database)
    thread = Thread(app)
    thread.start()
    while not thread.server.started:
        time.sleep(0.02)
    yield House(thread.address, database)
    thread.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


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
    """The whole page under var/screens; as a JPEG, which costs half of a PNG."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SCREENS / f"{name}.jpg", full_page=True, type="jpeg", quality=70)


@pytest.fixture
def visit(house: House, chromium: Any) -> Iterator[Callable[..., Visitor]]:
    """``visit("centre", 390)``: that person, who typed the password the first time; ``visit()`` is anybody."""
    opened = []

    def open_it(key: str | None = None, width: int = WIDE) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        context.set_default_timeout(10_000)
        opened.append(context)
        visitor = Visitor(context.new_page(), house.address)
        if key is None:
            return visitor
        known = (key, clock.today())  # a session does not outlive the day, and stories move the clock
        if known in house.signed_in:
            context.add_cookies(house.signed_in[known])
        else:
            visitor.sign_in(key)
            house.signed_in[known] = context.cookies()
        return visitor

    yield open_it
    for context in opened:
        context.close()
