"""./dev bench: what the product costs, as ratios within one run; a table, and with --json a file."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import kernel, pages, wall
from bench.data import SIZES, grow
from bench.judging import start_round
from bench.plans import plans_of, write
from core.db import Database
from portal import demo, schema
from portal.app import configure
from portal.checking import fresh_databases
from portal.settings import load
from tests.proofs.server import SECRET

FLAT, EMPTY, TEMPLATE = 1.3, "a 空处理 / empty handler", "b 五十行模板 / 50-row template"
# Row of a page → what it is held against, and how: times the row, or milliseconds above it.
FLOORS = {"c": (TEMPLATE, "times", 2.5), "d": (TEMPLATE, "times", 3.0), "h": (TEMPLATE, "times", 2.5)}
FLOORS |= {"e": (EMPTY, "above", 3.0), "f": (EMPTY, "above", 3.0)}


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, against what, and whether it stays within its floor."""

    name: str
    engine: str
    size: str
    cpu_ms: float | None
    per_second: float | None
    against: str
    ratio: float | None
    floor: str
    holds: bool | None


def page_rows(engine: str, size: str, found: dict[str, float]) -> Iterator[Row]:
    for name, cpu in found.items():
        against, how, most = FLOORS.get(name[0], ("", "", 0.0))
        if not against:
            yield Row(name, engine, size, cpu, 1000 / cpu, "", None, "", None)
            continue
        value = cpu / found[against] if how == "times" else cpu - found[against]
        floor = f"≤ {most} ×" if how == "times" else f"≤ {most} ms above"
        yield Row(name, engine, size, cpu, 1000 / cpu, against[0], value, floor, value <= most)


def growth_rows(engine: str, rows: list[Row]) -> Iterator[Row]:
    """The largest size against the smallest, each in yardsticks of its own round."""
    sizes = list({row.size: None for row in rows})
    for name in {row.name: None for row in rows if row.name[0] in "cdefhm"}:
        by_size = {row.size: row.cpu_ms / _yardstick(rows, row.size) for row in rows if row.name == name and row.cpu_ms}
        ratio = by_size[sizes[-1]] / by_size[sizes[0]]
        grown = f"{name} {sizes[-1]} : {sizes[0]}"
        yield Row(grown, engine, sizes[-1], None, None, sizes[0], ratio, f"≤ {FLAT} ×", ratio <= FLAT)


def _yardstick(rows: list[Row], size: str) -> float:
    return next(row.cpu_ms or 1.0 for row in rows if row.name == TEMPLATE and row.size == size)


def _timed(name: str, engine: str, size: str, seconds: float, most: float) -> Row:
    return Row(name, engine, size, seconds * 1000, None, "", seconds / most, f"≤ {most:g} s", seconds <= most)


def pure_rows() -> Iterator[Row]:
    yield _timed("g 排名 / ranking 200 × 5 × 7", "—", "", kernel.ranking(), 0.1)
    yield _timed("g 名次范围 / 1,000 bootstrap samples, 200 × 7", "—", "", kernel.bootstrap(), 1)
    yield _timed("g 分配 / assignment 1000x60x3", "—", "", kernel.assignment(), 10)
    yield _timed("j 服务手册 / booklet of 300", "—", "", kernel.booklet(), 3)
    yield _timed("j 证书 / 1,000 certificates", "—", "", kernel.certificates(), 10)


def kernel_rows(database: Database, engine: str, size: str) -> Iterator[Row]:
    """What writes to the database; the export runs at the size that has its 20,000 rows."""
    taken, told = kernel.export(database)
    yield _timed(f"i 导出 / export of {told:,} rows as a job", engine, size, taken, 6)
    rate, bare = kernel.postings(database)
    holds = rate >= 500 or bare / rate <= 1.5
    yield Row(
        "k 记账 / ledger posting", engine, size, 1000 / rate, rate, "bare", bare / rate, "≥ 500/s or ≤ 1.5 ×", holds
    )
    appended, verified = kernel.chain(database)
    yield _timed("l 审计链 / append 100,000 events", engine, size, appended, 3)
    yield _timed("l 核验 / verify 100,000 events", engine, size, verified, 3)


def wall_row(engine: str, cpu: float) -> Row:
    """CPU of the process for each second that its viewers listen."""
    return Row("m 大屏 / wall, 300 viewers, CPU a second", engine, "", cpu, None, "", cpu / 50, "≤ 50 ms/s", cpu <= 50)


def workers_row(database: Database, folder: Path, place: pages.Place, size: str) -> Row:
    one, two = (rate for _workers, rate in pages.throughput(database, folder, place))
    return Row("两个进程 / two workers", "postgresql", size, None, two, "one", two / one, "≥ 1.7 ×", two / one >= 1.7)


@contextmanager
def demo_database(database: Database, folder: Path) -> Iterator[int]:
    """The demo story and a panel that scores, on this database; the number of a score sheet."""
    configure(load({"MIAOPU_VAR": str(folder), "MIAOPU_SECRET": SECRET}))
    schema.upgrade(database)
    demo.build(database)
    with database.writing() as session:
        sheet = start_round(session)
    yield sheet


def measure(
    engine: str, database: Database, folder: Path, sizes: list[str], plans: dict[str, dict[str, str]]
) -> Iterator[Row]:
    with demo_database(database, folder) as sheet:
        yield wall_row(engine, wall.measure(database, folder))
        rows: list[Row] = []
        for size in sizes:
            grow(database, SIZES[size])
            place = pages.find_place(database, sheet)
            found = list(page_rows(engine, size, pages.measure(database, folder, place)))
            rows += found
            yield from found
            if size == "L":
                plans[engine] = plans_of(database)
                yield from kernel_rows(database, engine, size)
        if len(sizes) > 1:
            yield from growth_rows(engine, rows)
        if engine == "postgresql":
            yield workers_row(database, folder, place, size)


def show(row: Row) -> None:
    figure = lambda value, form: "" if value is None else format(value, form)  # noqa: E731
    mark = {True: "✓", False: "✗", None: " "}[row.holds]
    cells = (f"{row.engine:<10}", f"{row.size:<3}", f"{figure(row.cpu_ms, ',.2f'):>10} ms")
    more = (f"{figure(row.per_second, ',.0f'):>8}/s", f"{figure(row.ratio, '.2f'):>7} {row.against:<5}", row.floor)
    print(mark, *cells, *more, " ", row.name, flush=True)


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="./dev bench")
    options.add_argument("--json", metavar="FILE")
    options.add_argument("--plans", metavar="FILE", help="how each list is read at size L, as Markdown")
    options.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["S", "L"])
    options.add_argument("--engines", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    asked = options.parse_args(arguments)
    rows: list[Row] = []
    plans: dict[str, dict[str, str]] = {}

    def keep(found: Iterator[Row]) -> None:
        for row in found:
            show(row)
            rows.append(row)

    keep(pure_rows())
    for _name, database in fresh_databases():
        engine = "sqlite" if database.is_sqlite else "postgresql"
        if engine in asked.engines:
            with tempfile.TemporaryDirectory() as folder:
                keep(measure(engine, database, Path(folder), asked.sizes, plans))
        database.close()
    if asked.json:
        Path(asked.json).write_text(
            json.dumps([asdict(r) for r in rows], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    if asked.plans and plans:
        write(Path(asked.plans), plans)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
