"""Nobody verifies a payee or moves money on a code that was shown long ago: on the page, by a token, by guessing."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from core import clock
from core.accounts import actions as accounts
from core.accounts import rules
from core.accounts.forms import TokenForm
from core.accounts.models import Account
from core.audit import AuditEvent
from core.errors import Refused
from core.workflow import PROVEN
from grants.awards.workflow import PAYEE
from grants.payments import actions
from grants.payments.forms import PaymentForm
from grants.payments.workflow import PAYMENT
from tests import factories
from tests.grants.story import Story

LATER = timedelta(minutes=16)


@pytest.fixture
def paying(database):
    """A payment that waits for approval, and the approver's authenticator."""
    with database.writing() as session:
        story = Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area))
        project, _payee = story.running()
        payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
        actions.check_payment(session, story.finance, payment)
        account, secret = session.get_one(Account, story.district.account_id), rules.new_totp_secret()
        with clock.clock_at(clock.now() - timedelta(hours=1)):
            accounts.confirm_totp(session, story.district, secret, pyotp.TOTP(secret).at(clock.now()))
        token = accounts.make_token(
            session,
            story.district,
            TokenForm(label="对账程序", may_act=True, ends_on=clock.today() + timedelta(days=9)),
        )
        return payment.id, account, pyotp.TOTP(secret), token


def test_a_code_is_asked_again_before_money_moves(paying, browser):
    number, account, totp, _token = paying
    now = clock.now()
    person = browser(account=account)
    page = person.get(f"/payments/{number}").text
    assert "请先再填一次动态码" in page and f'href="/account/proof?next=/payments/{number}"' in page
    refused = person.post(f"/payments/{number}/move", {"verb": "approve"})
    assert refused.status_code == 422 and "请先再填一次动态码" in refused.text
    back = {"next": f"/payments/{number}"}
    assert person.post("/account/proof", {"code": "000000", **back}).status_code == 422
    shown = person.post("/account/proof", {"code": totp.at(now), **back})
    assert (shown.status_code, shown.headers["location"]) == (303, f"/payments/{number}")
    assert person.post("/account/proof", {"code": totp.at(now), **back}).status_code == 422  # each code once
    # Another device of the same person has shown nothing.
    assert browser(account=account).post(f"/payments/{number}/move", {"verb": "approve"}).status_code == 422
    with clock.clock_at(now + LATER):
        assert person.post(f"/payments/{number}/move", {"verb": "approve"}).status_code == 422
        assert person.post("/account/proof", {"code": totp.at(clock.now())}).status_code == 303
        assert person.post(f"/payments/{number}/move", {"verb": "approve"}).status_code == 303


def test_a_program_shows_it_with_its_own_token(paying, browser, database):
    number, account, totp, token = paying
    program, bearer = browser(), {"Authorization": f"Bearer {token}"}
    move = (f"/api/v1/payments/{number}/moves", {"verb": "approve"})
    refused = program.http.post(move[0], json=move[1], headers=bearer)
    assert refused.status_code == 422 and "动态码" in refused.json()["detail"]
    wrong = program.http.post("/api/v1/account/proof", json={"code": "12345"}, headers=bearer)
    assert wrong.status_code == 422
    shown = program.http.post("/api/v1/account/proof", json={"code": totp.at(clock.now())}, headers=bearer)
    assert shown.status_code == 200 and shown.json()["proven_until"]
    assert program.http.post(move[0], json=move[1], headers=bearer).status_code == 200
    with database.reading() as session:
        kinds = session.exec(select(AuditEvent.kind).where(AuditEvent.noun_id == account.id)).all()
    assert "account.proof" in kinds


def test_codes_cannot_be_guessed(paying, browser):
    _number, account, totp, _token = paying
    person = browser(account=account)
    for _try in range(rules.FAILURES_PER_ACCOUNT):
        assert person.post("/account/proof", {"code": "000000"}).status_code == 422
    assert person.post("/account/proof", {"code": totp.at(clock.now())}).status_code == 429


def test_every_step_that_moves_public_money_asks(session, actor):
    """Each, for somebody who may otherwise take it; the self-check is that being proven lets it through."""
    steps = [(PAYEE, "verify"), *((PAYMENT, verb) for verb in ("check", "approve", "pay", "reverse"))]
    for workflow, verb in steps:
        assert PROVEN in [need for t in workflow.transitions if t.verb == verb for need in t.needs], verb
    story = Story(session, actor)
    project, _payee = story.running()
    payment = actions.request_payment(session, story.centre, PaymentForm(project_id=project.id))
    with pytest.raises(Refused, match="动态码"):
        actions.check_payment(session, replace(story.finance, is_proven=False), payment)
    actions.check_payment(session, story.finance, payment)


def test_where_no_code_is_bound_there_is_none_to_show():
    now = clock.now()
    assert rules.is_proven(False, None, now)
    assert not rules.is_proven(True, None, now)
    assert rules.is_proven(True, now - timedelta(minutes=14), now)
    assert not rules.is_proven(True, now - LATER, now)
    assert not rules.is_proven(True, now + timedelta(minutes=5), now)  # a clock that was set back proves nothing
