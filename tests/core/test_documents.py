"""Documents say exactly what they were given, break lines lawfully, and come out byte for byte the same."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from random import Random
from threading import Thread

import pytest
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from core.documents import (
    Card,
    Cards,
    Cover,
    Facts,
    Grid,
    Heading,
    Letterhead,
    PageBreak,
    Para,
    Part,
    Signatures,
    Spacer,
    Strong,
    Toc,
    certificate_pdf,
    certificates_pdf,
    content_digest,
    missing_characters,
    render,
)
from core.documents.flow import BODY, INDENTED, markup
from core.documents.fonts import REGULAR, register, to_unicode_cmap
from core.documents.linebreak import NO_END, NO_START, PAIRED, WORD, Text, break_lines
from core.documents.qr import qr_rows

HEAD = Letterhead(
    title="微公益项目资助协议",
    number="梧桐资〔2026〕17号",
    issuer="梧桐街道社区社会组织孵化中心",
    issued_on=date(2026, 11, 22),
    version=2,
    made_by="王敏",
    verify_url="https://miaopu.example.org/v/ab12cd34",
    content_hash="9f86d081884c7d659a2feaa0c55ad015",
    audit_head="0123456789abcdef0123",
    label="福彩公益金资助",
    made_at="2026-11-22 14:30",
)
PASSAGE = (
    "根据《关于培育发展社区社会组织的意见》（民发〔2017〕191号），甲方与“夕阳红”合唱队就“邻里守望——独居老人关爱”"
    "项目达成协议：资助总额¥12,000.00元，分三期拨付……联系邮箱 contact@example.org。"
)


def words(pdf: bytes) -> str:
    """All text of a PDF without white space, since line ends are layout."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def lines_of(paragraph: Text) -> list[str]:
    """The lines as drawn, of either kind of paragraph."""
    if paragraph.blPara.kind == 0:
        return ["".join(parts) for _, parts in paragraph.blPara.lines]
    return ["".join(word.text for word in line.words) for line in paragraph.blPara.lines]


def is_lawful(lines: list[str]) -> bool:
    return not any(
        after[0] in NO_START or before[-1] in NO_END or (before[-1] in PAIRED and before[-1] == after[0])
        for before, after in pairwise(lines)
    )


def test_head_and_foot_say_who_what_and_how_to_verify() -> None:
    said = words(render(HEAD, [Para("正文")]))
    for part in (
        *("微公益项目资助协议", "梧桐资〔2026〕17号", "2026年11月22日", "福彩公益金资助", "正文", "第1页/共1页"),
        *(
            "版本2",
            "内容摘要9f86d081884c7d65·",
            "审计链0123456789abcdef",
            "制作王敏2026-11-2214:30",
            "扫码核验https://",
        ),
    ):
        assert part in said


def test_optional_parts_are_simply_left_out() -> None:
    bare = replace(HEAD, verify_url=None, content_hash="", audit_head=None, label=None, made_at=None)
    said = words(render(bare, []))
    assert "扫码核验" not in said
    assert "内容摘要" not in said
    assert "版本2制作王敏" in said


def test_every_page_is_numbered_and_carries_title_and_number() -> None:
    pages = PdfReader(BytesIO(render(HEAD, [Para(PASSAGE), PageBreak(), Para(PASSAGE)]))).pages
    texts = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    assert [f"第{number}页/共2页" in said for number, said in enumerate(texts, 1)] == [True, True]
    assert all(HEAD.title in said and HEAD.number in said for said in texts)


@pytest.mark.parametrize("rare", ["𬭩", "𫖯", "𬳵", "𰻞𬭩"[1:]])
def test_characters_above_the_basic_plane_copy_out(rare: str) -> None:
    assert f"张{rare}先生" in words(render(HEAD, [Para(f"张{rare}先生", Strong(f"李{rare}"))]))
    assert f"李{rare}" in words(render(HEAD, [Para(Strong(f"李{rare}"))]))


def test_cmap_writes_surrogate_pairs_in_blocks_of_at_most_one_hundred() -> None:
    cmap = to_unicode_cmap("F", [0x2CB69, *range(0x4E00, 0x4E00 + 149)])
    assert "<00> <D872DF69>" in cmap
    assert re.findall(r"(\d+) beginbfchar", cmap) == ["100", "50"]


