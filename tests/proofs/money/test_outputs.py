"""One set of books, told five times: the ledger's legs, Beancount, the public page, the spreadsheet and the PDF."""

import io
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from sqlalchemy import inspect
from sqlmodel import select

from core import codelists
from core.db import Database
from core.ledger import Fund, LedgerLeg, export_beancount
from core.money import format_yuan
from grants.payments import actions as payment_actions
from grants.payments.forms import PayForm
from grants.payments.models import Payment
from tests.core.ledger.test_ledger import computed_balances

CHECK = Path(sys.executable).with_name("bean-check")
AMOUNT = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}")
Totals = dict[str, tuple[int, int, int]]


@pytest.fixture
def paid(money):
    """A first tranche that went out, so that something is committed and something paid."""
    one, two, three, four = money.almighty
    number = money.payment(one, two, three)
    with money.database.writing() as session:
        payment = session.get_one(Payment, number)
        payment_actions.pay(session, money.actor(session, four), payment, PayForm(slip_number="HD20261122001"))
    return money


def bean_check(book: str, folder: Path) -> subprocess.CompletedProcess:
    """What Beancount says of the book: a program of its own, started as one and never imported."""
    path = folder / "book.beancount"
    path.write_text(book, encoding="utf-8")
    return subprocess.run([CHECK, path], capture_output=True, text=True, check=False)


def export(database: Database) -> str:
    with database.reading() as session:
        return export_beancount(session, "")


def ledger_totals(database: Database) -> Totals:
    """Source → (total, reserved, paid) in fen, summed from the legs here, not from the rows that the pages read."""
    found: dict[str, list[int]] = {}
    with database.reading() as session:
        rows = session.exec(select(Fund.source, LedgerLeg.account, LedgerLeg.amount_fen).join(LedgerLeg)).all()
    for source, account, amount in rows:
        sums = found.setdefault(source, [0, 0, 0])
        if account in ("source", "returned"):
            sums[0] -= amount
        elif account == "fund:reserved":
            sums[1] += amount
        elif account.startswith("payee:"):
            sums[2] += amount
    return {source: tuple(sums) for source, sums in found.items()}


def beancount_totals(database: Database, book: str) -> Totals:
    """The same from the exported text alone, and which fund belongs to which source."""
    with database.reading() as session:
        sources = dict(session.exec(select(Fund.id, Fund.source)).all())
    found: dict[str, list[int]] = {source: [0, 0, 0] for source in sources.values()}
    for account, amount in computed_balances(book).items():
        _kind, fund, place = account.split(":")
        sums = found[sources[int(fund.removeprefix("Fund-"))]]
        if place in ("Source", "Returned"):
            sums[0] -= amount
        elif place == "Reserved":
            sums[1] += amount
        elif place.startswith("Payee"):
            sums[2] += amount
    return {source: tuple(sums) for source, sums in found.items()}


def test_bean_check_accepts_the_export_and_it_says_the_same_by_source(paid, tmp_path):
    book = export(paid.database)
    said = bean_check(book, tmp_path)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
    assert beancount_totals(paid.database, book) == ledger_totals(paid.database)
    assert all(total and reserved and out for total, reserved, out in ledger_totals(paid.database).values())


def one_fen_off(book: str, place: int) -> str:
    """The book with the ``place``-th amount one fen higher."""
    lines = book.splitlines()
    legs = [number for number, line in enumerate(lines) if line.startswith("  ") and line.endswith(" CNY")]
    account, amount, _currency = lines[legs[place]].split()
    lines[legs[place]] = f"  {account}  {Decimal(amount) + Decimal('0.01')} CNY"
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_book_that_is_one_fen_off_is_refused(paid, tmp_path):
    """Self-check, at the first, a middle and the last leg."""
    book = export(paid.database)
    legs = len(re.findall(r"^  \S+  \S+ CNY$", book, re.MULTILINE))
    for place in (0, legs // 2, legs - 1):
        off = one_fen_off(book, place)
        said = bean_check(off, tmp_path)
        assert said.returncode != 0 and "does not balance" in said.stdout + said.stderr
        assert beancount_totals(paid.database, off) != ledger_totals(paid.database)


def amounts_in(text: str) -> list[int]:
    return [int(found.replace(",", "").replace(".", "")) for found in AMOUNT.findall(text)]


def row_of(label: str, text: str) -> tuple[int, int, int]:
    """The first three amounts that follow a label in a table."""
    return tuple(amounts_in(text[text.index(label) :])[:3])


def the_table(page: str) -> str:
    """The words of the table that ends in a total; the chart above it has one of its own."""
    (found,) = [part for part in page.split("<table") if "合计" in part]
    return re.sub(r"<[^>]*>", " ", found.split(">", 1)[1])


def by_label(totals: Totals, labels: dict[str, str]) -> Totals:
    whole = tuple(map(sum, zip(*totals.values(), strict=True)))
    return {labels[source]: sums for source, sums in totals.items()} | {"合计": whole}


def labels_of() -> dict[str, str]:
    return {item["code"]: item["zh"] for item in codelists.items(None, "", "fund_sources")}


def test_page_spreadsheet_and_pdf_give_the_totals_of_the_ledger(paid, browser):
    wanted = by_label(ledger_totals(paid.database), labels_of())
    page = the_table(browser().get("/money").text)
    assert {label: row_of(label, page) for label in wanted} == wanted
    sheet = openpyxl.load_workbook(io.BytesIO(browser().get("/money/export").content), data_only=True).active
    rows = {row[0]: row[1:4] for row in sheet.iter_rows(values_only=True) if row[0] in wanted}
    assert {label: tuple(round(Decimal(str(a)) * 100) for a in row) for label, row in rows.items()} == wanted
    # A long name is broken into lines in its cell, so the lines are joined again.
    text = "".join(
        p.extract_text().replace("\n", "")
        for p in pypdf.PdfReader(io.BytesIO(browser().get("/money/pdf").content)).pages
    )
    assert {label: row_of(label, text) for label in wanted} == wanted


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_total_that_is_one_fen_off_would_be_seen(paid, browser):
    """Self-check: the page of books that gained a fen without a leg no longer agrees with the legs."""
    with paid.database.writing() as session:
        fund = session.exec(select(Fund)).first()
        fund.total_fen += 1
        session.add(fund)
    totals = ledger_totals(paid.database)
    whole = sum(total for total, _reserved, _paid in totals.values())
    page = the_table(browser().get("/money").text)
    assert row_of("合计", page)[0] == whole + 1
    assert format_yuan(whole) not in page


INEXACT = ("REAL", "FLOAT", "DOUBLE", "NUMERIC", "DECIMAL", "MONEY")


def inexact_columns(database: Database) -> list[str]:
    """Columns of the migrated database itself whose type could hold a part of a fen."""
    looked = inspect(database.engine)
    return [
        f"{table}.{column['name']}"
        for table in looked.get_table_names()
        for column in looked.get_columns(table)
        if str(column["type"]).upper().startswith(INEXACT)
    ]


def test_no_column_of_the_database_holds_parts_of_a_fen(database):
    looked = inspect(database.engine)
    assert inexact_columns(database) == []
    fen = [c for t in looked.get_table_names() for c in looked.get_columns(t) if c["name"].endswith("_fen")]
    assert len(fen) > 20
    assert {str(column["type"]).upper() for column in fen} == {"BIGINT"}


def test_a_column_of_reals_would_be_found(database):
    """Self-check."""
    with database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE wrong (id INT, price REAL, share NUMERIC(10, 2))")
    assert inexact_columns(database) == ["wrong.price", "wrong.share"]
