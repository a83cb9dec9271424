"""Text that looks like a formula, markup, a link or a template, in every word of the district: it stays text."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import JSON, String, Table
from sqlmodel import Session, SQLModel, col, select

from core.db import Database
from core.ledger import export_beancount
from core.nouns import NOUNS
from core.replies import PDF, XLSX, ZIP
from tests.district import House, copied, served
from tests.proofs.figures import figure
from tests.proofs.input.conftest import somebody_with_every_role
from tests.proofs.line import Answer, Line
from tests.proofs.money.test_outputs import bean_check
from tests.proofs.reading import everything

pytestmark = pytest.mark.xdist_group("hostile")

MARK = "hz{n}z"
TEXTS = (
    "=hz{n}z+1", "+hz{n}z", "-hz{n}z", "@hz{n}z", "＝hz{n}z", "＋hz{n}z", '=HYPERLINK("http://evil.example/hz{n}z")',
    "<b>hz{n}z</b>", "a<hz{n}z", "</para>hz{n}z", "<script>hz{n}z()</script>", '"><img src=x onerror=hz{n}z()>',
    "' onfocus=hz{n}z() x='", '<a href="http://evil.example/hz{n}z">', '<link href="http://evil.example/hz{n}z"/>',
    "http://evil.example/hz{n}z", "javascript:hz{n}z()", "{{ 7*7 }}hz{n}z", "{% raw %}hz{n}z", "&lt;hz{n}z&#60;",
    "'; DROP TABLE hz{n}z--", "%s%n{{0}}hz{n}z", "\u202ehz{n}z", "\u200bhz{n}z", "𠮷🌱hz{n}z", "[x](http://evil.example/hz{n}z)",
    '\\hz{n}z"', "hz{n}z" + "字" * 60, "hz{n}z" + "W" * 60,
)  # fmt: skip
WORDS = re.compile("[一-鿿]")
# Rows that their triggers keep as they are, and what no person types.
LEFT_ALONE = {"audit_event", "alembic_version", "job"}
# What a form asks is checked again when it is read: its headings are no longer than these.
SHORT = {"form": 30, "forms": 30}


@dataclass
class Sower:
    """Puts the next hostile text before each text in which there are words."""

    numbers: Iterator[int] = field(default_factory=count)

    def text(self, text: str, longest: int | None) -> str:
        number = next(self.numbers)
        return (TEXTS[number % len(TEXTS)].replace("{n}", str(number)) + text)[: longest or 10**6]

    def value(self, value: Any, longest: int | None = None) -> Any:
        if isinstance(value, str):
            return self.text(value, longest) if WORDS.search(value) else value
        if isinstance(value, dict):
            return {name: self.value(part, SHORT.get(name, longest)) for name, part in value.items()}
        return [self.value(part, longest) for part in value] if isinstance(value, list) else value


def sow(session: Session) -> int:
    """Change every word of every row that may change; returns how many texts became hostile."""
    sower = Sower()
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in LEFT_ALONE and not _is_append_only(session, table):
            _sow_table(session, table, sower)
    return next(sower.numbers)


def _is_append_only(session: Session, table: Table) -> bool:
    named = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%BEFORE UPDATE%'"
    return bool(session.connection().exec_driver_sql(named, (table.name,)).scalar())


def _sow_table(session: Session, table: Table, sower: Sower) -> None:
    wordy = [c for c in table.columns if isinstance(c.type, String | JSON) or hasattr(c.type, "impl")]
    for row in session.connection().execute(table.select()).mappings().all():
        values = {c.name: sower.value(row[c.name], SHORT.get(c.name, getattr(c.type, "length", None))) for c in wordy}
        changed = {name: value for name, value in values.items() if value != row[name]}
        if changed:
            keys = [column == row[column.name] for column in table.primary_key]
            session.connection().execute(table.update().where(*keys).values(**changed))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = copied(tmp_path_factory, "hostile")
    database = Database(settings.database_url)
    with database.writing() as session:
        assert sow(session) > 1_500
    database.close()
    with served(settings) as house:
        yield house


class Tags(HTMLParser):
    """What a browser would run or follow on this page because of the words in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if any(name.startswith("on") for name in told) or tag in ("base", "object", "embed"):
            self.found.append(f"<{tag} {told}>")
        if any(re.match(r"\s*(javascript:|https?://evil)", told.get(name, "")) for name in ("href", "src", "action")):
            self.found.append(f"<{tag} {told}>")
        if tag == "script" and "src" not in told and told.get("type") != "application/json":
            self.found.append("<script>")