@pytest.mark.parametrize(
    "hostile",
    ["a<b", "</para>", "<b>粗", "&amp;", "a & b", '<img src="x"/>', "<font size=99>", "=1+1", "{0}%s", "]]>"],
)
def test_text_is_never_markup(hostile: str) -> None:
    head = replace(HEAD, title=hostile, number=hostile, issuer=hostile, made_by=hostile, label=hostile)
    blocks = [
        *(Heading(hostile), Para(hostile, Strong(hostile)), Facts([(hostile, hostile)]), Signatures([hostile])),
        *(Grid([hostile], [[hostile]]), Cards([Card(hostile, (hostile,), hostile)])),
    ]
    plain = re.sub(r"\s", "", hostile)
    assert words(render(head, blocks)).count(plain) >= 15
    assert plain in words(certificate_pdf(head, hostile, hostile))
    assert plain in words(render(head, [Cover(hostile, hostile, (hostile,)), Toc(hostile), Heading(hostile)]))


@pytest.mark.parametrize(
    "odd", ["", " ", "\n", "a\nb", "\0\x07", "\ud800", "\ufeff", "长" * 6000, "x" * 6000, "，" * 300]
)
def test_odd_text_still_prints(odd: str) -> None:
    blocks = [
        *(Heading(odd[:200]), Para(odd), Para(odd, Strong(odd)), Facts([(odd[:20], odd)]), Signatures([odd])),
        *(Grid(["一", "二"], [[odd, odd]]), Cards([Card(odd, (odd,) * 40, odd)]), Spacer()),
    ]
    assert render(HEAD, blocks).startswith(b"%PDF")
    assert certificate_pdf(HEAD, odd, odd[:900]).startswith(b"%PDF")


def test_empty_blocks_print_nothing_and_break_nothing() -> None:
    assert render(HEAD, [Facts([]), Signatures([]), Cards([]), Grid(["名称"], [])]).startswith(b"%PDF")


