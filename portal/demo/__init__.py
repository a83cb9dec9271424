"""The demo story: a district told through actions, so that it exercises every rule; no name or number in it is real."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import select

from core import clock
from core.access import Area
from core.db import Database
from portal.demo import (
    contest,
    dates,
    district,
    giving_on,
    groups,
    hosts,
    incubation,
    judging,
    letters,
    menu,
    next_edition,
    paper,
    past,
    presets,
    ratings,
    rehearsal,
    roadshow,
    scale,
    screening,
    sharing,
)
from portal.demo.district import PASSWORD, PEOPLE
from portal.demo.stage import Stage

CHAPTERS: tuple[Callable[[Stage], None], ...] = (
    district.found,
    groups.fill_the_pool,
    groups.form_groups,
    hosts.register_host,
    contest.run_finished_edition,
    letters.send,
    incubation.run_the_shell,
    next_edition.open_next_edition,
    paper.type_from_paper,
    dates.set_dates,
    giving_on.hold_a_small_edition,
    next_edition.prepare_small_grants,
    rehearsal.rehearse_small_grants,
    judging.judge_now,
    screening.check_today,
    sharing.share_out,
    roadshow.hold_a_roadshow,
    past.bring_in_earlier_editions,
    presets.set_forms,
    ratings.run_round,
    menu.publish_and_order,
    groups.begin_this_week,
)


def is_empty(database: Database) -> bool:
    with database.reading() as session:
        return session.exec(select(Area.id).limit(1)).first() is None


def build(database: Database, size: str | None = None) -> None:
    """Tell the story; each chapter is one transaction, on days before today."""
    stage = Stage(clock.now() - timedelta(days=330))
    for chapter in CHAPTERS:
        with database.writing() as session:
            stage.enter(session)
            chapter(stage)
    if size:
        scale.grow(database, size)


def accounts() -> list[dict[str, str]]:
    """One line per person of the demo: role, sign-in, password, area."""
    return [
        {"role": p.role.value, "sign_in": p.sign_in, "password": PASSWORD, "area": p.area, "name": p.name}
        for p in PEOPLE
    ]


def accounts_table(database: Database) -> str:
    """One demo account per role, as ``./dev run`` prints them."""
    first: dict[str, district.Person] = {}
    for person in PEOPLE:
        first.setdefault(person.role.value, person)
    lines = [f"  {p.role.value:<10} {p.sign_in:<28} {p.name}" for p in first.values()]
    return f"演示账号（密码都是 {PASSWORD}） / demo accounts, password {PASSWORD}:\n" + "\n".join(lines)