def html_faults(text: str) -> list[str]:
    tags = Tags()
    tags.feed(text)
    return tags.found + (["7*7 was computed"] if re.search(r"\b49hz\d+z", text) else [])


def xlsx_faults(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [
        f"{cell.coordinate} {str(cell.value)[:60]}"
        for cell in cells
        if cell.data_type == "f" or cell.hyperlink or (cell.data_type != "s" and "hz" in str(cell.value))
    ]


def pdf_faults(content: bytes) -> list[str]:
    """Links and actions in it; there should be none at all: its one address is printed as a QR code."""
    reader = PdfReader(BytesIO(content))
    found = [name for name in ("/OpenAction", "/AA", "/AcroForm") if name in reader.root_object]
    for page in reader.pages:
        page.extract_text()
        found += [str(note.get_object().get("/A", note.get_object()))[:90] for note in page.get("/Annots", ())]
    return found


def faults_of(kind: str, content: bytes) -> list[str]:
    if kind == ZIP:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            kinds = {"pdf": PDF, "xlsx": XLSX}
            parts = [(name, kinds.get(name.rpartition(".")[2], "")) for name in archive.namelist()]
            names = [
                name
                for name, _kind in parts
                if name.startswith("/") or ".." in name or re.search(r'[<>:"\\|?*\0-\x1f]', name)
            ]
            return names + [fault for name, kind in parts for fault in faults_of(kind, archive.read(name))]
    checks = {PDF: pdf_faults, XLSX: xlsx_faults, "text/html": lambda body: html_faults(body.decode())}
    return checks[kind](content) if kind in checks else []


def _newest(session: Session, model: Any, most: int) -> list[int]:
    return list(session.exec(select(model.id).order_by(col(model.id).desc()).limit(most)))


def answers(house: House, cookies: dict[str, str]) -> Iterator[tuple[str, Answer]]:
    with house.database.reading() as session:
        ids = {noun.plural: _newest(session, noun.model, figure(2, 30)) for noun in NOUNS.values()}
    with Line(house.address, cookies) as line:
        yield from everything(line, ids)


def test_every_text_stays_text(house: House) -> None:
    house.settle_in()
    with house.database.writing() as session:
        token = somebody_with_every_role(session)
    faults, seen = [], dict.fromkeys((PDF, XLSX, "text/html"), 0)
    for cookies in {"miaopu_session": token}, {}:
        for path, answer in answers(house, cookies):
            assert not answer.has_failed, (path, answer.status)
            if re.search(rb"hz\d+z", answer.body) or answer.kind in (PDF, XLSX, ZIP):
                seen[answer.kind] = seen.get(answer.kind, 0) + 1
                faults += [(path, fault) for fault in faults_of(answer.kind, answer.body)]
    assert faults == []
    assert seen[PDF] >= 5 and seen[XLSX] >= 20 and seen["text/html"] > 100, seen


def test_the_exported_ledger_still_balances(house: House, tmp_path: Path) -> None:
    """bean-check reads the books whatever the funds are called."""
    with house.database.reading() as session:
        said = bean_check(export_beancount(session, ""), tmp_path)
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/html", b"<p onclick=hz1z()>"),
        ("text/html", '<a href="javascript:hz1z()">字</a>'.encode()),
        ("text/html", b"<script>hz1z()</script>"),
        ("text/html", b"<p>49hz1z</p>"),
    ],
)
def test_a_page_that_trusts_its_words_is_noticed(kind: str, content: bytes) -> None:
    """Self-check."""
    assert faults_of(kind, content)


def test_a_spreadsheet_and_a_document_that_trust_their_words_are_noticed() -> None:
    """Self-check: a formula, a link in a sheet, and a paragraph whose words are markup."""
    import xlsxwriter
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    formula, document = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(formula) as book:
        book.add_worksheet().write_row(0, 0, ["=hz1z+1", "http://evil.example/hz2z"])
    assert len(xlsx_faults(formula.getvalue())) == 2
    SimpleDocTemplate(document).build([Paragraph('<a href="http://evil.example/">hz1z</a>')])
    assert pdf_faults(document.getvalue())
