"""Breaks Chinese lines by 避头尾: no closing mark begins a line, no opening mark ends one, words stay whole."""

from collections.abc import Sequence

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import ParaLines, _handleBulletWidth, cjkU, makeCJKParaLine

# GB/T 15834-2011 标点符号用法, 5.1: these stand at no line's beginning, those at no line's end.
NO_START = frozenset("。，、；：？！,.;:?!)]}）］｝〕〉》」』】〗’”…—～~·•‧／/%％‰℃°′″々»›")
NO_END = frozenset("([{（［｛〔〈《「『【〖‘“$￥¥£€#＃@＠№§«‹")
PAIRED = frozenset("—…")
WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+@%,:'&=?#~")
SLACK = 1e-6
MOST_STRETCH = 3  # ems; a line shorter than that stays ragged rather than gappy


def may_break(before: str, after: str) -> bool:
    """Whether a line may end with ``before`` and the next begin with ``after``."""
    if after in NO_START or before in NO_END:
        return False
    if before in PAIRED and after == before:
        return False
    return not (before in WORD and after in WORD)


def fitting(widths: Sequence[float], start: int, room: float) -> int:
    """The end of the longest run from ``start`` that fits into ``room`` points; at least one character."""
    used, end = 0.0, start
    while end < len(widths) and used + widths[end] <= room + SLACK:
        used += widths[end]
        end += 1
    return max(end, start + 1)


def last_break(chars: Sequence[str], start: int, end: int) -> int:
    """The latest lawful break at or before ``end``; ``end`` itself when the run has none (a very long word)."""
    for place in range(end, start, -1):
        if may_break(chars[place - 1], chars[place]):
            return place
    return end


def break_lines(chars: Sequence[str], widths: Sequence[float], rooms: Sequence[float]) -> list[tuple[int, int]]:
    """Cut one paragraph into ``(start, end)`` lines.

    ``widths`` are points a character; ``rooms`` the widths of the first lines, the last of which repeats.
    A space at a break is left out of both lines.
    """
    lines: list[tuple[int, int]] = []
    start, total = 0, len(chars)
    while start < total:
        end = fitting(widths, start, rooms[min(len(lines), len(rooms) - 1)])
        if end < total and chars[end] != " ":
            end = last_break(chars, start, end)
        stop = end
        while stop > start and chars[stop - 1] == " ":
            stop -= 1
        lines.append((start, stop))
        start = end
        while start < total and chars[start] == " ":
            start += 1
    return lines


class Text(Paragraph):
    """A paragraph that breaks Chinese lawfully, with and without inline markup.

    With ``TA_JUSTIFY`` the rest of a line is shared out between its characters, as in print; ReportLab would
    stretch spaces only, which Chinese has none of.
    """

    def breakLinesCJK(self, maxWidths):
        rooms = list(maxWidths) if isinstance(maxWidths, list | tuple) else [maxWidths]
        if getattr(self, "_splitpara", 0) and hasattr(self, "blPara"):
            return self._after_split()
        self.height = 0
        _handleBulletWidth(self.bulletText, self.style, rooms)
        if len(self.frags) == 1 and not hasattr(self.frags[0], "lineBreak"):
            return self._plain(self.frags[0], rooms)
        return self._marked(rooms)

    def _after_split(self):
        """The lines of a paragraph that a page break cut in two: they are broken already."""
        if len(self.frags) == 1 and not hasattr(self.frags[0], "lineBreak"):
            return self.frags[0].clone(kind=0, lines=self.blPara.lines)
        return self.blPara

    def _plain(self, frag, rooms: list[float]):
        text = frag.text if hasattr(frag, "text") else "".join(getattr(frag, "words", []))
        size, name = frag.fontSize, frag.fontName
        known = {char: stringWidth(char, name, size) for char in set(text)}
        widths = [known[char] for char in text]
        lines = []
        for start, end in break_lines(text, widths, rooms):
            room = rooms[min(len(lines), len(rooms) - 1)]
            lines.append((room - sum(widths[start:end]), [text[start:end]]))
        return frag.clone(kind=0, lines=lines, ascent=size, descent=-0.2 * size)

    def _marked(self, rooms: list[float]):
        lines: list = []
        for glyphs, ends_hard in self._runs():
            widths = [glyph.width for glyph in glyphs]
            pieces = break_lines(glyphs, widths, rooms[min(len(lines), len(rooms) - 1) :])
            for number, (start, end) in enumerate(pieces, 1):
                room = rooms[min(len(lines), len(rooms) - 1)]
                used = sum(widths[start:end])
                hard = ends_hard and number == len(pieces)
                lines.append(makeCJKParaLine(glyphs[start:end], room, used, room - used, hard, False))
        return ParaLines(kind=1, lines=lines)

    def _runs(self) -> list[tuple[list, bool]]:
        """The glyphs between forced line ends, and whether a forced end follows."""
        runs: list[tuple[list, bool]] = []
        glyphs: list = []
        for frag in self.frags:
            glyphs.extend(cjkU(char, frag, "utf8") for char in frag.text)
            if hasattr(frag, "lineBreak"):
                runs.append((glyphs or [cjkU(" ", frag, "utf8")], True))
                glyphs = []
        return [*runs, (glyphs, False)] if glyphs else runs

    def drawPara(self, debug=0) -> None:
        if self.style.alignment != TA_JUSTIFY:
            super().drawPara(debug)
            return
        y, lines = self.height - self.style.fontSize, self._drawable()
        for number, (extra, runs, is_stretched) in enumerate(lines):
            indent = self.style.leftIndent + (self.style.firstLineIndent if number == 0 else 0)
            is_last = number == len(lines) - 1 and not getattr(self, "_JustifyLast", 0)
            self._draw_line(indent, y, runs, extra if is_stretched and not is_last else 0)
            y -= self.style.leading

    def _drawable(self) -> list[tuple[float, list, bool]]:
        """Each line as its unused points, its ``(text, frag)`` runs, and whether it may be stretched."""
        if self.blPara.kind == 0:
            return [(extra, [("".join(words), self.blPara)], True) for extra, words in self.blPara.lines]
        return [
            (line.extraSpace, [(word.text, word) for word in line.words], not line.lineBreak)
            for line in self.blPara.lines
        ]

    def _draw_line(self, x: float, y: float, runs: list, extra: float) -> None:
        gaps = sum(len(words) for words, _ in runs) - 1
        is_even = gaps > 0 and extra <= MOST_STRETCH * self.style.fontSize
        space = extra / gaps if is_even else 0
        self.canv.setFillColor(self.style.textColor)
        for words, frag in runs:
            self.canv.setFont(frag.fontName, frag.fontSize)
            self.canv.drawString(x, y, words, charSpace=space)
            x += stringWidth(words, frag.fontName, frag.fontSize) + space * len(words)
