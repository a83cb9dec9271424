"""Turns blocks into ReportLab flowables: styles, spacing, tables, boxes; the one place of typographic taste."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import singledispatch
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Table
from reportlab.platypus import PageBreak as Break
from reportlab.platypus import Spacer as Gap
from reportlab.platypus.tableofcontents import TableOfContents

from core import charts
from core.documents.blocks import (
    Block,
    Card,
    Cards,
    Code,
    Cover,
    Facts,
    Grid,
    Heading,
    Letterhead,
    PageBreak,
    Para,
    Part,
    RadarPicture,
    Signatures,
    Spacer,
    Strong,
    Toc,
)
from core.documents.fonts import BOLD, REGULAR
from core.documents.linebreak import Text
from core.documents.net import Net
from core.documents.qr import Square

TEAL, PALE = HexColor("#0F766E"), HexColor("#F0F7F6")
INK, GREY, HAIR = HexColor("#1F2937"), HexColor("#6B7280"), HexColor("#D5DAE0")
MARGIN = 25 * mm
WIDTH = A4[0] - 2 * MARGIN
DATE_TO_FILL = "年{0}月{0}日".format("\xa0" * 6)  # ordinary spaces would collapse into one
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


def style(name: str, size: float, leading: float = 1.6, **more) -> ParagraphStyle:
    facts = {"fontName": REGULAR, "textColor": INK, "wordWrap": "CJK", **more}
    return ParagraphStyle(name, fontSize=size, leading=size * leading, **facts)


BODY = style("body", 10.5, alignment=TA_JUSTIFY, spaceAfter=5)
INDENTED = style("indented", 10.5, alignment=TA_JUSTIFY, spaceAfter=5, firstLineIndent=21)
TITLE = style("title", 20, 1.4, fontName=BOLD, alignment=TA_CENTER, spaceBefore=16, spaceAfter=6)
UNDER = style("under", 9.5, textColor=GREY, alignment=TA_CENTER, spaceAfter=14)
ISSUER = style("issuer", 11, fontName=BOLD, textColor=TEAL)
HEADINGS = {
    1: style("h1", 13, fontName=BOLD, textColor=TEAL, spaceBefore=12, spaceAfter=5, keepWithNext=1),
    2: style("h2", 11, fontName=BOLD, spaceBefore=8, spaceAfter=3, keepWithNext=1),
}
COVER_TITLE = style("cover title", 30, 1.4, fontName=BOLD, alignment=TA_CENTER, spaceAfter=12)
COVER_LINE = style("cover line", 13, alignment=TA_CENTER, textColor=GREY)
LABEL = style("label", 9.5, textColor=GREY)
HEADER = {key: style(f"header {key}", 9.5, 1.45, fontName=BOLD, textColor=TEAL, alignment=ALIGN[key]) for key in ALIGN}
CELL = {key: style(f"cell {key}", 9.5, 1.45, alignment=ALIGN[key]) for key in ALIGN}
CARD_TITLE = style("card title", 11.5, 1.4, fontName=BOLD, spaceAfter=3)
CARD_TAG = style("card tag", 8.5, 1.4, textColor=TEAL, spaceAfter=2)
CARD_LINE = style("card line", 9, 1.5)


def clean(text: str) -> str:
    """Text without what no font can print: control characters, lone surrogates, byte-order marks."""
    return UNPRINTABLE.sub("", str(text).replace("\r\n", "\n").replace("\t", " "))


def markup(text: str) -> str:
    """Text as ReportLab markup that says exactly the text; line ends stay line ends."""
    return escape(clean(text)).replace("\n", "<br/>")


def shortened(words: str, most: int) -> str:
    """At most ``most`` characters: a box that must fit a page cannot grow without end."""
    words = clean(words)
    return words if len(words) <= most else words[: most - 1] + "…"


def text(words: str, look: ParagraphStyle) -> Text:
    return Text(markup(words), look)


class Badge(Flowable):
    """A small outlined label at the right edge, such as the source of the money."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = shortened(words, 24)
        self.width, self.height = stringWidth(self.words, BOLD, 9) + 16, 17
        self.hAlign = "RIGHT"

    def draw(self) -> None:
        self.canv.setStrokeColor(TEAL)
        self.canv.setFillColor(TEAL)
        self.canv.setLineWidth(0.8)
        self.canv.roundRect(0, 0, self.width, self.height, 3, stroke=1, fill=0)
        self.canv.setFont(BOLD, 9)
        self.canv.drawCentredString(self.width / 2, 5.2, self.words)


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def head_flowables(head: Letterhead) -> list[Flowable]:
    """The head of the first page: issuer and label, the rule, the title, number and date."""
    badge = Badge(head.label) if head.label else None
    room = badge.width if badge else 0
    top = Table([[text(head.issuer, ISSUER), badge or ""]], colWidths=[WIDTH - room, room])
    top.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *padding(0, 0)])
    under = " · ".join(part for part in (head.number, chinese_date(head.issued_on)) if part)
    rule = HRFlowable(width="100%", thickness=1.4, color=TEAL, spaceBefore=5, spaceAfter=0)
    return [top, rule, text(head.title, TITLE), text(under, UNDER)]


def padding(across: float, down: float) -> list[tuple]:
    sides = (("LEFTPADDING", across), ("RIGHTPADDING", across), ("TOPPADDING", down), ("BOTTOMPADDING", down))
    return [(side, (0, 0), (-1, -1), size) for side, size in sides]


@singledispatch
def flow(block: Block) -> list[Flowable]:
    """The flowables of one block."""
    raise TypeError(f"not a document block: {block!r}")


@flow.register
def _(block: Heading) -> list[Flowable]:
    heading = text(block.text, HEADINGS[min(block.level, 2)])
    heading.outline = clean(block.text) if block.level == 1 else None
    return [heading]


