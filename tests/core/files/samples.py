"""Files as people send them, and as nobody should."""

import zipfile
from io import BytesIO

import xlsxwriter
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
TYPES = "application/vnd.openxmlformats-officedocument"


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, (15, 118, 110)).save(target, kind)
    return target.getvalue()


def archive(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        file.comment = comment
    return target.getvalue()


def office(kind: str = "docx", **more: bytes) -> bytes:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[kind]
    types = f'<Types><Override PartName="/{main}" ContentType="{TYPES}"/></Types>'.encode()
    return archive({"[Content_Types].xml": types, main: b"<document/>", **more})


def spreadsheet() -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("预算").write(0, 0, "彩纸 200 张")
    return target.getvalue()


def false_size(content: bytes) -> bytes:
    """A container that states smaller parts than it holds."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        entry = file.getinfo("word/document.xml")
        central = content.rindex(b"PK\x01\x02")
        place = content.index(entry.filename.encode(), central) - 46
    return content[: place + 24] + (5).to_bytes(4, "little") + content[place + 28 :]


GOOD = {
    "活动方案.pdf": PDF,
    "合影.jpg": image("JPEG"),
    "合影.JPEG": image("JPEG"),
    "截图.png": image("PNG"),
    "海报.webp": image("WEBP"),
    "章程.docx": office("docx"),
    "预算.xlsx": spreadsheet(),
    "路演.pptx": office("pptx"),
    "签到.txt": "第 1 次活动，到场 25 人。\r\n".encode(),
    "签到.csv": "姓名,到场\r\n王阿姨,是\r\n".encode("gb18030"),
    "第1.2版 方案.docx": office("docx"),
    "2026.11.22 签到表.pdf": PDF,
}

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
ZIP = archive({"a.html": HTML})
BOMB = office("docx", **{"word/media/x.bin": bytes(60_000_000)})
MANY = office("xlsx", **{f"xl/worksheets/s{n}.xml": b"<a/>" for n in range(2100)})
RATIO = office("xlsx", **{"xl/sharedStrings.xml": bytes(3_000_000)})
ENTITIES = office("docx", **{"word/styles.xml": b'<!DOCTYPE l [<!ENTITY a "aaaa">]><l>&a;</l>'})
PNG = image("PNG")

BAD = [
    ("图.svg", SVG),
    ("页.html", HTML),
    ("页.htm", HTML),
    ("页.xhtml", HTML),
    ("方案.pdf", HTML),
    ("方案.pdf", SVG),
    ("方案.pdf", EXE),
    ("方案.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF"),
    ("方案.pdf", PDF + ZIP),
    ("方案.pdf", PDF[:-6] + ZIP + b"%%EOF\n"),
    ("方案.pdf", b"%PDF-1.7\n/OpenAction << /S /JavaScript /JS (app.alert(1)) >>\n%%EOF"),
    ("方案.pdf", b"%PDF-1.7\n<< /S /Launch /F (cmd.exe) >>\n%%EOF"),
    ("方案.pdf", b"%PDF-1.7\n<< /Names << /EmbeddedFiles 5 0 R >> >>\n%%EOF"),
    ("方案.pdf", b"\n" + PDF),
    ("方案.pdf", PDF[:-6]),
    ("方案.pdf", b""),
    ("方案.pdf", PDF + bytes(10_000_000)),
    ("合影.jpg", PNG),
    ("合影.png", image("JPEG")),
    ("合影.jpg", HTML),
    ("合影.jpg", SVG),
    ("合影.jpg", image("JPEG") + ZIP),
    ("合影.jpg", image("JPEG") + b"<script>alert(1)</script>"),
    ("合影.jpg", image("JPEG") + b"<?php system($_GET['c']); ?>"),
    ("合影.jpg", image("JPEG")[:300]),
    ("合影.png", PNG[:60]),
    ("合影.png", PNG[:40] + b"\x00\x00" + PNG[42:]),
    ("合影.png", image("PNG", (8000, 8000))),
    ("长图.png", image("PNG", (20_001, 2))),
    ("合影.png", b"GIF89a" + bytes(100)),
    ("合影.webp", PNG),
    ("合影.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8)),
    ("合影.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40)),
    ("合影.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(40)),
    ("动图.gif", b"GIF89a" + bytes(100)),
    ("章程.docx", ZIP),
    ("章程.docx", BOMB),
    ("章程.docx", ENTITIES),
    ("章程.docx", office("xlsx")),
    ("章程.docx", HTML + office("docx")),
    ("章程.docx", office("docx")[:-30]),
    ("章程.docx", false_size(office("docx", **{"word/document.xml": b"<a>" + bytes(5000)}))),
    ("章程.docx", office("docx", **{"word/vbaProject.bin": b"x"})),
    ("章程.docx", office("docx", **{"word/activeX/activeX1.bin": b"x"})),
    ("章程.docx", office("docx", **{"../../evil.xml": b"x"})),
    ("章程.docx", office("docx", **{"/etc/passwd": b"x"})),
    ("章程.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ("预算.xlsx", MANY),
    ("预算.xlsx", RATIO),
    ("预算.xlsx", archive({"[Content_Types].xml": b"macroEnabled.12", "xl/workbook.xml": b"<a/>"})),
    ("预算.xlsx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>"}, comment=b"<script>")),
    ("预算.xlsm", office("xlsx")),
    ("章程.docm", office("docx")),
    ("旧表.xls", b"\xd0\xcf\x11\xe0"),
    ("程序.exe", EXE),
    ("脚本.js", b"alert(1)"),
    ("打包.zip", ZIP),
    ("没有扩展名", PDF),
    (".htaccess", b"x"),
    (".pdf", PDF),
    ("方案.pdf.exe", EXE),
    ("方案.php.pdf", PDF),
    ("方案.html.txt", b"x"),
    ("方案.exe .pdf", PDF),
    ("../../etc/方案.pdf", PDF),
    ("..\\方案.pdf", PDF),
    ("a/b.pdf", PDF),
    ("方案\x00.pdf", PDF),
    ("方案\u202efdp.exe.pdf", PDF),
    ("方案\n.pdf", PDF),
    ("长" * 130 + ".pdf", PDF),
    ("签到.txt", EXE),
    ("签到.txt", b"\xff\xfe\x00\x00"),
    ("签到.txt", HTML),
    ("签到.csv", b"a,b\x00c"),
    ("签到.csv", SVG),
]
