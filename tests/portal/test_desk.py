"""待办: what waits for me and for nobody else, what is due first, and what is escalated when others are late."""

from datetime import timedelta

from sqlalchemy import event
from sqlmodel import select

from core import clock
from core.accounts import queries as account_queries
from core.accounts.models import Account
from core.db import Database
from core.permissions import Role
from incubator.groups.actions import submit_filing
from incubator.needs import actions
from incubator.needs.forms import NeedForm
from incubator.needs.models import Need
from portal.desk import queries
from tests.district import copied
from tests.factories import COMMUNITY_A, DISTRICT, STREET_A, STREET_B
from tests.incubator.groups.test_groups import make_filing, make_group


def post(session, who, title="独居老人每周理发"):
    data = NeedForm(
        kind="SERVICE", title=title, area_code=COMMUNITY_A, category="ELDER", body="三号院有二十位老人出门不便。",
        people_count=20, source="VISIT",
    )  # fmt: skip
    return actions.post_need(session, who, data)


def shown(session, who):
    found = queries.desk_of(session, who)
    return [(task.row.title, task.verb) for task in found.tasks], [task.row.title for task in found.overdue]


def test_it_waits_for_those_who_may_act_there(session, actor):
    worker = actor(Role.COMMUNITY, COMMUNITY_A)
    post(session, worker)
    assert shown(session, actor(Role.STREET, STREET_A)) == ([("独居老人每周理发", "列入需求清单")], [])
    assert shown(session, actor(Role.STREET, STREET_B)) == ([], [])
    assert shown(session, actor(Role.AUDITOR, DISTRICT)) == ([], [])


def test_what_is_due_first_comes_first(session, actor):
    worker, street = actor(Role.COMMUNITY, COMMUNITY_A), actor(Role.STREET, STREET_A)
    for title, days in (("后办的一件", 9), ("先办的一件", 1)):
        with clock.clock_at(clock.now() + timedelta(days=days)):
            post(session, worker, title)
    assert [title for title, _verb in shown(session, street)[0]] == ["先办的一件", "后办的一件"]


def test_what_others_are_late_with_is_escalated(session, actor):
    """A filing that the community leaves lying reaches the street, which may not do the community's part."""
    worker, street = actor(Role.COMMUNITY, COMMUNITY_A), actor(Role.STREET, STREET_A)
    filing = make_filing(session, worker, make_group(session, worker))
    submit_filing(session, worker, filing)
    colleague = actor(Role.COMMUNITY, COMMUNITY_A)
    assert queries.desk_of(session, street).overdue == []
    assert [task.row for task in queries.desk_of(session, colleague).tasks] == [filing]
    assert queries.desk_of(session, worker).tasks == []  # who submitted it does not check it
    with clock.clock_at(clock.now() + timedelta(days=40)):
        late = queries.desk_of(session, street)
        assert ([task.row for task in late.overdue], late.tasks) == ([filing], [])
        assert queries.desk_of(session, actor(Role.STREET, STREET_B)).overdue == []


def test_more_than_fit_are_announced_and_cost_no_more_queries(database, actor, session):
    worker, street = actor(Role.COMMUNITY, COMMUNITY_A), actor(Role.STREET, STREET_A)
    need = post(session, worker)
    counted = []
    event.listen(session.get_bind(), "after_cursor_execute", lambda *_: counted.append(1))
    session.expire_all()
    few = queries.desk_of(session, street)
    cost, columns = len(counted), need.model_dump(exclude={"id", "number"})
    session.add_all(Need(number=f"多-{n}", **columns) for n in range(60))
    session.flush()
    session.expire_all()
    counted.clear()
    many = queries.desk_of(session, street)
    assert (len(few.tasks), few.has_more, len(many.tasks), many.has_more) == (1, False, queries.SHOWN, True)
    assert len(counted) <= cost


def test_titles_need_nothing_that_was_left_out(tmp_path_factory):
    """Long text, JSON and instants are not read for a desk; whatever a title asked for would be read row by row."""
    database, counted = Database(copied(tmp_path_factory, "desk").database_url), []
    with database.reading() as session:
        actors = [account_queries.actor_of(session, account) for account in session.exec(select(Account))]
    event.listen(database.engine, "after_cursor_execute", lambda *_: counted.append(1))
    shown = 0
    for someone in actors:
        with database.reading() as session:
            found = queries.desk_of(session, someone)
            counted.clear()
            shown += len([task.noun.title(task.row) for task in (*found.tasks, *found.overdue)])
            assert counted == [], someone.name
    assert shown > 50
    database.close()
