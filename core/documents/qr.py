"""Square codes as vector drawing."""

from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

INK = HexColor("#1F2937")
QR_MASK = 2  # every mask is lawful to read; trying all eight for the prettiest takes ten times as long


@lru_cache(maxsize=256)
def qr_rows(url: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light modules of the code that opens ``url``; level M survives a stamp or a fold."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(url))
    code.version = code.calculate_version()
    code.makeImpl(False, QR_MASK)
    return tuple(tuple(bool(cell) for cell in row) for row in code.modules)


def draw_qr(canvas: Canvas, url: str, x: float, y: float, side: float) -> None:
    """One path of runs, not one square a module: a tenth of the bytes."""
    rows = qr_rows(url)
    step = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                path.rect(x + start * step, y + side - (number + 1) * step, (end - start) * step, step)
            start = end + 1
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)


class Square(Flowable):
    """A code in the flow of the text."""

    def __init__(self, url: str, side: float = 22 * mm) -> None:
        super().__init__()
        self.url, self.width, self.height = url, side, side

    def draw(self) -> None:
        draw_qr(self.canv, self.url, 0, 0, self.height)