@flow.register
def _(block: Para) -> list[Flowable]:
    runs = [f"<b>{markup(part.text)}</b>" if isinstance(part, Strong) else markup(part) for part in block.parts]
    return [Text("".join(runs), INDENTED if block.indent else BODY)]


@flow.register
def _(block: Facts) -> list[Flowable]:
    if not block.items:
        return []
    rows = [[text(label, LABEL), text(value, CELL["left"])] for label, value in block.items]
    table = Table(rows, colWidths=[WIDTH * 0.24, WIDTH * 0.76], splitInRow=1, spaceBefore=4, spaceAfter=10)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR), ("LINEABOVE", (0, 0), (-1, 0), 0.4, HAIR)]
    table.setStyle([*padding(6, 4), ("VALIGN", (0, 0), (-1, -1), "TOP"), *lines])
    return [table]


@flow.register
def _(block: RadarPicture) -> list[Flowable]:
    return [Net(charts.radar(block.axes, block.series))] if len(block.axes) > 2 else []


@flow.register
def _(block: Grid) -> list[Flowable]:
    count = len(block.headers)
    align = list(block.align or ["left"] * count)
    shares = list(block.widths or [1] * count)
    rows = [[text(word, HEADER[side]) for word, side in zip(block.headers, align, strict=True)]]
    rows += [[text(word, CELL[side]) for word, side in zip(row, align, strict=True)] for row in block.rows]
    columns = [WIDTH * share / sum(shares) for share in shares]
    table = Table(rows, colWidths=columns, repeatRows=1, splitInRow=1, spaceBefore=4, spaceAfter=10)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR), ("LINEABOVE", (0, 0), (-1, 0), 1, TEAL)]
    table.setStyle([*padding(5, 4), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, 0), PALE), *lines])
    return [table]


def in_rows(cells: Sequence[list[Flowable]], columns: int, room: float, look: Callable[[int], list]) -> list[Table]:
    """Boxes side by side, a table a row, so that a page break never cuts one; ``look`` styles column after column."""
    gap, tables = 8, []
    width = (WIDTH - gap * (columns - 1)) / columns
    widths = [width if place % 2 == 0 else gap for place in range(2 * columns - 1)]
    for start in range(0, len(cells), columns):
        row: list = []
        for cell in cells[start : start + columns]:
            row += [cell, ""]
        row = row[:-1] + [""] * (len(widths) - len(row) + 1)
        table = Table([row], colWidths=widths, spaceAfter=gap, minRowHeights=[room])
        filled = range(0, 2 * len(cells[start : start + columns]), 2)
        table.setStyle([*padding(9, 7), *(rule for place in filled for rule in look(place))])
        tables.append(table)
    return tables


def boxed(place: int) -> list[tuple]:
    return [("BOX", (place, 0), (place, 0), 0.6, HAIR), ("VALIGN", (place, 0), (place, 0), "TOP")]


def carded(place: int) -> list[tuple]:
    return [*boxed(place), ("LINEABOVE", (place, 0), (place, 0), 1.6, TEAL)]


@flow.register
def _(block: Signatures) -> list[Flowable]:
    dated = style("dated", 9, textColor=GREY, alignment=TA_RIGHT)
    cells = [
        [
            text(shortened(name, 120), CELL["left"]),
            text("（签字盖章）", LABEL),
            Gap(1, 20 * mm),
            text(DATE_TO_FILL, dated),
        ]
        for name in block.names
    ]
    columns = 3 if len(cells) == 3 and max(map(len, block.names)) <= 13 else 2
    return [Gap(1, 4 * mm), KeepTogether(in_rows(cells, columns, 0, boxed))] if cells else []


def card_flowables(card: Card) -> list[Flowable]:
    tag = [text(shortened(card.tag, 30), CARD_TAG)] if card.tag else []
    lines = [text(shortened(line, 50), CARD_LINE) for line in card.lines[:8]]
    return [*tag, text(shortened(card.title, 60), CARD_TITLE), *lines]


@flow.register
def _(block: Cards) -> list[Flowable]:
    columns = max(1, min(block.columns, 3))
    return list(in_rows([card_flowables(card) for card in block.cards], columns, 24 * mm, carded))


@flow.register
def _(block: Cover) -> list[Flowable]:
    rule = HRFlowable(width="30%", thickness=1.6, color=TEAL, spaceBefore=4, spaceAfter=18)
    words = [text(line, COVER_LINE) for line in (block.subtitle, *block.lines) if line]
    return [Gap(1, 62 * mm), text(block.title, COVER_TITLE), rule, *words, Break()]


@flow.register
def _(block: Toc) -> list[Flowable]:
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [style("toc", 10.5, 1.9, wordWrap=None)]
    return [text(block.title, HEADINGS[1]), contents, Break()]


@flow.register
def _(block: Code) -> list[Flowable]:
    lines = [text(line, LABEL if place else CELL["left"]) for place, line in enumerate(block.lines)]
    table = Table([[Square(block.url), lines]], colWidths=[26 * mm, WIDTH - 26 * mm], spaceBefore=2, spaceAfter=6)
    table.setStyle([*padding(0, 0), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return [table]


class Beginning(Flowable):
    """Tells the canvas, which draws the feet at the end, that the pages from here on belong to a part."""

    width = height = 0

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part

    def draw(self) -> None:
        self.canv.part = self.part


@flow.register
def _(block: Part) -> list[Flowable]:
    return [Beginning(block)]


@flow.register
def _(block: Spacer) -> list[Flowable]:
    return [Gap(1, block.millimetres * mm)]


@flow.register
def _(block: PageBreak) -> list[Flowable]:
    return [Break()]
