"""Every page that a role reaches by links: it answers, is light, says nothing in the console, fits, and passes axe."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import httpx
import pytest

from tests.journeys.conftest import NARROW, PHONE, ROOT, WIDE, House, Visitor, picture
from tests.proofs.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("floors")]  # one crawl for all

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
LOOK = (ROOT / "tests/journeys/look.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = "resultTypes: ['violations'], preload: false, elementRef: false"
RUN_AXE = f"async tags => (await axe.run({{runOnly: tags, {OPTIONS}}})).violations"
SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
})"""
MOST_SHIFT = 0.01
LARGE_PRINT = "document.documentElement.classList.add('large-print')"
OPEN_ALL = "document.querySelectorAll('details:not([data-dropdown])').forEach(d => { d.open = true })"
ROLES = (
    "centre",
    "yinxing",
    "street",
    "district",
    "finance",
    "auditor",
    "admin",
    "judge",
    "judge5",
    "zhulao",
    "yiwu",
    None,
)
SHELLS = ("public", "applicant", "judge", "centre", "wall")
HALVES = [(shell, half) for shell in SHELLS for half in (0, 1) if (shell, half) != ("wall", 1)]  # one page only
PER_ROUTE = figure(1, 2)
MOST_BYTES = 250_000
PATIENCE = 60  # seconds; how quick a page is, the benchmark says
FILES = re.compile(
    r"/(export|pdf|zip|receipt|blank|workbook|download|letter|booklet)$|/(static|api|attachments|documents|files)/"
)
LINKS = re.compile(r"""<a\b[^>]*\bhref="(/[^"#]*)""")
SHELL = re.compile(r'class="shell-(\w+)')


@dataclass(frozen=True)
class Seen:
    """One page as one role was shown it."""

    key: str | None
    path: str
    status: int
    shell: str | None
    size: int


def route_of(path: str) -> str:
    """A page's address without its numbers: what one template draws."""
    return re.sub(r"/\d+(?=/|$)", "/n", path.split("?")[0])


def name_of(path: str) -> str:
    return route_of(path).strip("/").replace("/", "-") or "front"


def _ask(client: httpx.Client, key: str | None, path: str) -> tuple[Seen, list[str]]:
    with client.stream("GET", path) as answer:
        is_page = "html" in answer.headers.get("content-type", "")
        html = answer.read().decode() if is_page else ""
        shell = SHELL.search(html)
        onward = [answer.headers["location"]] if answer.has_redirect_location else []
        seen = Seen(key, path, answer.status_code, shell[1] if shell else None, answer.num_bytes_downloaded)
    return seen, [unescape(link) for link in LINKS.findall(html) + onward if link.startswith("/")]


def crawl(client: httpx.Client, key: str | None) -> Iterator[Seen]:
    """The pages that links lead to, each once and a few of each kind; without filters and files."""
    queue = ["/desk", "/account", "/"] if key else ["/", "/sign-in"]
    kinds = Counter(route_of(path) for path in queue)
    for path in queue:
        seen, links = _ask(client, key, path)
        yield seen
        for link in links:
            is_new = link not in queue and kinds[route_of(link)] < PER_ROUTE and not FILES.search(link)
            if is_new and "?" not in link.replace("/new?", "/new"):
                kinds[route_of(link)] += 1
                queue.append(link)


@pytest.fixture(scope="package")
def pages(house: House) -> list[Seen]:
    """What every role of the cast is shown."""
    found = []
    for key in ROLES:
        with httpx.Client(base_url=house.address, cookies=house.cookies(key), timeout=PATIENCE) as client:
            found += crawl(client, key)
    return found


@pytest.fixture(scope="package")
def assets(house: House) -> int:
    """What the browser fetches beside the page on a first visit, as sent."""
    with httpx.Client(base_url=house.address) as client:
        html = client.get("/").text
        sizes = [
            _ask(client, None, unescape(path))[0].size for path in re.findall(r'(?:src|href)="(/static/[^"]+)', html)
        ]
    assert len(sizes) >= 4
    return sum(sizes)


