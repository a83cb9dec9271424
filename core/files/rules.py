"""Which files are accepted: an allow-list by extension and by content, every container opened within bounds."""

import re
import unicodedata
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from core.errors import Refused

MAX_BYTES = 10_000_000
MAX_NAME = 120
MAX_SIDE = 20_000
MAX_PIXELS = 64_000_000
MAX_DECODED_PIXELS = 32_000_000  # formats that can only be decoded whole
MAX_ENTRIES = 2_000
MAX_UNPACKED = 40_000_000
MAX_RATIO = 100
RATIO_FROM = 1_000_000

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
KNOWN = {
    *MEDIA,
    "heic",
    "heif",
    "doc",
    "xls",
    "ppt",
    "docm",
    "xlsm",
    "pptm",
    "svg",
    "htm",
    "html",
    "xhtml",
    "xml",
    "js",
}
KNOWN |= {"exe", "com", "bat", "cmd", "scr", "msi", "dll", "ps1", "vbs", "hta", "lnk", "jar", "sh", "py", "php", "jsp"}
KNOWN |= {"asp", "aspx", "cgi", "pl", "zip", "rar", "7z", "gz", "tar", "apk", "iso", "swf", "gif", "bmp", "tif", "tiff"}
ALLOWED_TEXT = "可以上传：PDF、JPG、PNG、WebP、DOCX、XLSX、PPTX、TXT、CSV，每个不超过 10 MB。"
ADVICE = {
    "doc": "这是旧版 Word 文件，请在 Word 或 WPS 里“另存为” DOCX 后再传。",
    "xls": "这是旧版 Excel 文件，请在 Excel 或 WPS 里“另存为” XLSX 后再传。",
    "ppt": "这是旧版 PPT 文件，请“另存为” PPTX 后再传。",
    "heic": "这是 HEIC 照片，别的电脑常常打不开。请在手机“设置 › 相机 › 格式”里选“兼容性最佳”再拍，或转成 JPG 后再传。",
    "docm": "带宏的文件不能上传，请“另存为” DOCX 后再传。",
    "xlsm": "带宏的文件不能上传，请“另存为” XLSX 后再传。",
    "pptm": "带宏的文件不能上传，请“另存为” PPTX 后再传。",
    "svg": "SVG 里可以藏程序，不能上传，请导出为 PNG 后再传。",
    "html": "网页文件不能上传，请打印成 PDF 后再传。",
    "zip": "压缩包不能上传，请解压后逐个上传。",
}
ADVICE |= {
    "heif": ADVICE["heic"],
    "htm": ADVICE["html"],
    "xhtml": ADVICE["html"],
    "rar": ADVICE["zip"],
    "7z": ADVICE["zip"],
}
MARKUP = re.compile(rb"<(?:script|html|svg|!doctype|iframe|\?php|body|object|embed)\b", re.IGNORECASE)
HIDDEN = re.compile(rb"<(?:script|html|!doctype|iframe|\?php|object)\b", re.IGNORECASE)  # too long to arise by chance
PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ZIP_END = b"PK\x05\x06"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")
TEXT_ENCODINGS = ("utf-8-sig", "gb18030")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadFile(Refused):
    """这个文件不能上传。"""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


@dataclass(frozen=True)
class Examined:
    """A file that passed: the name under which it is shown and the type that its content has."""

    name: str
    media_type: str


def examine(name: str, content: bytes) -> Examined:
    """Check a file by its name, its size and its content; raises BadFile with a sentence for the sender."""
    clean, extension = check_name(name)
    if not content:
        raise BadFile(f"“{clean}”是空文件，请重新选择。")
    if len(content) > MAX_BYTES:
        raise BadFile(f"“{clean}”有 {size_text(len(content))}，超过 10 MB。照片可以先压缩，文件可以拆开再传。")
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise BadFile(ADVICE["heic"])
    _CHECKS[extension](clean, extension, content)
    return Examined(clean, MEDIA[extension])


def check_name(name: str) -> tuple[str, str]:
    """The name as it is kept, and its extension; raises BadFile for paths, hidden marks and double extensions."""
    clean = unicodedata.normalize("NFC", name).strip()
    if any(part in clean for part in ("/", "\\", "..")) or clean.startswith("."):
        raise BadFile("文件名里不能有“/”“\\”“..”，也不能以点开头，请改名后再传。")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in clean):
        raise BadFile("文件名里有看不见的字符，请改名后再传。")
    if not 1 < len(clean) <= MAX_NAME:
        raise BadFile(f"文件名最多 {MAX_NAME} 个字，请改短后再传。")
    stem, dot, extension = clean.rpartition(".")
    extension = extension.lower().strip()
    if not dot or extension not in MEDIA:
        raise BadFile(ADVICE.get(extension, f"不能上传这种文件。{ALLOWED_TEXT}"))
    if any(part.strip().lower() in KNOWN for part in stem.split(".")[1:]):
        raise BadFile("文件名里有两个扩展名，请只留最后一个，改名后再传。")
    return clean, extension


