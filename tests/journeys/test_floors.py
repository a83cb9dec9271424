"""Every page that a role reaches by links: it answers, says nothing in the console, fits, and passes axe."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest

from tests.journeys.conftest import NARROW, PHONE, ROOT, WIDE, Visitor, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ROLES = ("centre", "yinxing", "street", "district", "finance", "auditor", "admin", "judge", "zhulao", "yiwu", None)
MOST_PAGES = 150
PER_ROUTE = 2
FILES = re.compile(
    r"/(export|pdf|zip|receipt|blank|workbook|download|letter)$|/(static|api|attachments|documents|files)/|\.(pdf|xlsx|zip|json)$"
)
RUN_AXE = "async tags => (await axe.run({runOnly: tags, reporter: 'no-passes'})).violations"
LINKS = re.compile(r"""<a\b[^>]*\bhref="(/[^"#]*)""")
TOO_WIDE = """width => [...document.querySelectorAll("body *")]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > width + 1)
  .filter(e => !e.closest(".table-wrap, .visually-hidden"))
  .map(e => e.outerHTML.slice(0, 120)).slice(0, 3)"""
# One role looks at all pages of its shell; the others at their desk and at what only they have.
LOOKS: dict[str | None, str | tuple[str, ...]] = {
    "centre": "/",
    "zhulao": "/",
    "judge": "/",
    None: "/",
    "admin": ("/desk", "/accounts", "/audit", "/calendar", "/code-lists", "/outbox"),
    "yiwu": ("/desk", "/proposals"),
}


def route_of(path: str) -> str:
    """A page's address without its numbers: what one template draws."""
    return re.sub(r"/\d+", "/n", path.split("?")[0])


def name_of(path: str) -> str:
    return route_of(path).strip("/").replace("/", "-") or "front"


def _worth(link: str, seen: Counter[str]) -> bool:
    """Pages without their filters, and the first records of each noun."""
    return "?" not in link.replace("/new?", "/new") and seen[route_of(link)] < PER_ROUTE and not seen["=" + link]


def crawl(visitor: Visitor, starts: list[str]) -> Iterator[tuple[str, str]]:
    """The pages that links lead to, each once: address and HTML, those of a new kind first."""
    seen: Counter[str] = Counter()
    queue = list(starts)
    asked = 0
    while queue and asked < MOST_PAGES:
        queue.sort(key=lambda link: seen[route_of(link)])
        link = queue.pop(0)
        if not _worth(link, seen):
            continue
        asked += 1
        seen.update((route_of(link), "=" + link))
        answer = visitor.page.request.get(visitor.address + link)
        if answer.status >= 400:
            visitor.complaints.append(f"{link}: {answer.status}")
        if "html" in answer.headers["content-type"] and not FILES.search(link):
            html = answer.text()
            yield link, html
            queue += [unescape(found) for found in LINKS.findall(html)]


def problems_of(page: Any, width: int) -> list[str]:
    """What is wrong with the page as it is drawn now."""
    found = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"wider than {width}: {page.evaluate(TOO_WIDE, width)}")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate(RUN_AXE, TAGS)
    return found + [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in told]


def look(visitor: Visitor, role: str, path: str) -> list[str]:
    """The page in the browser, on a desk and on two phones, with its pictures."""
    visitor.page.set_viewport_size({"width": WIDE, "height": 900})
    visitor.go(path)
    found = []
    for width in (WIDE, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{path} at {width}: {problem}" for problem in problems_of(visitor.page, width)]
        picture(visitor, f"{role}-{name_of(path)}-{width}")
    visitor.page.set_viewport_size({"width": NARROW, "height": 900})
    if visitor.page.evaluate("document.documentElement.scrollWidth") > NARROW:
        found.append(f"{path}: wider than {NARROW}: {visitor.page.evaluate(TOO_WIDE, NARROW)}")
    return found


@pytest.mark.parametrize("key", ROLES, ids=lambda key: key or "public")
def test_every_page(visit: Callable[..., Visitor], key: str | None) -> None:
    """Every page answers; one of each kind in each shell is looked at."""
    visitor, role = visit(key), key or "public"
    problems: list[str] = []
    starts = ["/desk", "/account", "/"] if key else ["/", "/sign-in"]
    looked: set[str] = set()
    visited = 0
    for path, _html in crawl(visitor, starts):
        visited += 1
        if route_of(path) not in looked and path.startswith(LOOKS.get(key, "/desk")):
            looked.add(route_of(path))
            problems += look(visitor, role, path)
    assert visited > 10
    assert problems == []
    assert visitor.complaints == []


LARGE = {
    "centre": ("/desk", "/groups", "/groups/1", "/groups/new", "/contests/1"),
    "zhulao": ("/desk", "/proposals", "/groups/3"),
    None: ("/", "/calls", "/notices", "/stars", "/money"),
}


@pytest.mark.parametrize("key", LARGE, ids=lambda key: key or "public")
def test_large_print(visit: Callable[..., Visitor], key: str | None) -> None:
    visitor = visit(key)
    visitor.go("/account" if key else "/")
    visitor.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    visitor.page.locator('.preferences button[name="large_print"]').first.click()
    visitor.page.wait_for_load_state()
    problems = []
    for path in LARGE[key]:
        visitor.go(path)
        assert visitor.page.evaluate("document.documentElement.classList.contains('large-print')")
        for width in (PHONE, NARROW):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            problems += [f"{path} at {width}: {p}" for p in problems_of(visitor.page, width)]
        picture(visitor, f"{key or 'public'}-large-{name_of(path)}")
    assert problems == []
    assert visitor.complaints == []
