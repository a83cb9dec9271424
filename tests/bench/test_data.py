"""What is measured must be a district that could exist: sound to the doctor, with every page that a row asks for."""

import subprocess

from sqlmodel import func, select

from bench.data import Size, grow
from bench.judging import person, start_round
from bench.pages import find_place
from bench.plans import plans_of, write
from core.accounts.queries import actor_of
from core.db import Database
from core.nouns import NOUNS
from grants.proposals.models import Proposal
from portal import doctor
from tests.district import copied
from tests.proofs.server import ROOT


def test_a_grown_district_is_sound(tmp_path_factory):
    database = Database(copied(tmp_path_factory, "bench").database_url)
    with database.writing() as session:
        sheet = start_round(session)
    for size in (Size(40, 1_010), Size(60, 2_020)):
        grow(database, size)
    place = find_place(database, sheet)
    with database.reading() as session:
        assert doctor.examine(session) == []
        centre = actor_of(session, person(session, "centre"))
        seen = select(func.count()).select_from(Proposal).where(NOUNS["proposal"].visible(centre))
        assert session.exec(seen).one() >= 2_020
    assert all(vars(place).values())
    database.close()


def test_both_databases_tell_how_they_read_each_list(database, tmp_path):
    found = plans_of(database)
    assert found.keys() == NOUNS.keys() and all(found.values())
    write(tmp_path / "plans.md", {"here": found, "there": found})
    assert (tmp_path / "plans.md").read_text("utf-8").count("| there |") == len(NOUNS)


def test_the_command_knows_its_options():
    """``./dev bench`` reaches the benchmark with whatever is asked of it."""
    said = subprocess.run([ROOT / "dev", "bench", "--help"], capture_output=True, text=True, check=True).stdout
    assert all(option in said for option in ("--json", "--sizes", "--engines", "--plans"))