def test_every_link_leads_somewhere(pages: list[Seen]) -> None:
    """Nobody is shown a link that ends in a refusal."""
    assert [page for page in pages if page.status != 200 and page.status // 100 != 3] == []
    assert {key: count for key, count in Counter(page.key for page in pages).items() if count < 10} == {}


def test_pages_are_light(pages: list[Seen], assets: int) -> None:
    assert [(page.path, page.size + assets) for page in pages if page.size + assets > MOST_BYTES] == []


def faults_of(visitor: Visitor, width: int, target: int) -> list[str]:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    found = visitor.page.evaluate(LOOK, {"width": width, "target": target})
    return [f"{width} px, targets {target} px: {fault}" for fault in found]


def axe(visitor: Visitor) -> list[str]:
    visitor.page.evaluate(AXE)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in visitor.page.evaluate(RUN_AXE, TAGS)]


def look(visitor: Visitor, name: str, path: str) -> list[str]:
    """The page on a desk and on a narrow phone, there in large print too; with its pictures."""
    page = visitor.page
    page.set_viewport_size({"width": WIDE, "height": 900})
    visitor.go(path)
    # On a busy machine a table may be drawn while it still arrives, and widen: what comes late moves each time.
    if page.evaluate(SHIFTS) > MOST_SHIFT:
        visitor.go(path)
    found = [f"moves by {shift} after it was drawn"] if (shift := page.evaluate(SHIFTS)) > MOST_SHIFT else []
    picture(visitor, f"{name}-{WIDE}")
    page.evaluate(OPEN_ALL)
    found += axe(visitor) + faults_of(visitor, WIDE, 44)
    page.set_viewport_size({"width": PHONE, "height": 900})
    picture(visitor, f"{name}-{PHONE}")
    found += faults_of(visitor, NARROW, 44)
    page.evaluate(LARGE_PRINT)
    found += faults_of(visitor, NARROW, 60)
    return [f"{path}: {fault}" for fault in found]


@pytest.mark.parametrize(("shell", "half"), HALVES)
def test_floors(visit: Callable[..., Visitor], pages: list[Seen], shell: str, half: int) -> None:
    """One page of each kind in each shell, seen by the first role that reaches it."""
    first: dict[str, Seen] = {}
    for page in pages:
        if page.shell == shell and page.status == 200:
            first.setdefault(route_of(page.path), page)
    faults: list[str] = []
    visitors: dict[str | None, Visitor] = {}
    for page in list(first.values())[half::2]:
        visitor = visitors.get(page.key) or visitors.setdefault(page.key, visit(page.key))
        faults += look(visitor, f"{shell}-{name_of(page.path)}", page.path)
    assert visitors
    assert faults == []
    assert [complaint for visitor in visitors.values() for complaint in visitor.complaints] == []


def test_a_page_that_moves_is_found(visit: Callable[..., Visitor]) -> None:
    """Self-check: something that comes late and pushes the rest down."""
    visitor = visit()
    visitor.go("/calls")
    visitor.page.evaluate("document.querySelector('main').prepend(document.createElement('div'))")
    visitor.page.evaluate("document.querySelector('main').firstChild.style.height = '200px'")
    visitor.page.wait_for_timeout(200)
    assert visitor.page.evaluate(SHIFTS) > MOST_SHIFT


def test_large_print_is_one_press_away(visit: Callable[..., Visitor]) -> None:
    """The switch in the head of the page; it holds on the next page too."""
    visitor = visit()
    visitor.go("/")
    visitor.page.locator('.preferences button[name="large_print"]').first.click()
    visitor.page.wait_for_selector("html.large-print")
    visitor.go("/calls")
    assert visitor.page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    assert visitor.complaints == []