def test_equal_input_gives_equal_bytes_even_from_two_threads() -> None:
    blocks = [Heading("一"), Para(PASSAGE), Grid(["甲", "乙"], [["1", "2"]])]
    results: list[bytes] = []
    threads = [Thread(target=lambda: results.append(render(HEAD, blocks))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(results) == {render(HEAD, blocks)}
    assert certificate_pdf(HEAD, "甲", "乙") == certificate_pdf(HEAD, "甲", "乙")


@pytest.mark.parametrize("style", [BODY, INDENTED])
@pytest.mark.parametrize("is_marked", [False, True])
def test_no_line_begins_or_ends_with_the_wrong_mark(style, is_marked: bool) -> None:
    register()
    random = Random(7)
    nouns = ["社区", "《意见》", "“邻里”", "（试行）", "12,000.00", "¥300", "80%", "A4纸", "二〇二六年", "居民议事会"]
    marks = ["，", "。", "——", "……", "、", "；", "", "", "："]
    for room in range(110, 460, 7):
        parts = [random.choice(pieces) for _ in range(80) for pieces in (nouns, marks)]
        said = "".join(f"<b>{part}</b>" if is_marked and random.random() < 0.3 else part for part in parts)
        paragraph = Text(said, style)
        paragraph.wrap(room, 9999)
        lines = lines_of(paragraph)
        assert "".join(lines) == "".join(parts)
        assert is_lawful(lines), lines


@pytest.mark.parametrize("is_marked", [False, True])
def test_lines_stay_inside_the_measure(is_marked: bool) -> None:
    paragraph = Text(f"<b>注</b>{markup(PASSAGE)}" if is_marked else markup(PASSAGE), BODY)
    paragraph.wrap(200, 999)
    assert all(pdfmetrics.stringWidth(line, REGULAR, 10.5) <= 202 for line in lines_of(paragraph))


@pytest.mark.parametrize("parts", [(PASSAGE * 40,), ("甲", Strong("乙"), PASSAGE * 40)])
def test_a_paragraph_over_several_pages_loses_nothing(parts) -> None:
    pdf = render(HEAD, [Para(*parts)])
    said = re.sub(r"微公益项目资助协议梧桐资.17号|版本2.*?共\d页", "", words(pdf))
    assert len(PdfReader(BytesIO(pdf)).pages) > 2
    assert said.count("甲方与“夕阳红”合唱队就") + said.count("分三期拨付") >= 76  # a page break may fall inside one


def test_words_and_numbers_are_not_cut_and_spaces_vanish_at_line_ends() -> None:
    chars = "联系 contact 12,000.00 元"
    pieces = [chars[start:end] for start, end in break_lines(chars, [1.0] * len(chars), [9])]
    assert pieces == ["联系", "contact", "12,000.00", "元"]
    assert set("0Az.,") <= WORD


def test_a_word_wider_than_the_line_is_cut_rather_than_lost() -> None:
    assert break_lines("x" * 25, [1.0] * 25, [10]) == [(0, 10), (10, 20), (20, 25)]


def test_wide_tables_repeat_their_header_and_wrap_their_cells() -> None:
    rows = [[f"第{number}期", PASSAGE, "1,000.00"] for number in range(60)]
    grid = Grid(["期次", "条件", "金额（元）"], rows, widths=[1, 4, 1.4], align=["left", "left", "right"])
    pages = PdfReader(BytesIO(render(HEAD, [grid]))).pages
    texts = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    assert len(texts) > 3
    assert all("期次" in said for said in texts)
    assert "".join(texts).count("contact@example.org") == 60


def test_a_booklet_has_cover_contents_and_bookmarks() -> None:
    cards = [Card(f"能人{number:03}", ("书法",), "社区能人") for number in range(40)]
    pdf = render(
        HEAD, [Cover("能人名册", "2026年度"), Toc(), Heading("能人"), Cards(cards), PageBreak(), Heading("附录")]
    )
    reader = PdfReader(BytesIO(pdf))
    contents = re.sub(r"[\s.]", "", reader.pages[1].extract_text())
    assert [mark["/Title"] for mark in reader.outline] == ["能人", "附录"]
    assert "3能人" in contents  # the page number is drawn first
    assert f"{len(reader.pages)}附录" in contents
    said = words(pdf)
    assert all(card.title in said for card in cards)


def test_certificates_carry_each_its_own_name_and_number() -> None:
    heads = [replace(HEAD, title="星级评定证书", number=f"第{number}号") for number in range(3)]
    reader = PdfReader(BytesIO(certificates_pdf([(head, f"队伍{head.number}", ["达到三星级。"]) for head in heads])))
    texts = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert [f"队伍第{number}号" in said for number, said in enumerate(texts)] == [True] * 3
    assert float(reader.pages[0].mediabox.width) > float(reader.pages[0].mediabox.height)


def test_missing_characters_are_named_once_in_order() -> None:
    assert missing_characters("张𬭩 王\U0002f80a李\U00030edd\U0002f80a\n") == ["\U0002f80a", "\U00030edd"]
    assert missing_characters("《通用规范汉字表》：“一〇二”——㎡、★、①") == []


def test_the_code_is_square_and_differs_by_address() -> None:
    rows = qr_rows("https://miaopu.example.org/v/1")
    assert {len(row) for row in rows} == {len(rows)}
    assert rows != qr_rows("https://miaopu.example.org/v/2")


def test_each_page_of_a_part_says_whose_it_is_and_which_of_how_many() -> None:
    long = Para("评语。" * 900)
    one, two = (Part(f"https://miaopu.example.org/p?seat={n}", f"席位 {n}") for n in (1, 2))
    pdf = PdfReader(BytesIO(render(HEAD, [one, long, PageBreak(), two, long, long])))
    told = []
    for page in pdf.pages:
        text = page.extract_text()
        number, count = re.search(r"本表第 (\d+) 页 / 共 (\d+) 页", text).groups()
        told.append((re.search(r"席位 \d", text).group(), int(number), int(count)))
    counts = [sum(name == seat for name, _n, _m in told) for seat in ("席位 1", "席位 2")]
    assert min(counts) > 1
    assert told == [(f"席位 {k}", n, m) for k, m in enumerate(counts, 1) for n in range(1, m + 1)]


def test_the_digest_hangs_on_what_is_said_only() -> None:
    blocks = [Para("甲", Strong("乙")), Facts([("金额", "1")])]
    digest = content_digest("题", "号", blocks)
    assert digest == content_digest("题", "号", [Para("甲", Strong("乙")), Facts((("金额", "1"),))])
    assert digest != content_digest("题", "号", [Para("甲", "乙"), Facts([("金额", "1")])])
    assert len(digest) == 64
