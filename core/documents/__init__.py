"""Prints documents: callers line up blocks under a letterhead and get PDF bytes, the same bytes for the same input."""

import threading
from collections.abc import Iterable, Sequence
from functools import partial
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

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
    content_digest,
)
from core.documents.flow import MARGIN, WIDTH, clean, flow, head_flowables, markup
from core.documents.fonts import FontMissing, missing_characters, register
from core.documents.pages import FOOT_TOP, NumberedCanvas, draw_certificate, draw_running_head

__all__ = [
    "Block",
    "Card",
    "Cards",
    "Code",
    "Cover",
    "Facts",
    "FontMissing",
    "Grid",
    "Heading",
    "Letterhead",
    "PageBreak",
    "Para",
    "Part",
    "RadarPicture",
    "Signatures",
    "Spacer",
    "Strong",
    "Toc",
    "certificate_pdf",
    "certificates_pdf",
    "content_digest",
    "missing_characters",
    "render",
]

# The fonts keep a reading position, so two threads may not cut subsets at the same moment.
PRESS = threading.Lock()


class Paper(BaseDocTemplate):
    """An A4 document whose first page leaves the head to the text and whose later pages carry a running head."""

    def __init__(self, target: BytesIO, head: Letterhead) -> None:
        super().__init__(target, pagesize=A4, invariant=1, lang="zh-CN", **metadata(head))
        bottom = FOOT_TOP + 6 * mm
        first = Frame(MARGIN, bottom, WIDTH, A4[1] - bottom - 20 * mm, 0, 0, 0, 0)
        later = Frame(MARGIN, bottom, WIDTH, A4[1] - bottom - 26 * mm, 0, 0, 0, 0)
        running = lambda canvas, _: draw_running_head(canvas, head)  # noqa: E731
        self.addPageTemplates(
            [PageTemplate("first", [first], autoNextPageTemplate="later"), PageTemplate("later", [later], running)]
        )

    def afterFlowable(self, flowable) -> None:
        """First-level headings become bookmarks, and lines of the contents where there is one."""
        outline = getattr(flowable, "outline", None)
        if outline is None:
            return
        key = f"h{self.page}-{round(self.frame._y)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(outline, key, 0)
        self.notify("TOCEntry", (0, markup(outline), self.page, key))


def metadata(head: Letterhead) -> dict[str, str]:
    return {"title": clean(head.title), "author": clean(head.issuer), "subject": clean(head.number), "creator": "苗圃"}


def render(head: Letterhead, blocks: Sequence[Block]) -> bytes:
    """The document as PDF. Equal input gives equal bytes; text is never read as markup.

    A ``Cover`` as first block stands in for the head; a ``Toc`` is filled with the first-level headings.
    """
    register()
    begins_with_cover = bool(blocks) and isinstance(blocks[0], Cover)
    target = BytesIO()
    with PRESS:
        story = [] if begins_with_cover else head_flowables(head)
        for block in blocks:
            story += flow(block)
        paper = Paper(target, head)
        build = paper.multiBuild if any(isinstance(block, Toc) for block in blocks) else paper.build
        build(story, canvasmaker=partial(NumberedCanvas, head=head))
    return target.getvalue()


def certificates_pdf(certificates: Iterable[tuple[Letterhead, str, Sequence[str]]]) -> bytes:
    """One landscape certificate a page, each with its own number and code: ``(head, name, lines)``."""
    register()
    target = BytesIO()
    with PRESS:
        canvas = Canvas(target, pagesize=landscape(A4), invariant=1, lang="zh-CN", pageCompression=1)
        for number, (head, name, lines) in enumerate(certificates):
            if number == 0:
                canvas.setTitle(clean(head.title))
                canvas.setAuthor(clean(head.issuer))
                canvas.setSubject(clean(head.number))
                canvas.setCreator("苗圃")
            draw_certificate(canvas, head, name, tuple(lines))
            canvas.showPage()
        canvas.save()
    return target.getvalue()


def certificate_pdf(head: Letterhead, name: str, *lines: str) -> bytes:
    """A single certificate."""
    return certificates_pdf([(head, name, lines)])
