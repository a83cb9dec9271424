"""What computations, documents and postings cost, rows g and i to l: the product's own functions, timed in place."""

import io
import itertools
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

from sqlmodel import select

from bench.judging import person
from core import audit, codelists, ledger
from core.access import SYSTEM
from core.accounts import queries as account_queries
from core.db import Database
from core.documents import Letterhead, certificates_pdf, render
from core.jobs import actions as jobs
from core.jobs.models import Job, JobStatus
from core.worker import run_pending
from grants.assignments.rules import Item, Judge, Task, arrange
from grants.insight import rules as insight
from grants.ranking.rules import Entry, Marked, Method, rank
from menus.editions.documents import booklet_blocks
from menus.editions.models import MenuEdition
from menus.items.models import PricingMode
from portal.demo.district import DISTRICT
from portal.verify_audit import main as verify
from ratings.stars.documents import certificate_lines

CRITERIA = ("NEED", "BENEFIT", "PARTICIPATION", "FEASIBILITY", "INNOVATION", "SUSTAIN", "BUDGET")
POSTINGS, EVENTS, SHEETS, JUDGES, ITEMS, CERTIFICATES = 500, 100_000, 200, 5, 300, 1_000


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, which has everything but the database server in it."""
    before = time.process_time()
    work()
    return time.process_time() - before


def ranking() -> float:
    """(g) 200 proposals, five judges, seven criteria."""
    luck = random.Random(7)
    method = Method(Decimal(60), 5, 1, ("NEED", "FEASIBILITY", "PARTICIPATION", "LOWER_REQUEST", "BALLOT"))
    entries = [
        Entry(n, f"SB-{n:04d}", luck.randrange(100_000, 2_000_000), [_sheet(luck, seat) for seat in range(JUDGES)])
        for n in range(SHEETS)
    ]
    return seconds(lambda: rank(entries, method))


def bootstrap() -> float:
    """(g) 200 proposals, seven judges, 1,000 samples: scores, rank intervals and close pairs."""
    luck = random.Random(7)
    method = Method(Decimal(60))
    cells = {n: {seat: Fraction(luck.randrange(80, 191), 2) for seat in range(7)} for n in range(SHEETS)}

    def work() -> None:
        scores = insight.bootstrap(cells, {}, method, "bench", samples=1_000)
        insight.standings(scores, 50)
        insight.close_pairs(scores, list(range(SHEETS)), 50)

    return seconds(work)


def _sheet(luck: random.Random, seat: int) -> Marked:
    points = {code: Decimal(luck.randrange(8, 40)) / 2 for code in CRITERIA}
    return Marked(seat, sum(points.values(), Decimal(0)), points)


def assignment() -> float:
    """1,000 proposals, 60 judges of three required roles, three for each, one pair in twenty in conflict."""
    luck = random.Random(7)
    judges = [Judge(n, "ABC"[n % 3], tuple(luck.sample(CRITERIA, 2))) for n in range(60)]
    items = [Item(n, luck.choice(CRITERIA)) for n in range(1_000)]
    conflicts = frozenset((j.seat_id, i.proposal_id) for j in judges for i in items if luck.random() < 0.05)
    return seconds(lambda: arrange(Task(judges, items, 3, conflicts=conflicts, roles=("A", "B", "C"))))


def export(database: Database) -> tuple[float, int]:
    """(i) The proposals' list as a job, as the worker runs it: seconds, and how often it told its progress."""
    with database.writing() as session:
        centre = account_queries.actor_of(session, person(session, "centre"))
        job = jobs.enqueue(session, centre, "export", "量一量", plural="proposals", query="")
    taken = seconds(lambda: run_pending(database, limit=1))
    with database.reading() as session:
        done = session.exec(select(Job).where(Job.id == job.id)).one()
    if done.status != JobStatus.DONE:
        raise RuntimeError(f"the export ended as {done.status}: {done.error}")
    return taken, done.done


def _item(n: int, categories: list[str], units: list[str]) -> dict[str, object]:
    text = {
        "summary": "每周一次上门，陪伴聊天、读报、量血压。",
        "target": "独居老人",
        "venue_need": "",
        "season": "全年",
    }
    number = {
        "number": f"990105-FW-{n:04d}",
        "title": f"便民服务第 {n} 项",
        "category": categories[n % len(categories)],
    }
    price = {"pricing_mode": PricingMode.LOW, "price_fen": 1_500, "unit": units[n % len(units)], "duration_min": 60}
    people = {"min_people": 5, "max_people": 40, "lead_days": 3, "monthly_capacity": 8}
    return text | number | price | people | {"provider": f"规模第 {n % 60} 队", "provider_stars": n % 6}


