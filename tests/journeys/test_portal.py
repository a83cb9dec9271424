"""Step nine: the desk of each role, the dossier, the public pages, and a document verified by the address on it."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.journeys.steps import Visit, pdf, pick

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESKS = {
    "centre": "支出",
    "yinxing": "活动",
    "street": "点单",
    "district": "拨款",
    "finance": "拨款",
    "zhulao": "点单",
}


@pytest.mark.parametrize("key", DESKS)
def test_a_desk_leads_to_its_work(visit: Visit, key: str) -> None:
    visitor = visit(key)
    visitor.go("/desk")
    assert visitor.page.locator("main").get_by_text(DESKS[key]).first.is_visible()
    with visitor.page.expect_navigation():
        visitor.page.locator("main .tasks a").first.click()
    assert visitor.page.locator("main h1").is_visible()


def test_the_dossier_opens(visit: Visit) -> None:
    centre = visit("centre")
    group = pick(centre, "/groups?q=暖邻助老", "暖邻助老队")
    centre.go(f"/dossiers/{group.rpartition('/')[2]}")
    assert centre.page.locator("main h1").inner_text().endswith("暖邻助老队")
    with centre.page.expect_download() as waiting:
        centre.page.locator("main a[href$='.zip'], main a[href$='/zip']").first.click()
    with ZipFile(waiting.value.path()) as parcel:
        names = parcel.namelist()
        assert parcel.testzip() is None
    assert any(name.endswith(".pdf") for name in names)
    assert len(names) > 5


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/calls", "第四届社区公益微创投大赛"),
        ("/notices", "拟授星名单公示"),
        ("/stars", "星级名录"),
        ("/menu", "老年人手机课"),
        ("/money", "市级福彩公益金"),
    ],
)
def test_anybody_reads_the_public_pages(visit: Visit, path: str, words: str) -> None:
    anybody = visit()
    assert anybody.go(path).status == 200
    assert anybody.page.get_by_text(words).first.is_visible()


def test_a_document_is_verified_by_the_address_on_it(visit: Visit) -> None:
    centre = visit("centre")
    pick(centre, "/agreements", "暖邻行动")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf(centre, "公益微创投项目立项协议"))).pages)
    path = re.search(r"/verify/[0-9A-Z]{12}", text.replace("\n", ""))
    assert path, text[:800]
    anybody = visit()
    anybody.go(path[0])
    assert anybody.page.get_by_text("公益微创投项目立项协议").first.is_visible()
    assert anybody.page.get_by_text("（最新）").first.is_visible()
