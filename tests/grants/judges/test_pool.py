"""The judge pool: entered by the office, an account by link, seats out of it, the judge's own order of fields."""

import pytest
from sqlmodel import select

from core.accounts import actions as account_actions
from core.accounts.models import Account, AccountStatus, OneTimeLink, RoleHold
from core.accounts.queries import find_by_sign_in
from core.errors import Forbidden, NotFound, Refused, WrongState
from core.mail import OutboxMail
from core.permissions import Role
from grants.assignments.queries import task_of
from grants.judges import actions, queries
from grants.judges.forms import JudgeForm, ProfileForm
from grants.panels import actions as panel_actions
from grants.panels.forms import InviteForm
from grants.panels.models import Judge
from grants.panels.workflow import JUDGE
from tests import factories
from tests.factories import COMMUNITY_A, COMMUNITY_B, DISTRICT
from tests.grants.judging.round import Round


def form(**changed):
    values = {
        "name": "评新雨",
        "sign_in": "xinyu@example.org",
        "role": "FINANCE",
        "organisation": "某会计学会",
        "community_code": COMMUNITY_B,
        "fields": [{"category": "ELDER"}, {"category": "ENV"}],
        "load_cap": 4,
    }
    return JudgeForm(**values | changed)


@pytest.fixture
def centre(actor):
    return actor(Role.CENTRE)


def test_who_has_no_account_gets_one_and_a_link_that_works_once(session, centre):
    judge = actions.add_judge(session, centre, form())
    account = queries.account_of(session, judge)
    assert (account.status, account.name, judge.fields, judge.area_code) == (
        AccountStatus.INVITED,
        "评新雨",
        ["ELDER", "ENV"],
        DISTRICT,
    )
    held = session.exec(select(RoleHold).where(RoleHold.account_id == account.id)).all()
    assert [(hold.role, hold.area_code) for hold in held] == [(Role.JUDGE, DISTRICT)]
    mail = session.exec(select(OutboxMail)).one()
    token = mail.body.split("/link/")[1].strip()
    assert mail.recipient == "xinyu@example.org"
    account_actions.use_link(session, token, "评审要独立公正而认真")
    assert account.status == AccountStatus.ACTIVE
    with pytest.raises(NotFound):
        account_actions.use_link(session, token, "评审要独立公正而认真")
    with pytest.raises(WrongState, match="已经能登录"):
        actions.send_link(session, centre, judge)


def test_another_link_ends_the_one_before(session, centre):
    judge = actions.add_judge(session, centre, form())
    actions.send_link(session, centre, judge)
    links = session.exec(select(OneTimeLink).order_by(OneTimeLink.id)).all()
    assert [link.used_at is None for link in links] == [False, True]


def test_who_has_an_account_keeps_it(session, centre):
    judge = factories.make_account(session, Role.JUDGE)
    phone = f"1390000{int(judge.sign_in_masked[-4:]):04d}"
    assert find_by_sign_in(session, phone).id == judge.id
    made = actions.add_judge(session, centre, form(sign_in=phone))
    assert made.account_id == judge.id and session.exec(select(OutboxMail)).all() == []
    assert len(session.exec(select(RoleHold).where(RoleHold.account_id == judge.id)).all()) == 1