def _head(title: str, number: str) -> Letterhead:
    return Letterhead(
        title, number, "云溪区民政局", date(2026, 11, 22), 1, "量一量", "https://a.example/verify/x", "0" * 64
    )


def booklet() -> float:
    """(j) A booklet of 300 items."""
    categories, units = (
        codelists.labels(None, DISTRICT, "menu_categories"),
        codelists.labels(None, DISTRICT, "menu_units"),
    )
    items = [_item(n, list(categories), list(units)) for n in range(ITEMS)]
    edition = MenuEdition(area_code=DISTRICT, number="QD-1", title="服务清单", year=2026, season="秋", items=items)
    return seconds(lambda: render(_head("服务清单", "QD-1"), booklet_blocks(edition, categories, units, "云溪区")))


def certificates() -> float:
    """(j) A thousand star certificates in one file."""
    day = date(2026, 11, 22)
    star = SimpleNamespace(stars=4, number="990105-XZ-0001", valid_from=day, valid_to=day + timedelta(days=730))
    lines = certificate_lines(star, "银杏里社区", "第 2 版")
    each = [(_head("星级证书", f"990105-XZ-{n:04d}"), f"规模第{n}队", lines) for n in range(CERTIFICATES)]
    return seconds(lambda: certificates_pdf(each))


def postings(database: Database) -> tuple[float, float]:
    """(k) Durable postings a second, each a transaction with its audit row; and those of a bare two-row insert."""
    with database.writing() as session:
        key = f"bench-{time.time_ns()}"
        options = {
            "area_code": DISTRICT,
            "source": "SOCIAL",
            "year": 2026,
            "name": key,
            "total_fen": 10**12,
            "key": key,
        }
        fund = ledger.open_fund(session, SYSTEM, **options)
        session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS bench_bare (a BIGINT, b TEXT, c BIGINT)")
    return _rate(lambda n: _post(database, fund.id or 0, f"{key}-{n}")), _rate(lambda n: _bare(database, n))


def _rate(work: Callable[[int], None]) -> float:
    started = time.perf_counter()
    for number in range(POSTINGS):
        work(number)
    return POSTINGS / (time.perf_counter() - started)


def _post(database: Database, fund: int, key: str) -> None:
    with database.writing() as session:
        ledger.reserve(session, SYSTEM, fund, 100, key, "agreement", 1)


def _bare(database: Database, number: int) -> None:
    """What durability alone costs: one transaction with two small rows, written as SQL."""
    with database.writing() as session:
        for leg in (-100, 100):
            session.connection().exec_driver_sql(f"INSERT INTO bench_bare VALUES ({number}, 'fund', {leg})")


_CHAINS = itertools.count(1)


def chain(database: Database) -> tuple[float, float]:
    """(l) Appending 100,000 events in lists of a thousand, and verifying their export with the separate program."""
    thing = SimpleNamespace(area_code=f"99{next(_CHAINS):04d}000000", id=1, __tablename__="bench")  # a chain of its own
    with tempfile.TemporaryDirectory() as folder:
        appended = seconds(lambda: _append(database, thing))
        path, anchor = Path(folder) / "chain.jsonl", Path(folder)
        with database.reading() as session, path.open("w", encoding="utf-8") as file:
            audit.export(session, audit.chain_of(thing), file)
            audit.write_anchor(session, anchor)
        verified = seconds(lambda: _verified(path, anchor / "anchors.txt"))
    return appended, verified


def _append(database: Database, thing: SimpleNamespace) -> None:
    for _batch in range(EVENTS // 1_000):
        with database.writing() as session:
            audit.record_many(session, SYSTEM, "bench.event", [(thing, {"amount": n}) for n in range(1_000)])


def _verified(path: Path, anchor: Path) -> None:
    with redirect_stdout(io.StringIO()):
        if verify([str(path), str(anchor)]) != 0:
            raise RuntimeError("the chain that was just written does not hold")
