"""Draws what surrounds the text: running head, foot with page numbers and verification code, certificate frame."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from core.access import is_shadow
from core.documents.blocks import Letterhead, Part
from core.documents.flow import GREY, HAIR, INK, MARGIN, TEAL, WIDTH, chinese_date, clean, style, text
from core.documents.fonts import BOLD, REGULAR
from core.documents.qr import draw_qr

GOLD = HexColor("#B08D3C")
TRIAL = Color(0.76, 0.25, 0.05, alpha=0.22)
QR_SIDE = 17 * mm
FOOT_TOP = 29 * mm


def fitted(words: str, font: str, size: float, room: float) -> str:
    """``words``, cut with an ellipsis when they are wider than ``room`` points."""
    words = clean(words).replace("\n", " ")
    if stringWidth(words, font, size) <= room:
        return words
    while words and stringWidth(words + "…", font, size) > room:
        words = words[:-1]
    return words + "…"


def foot_lines(head: Letterhead) -> list[str]:
    """What a reader needs to check the paper against the system."""
    made = " ".join(part for part in (head.made_by, head.made_at) if part)
    marks = [f"版本 {head.version}"]
    if head.content_hash:
        marks.append(f"内容摘要 {head.content_hash[:16]}")
    if head.audit_head:
        marks.append(f"审计链 {head.audit_head[:16]}")
    lines = [" · ".join(marks), f"制作 {made}"]
    return [*lines, f"扫码核验 {head.verify_url}"] if head.verify_url else lines


def draw_marks(canvas: Canvas, head: Letterhead, x: float, top: float, room: float, url: str = "") -> None:
    """The code and the lines of the foot beside it, hanging from ``top``."""
    if url or head.verify_url:
        draw_qr(canvas, url or head.verify_url or "", x, top - QR_SIDE, QR_SIDE)
        x, room = x + QR_SIDE + 3 * mm, room - QR_SIDE - 3 * mm
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 7.5)
    for place, line in enumerate(foot_lines(head)):
        canvas.drawString(x, top - 9 - place * 13, fitted(line, REGULAR, 7.5, room))


def draw_foot(canvas: Canvas, head: Letterhead, page: int, pages: int, part: Part | None = None) -> None:
    """Of a part, which is no document by itself, ``page`` and ``pages`` are its own."""
    canvas.setStrokeColor(HAIR)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, FOOT_TOP, MARGIN + WIDTH, FOOT_TOP)
    url = f"{part.url}&page={page}" if part else ""
    draw_marks(canvas, head, MARGIN, FOOT_TOP - 2.5 * mm, WIDTH - 30 * mm, url)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(
        MARGIN + WIDTH, FOOT_TOP - 2.5 * mm - 9, f"{'本表' if part else ''}第 {page} 页 / 共 {pages} 页"
    )
    if part:
        canvas.drawString(
            MARGIN + QR_SIDE + 3 * mm, FOOT_TOP - 2.5 * mm - 35, fitted(part.name, REGULAR, 8, WIDTH - 60)
        )


def draw_running_head(canvas: Canvas, head: Letterhead) -> None:
    """Title and number on every page after the first."""
    y = A4[1] - 16 * mm
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 8)
    number = fitted(head.number, REGULAR, 8, WIDTH * 0.4)
    canvas.drawString(MARGIN, y, fitted(head.title, REGULAR, 8, WIDTH * 0.58))
    canvas.drawRightString(MARGIN + WIDTH, y, number)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(0.7)
    canvas.line(MARGIN, y - 5, MARGIN + WIDTH, y - 5)


class NumberedCanvas(Canvas):
    """Keeps finished pages until the end, when the number of pages is known, and then draws their feet."""

    def __init__(self, *args, head: Letterhead, **more) -> None:
        super().__init__(*args, **more)
        self._head = head
        self._kept: list[dict] = []
        self.part: Part | None = None

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page, number, pages in numbered(self._kept):
            self.__dict__.update(page)
            draw_foot(self, self._head, number, pages, page["part"])
            draw_trial(self, self._head)
            super().showPage()
        super().save()


def numbered(kept: Sequence[dict]) -> Iterator[tuple[dict, int, int]]:
    """(page, its number, of how many), counted within each part; a paper without parts is one."""
    for _part, together in groupby(kept, key=lambda page: id(page["part"])):
        pages = list(together)
        yield from ((page, number, len(pages)) for number, page in enumerate(pages, 1))


def draw_trial(canvas: Canvas, head: Letterhead) -> None:
    """Across the page, where it can neither be overlooked nor cut off: this paper was made in a rehearsal."""
    if not is_shadow(head.number):
        return
    across, high = canvas._pagesize
    canvas.saveState()
    canvas.translate(across / 2, high / 2)
    canvas.rotate(35)
    canvas.setFillColor(TRIAL)
    canvas.setFont(BOLD, 64)
    canvas.drawCentredString(0, 0, "试运行 · 无效")
    canvas.restoreState()


def frame(canvas: Canvas, inset: float, colour: Color, width: float) -> None:
    across, high = landscape(A4)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.rect(inset, inset, across - 2 * inset, high - 2 * inset, stroke=1, fill=0)


def draw_border(canvas: Canvas) -> None:
    """A teal frame, a gold hairline within, and a small gold square set on each corner."""
    across, high = landscape(A4)
    frame(canvas, 10 * mm, TEAL, 3)
    frame(canvas, 12.5 * mm, GOLD, 0.7)
    side, inset = 5 * mm, 14 * mm
    canvas.setLineWidth(0.7)
    for x in (inset, across - inset - side):
        for y in (inset, high - inset - side):
            canvas.rect(x, y, side, side, stroke=1, fill=0)
            canvas.rect(x + 1.4 * mm, y + 1.4 * mm, side - 2.8 * mm, side - 2.8 * mm, stroke=1, fill=0)


def draw_centred(canvas: Canvas, words: str, y: float, size: float, colour: Color, spacing: float = 0) -> None:
    """One bold line in the middle, made smaller until it fits."""
    across, room = landscape(A4)[0], 210 * mm
    words = clean(words).replace("\n", " ")
    natural = stringWidth(words, BOLD, size) + spacing * len(words)
    scale = min(1, room / natural) if natural else 1
    canvas.setFillColor(colour)
    canvas.setFont(BOLD, size * scale)
    canvas.drawCentredString(across / 2 + spacing * scale / 2, y, words, charSpace=spacing * scale)


def certificate_text(size: float) -> ParagraphStyle:
    return style(f"certificate {size}", size, 1.75, alignment=1)


def draw_body(canvas: Canvas, lines: tuple[str, ...], top: float, bottom: float) -> None:
    """The sentences, centred between ``top`` and ``bottom``, in the largest size that fits."""
    room = 205 * mm
    for size in (16, 14, 12, 10, 8):
        looks = [text(line, certificate_text(size)) for line in lines]
        heights = [look.wrap(room, top - bottom)[1] for look in looks]
        if sum(heights) <= top - bottom:
            break
    y = top - max(0, (top - bottom - sum(heights)) / 2)
    for look, height in zip(looks, heights, strict=True):
        y -= height
        look.drawOn(canvas, (landscape(A4)[0] - room) / 2, y)


def draw_certificate(canvas: Canvas, head: Letterhead, name: str, lines: tuple[str, ...]) -> None:
    """One landscape page: title, receiver, sentences, issuer and date with room for the seal, marks to verify."""
    across, high = landscape(A4)
    draw_border(canvas)
    draw_trial(canvas, head)
    draw_centred(canvas, head.title, high - 48 * mm, 36, TEAL, spacing=6)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 10)
    under = " · ".join(part for part in (head.number, head.label) if part)
    canvas.drawCentredString(across / 2, high - 58 * mm, fitted(under, REGULAR, 10, 205 * mm))
    draw_centred(canvas, name, high - 82 * mm, 28, INK, spacing=2)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.9)
    canvas.line(across / 2 - 45 * mm, high - 88 * mm, across / 2 + 45 * mm, high - 88 * mm)
    draw_body(canvas, lines, high - 92 * mm, 58 * mm)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 14)
    canvas.drawRightString(across - 32 * mm, 43 * mm, fitted(head.issuer, BOLD, 14, 120 * mm))
    canvas.setFont(REGULAR, 12)
    canvas.drawRightString(across - 32 * mm, 34 * mm, chinese_date(head.issued_on))
    draw_marks(canvas, head, 26 * mm, 44 * mm, 110 * mm)
