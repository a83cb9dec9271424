"""Routes × people × places: the real answers to the table of access, also for who was disabled or lost a role."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from core.access import SYSTEM, Actor, allows
from core.accounts import actions as account_actions
from core.accounts.models import Account, AccountStatus, RoleHold
from core.clock import today
from core.nouns import NOUNS
from core.permissions import Role
from core.web import ROUTES, Route
from tests import factories
from tests.conventions.test_access import expected
from tests.district import House
from tests.proofs.access.conftest import digest, person_of
from tests.proofs.figures import figure
from tests.proofs.line import Answer, Line
from tests.proofs.reading import addresses, segment_of

pytestmark = [pytest.mark.minutes, pytest.mark.xdist_group("access")]

HERE, OTHER_STREET, OTHER_COMMUNITY, ELSEWHERE = (
    factories.COMMUNITY_A,
    factories.STREET_B,
    factories.COMMUNITY_B,
    factories.OTHER_DISTRICT,
)
EVERY = figure(5, 1)  # quick: each role tries every fifth route, all of them together try all
ROLES = [role for role in Role if role is not Role.SYSTEM]
PLACES = {
    Role.COMMUNITY: (HERE, OTHER_COMMUNITY, factories.COMMUNITY_C),
    Role.TEAM: (HERE, OTHER_COMMUNITY, factories.COMMUNITY_C),
    Role.STREET: (factories.STREET_A, OTHER_STREET),
}
# The table speaks of the road in; signing in and out and the language are everybody's.
# Open to everybody, or the end of the very session that asks.
EVERYBODYS = ("/sign-in", "/sign-out", "/preferences", "/link/", "/account/sessions/end")
# The numbers tried here may be those of the own role, and whoever ends that is nobody afterwards.
ENDS_A_ROLE = "/accounts/{row_id:int}/roles/{hold_id:int}/end"


def account(house: House, role: Role, place: str) -> Account:
    with house.database.writing() as session:
        return factories.make_account(session, role, place)


def line_of(house: House, account: Account) -> Line:
    with house.database.writing() as session:
        token = account_actions.open_session(session, account)
    return Line(house.address, {"miaopu_session": token})


def ids_of(house: House) -> dict[str, list[int]]:
    """A few records of each kind, in all areas."""
    found: dict[str, list[int]] = {}
    with house.database.reading() as session:
        for noun in NOUNS.values():
            numbers = session.exec(select(noun.model.id).order_by(noun.model.id)).all()
            found[noun.plural] = [*numbers[:1], *numbers[-1:]]
    return found


def chosen(number: int) -> Iterator[tuple[int, Route]]:
    left_out = (*EVERYBODYS, ENDS_A_ROLE, "/static", "/health")
    for place, route in enumerate(sorted(ROUTES, key=lambda route: (route.path, route.method))):
        if (place + number) % EVERY == 0 and not route.path.startswith(left_out):
            yield place, route


def send(line: Line, route: Route, path: str) -> Answer:
    if not route.is_change:
        return line.get(path)
    return line.call(path, {}) if route.is_api else line.post(path, [("verb", "no such verb")])


def is_let_in(answer: Answer) -> bool:
    return answer.status not in (401, 403) and "/sign-in" not in answer.location


def sees(house: House, actor: Actor, route: Route, path: str) -> bool:
    """Whether the record of this address is visible by its noun's condition; true where there is none."""
    noun = next((noun for noun in NOUNS.values() if noun.plural == segment_of(route.path)), None)
    number = next((int(part) for part in path.split("/") if part.isdigit()), None)
    if noun is None or number is None or "{row_id" not in route.path:
        return True
    with house.database.reading() as session:
        return session.exec(select(noun.model.id).where(noun.model.id == number, noun.visible(actor))).first() == number