def test_no_office_comes_into_the_pool_and_none_gets_a_right_by_it(session, centre, actor):
    worker = actor(Role.COMMUNITY, COMMUNITY_A)
    phone = session.get_one(Account, worker.account_id).sign_in_masked[-4:]
    with pytest.raises(Refused, match="还是社区工作者"):
        actions.add_judge(session, centre, form(sign_in=f"1390000{phone}"))
    with pytest.raises(Forbidden):
        account_actions.enrol(session, centre, "某人", "13912345678", Role.FINANCE, DISTRICT)
    for who in (worker, actor(Role.JUDGE), actor(Role.DISTRICT)):
        with pytest.raises(Forbidden):
            actions.add_judge(session, who, form(sign_in="13912345679"))


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"role": "CHAIR"}, "评委类别"), ({"fields": [{"category": "SPACE"}]}, "选择领域")]
)
def test_what_the_lists_do_not_have_is_refused(session, centre, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.add_judge(session, centre, form(**changed))


@pytest.fixture
def story(session, actor):
    return Round(session, actor, 1)


def pooled(story, **changed):
    """A judge of the pool, whose account may sign in."""
    judge = actions.add_judge(story.session, story.centre, form(**changed))
    account = queries.account_of(story.session, judge)
    token = story.session.exec(select(OutboxMail)).all()[-1].body.split("/link/")[1].strip()
    account_actions.use_link(story.session, token, "评审要独立公正而认真")
    return judge, factories.account_queries.actor_of(story.session, account)


def test_a_seat_takes_its_facts_from_the_pool_and_keeps_them(story, session):
    judge, person = pooled(story)
    seat = panel_actions.invite(
        session, story.centre, InviteForm(panel_id=story.panel.id, account_id=judge.account_id, organisation="另一单位")
    )
    assert (seat.role, seat.organisation, seat.community_code) == ("FINANCE", "另一单位", COMMUNITY_B)
    assert (seat.fields, seat.load_cap, seat.expertise) == (["ELDER", "ENV"], 4, seat.expertise)
    assert seat.expertise.count("、") == 1
    assert "评审组" in session.exec(select(OutboxMail)).all()[-1].body
    panel_actions.answer_invitation(session, person, seat, True)
    actions.edit_own(session, person, ProfileForm(fields=[{"category": "YOUTH"}]), judge.version)
    assert judge.fields == ["YOUTH"] and seat.fields == ["ELDER", "ENV"]
    task = task_of(session, story.panel, "ENSURE", 1, [])
    assert [(j.fields, j.most) for j in task.judges if j.seat_id == seat.id] == [(("ELDER", "ENV"), 4)]


def test_a_paused_judge_is_not_invited(story, session):
    judge, _person = pooled(story)
    JUDGE.fire(session, story.centre, judge, "pause", "今年出国")
    with pytest.raises(Refused, match="暂停参加评审"):
        panel_actions.invite(session, story.centre, InviteForm(panel_id=story.panel.id, account_id=judge.account_id))


def test_history_counts_no_sheet_before_the_round_has_closed(story, session):
    story.start().score_all([80] * 5)
    account = session.get_one(Account, story.judges[0].account_id)
    judge = Judge(area_code=DISTRICT, number="PW-1", account_id=account.id, role="FINANCE")
    session.add(judge)
    session.flush()
    assert [sat.sheets for sat in queries.history_of(session, story.centre, judge)] == [None]
    story.close()
    assert [sat.sheets for sat in queries.history_of(session, story.centre, judge)] == [1]


def test_the_pages_of_the_pool(browser, database):
    office = browser(Role.CENTRE)
    typed = {"name": "评新雨", "sign_in": "xinyu@example.org", "role": "FINANCE", "fields.0.category": "ELDER"}
    refused = office.post("/judges/new", typed | {"sign_in": "不是邮箱"})
    assert refused.status_code == 422 and "评新雨" in refused.text
    made = office.post("/judges/new", typed)
    assert made.status_code == 303, made.text
    where = made.headers["location"].split("?")[0]
    page = office.get(where).text
    assert "重发链接" in page and "还没有参加过评审" in page and "xinyu@example.org" not in page
    edited = office.post(f"{where}/edit", {"role": "FINANCE", "organisation": "某学会", "version": "1"})
    assert edited.status_code == 303
    with database.reading() as session:
        account = session.exec(select(Account).where(Account.name == "评新雨")).one()
        session.expunge(account)
    with database.writing() as session:
        session.merge(account).status = AccountStatus.ACTIVE
    judge = browser(account=account)
    assert judge.get("/judging/profile").status_code == 200
    saved = judge.post("/judging/profile", {"fields.0.category": "ENV", "load_cap": "3", "version": "2"})
    assert saved.status_code == 303, saved.text
    assert judge.post("/judging/profile", {"load_cap": "3", "version": "2"}).status_code == 409
    assert {judge.get(path).status_code for path in ("/judges", where)} == {403}
    assert browser(Role.JUDGE).get("/judging/profile").status_code == 404
