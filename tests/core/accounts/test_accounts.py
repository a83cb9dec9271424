"""Who gets in, how long they stay, and what ends at once."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from core import audit, clock, vault
from core.access import Grant
from core.accounts import actions, queries, rules
from core.accounts.models import Account, ApiToken, LinkPurpose, RoleHold
from core.accounts.pages import Policy, local_path
from core.audit import AuditEvent
from core.errors import Forbidden, Refused
from core.permissions import Role
from tests import factories
from tests.core.test_web import FORM
from tests.factories import COMMUNITY_A, DISTRICT

PASSWORD, PHONE = "春天里种下一棵树苗", "13877776666"
WRONG = "手机号、邮箱或密码不对。"


@pytest.fixture(autouse=True)
def _policy(monkeypatch):
    monkeypatch.setattr(Policy, "asks_totp", True)


@pytest.fixture
def account(database) -> Account:
    with database.writing() as session:
        account = factories.make_account(session, Role.COMMUNITY, COMMUNITY_A)
        normal = rules.normal_sign_in(PHONE)
        account.sign_in_index = vault.blind_index(normal, "sign-in")
        account.password_hash = rules.hash_password(PASSWORD)
        session.add(account)
    return account


@pytest.fixture
def door(browser):
    return browser()


def enter(client, password=PASSWORD, sign_in=PHONE, code="", **options):
    data = {"sign_in": sign_in, "password": password, "code": code, "next": options.pop("next", "/desk")}
    return client.post("/sign-in", data, **options)


def test_signing_in_makes_a_new_session(door, account):
    door.http.cookies.set("miaopu_session", "chosen by somebody else")
    answer = enter(door)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "chosen" not in cookie
    assert door.get("/account").status_code == 200


@pytest.mark.parametrize("ending", ["sign_out", "password", "disable", "sessions_end"])
def test_a_session_that_ended_cannot_be_replayed(door, browser, account, database, ending):
    enter(door)
    token = door.http.cookies["miaopu_session"]
    thief = browser()
    thief.http.cookies.set("miaopu_session", token)
    assert thief.get("/account").status_code == 200
    if ending == "sign_out":
        door.post("/sign-out")
    elif ending == "password":
        changed = door.post("/account/password", {"current": PASSWORD, "password": "另一句足够长的密码吧"})
        assert changed.status_code == 303
    elif ending == "disable":
        moved = browser(Role.ADMIN).post(f"/accounts/{account.id}/move", {"verb": "disable", "reason": "离职"})
        assert moved.status_code == 303
    else:
        assert door.post("/account/sessions/end").status_code == 303
    assert thief.get("/account").status_code == 303
    assert (enter(browser()).status_code == 303) == (ending in ("sign_out", "sessions_end"))


def test_a_role_that_ended_ends_with_the_next_request(door, browser, account, database):
    enter(door)
    assert door.get("/talents").status_code == 200
    with database.reading() as session:
        hold = session.exec(select(RoleHold).where(RoleHold.account_id == account.id)).one()
    assert browser(Role.ADMIN).post(f"/accounts/{account.id}/roles/{hold.id}/end").status_code == 303
    assert door.get("/talents").status_code == 403


def test_known_and_unknown_are_answered_alike(door, account):
    known, unknown = enter(door, "不对的密码不对"), enter(door, "不对的密码不对", "13877770000")
    assert known.status_code == unknown.status_code == 422
    assert WRONG in known.text and WRONG in unknown.text
    assert known.text.replace(PHONE, "").count("error") == unknown.text.count("error")
    assert PASSWORD not in known.text and "不对的密码不对" not in known.text


def test_an_account_is_throttled_whatever_its_address(door, browser, account):
    for number in range(rules.FAILURES_PER_ACCOUNT):
        assert enter(door, "x", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code == 422
    answer = enter(browser(), headers={"X-Forwarded-For": "10.9.9.9"})
    assert answer.status_code == 429 and "15 分钟" in answer.text
    with clock.clock_at(clock.now() + timedelta(minutes=16)):
        assert enter(browser()).status_code == 303


@pytest.mark.parametrize("trusted", [False, True])
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(app, door, account, monkeypatch, trusted):
    monkeypatch.setattr(rules, "FAILURES_PER_ADDRESS", 3)
    monkeypatch.setattr(app.state.site, "trusted_proxies", frozenset({"testclient"} if trusted else ()))
    for number in range(3):
        enter(door, "x", f"1387777000{number}", headers={"X-Forwarded-For": f"1.1.1.1, 10.0.0.{number}"})
    answer = enter(door, headers={"X-Forwarded-For": "10.0.0.9"})
    assert answer.status_code == (303 if trusted else 429)


def bind(database, account) -> pyotp.TOTP:
    with database.writing() as session:
        row, secret = session.get_one(Account, account.id), rules.new_totp_secret()
        actor = queries.actor_of(session, row)
        with clock.clock_at(clock.now() - timedelta(minutes=10)):
            actions.confirm_totp(session, actor, secret, pyotp.TOTP(secret).at(clock.now()))
    return pyotp.TOTP(secret)


TOKEN = {"label": "报表程序", "ends_on": (clock.today() + timedelta(days=30)).isoformat()}


def test_what_changes_how_one_signs_in_asks_for_the_password(door, account, database):
    """A session left open on a shared computer makes no token and binds no authenticator of its own."""
    enter(door)
    ids = re.findall(r' id="([^"]+)"', door.get("/account").text)
    assert len(ids) == len(set(ids))  # each of the three passwords of the page has its own label
    page = door.get("/account/totp").text
    (sealed,), (secret,) = (re.findall(one, page) for one in (r'name="sealed" value="([^"]+)"', r'num">([A-Z2-7 ]+)<'))
    code = pyotp.TOTP(secret.replace(" ", "")).at(clock.now())
    for known in ("", "不是这个密码"):
        refused = door.post("/account/tokens", TOKEN | {"known": known, "form_key": f"key {len(known)}"})
        assert refused.status_code == 422 and "报表程序" in refused.text and "不是这个密码" not in refused.text
        refused = door.post("/account/totp", {"code": code, "sealed": sealed, "known": known})
        assert refused.status_code == 422 and "密码" in refused.text and secret in refused.text
    with database.reading() as session:
        assert session.exec(select(ApiToken)).all() == []
        assert session.get_one(Account, account.id).totp_sealed is None
    assert door.post("/account/tokens", TOKEN | {"known": PASSWORD, "form_key": "new"}).status_code == 200
    assert door.post("/account/totp", {"code": code, "sealed": sealed, "known": PASSWORD}).status_code == 303


def test_the_password_cannot_be_guessed_behind_the_door_either(door, account):
    enter(door)
    guess = {"current": "x", "password": "另一句足够长的密码吧"}
    for _ in range(rules.FAILURES_PER_ACCOUNT):
        assert door.post("/account/password", guess).status_code == 422
    answer = door.post("/account/password", guess | {"current": PASSWORD})
    assert answer.status_code == 429 and "15 分钟" in answer.text


def test_a_code_works_once_and_only_near_its_time(database, browser, account):
    totp, now = bind(database, account), clock.now()
    with clock.clock_at(now):
        for late in (-90, -60, 60, 90):
            assert enter(browser(), code=totp.at(now + timedelta(seconds=late))).status_code == 422
        assert enter(browser(), code="").status_code == 422
        assert enter(browser(), code=totp.at(now)).status_code == 303
        again = enter(browser(), code=totp.at(now))
        assert again.status_code == 422 and "已经用过" in again.text
        assert enter(browser(), code=totp.at(now - timedelta(seconds=30))).status_code == 422
        assert enter(browser(), code=totp.at(now + timedelta(seconds=30))).status_code == 303


def test_a_deciding_role_needs_a_code(database, browser, account):
    with database.writing() as session:
        session.add(RoleHold(account_id=account.id, role=Role.FINANCE, area_code=DISTRICT, starts_on=clock.today()))
    refused = enter(browser())
    assert refused.status_code == 422 and "需要动态码" in refused.text


def make_link(database, account) -> str:
    with database.writing() as session:
        return actions.make_link(session, queries.actor_of(session, account), account, LinkPurpose.RESET)


def test_a_link_works_once(database, browser, account):
    path = f"/link/{make_link(database, account)}"
    assert browser().get(path).status_code == 200
    assert browser().post(path, {"password": "太短"}).status_code == 422
    assert browser().post(path, {"password": "另一句足够长的密码吧"}).status_code == 303
    for answer in (browser().get(path), browser().post(path, {"password": "再来一句足够长的密码"})):
        assert answer.status_code == 404
    assert enter(browser(), "另一句足够长的密码吧").status_code == 303


def test_a_link_runs_out_and_a_newer_one_replaces_it(database, browser, account):
    older, newer = make_link(database, account), make_link(database, account)
    assert browser().get(f"/link/{older}").status_code == 404
    assert browser().get(f"/link/{newer}").status_code == 200
    with clock.clock_at(clock.now() + rules.LINK_LIFE + timedelta(seconds=1)):
        assert browser().get(f"/link/{newer}").status_code == 404


def test_an_api_token_reads_or_acts_until_it_ends(database, browser, account):
    def token(**changed):
        data = actions.TokenForm(label="报表", ends_on=clock.today() + timedelta(days=30), **changed)
        with database.writing() as session:
            return actions.make_token(session, queries.actor_of(session, account), data)

    client = browser()

    def send(token, method="GET"):
        headers = {"Authorization": f"Bearer {token}"}
        return client.http.request(method, "/api/v1/talents", headers=headers, json=FORM if method == "POST" else None)

    reading, acting = token(), token(may_act=True)
    assert send(reading).status_code == send(acting).status_code == 200
    assert send(reading, "POST").status_code == 403 and send(acting, "POST").status_code == 201
    assert send("made up").status_code == 401
    with clock.clock_at(clock.now() + timedelta(days=31)):
        assert send(acting).status_code == 401
    with database.writing() as session:
        actor = queries.actor_of(session, account)
        actions.revoke_token(session, actor, queries.list_tokens(session, actor)[1].id)
    assert (send(acting).status_code, send(reading).status_code) == (401, 200)


def test_roles_count_on_their_days_and_deputies_are_named(session):
    account, today = factories.make_account(session, Role.TEAM, COMMUNITY_A), clock.today()
    hold = {"account_id": account.id, "role": Role.CENTRE, "area_code": DISTRICT, "deputy_for": "吴主任"}
    session.add(RoleHold(**hold, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=7)))
    session.flush()
    for days, is_deputy in ((0, False), (1, True), (7, True), (8, False)):
        actor = queries.actor_of(session, account, today + timedelta(days=days))
        assert (Grant(Role.CENTRE, DISTRICT) in actor.grants) == is_deputy
        assert actor.deputy_for == ("吴主任" if is_deputy else None)


def test_a_role_is_given_only_inside_the_givers_area(session, actor):
    account = factories.make_account(session, Role.TEAM, COMMUNITY_A)
    data = actions.RoleForm(role=Role.CENTRE, area_code=DISTRICT)
    with pytest.raises(Forbidden):
        actions.hold_role(session, actor(Role.ADMIN, factories.OTHER_DISTRICT), account, data)
    with pytest.raises(Refused):
        actions.hold_role(session, actor(Role.ADMIN), account, data.model_copy(update={"role": Role.SYSTEM}))


def test_entering_on_behalf_is_kept_with_each_change(database, browser):
    worker = browser(Role.COMMUNITY, COMMUNITY_A)
    started = worker.post("/account/behalf", {"on_behalf_of": "周大爷", "behalf_note": "纸质申报书 12 号"})
    assert started.status_code == 303, started.text
    assert worker.post("/talents/new", FORM).status_code == 303
    assert worker.post("/account/behalf/end").status_code == 303
    assert worker.post("/talents/new", FORM | {"phone": "13815908302"}).status_code == 303
    with database.reading() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.kind == "talent.add").order_by(AuditEvent.seq)).all()
        assert [event.on_behalf_of for event in events] == ["周大爷", None]
        assert audit.timeline(session, "talent", 1)[0].on_behalf_of == "周大爷"


ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil",
    "javascript:alert(1)",
    "/a\nb",
    "",
)


def test_after_signing_in_nobody_is_led_elsewhere(browser, account):
    for target in (*ELSEWHERE, "/\t/evil.example", "/%09/evil.example"):
        where = enter(browser(), next=target).headers["location"]
        assert where.startswith("/") and not where.startswith(("//", "/\\")) and where.isprintable(), target
    assert local_path("/talents?status=POOLED") == "/talents?status=POOLED"