def faults(house: House, line: Line, actor: Actor, column: str, number: int) -> dict[str, object]:
    """Where the answer is another than the table and the visibility of the record say."""
    table, ids, wrong = expected(), ids_of(house), {}
    for _place, route in chosen(number):
        says = table[route.method, route.path][column] == "yes"
        for path in addresses(route, ids, 2):
            answer = send(line, route, path)
            if answer.has_failed or (is_let_in(answer) and not says):
                wrong[f"{route.method} {path}"] = (answer.status, "the table says no")
            elif says and not sees(house, actor, route, path) and answer.status != 404:
                wrong[f"{route.method} {path}"] = (answer.status, "not visible")
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_each_role_in_each_place(house, role):
    """Own area, another community, another street: what is refused is refused, what is not visible is not there."""
    found = {}
    for place in PLACES.get(role, (factories.DISTRICT,)):
        who = account(house, role, place)
        with line_of(house, who) as line:
            found |= faults(house, line, person_of(house, who), role.value, ROLES.index(role))
    assert found == {}


def test_nobody(house):
    with Line(house.address) as line:
        found = {}
        for number in range(figure(2, 1)):
            found |= faults(house, line, Actor(None, ""), "anonymous", number)
    assert found == {}


@pytest.mark.parametrize("lost", ["disabled", "role ended", "role begins tomorrow"])
def test_who_has_lost_the_right_is_nobody_at_once(house, lost):
    """The session stays open; the very next request is refused, and nothing is changed by any."""
    who = account(house, Role.CENTRE, factories.DISTRICT)
    with line_of(house, who) as line:
        assert line.get("/talents").status == 200
        _take_away(house, who, lost)
        before, wrong = digest(house), {}
        anonymous = Actor(None, "") if lost == "disabled" else Actor(who.id, "")
        for _place, route in chosen(1):
            if not allows(anonymous, route.access):
                for path in addresses(route, ids_of(house), 1):
                    answer = send(line, route, path)
                    if is_let_in(answer):
                        wrong[f"{route.method} {path}"] = answer.status
        assert wrong == {}
        assert digest(house) == before


def _take_away(house: House, who: Account, lost: str) -> None:
    with house.database.writing() as session:
        hold = session.exec(select(RoleHold).where(RoleHold.account_id == who.id)).one()
        if lost == "disabled":
            row = session.get_one(Account, who.id)
            row.sqlmodel_update({"status": AccountStatus.DISABLED})
            session.add(row)
        elif lost == "role ended":
            account_actions.end_role(session, SYSTEM, who, hold.id)
        else:
            hold.starts_on = today().replace(year=today().year + 1)
            session.add(hold)


def test_reading_everything_changes_nothing(house):
    """A GET crawl of every route as each kind of person leaves every table as it was."""
    lines = {key: Line(house.address, house.cookies(key)) for key in ("centre", "yinxing", "judge", "admin", None)}
    ids = ids_of(house)
    with Line(house.address, house.cookies("centre")) as line:
        line.get("/desk")
    before = digest(house)
    for number, line in enumerate(lines.values()):
        for place, route in enumerate(ROUTES):
            if route.method == "GET" and (place + number) % EVERY == 0:
                for path in addresses(route, ids, 1):
                    line.get(path)
        line.close()
    assert digest(house) == before


def test_a_wrong_table_is_noticed(house, monkeypatch):
    """Self-check: a row of the table that says no where the site says yes is found, and so is a record too many."""
    monkeypatch.setattr("tests.proofs.access.test_matrix.EVERY", 1)
    monkeypatch.setattr("tests.proofs.access.test_matrix.ROUTES", [r for r in ROUTES if r.path.startswith("/needs")])
    who = account(house, Role.COMMUNITY, factories.COMMUNITY_C)
    with line_of(house, who) as line:
        assert faults(house, line, person_of(house, who), "COMMUNITY", 0) == {}
        assert faults(house, line, person_of(house, who), "JUDGE", 0) != {}
        monkeypatch.setattr("tests.proofs.access.test_matrix.sees", lambda *_all: False)
        assert faults(house, line, person_of(house, who), "COMMUNITY", 0) != {}