def _mismatch(name: str, extension: str) -> BadFile:
    return BadFile(f"“{name}”的内容不是 {extension.upper()}，可能改过扩展名。请用原来的软件另存后再传。")


def _check_pdf(name: str, extension: str, content: bytes) -> None:
    if not re.match(rb"%PDF-[12]\.\d", content) or b"%%EOF" not in content[-1024:]:
        raise _mismatch(name, extension)
    if MARKUP.search(content[:1024]) or ZIP_END in content[-66_000:]:
        raise BadFile(f"“{name}”里还藏着别的文件，不能上传。请重新导出 PDF。")
    if PDF_ACTIVE.search(content):
        raise BadFile(f"“{name}”里带有脚本或内嵌文件，不能上传。请用“打印成 PDF”重新导出。")


def _check_image(name: str, extension: str, content: bytes) -> None:
    expected = MEDIA[extension].removeprefix("image/").upper()
    if HIDDEN.search(content) or ZIP_END in content[-66_000:]:
        raise BadFile(f"“{name}”里还藏着别的内容，不能上传。请重新截图或拍照。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _open_image(name, expected, content)
    except BadFile:
        raise
    except UnidentifiedImageError:
        raise _mismatch(name, extension) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, zlib.error, Image.DecompressionBombError):
        raise BadFile(f"“{name}”打不开，可能没有传完整，请重新选择。") from None


def _open_image(name: str, expected: str, content: bytes) -> None:
    """Open, compare the type, bound the size by the header, then decode."""
    image = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    found = "JPEG" if image.format == "MPO" else image.format
    if found != expected:
        raise _mismatch(name, expected.lower())
    width, height = image.size
    most = MAX_PIXELS if found == "JPEG" else MAX_DECODED_PIXELS
    if max(width, height) > MAX_SIDE or width * height > most:
        raise BadFile(f"“{name}”有 {width}×{height} 像素，太大了，请缩小后再传。")
    if found == "JPEG":
        image.draft("L", (width // 8 or 1, height // 8 or 1))
    image.load()


def _check_office(name: str, extension: str, content: bytes) -> None:
    if not content.startswith(b"PK\x03\x04"):
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            raise BadFile(f"“{name}”是旧版或加了密码的文件，请去掉密码并“另存为” {extension.upper()} 后再传。")
        raise _mismatch(name, extension)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_archive(name, extension, content, archive)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise BadFile(f"“{name}”打不开，可能没有传完整，请重新另存后再传。") from None


def _check_archive(name: str, extension: str, content: bytes, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    too_much = BadFile(f"“{name}”展开后太大，不能上传。请删去多余的图片或工作表后再传。")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise too_much
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or MAIN_PART[extension] not in names:
        raise _mismatch(name, extension)
    if len(set(names)) != len(names) or archive.comment or MARKUP.search(content[:512]):
        raise BadFile(f"“{name}”里还藏着别的内容，不能上传。请重新另存后再传。")
    for entry in entries:
        if ".." in entry.filename or entry.filename.startswith(("/", "\\")) or entry.flag_bits & 1:
            raise BadFile(f"“{name}”的内部结构不正常，不能上传。请重新另存后再传。")
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise too_much
        _check_part(name, entry, archive)


def _check_part(name: str, entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    """Unpack one part within its stated size (a false one fails its checksum) and look for what runs."""
    lower = entry.filename.lower()
    part = archive.read(entry)
    if "vbaproject" in lower or "/activex/" in lower or (lower == "[content_types].xml" and b"macroEnabled" in part):
        raise BadFile(f"“{name}”带有宏或控件，不能上传。请另存为不带宏的文件后再传。")
    if lower.endswith((".xml", ".rels")) and ENTITY.search(part):
        raise BadFile(f"“{name}”的内部结构不正常，不能上传。请重新另存后再传。")


def _check_text(name: str, extension: str, content: bytes) -> None:
    text = decode_text(content)
    if text is None or CONTROL.search(text):
        raise _mismatch(name, extension)
    if MARKUP.search(content[:4096]):
        raise BadFile(f"“{name}”里是网页代码，不能上传。")


def decode_text(content: bytes) -> str | None:
    """Text in UTF-8, or in GB 18030 as Chinese Windows writes it; None for bytes that are neither."""
    for encoding in TEXT_ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_CHECKS = {
    "pdf": _check_pdf,
    **dict.fromkeys(("jpg", "jpeg", "png", "webp"), _check_image),
    **dict.fromkeys(("docx", "xlsx", "pptx"), _check_office),
    **dict.fromkeys(("txt", "csv"), _check_text),
}


def size_text(size: int) -> str:
    """Bytes as people read them: ``640 字节``, ``182 kB``, ``3.4 MB``."""
    if size < 1_000:
        return f"{size} 字节"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
