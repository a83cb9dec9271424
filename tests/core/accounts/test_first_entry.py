"""The first way in: an invited person whose office needs a code binds it by the same link that sets the password."""

import re

import pyotp
import pytest

from core.access import SYSTEM
from core.accounts import actions
from core.accounts.models import LinkPurpose
from core.accounts.pages import Policy
from core.permissions import Role
from tests import factories

PASSWORD = "春天种下的第一棵小树苗"


@pytest.fixture
def asks_totp(monkeypatch):
    monkeypatch.setattr(Policy, "asks_totp", True)


def link_of(database, role: Role) -> str:
    with database.writing() as session:
        account = factories.make_account(session, role)
        return "/link/" + actions.make_link(session, SYSTEM, account, LinkPurpose.INVITE)


def test_a_code_is_bound_before_the_password_is_set(browser, database, asks_totp):
    link, client = link_of(database, Role.ADMIN), browser()
    page = client.get(link).text
    secret = re.search(r"secret=([A-Z2-7]+)", page)[1]
    sealed = re.search(r'name="sealed"[^>]*value="([^"]+)"', page)[1]
    assert client.post(link, {"password": PASSWORD}).status_code == 422, "the password alone opens nothing"
    wrong = client.post(link, {"code": "000000", "sealed": sealed})
    assert wrong.status_code == 422 and "动态码" in wrong.text
    bound = client.post(link, {"code": pyotp.TOTP(secret).now(), "sealed": sealed})
    assert (bound.status_code, bound.headers["location"]) == (303, link)
    assert "密码" in client.get(link).text
    assert client.post(link, {"password": PASSWORD}).headers["location"] == "/sign-in"
    assert client.get(link).status_code == 404, "used up"


def test_a_link_never_replaces_a_code_that_is_bound(browser, database, asks_totp):
    """Who only has the mail of a reset has no second factor."""
    link, client = link_of(database, Role.ADMIN), browser()
    page = client.get(link).text
    secret, sealed = re.search(r"secret=([A-Z2-7]+)", page)[1], re.search(r'name="sealed"[^>]*value="([^"]+)"', page)[1]
    client.post(link, {"code": pyotp.TOTP(secret).now(), "sealed": sealed})
    again = client.post(link, {"code": pyotp.TOTP(secret).at(0), "sealed": sealed})
    assert again.status_code == 422 and "secret=" not in client.get(link).text


@pytest.mark.parametrize("role, is_asked", [(Role.ADMIN, False), (Role.COMMUNITY, True)])
def test_nobody_else_binds_anything(browser, database, monkeypatch, role, is_asked):
    monkeypatch.setattr(Policy, "asks_totp", is_asked)
    assert "secret=" not in browser().get(link_of(database, role)).text
