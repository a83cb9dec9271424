"""Draws a radar picture on paper: the same geometry as on screen, the first series filled, the second dashed."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from core.charts import Radar, Shape
from core.documents.fonts import REGULAR

SCALE = 0.72
ACCENTS = ("#0F766E", "#C2410C")


class Net(Flowable):
    """The picture with its legend, in the middle of the line."""

    def __init__(self, drawing: Radar) -> None:
        super().__init__()
        self.drawing, self.hAlign = drawing, "CENTER"
        self.width, self.height = drawing.size * SCALE, (drawing.height + 18) * SCALE

    def draw(self) -> None:
        canvas, drawing = self.canv, self.drawing
        canvas.scale(SCALE, SCALE)
        canvas.setStrokeColor("#CBD5D1")
        canvas.setLineWidth(0.8)
        for ring in drawing.rings:
            self._polygon(canvas, [tuple(map(float, point.split(","))) for point in ring.split()])
        for spoke in drawing.spokes:
            canvas.line(*self._at(drawing.centre), *self._at(spoke))
        for place, shape in enumerate(drawing.shapes[:2]):
            self._shape(canvas, shape, place)
        self._labels(canvas)

    def _at(self, point: tuple[float, ...]) -> tuple[float, float]:
        """Screens count downwards, paper upwards."""
        return point[0], self.drawing.height + 18 - point[1]

    def _polygon(self, canvas: Canvas, points: list[tuple[float, ...]], fill: int = 0) -> None:
        path = canvas.beginPath()
        path.moveTo(*self._at(points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(point))
        path.close()
        canvas.drawPath(path, stroke=1, fill=fill)

    def _shape(self, canvas: Canvas, shape: Shape, place: int) -> None:
        canvas.saveState()
        canvas.setStrokeColor(ACCENTS[place])
        canvas.setFillColor(ACCENTS[place])
        canvas.setFillAlpha(0.15)
        canvas.setLineWidth(1.8)
        if place:
            canvas.setDash(5, 3)
        self._polygon(canvas, list(shape.points), fill=1 - place)
        canvas.setFillAlpha(1)
        canvas.line(8 + place * 170, 8, 34 + place * 170, 8)
        canvas.setFont(REGULAR, 11)
        canvas.drawString(40 + place * 170, 4, shape.name)
        canvas.restoreState()

    def _labels(self, canvas: Canvas) -> None:
        canvas.setFillColor("#1F2A27")
        canvas.setFont(REGULAR, 12)
        write = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
        for label in self.drawing.labels:
            for number, line in enumerate(label.lines):
                write[label.anchor](*self._at((label.x, label.y + 15 * number)), line)
