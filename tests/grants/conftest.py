"""What tests of judging share: a round told through actions and committed, and browsers for its people."""

import pytest

from core.accounts.models import Account
from tests import factories
from tests.grants.judging.round import Round


@pytest.fixture
def story(database):
    """A round, committed; its people by name."""

    def tell(*steps, proposals=2):
        with database.writing() as session:
            made = Round(session, lambda *who: factories.make_actor(session, *who), proposals)
            for step in steps:
                step(made)
            session.expunge_all()
        made.session = None
        return made

    return tell


@pytest.fixture
def as_(browser, database):
    """``as_(actor)``: a browser signed in as somebody of the story."""

    def enter(actor):
        with database.reading() as session:
            account = session.get_one(Account, actor.account_id)
            session.expunge(account)
        return browser(account=account)

    return enter
