"""A lost authenticator: another administrator takes it away, says how identity was proven, and nobody else can."""

import pyotp
import pytest
from sqlmodel import select

from core.accounts import actions, rules
from core.accounts import queries as account_queries
from core.accounts.models import Account, AccountSession
from core.audit.models import AuditEvent
from core.permissions import Role
from tests import factories

PROOF = {"proof": "当面出示工作证，与通讯录照片一致"}


@pytest.fixture
def bound(database) -> Account:
    """A finance officer whose code is bound, signed in."""
    with database.writing() as session:
        account = factories.make_account(session, Role.FINANCE)
        secret = rules.new_totp_secret()
        actor = account_queries.actor_of(session, account)
        actions.confirm_totp(session, actor, secret, pyotp.TOTP(secret).now())
        actions.open_session(session, account)
    return account


def reload(database, account: Account) -> Account:
    with database.reading() as session:
        return session.get_one(Account, account.id)


def test_another_administrator_releases_it_with_a_reason(browser, database, bound):
    admin = browser(Role.ADMIN)
    assert "解除动态码" in admin.get(f"/accounts/{bound.id}").text
    assert admin.post(f"/accounts/{bound.id}/totp/end", PROOF).status_code == 303
    assert reload(database, bound).totp_sealed is None
    with database.reading() as session:
        assert session.exec(select(AccountSession).where(AccountSession.account_id == bound.id)).all() == []
        event = session.exec(select(AuditEvent).where(AuditEvent.kind == "account.totp_end")).one()
    assert event.data["proof"] == PROOF["proof"]
    assert "/totp/end" not in admin.get(f"/accounts/{bound.id}").text


def test_without_a_reason_nothing_changes(browser, database, bound):
    answer = browser(Role.ADMIN).post(f"/accounts/{bound.id}/totp/end", {"proof": ""})
    assert answer.status_code == 422 and "这一项必须填写" in answer.text
    assert reload(database, bound).totp_sealed


def test_nobody_releases_the_own_one(browser, database):
    with database.writing() as session:
        account = factories.make_account(session, Role.ADMIN)
        secret = rules.new_totp_secret()
        actions.confirm_totp(session, account_queries.actor_of(session, account), secret, pyotp.TOTP(secret).now())
    answer = browser(account=account).post(f"/accounts/{account.id}/totp/end", PROOF)
    assert answer.status_code == 422 and "另一位管理员" in answer.text
    assert reload(database, account).totp_sealed


def test_nothing_to_release(browser, database):
    with database.writing() as session:
        account = factories.make_account(session, Role.FINANCE)
    assert browser(Role.ADMIN).post(f"/accounts/{account.id}/totp/end", PROOF).status_code in (409, 422)


@pytest.mark.parametrize("role", [Role.CENTRE, Role.FINANCE, Role.AUDITOR])
def test_no_other_office_may(browser, database, bound, role):
    assert browser(role).post(f"/accounts/{bound.id}/totp/end", PROOF).status_code in (403, 404)
    assert reload(database, bound).totp_sealed
