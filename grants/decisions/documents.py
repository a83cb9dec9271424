"""The decision file as bytes: the same facts give the same file."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from core.audit.rules import canonical, plain
from core.issued.models import IssuedDocument

READ_ME = """本档案用来在本系统之外核对一届大赛的评审决定。
decision.json 有征集的内容和条件、每份申报书提交时的校验码、立项名单、全部文书的编号和校验码、审计链当时的末尾。
round.json 有评分办法、每份评分表（提交时的校验码、内容和随机数）、票数和自筹、每次计算的名次，可以从头重算；
它的 SHA-256 与评审汇总表上的一致。评审结果.xlsx 是同样的内容，供人阅读。
文书/ 里是本届的汇总表、路演顺序和记录、评议会记录；申报人各自的文书只列校验码，原件由申报人和孵化中心保存。
manifest.json 列出每个文件的 SHA-256。
审计链的末尾可以和另外保存的锚比对：此后改动任何一条办理记录，都会与它不符。
"""


def name_of(one: IssuedDocument) -> str:
    """Where a paper of the edition lies in the file."""
    return f"文书/{one.number}-第{one.version}版.pdf"


def decision_file(
    facts: Mapping[str, Any], sealed: bytes, workbook: bytes, papers: Iterable[tuple[IssuedDocument, bytes]]
) -> bytes:
    """One ZIP with a manifest of what lies in it; ``sealed`` is the round, byte for byte as its digest was taken."""
    parts = {name_of(one): content for one, content in papers}
    parts |= {"decision.json": canonical(plain(facts)), "round.json": sealed, "评审结果.xlsx": workbook}
    parts["说明.txt"] = READ_ME.encode()
    parts["manifest.json"] = canonical({name: hashlib.sha256(content).hexdigest() for name, content in parts.items()})
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in sorted(parts.items()):
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
