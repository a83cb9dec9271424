"""One draft of one group, with the accounts of two team-mates."""

import pytest

from core.permissions import Role
from grants.proposals import queries
from incubator.groups.models import Member
from tests import factories
from tests.factories import COMMUNITY_A
from tests.grants.story import Story


class Draft:
    """A draft in the database, and the pages of people who work on it."""

    def __init__(self, database, browser) -> None:
        self.database, self.browser = database, browser
        with database.writing() as session:
            make = lambda role, area=factories.DISTRICT, name="": factories.make_actor(session, role, area, name)  # noqa: E731
            self.story = Story(session, make)
            self.contest = self.story.contest()
            proposal = self.story.proposal(self.contest)
            self.id, self.group_id = proposal.id, proposal.group_id

    def mate(self, name: str):
        """A client of a member of the team."""
        with self.database.writing() as session:
            account = factories.make_account(session, Role.TEAM, COMMUNITY_A)
            member = Member(
                area_code=COMMUNITY_A, group_id=self.group_id, account_id=account.id, name=name, status="ACCEPTED"
            )
            session.add(member)
        return self.browser(account=account)

    def stored(self):
        with self.database.reading() as session:
            proposal = session.get_one(queries.Proposal, self.id)
            return proposal, queries.parts_of(session, self.id)


@pytest.fixture
def draft(database, browser):
    return Draft(database, browser)
