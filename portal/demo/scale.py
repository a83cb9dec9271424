"""Larger districts for trying out speed: the sizes of the field's scale, made through the same actions."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core import clock
from core.access import SYSTEM, Area, Level
from core.accounts.actions import add_area
from core.db import Database
from grants.contests.models import Contest, ContestStatus
from grants.proposals import actions as proposal_actions
from grants.proposals.forms import StartForm
from incubator.groups import actions as group_actions
from incubator.groups.forms import GroupForm
from incubator.groups.models import Group
from incubator.people import actions as people_actions
from incubator.people.forms import TalentForm
from portal.demo.contest import IDEAS, content
from portal.demo.district import RIVERSIDE

BATCH = 200


@dataclass(frozen=True)
class Size:
    """How many of each are added."""

    communities: int
    groups: int
    talents: int
    proposals: int


SIZES = {"S": Size(1, 10, 20, 2), "M": Size(100, 1_728, 2_000, 170), "L": Size(900, 8_384, 24_000, 1_690)}


def grow(database: Database, name: str) -> None:
    """Add the communities, talents, groups and proposals of a size, a batch to a transaction."""
    size = SIZES[name]
    with database.writing() as session:
        codes = [_community(session, number) for number in range(size.communities)]
    _in_batches(database, size.talents, lambda session, n: _talent(session, codes[n % len(codes)], n))
    _in_batches(database, size.groups, lambda session, n: _group(session, codes[n % len(codes)], n))
    with database.reading() as session:
        groups = list(session.exec(select(Group.id).where(col(Group.name).startswith("规模")).limit(size.proposals)))
        contest = session.exec(select(Contest.id).where(Contest.status == ContestStatus.OPEN)).one()
    _in_batches(database, len(groups), lambda session, n: _proposal(session, contest, groups[n], n))


def _in_batches(database: Database, count: int, make) -> None:
    for start in range(0, count, BATCH):
        with database.writing() as session:
            for number in range(start, min(start + BATCH, count)):
                make(session, number)
        print(f"  {min(start + BATCH, count):,} / {count:,}", flush=True)


def _community(session: Session, number: int) -> str:
    code = f"{RIVERSIDE[:9]}{100 + number:03d}"
    if session.exec(select(Area.id).where(Area.code == code)).first() is None:
        add_area(session, SYSTEM, code, f"规模{number + 1}社区", Level.COMMUNITY, 1500)
    return code


def _talent(session: Session, code: str, number: int) -> None:
    data = TalentForm(
        name=f"规模{number:05d}",
        area_code=code,
        phone=f"1541{number:07d}",
        categories=["CRAFT"],
        discover_channel="VISIT",
        consent_on=clock.today(),
        consent_channel="PAPER",
    )
    people_actions.add_talent(session, SYSTEM, data)


def _group(session: Session, code: str, number: int) -> None:
    kinds = ("VOLUNTEER", "RECREATION", "SELF_GOV")
    data = GroupForm(
        name=f"规模{number:05d}队",
        area_code=code,
        sanzi_type=kinds[number % 3],
        colour="BLUE",
        leader_name="规模负责人",
    )
    group_actions.form_group(session, SYSTEM, data)


def _proposal(session: Session, contest_id: int, group_id: int, number: int) -> None:
    idea = IDEAS[number % len(IDEAS)]
    start = StartForm(contest_id=contest_id, group_id=group_id, title=f"{idea.title}（{number}）"[:80])
    proposal = proposal_actions.start_proposal(session, SYSTEM, start)
    proposal_actions.save_step(session, SYSTEM, proposal, content(idea, "规模负责人"), None)
