"""English is complete: each sentence has a translation with the same gaps, and no catalogue says more than the code."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

from core.i18n import CHINESE, GAP, LOCALES, catalogue, translator
from core.permissions import Role
from portal import catalogues
from tests import factories

CHROME = re.compile(
    r"<(h1|h2|h3|th|dt|label|button|summary|legend|caption|figcaption)\b[^>]*>(.*?)</\1>|<nav\b[^>]*>(.*?)</nav>",
    re.DOTALL,
)
TAGS = re.compile(r"<[^>]+>")
# What stays Chinese on an English page: the button that leads back, and the names that the factories give.
DATA = ("中文", "云溪区", "银杏里社区", "河畔社区", "学府社区", "滨河街道", "松岭街道", "人员", "周小满")


def entries() -> list[tuple[str, str]]:
    found = []
    for path in sorted((LOCALES / "en").glob("*.po")):
        with path.open("rb") as file:
            found += [(str(m.id), str(m.string)) for m in read_po(file) if m.id]
    return found


def test_every_sentence_has_a_translation():
    words = catalogue("en")
    assert [sentence for sentence in catalogues.collect() if not words.get(sentence)] == []


def test_no_entry_is_dead_or_twofold():
    ids = Counter(sentence for sentence, _translation in entries())
    assert [sentence for sentence, count in ids.items() if count > 1] == []
    assert set(ids) - set(catalogues.collect()) == set()


def test_a_translation_keeps_the_gaps():
    assert [(s, t) for s, t in entries() if sorted(GAP.findall(s)) != sorted(GAP.findall(t))] == []


def test_a_translation_is_english():
    quoted = {"Gender must be 男 or 女."}
    examples = "云溪区滨河街道银杏里社区巧手编织队"
    wrong = [t for _s, t in entries() if CHINESE.search(t.replace(examples, "")) and t not in quoted]
    assert wrong == []


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("保存", "Save"),
        ("已完成：提交", "Done: Submit"),
        ("已保存：服务计划 PL-7", "Saved: Service plan PL-7"),
        ("2026年11月22日 周日 09:30", "Sun 22 Nov 2026 09:30"),
        ("2026年1月2日至2026年3月4日", "2 Jan 2026 to 4 Mar 2026"),
        ("中期检查 990105-ZQ-2026-0005", "Mid-term check 990105-ZQ-2026-0005"),
        ("文化建设、邻里互助", "Culture, Neighbourly help"),
        ("巧手编织队", "巧手编织队"),
        ("", ""),
    ],
)
def test_what_is_filled_in_is_translated_by_its_pattern(chinese: str, english: str):
    assert translator("en")(chinese) == english
    assert translator("zh_CN")(chinese) == chinese


def left_chinese(html: str) -> list[str]:
    """The Chinese in headings, labels, buttons and navigation, without names."""
    found = []
    for match in CHROME.finditer(html):
        text = " ".join(TAGS.sub(" ", match[2] or match[3] or "").split())
        for name in DATA:
            text = text.replace(name, "")
        if CHINESE.search(text):
            found.append(text)
    return found


@pytest.mark.parametrize("path", ["/", "/sign-in", "/verify", "/notices"])
def test_public_pages_in_english(browser, path: str):
    visitor = browser()
    visitor.http.cookies.set("lang", "en")
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert 'lang="en"' in answer.text
    assert left_chinese(answer.text) == []


@pytest.mark.parametrize(
    "path", ["/desk", "/talents", "/talents/new", "/groups", "/groups/new", "/needs/new", "/account"]
)
def test_pages_of_an_office_in_english(browser, path: str):
    worker = browser(Role.COMMUNITY, factories.COMMUNITY_A)
    worker.post("/preferences", {"lang": "en", "next": "/desk"})
    answer = worker.get(path)
    assert answer.status_code == 200
    assert left_chinese(answer.text) == []


def test_a_record_in_english(browser):
    worker = browser(Role.COMMUNITY, factories.COMMUNITY_A)
    worker.post("/preferences", {"lang": "en", "next": "/desk"})
    sent = {"name": "周小满", "area_code": factories.COMMUNITY_A, "phone": "13815908301", "categories": ["CRAFT"]}
    made = worker.post("/talents/new", sent | {"discover_channel": "VISIT"})
    assert made.status_code == 303, made.text
    page = worker.get(made.headers["location"]).text
    assert "Saved: 周小满" in page
    assert left_chinese(page) == []
    assert "Candidate" in page and "Crafts and intangible heritage" in page and "候选" not in page
    refused = worker.post("/talents/new", sent | {"phone": "12"}).text
    assert "corrections needed" in refused
    assert left_chinese(refused) == []
