"""Copies the browser files out of ``node_modules`` and cuts the PDF font to the characters that China's standards name.

Run by ``./dev`` after ``npm ci`` (``python -m portal.assets``); nothing imports it while the server runs.
"""

import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from pypinyin_dict.pinyin_data import ktghz2013

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
FONT_PACKAGE = MODULES / "@expo-google-fonts" / "noto-sans-sc"
FONTS = {
    "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
}
EXTRA = "—…‘’“”·€£¥￥©®™✓✔✗✘☐☑☒■□▪●○◆◇★☆▲△▼▽←↑→↓‰℃㎡㎏≤≥≠≈±×÷①②③④⑤⑥⑦⑧⑨⑩〇〔〕【】《》「」『』"


def gb2312() -> set[int]:
    """Every character of GB 2312-80: hanzi, symbols, full-width forms."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs if (char := pair.decode("gb2312", "ignore"))}


def wanted() -> set[int]:
    """GB 2312, the 8,105 characters of 通用规范汉字表 (2013), Latin with pinyin tone marks, and marks used in print."""
    standard = set(ktghz2013.pinyin_dict)
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x250))
    return standard | gb2312() | latin | set(map(ord, EXTRA)) | set(range(0x3000, 0x3020)) | set(range(0xFF00, 0xFF5F))


def cut(source: Path, target: Path, codes: set[int]) -> None:
    """Write the TrueType subset; layout tables go too, since ReportLab uses none."""
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "STAT"]
    )
    with TTFont(source, lazy=True) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        font.save(target)


def make_fonts() -> None:
    """Cut each weight, keep its licence beside it, then drop the large package so that it is fetched only once."""
    target = VENDOR / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    codes = wanted()
    for source, name in FONTS.items():
        cut(FONT_PACKAGE / source, target / name, codes)
    shutil.copyfile(FONT_PACKAGE / "LICENSE_FONT", target / "LICENSE")
    shutil.rmtree(FONT_PACKAGE.parent)


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)
    make_fonts()


if __name__ == "__main__":
    main()
