"""The kit in a real browser under the strict content policy: axe, sizes, and what app.js adds."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.templates import sample as kit
from tests.templates.test_kit import SHELLS

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
ORIGIN = "http://kit.test"
SMALL = """least => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(e => !e.matches(".skip") && e.checkVisibility())
  .map(e => [e, (e.matches("[type=checkbox], [type=radio]") ? e.closest("label") : e).getBoundingClientRect()])
  .filter(([e, r]) => r.width && r.height && (r.width < least - .5 || r.height < least - .5))
  .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}x${Math.round(r.height)}`)"""

pytestmark = pytest.mark.browser
Opener = Callable[..., Any]


@pytest.fixture
def open_gallery(chromium: Any) -> Iterator[Opener]:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    opened = []

    def open_it(shell: str, width: int = 1280, **changed: Any) -> Any:
        context = kit.make_context(sample=kit.make_sample("苗圃", 5), layout=f"_layouts/{shell}.html", **changed)
        html = environment.get_template("_layouts/gallery.html").render(context)
        frame = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=False)
        page = frame.new_page()
        page.sent, page.refused = [], []

        def serve(route: Any) -> None:
            path = route.request.url.removeprefix(ORIGIN).split("?")[0]
            file = ROOT / path.lstrip("/")
            if route.request.method == "POST":
                page.sent.append((path, route.request.post_data or ""))
                route.fulfill(body="{}", content_type="application/json")
            elif path.startswith("/static/"):
                kind = mimetypes.guess_type(path)[0] or "text/plain"
                route.fulfill(body=file.read_bytes() if file.is_file() else b"", content_type=kind)
            else:
                route.fulfill(
                    body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
                )

        page.route(f"{ORIGIN}/**", serve)
        page.on("console", lambda m: page.refused.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda error: page.refused.append(str(error)))
        page.goto(f"{ORIGIN}/groups")
        opened.append(frame)
        return page

    yield open_it
    for frame in opened:
        frame.close()


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("shell", SHELLS)
def test_floors(open_gallery: Opener, shell: str, width: int, large_print: bool) -> None:
    page = open_gallery(shell, width, large_print=large_print)
    page.evaluate("document.querySelectorAll('details:not([data-dropdown])').forEach(d => { d.open = true })")
    assert page.refused == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL, 60 if large_print else 44) == []
    if not large_print and (width == 360 or shell == "centre"):  # every real page is asked at both widths, in journeys
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_rows_are_added_and_summed(open_gallery: Opener) -> None:
    page = open_gallery("centre")
    page.get_by_role("button", name="再加一行").click()
    assert page.locator('[name="lines.5.title"]').input_value() == ""
    page.locator('[name="lines.5.fen"]').fill("1,000.10")
    assert page.locator("[data-total] output").inner_text() == "1,060.10"


def test_anchor_fills_the_mark_and_the_total(open_gallery: Opener) -> None:
    page = open_gallery("judge")
    page.locator('[data-set="mark-G0A"]').nth(1).click()
    assert page.locator("#mark-G0A").input_value() == "9.6"
    assert page.locator("[data-scheme-total] output").inner_text() == "12.1"


def test_danger_asks_first(open_gallery: Opener) -> None:
    page = open_gallery("centre")
    button = page.locator("form[data-confirm] button.danger").first
    button.click()
    page.get_by_role("button", name="再想想").click()
    assert page.sent == []
    button.click()
    page.get_by_role("button", name="确定", exact=True).click()
    page.wait_for_load_state()
    assert [path for path, _ in page.sent] == ["/proposals/42/move"]


def test_autosave_keeps_what_the_network_lost(open_gallery: Opener) -> None:
    page = open_gallery("applicant")
    page.route(f"{ORIGIN}/proposals/42/autosave", lambda route: route.abort())
    page.locator("#f-text").fill("地铁里写的")
    page.get_by_text("没有网络").wait_for()
    page.unroute(f"{ORIGIN}/proposals/42/autosave")
    page.goto(f"{ORIGIN}/groups")
    assert page.locator("#f-text").input_value() == "地铁里写的"
    page.get_by_text("已保存").first.wait_for()
    assert [path for path, _ in page.sent] == ["/proposals/42/autosave"]


def test_menu_opens_on_a_phone_with_and_without_script(open_gallery: Opener) -> None:
    page = open_gallery("centre", 390)
    menu = page.get_by_role("navigation", name="主导航")
    assert not menu.is_visible()
    page.locator(".menu-toggle").click()
    assert menu.is_visible()
    page.locator(".menu-toggle").click()
    assert not menu.is_visible()
    page.evaluate("location.hash = 'nav'")
    assert menu.is_visible()
