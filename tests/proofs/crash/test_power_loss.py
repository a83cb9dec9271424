"""The power goes while the real server saves: every image of the disk opens, and none lacks what was told as kept."""

import re
from pathlib import Path

from core.db import Database
from core.permissions import Role
from tests import factories
from tests.proofs.crash import power, writer
from tests.proofs.crash.test_kill import enter_funds
from tests.proofs.figures import figure
from tests.proofs.server import Server, api_token, in_a_loop

IMAGES = figure(300, 2_000)
SAVINGS = figure(150, 600)


def path_of(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///")).resolve()


def files_of(database: Database) -> dict[str, bytes]:
    """The database and its log as they lie there while nobody writes."""
    path = path_of(database)
    wal = path.with_name(path.name + "-wal")
    return {str(path): path.read_bytes(), str(wal): wal.read_bytes() if wal.exists() else b""}


def test_no_image_of_the_real_server_lacks_what_it_answered(sqlite_database, tmp_path):
    with sqlite_database.writing() as session:
        account = factories.make_account(session, Role.DISTRICT)
    token, said = api_token(sqlite_database, account), set()
    sqlite_database.sweep()
    with Server(sqlite_database.url, tmp_path / "var") as server:
        base = files_of(sqlite_database)
        with power.recorded([server.pid], tmp_path / "trace"):
            in_a_loop(enter_funds(server, token, [f"power-{n}" for n in range(SAVINGS)], said))
    record = power.Record(tmp_path / "trace", path_of(sqlite_database))
    word, kept = re.compile(rb'"name": ?"(power-\d+)"'), "SELECT name FROM fund"
    found = power.try_images(record, base, tmp_path, IMAGES, word, kept)
    assert (found.images, found.told, len(said)) == (IMAGES, SAVINGS, SAVINGS)
    assert (found.damaged, found.lost) == ([], [])


def test_the_same_tool_finds_losses_without_full_syncs(sqlite_database, tmp_path):
    """Self-check: SQLite's NORMAL syncs its log at checkpoints only, and says “kept” before."""
    fund_id = writer.open_books(sqlite_database)
    sqlite_database.sweep()
    base = files_of(sqlite_database)
    found = {}
    for synchronous in ("FULL", "NORMAL"):
        running = writer.start(sqlite_database.url, fund_id, f"power-{synchronous}", synchronous, count=60, waits=True)
        with power.recorded([running.process.pid or 0], tmp_path / synchronous):
            running.go()
            assert len(running.wait()) == 60
        record = power.Record(tmp_path / synchronous, path_of(sqlite_database))
        word, kept = re.compile(rb"(power-\w+-\d+)\n"), "SELECT key FROM ledger_transaction"
        found[synchronous] = power.try_images(record, base, tmp_path, 60, word, kept)
        base = files_of(sqlite_database)
    assert (found["FULL"].told, found["FULL"].lost, found["FULL"].damaged) == (60, [], [])
    assert found["NORMAL"].told == 60
    assert found["NORMAL"].lost
