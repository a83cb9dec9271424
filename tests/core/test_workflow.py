"""Workflows as data: bad declarations, races, random walks and stale pages."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from core import audit
from core.access import SYSTEM
from core.db import Database
from core.errors import AppError, Forbidden, Refused, StaleForm, WrongState
from core.labels import Labelled
from core.permissions import Permission, Role
from core.workflow import BadWorkflow, Need, State, Transition, Workflow
from incubator.people.actions import add_talent
from incubator.people.forms import TalentForm
from incubator.people.models import Talent, TalentStatus
from incubator.people.workflow import TALENT
from tests import factories
from tests.factories import COMMUNITY_A

ROLES = [role for role in Role if role is not Role.SYSTEM]
P = Permission.TALENTS_CONFIRM


class Lamp(Labelled):
    OFF = "OFF", "关"
    ON = "ON", "开"


OFF, ON = State(Lamp.OFF, "关"), State(Lamp.ON, "开")
LIGHT = Transition("light", "开", (Lamp.OFF,), Lamp.ON, P)


def test_a_sound_declaration_is_taken():
    assert Workflow("lamp", Lamp.OFF, (OFF, ON), (LIGHT,)).reachable() == set(Lamp)


BAD = {
    "differ": ((OFF,), (LIGHT,)),
    "unreachable": ((OFF, ON), ()),
    "leaves a state twice": ((OFF, ON), (LIGHT, LIGHT)),
    "unknown tone": ((OFF, State(Lamp.ON, "开", "pink")), (LIGHT,)),
    "declared twice": ((OFF, ON, State(Lamp.ON, "又开")), (LIGHT,)),
    "unknown states .*BROKEN": ((OFF, ON), (LIGHT, Transition("break", "坏", ("BROKEN",), Lamp.ON, P))),
    "unknown states .*LOST": ((OFF, ON), (LIGHT, Transition("lose", "丢", (Lamp.ON,), "LOST", P))),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_bad_declaration_never_starts(sentence):
    states, transitions = BAD[sentence]
    with pytest.raises(BadWorkflow, match=sentence):
        Workflow("lamp", Lamp.OFF, states, transitions)


FORM = TalentForm(
    name="周小满",
    area_code=COMMUNITY_A,
    phone="13815908301",
    categories=["CRAFT"],
    discover_channel="VISIT",
    consent_on="2026-11-01",
    consent_channel="PAPER",
)


def make_talent(session: Session) -> Talent:
    """A candidate who may be confirmed."""
    return add_talent(session, factories.make_actor(session, Role.COMMUNITY, COMMUNITY_A), FORM)


def at_once(database: Database, works: list[Callable[[Session], object]]) -> list[str]:
    """How each work ended, all in sessions of their own: 好, or the sentence of the refusal."""

    def run(work: Callable[[Session], object]) -> str:
        try:
            with database.writing() as session:
                work(session)
        except AppError as refusal:
            return refusal.sentence
        return "好"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.concurrency
@pytest.mark.parametrize("verbs", [("confirm", "confirm"), ("confirm", "withdraw")])
def test_of_two_who_press_at_once_one_wins(database, verbs):
    with database.writing() as session:
        people = [factories.make_actor(session, Role.CENTRE) for _ in verbs]
        number = make_talent(session).id
    read = threading.Barrier(2)

    def press(actor, verb):
        def work(session):
            talent = session.get_one(Talent, number)
            if not database.is_sqlite:  # there writers stand in line from the start
                read.wait(10)
            TALENT.fire(session, actor, talent, verb, reason="核对过", version=talent.version)

        return work

    ends = at_once(database, [press(person, verb) for person, verb in zip(people, verbs, strict=True)])
    lost = [end for end in ends if end != "好"]
    # On SQLite the second may still withdraw whom the first confirmed: it sees the newest row.
    assert len(lost) == 1 or (database.is_sqlite and verbs[1] == "withdraw")
    assert all("刷新页面" in end for end in lost)
    with database.reading() as session:
        moved = [e.kind for e in audit.timeline(session, "talent", number) if e.kind != "talent.add"]
    assert len(moved) == 2 - len(lost)


def test_a_stale_version_is_told(session, actor):
    talent = make_talent(session)
    with pytest.raises(StaleForm, match="别人刚刚处理过"):
        TALENT.fire(session, actor(Role.CENTRE), talent, "confirm", version=talent.version + 1)
    TALENT.fire(session, actor(Role.CENTRE), talent, "confirm", version=talent.version)
    assert (talent.status, talent.version) == (TalentStatus.POOLED, 2)


def test_refusals_of_a_verb(session, actor):
    talent = make_talent(session)
    with pytest.raises(Refused, match="没有这个操作"):
        TALENT.fire(session, actor(Role.CENTRE), talent, "explode")
    with pytest.raises(Forbidden):
        TALENT.fire(session, actor(Role.COMMUNITY, COMMUNITY_A), talent, "confirm")
    with pytest.raises(Forbidden):
        TALENT.fire(session, actor(Role.CENTRE, factories.OTHER_DISTRICT), talent, "confirm")
    TALENT.fire(session, actor(Role.CENTRE), talent, "confirm")
    with pytest.raises(WrongState, match="在库"):
        TALENT.fire(session, actor(Role.CENTRE), talent, "confirm")


def test_a_reason_and_a_need_are_asked_for():
    need = Need(lambda thing, actor, facts: facts.get("bulb"), "灯泡没有装好。")
    edge = Transition("light", "开", (Lamp.OFF,), Lamp.ON, P, needs=(need,), asks_reason=True)
    lamp = Workflow("lamp", Lamp.OFF, (OFF, ON), (edge,), area_of=lambda thing, permission: COMMUNITY_A)
    with pytest.raises(Refused, match="灯泡没有装好"):
        lamp.check(edge, SYSTEM, None, "天黑", {})
    with pytest.raises(Refused, match="请写明理由"):
        lamp.check(edge, SYSTEM, None, "  ", {"bulb": True})
    lamp.check(edge, SYSTEM, None, "天黑", {"bulb": True})


@pytest.mark.parametrize("seed", range(5))
def test_random_walks_stay_on_the_edges(session, actor, seed):
    """Any verb by any role from any state: what is not an edge is refused, and the state stays where it was."""
    choose = random.Random(seed)
    people = [actor(role, COMMUNITY_A if role in (Role.TEAM, Role.COMMUNITY) else factories.DISTRICT) for role in ROLES]
    verbs = [t.verb for t in TALENT.transitions]
    talent, taken = make_talent(session), 0
    for _ in range(60):
        verb, person, before = choose.choice(verbs), choose.choice(people), talent.status
        edge = next((t for t in TALENT.transitions if t.verb == verb and before in t.sources), None)
        try:
            TALENT.fire(session, person, talent, verb, choose.choice([None, "有理由"]))
        except AppError:
            assert talent.status == before
            continue
        assert edge is not None and talent.status == edge.target
        assert person.can(edge.permission, talent.area_code)
        taken += 1
    assert len(audit.timeline(session, "talent", talent.id)) == taken + 1
