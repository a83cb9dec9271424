"""Registers the two embedded Chinese fonts once and says which characters they lack."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
CMAP_BLOCK = 100  # a bfchar block may hold at most 100 entries (Adobe Technical Note 5014)


class FontMissing(RuntimeError):
    """字体文件不存在，请先运行 ./dev doctor 完成安装。"""


def utf16_hex(code: int) -> str:
    """Big-endian UTF-16 as hex; above U+FFFF a surrogate pair, which ReportLab writes as a bare code point."""
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()


def to_unicode_cmap(name: str, codes: list[int]) -> str:
    """The ToUnicode CMap that lets 𬭩 and its like be copied and searched."""
    lines = [f"<{index:02X}> <{utf16_hex(code)}>" for index, code in enumerate(codes)]
    blocks = [lines[start : start + CMAP_BLOCK] for start in range(0, len(lines), CMAP_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(codes) - 1:02X}>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


class ChineseFont(TTFont):
    """A TrueType font whose text copies out right above U+FFFF."""

    def addObjects(self, doc) -> None:
        state = self.state[doc]
        subsets, prefix = state.subsets, state.internalName
        super().addObjects(doc)  # forgets the state, hence the line above
        fonts = doc.idToObject["BasicFonts"].dict
        for index, codes in enumerate(subsets):
            name = fonts[f"{prefix}+{index}"].BaseFont
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode_cmap(name, codes)


@cache
def register() -> None:
    """Load both weights; parsing takes a moment, so it happens once a process."""
    for name in (REGULAR, BOLD):
        path = FOLDER / f"{name}.ttf"
        if not path.exists():
            raise FontMissing(FontMissing.__doc__)
        pdfmetrics.registerFont(ChineseFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def missing_characters(text: str) -> list[str]:
    """The characters of ``text`` that would print as an empty box, each once, in order of appearance.

    Ask before issuing a document: a rare character in a name must be settled with the person, not dropped.
    """
    register()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return [char for char in dict.fromkeys(text) if not char.isspace() and ord(char) not in known]
