"""One headless Chromium for all tests of a process: Playwright's loop may run only once in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def _found() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), "chromium")


@contextmanager
def launched() -> Iterator[Any]:
    """The browser that ``./dev test`` sees to; without one this fails."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_found(), args=QUIET)
        yield browser
        browser.close()
