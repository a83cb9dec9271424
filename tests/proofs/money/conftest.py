"""What the proofs of money start from: an edition with a running project, and orders for one purse, committed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from core.access import SYSTEM, Actor
from core.accounts import queries as account_queries
from core.accounts.models import Account, RoleHold
from core.db import Database
from core.permissions import Role
from grants.payments import actions as payment_actions
from grants.payments.forms import PaymentForm
from grants.payments.models import Payment
from tests import factories
from tests.grants.story import Story

LONG_AGO = date(2020, 1, 1)
OFFICES = (Role.CENTRE, Role.DISTRICT, Role.FINANCE, Role.ADMIN, Role.COMMUNITY)


@dataclass
class Money:
    """A running project with its payee, and people of whom each holds every office, administrator included."""

    database: Database
    project_id: int = 0
    payee_id: int = 0
    group_id: int = 0
    almighty: list[Account] = field(default_factory=list)

    def build(self) -> "Money":
        with self.database.writing() as session:
            story = Story(session, lambda role, area=factories.DISTRICT: factories.make_actor(session, role, area))
            project, payee = story.running()
            self.project_id, self.payee_id, self.group_id = project.id, payee.id, project.group_id
            self.almighty = [self._almighty(session) for _ in range(4)]
        return self

    @staticmethod
    def _almighty(session) -> Account:
        account = factories.make_account(session, OFFICES[0])
        for role in OFFICES[1:]:
            session.add(RoleHold(account_id=account.id, role=role, area_code=factories.DISTRICT, starts_on=LONG_AGO))
        session.flush()
        return account

    def actor(self, session, account: Account) -> Actor:
        return account_queries.actor_of(session, account)

    def payment(self, *people: Account) -> int:
        """A payment that the first asked for, the second checked and the third approved, as far as they are named."""
        with self.database.writing() as session:
            actors = [self.actor(session, account) for account in people]
            payment = payment_actions.request_payment(session, actors[0], PaymentForm(project_id=self.project_id))
            for actor, act in zip(
                actors[1:], (payment_actions.check_payment, payment_actions.approve_payment), strict=False
            ):
                act(session, actor, payment)
            return payment.id

    def give_up(self, payment_id: int) -> None:
        """Return the payment, so that its tranche can be asked for again."""
        with self.database.writing() as session:
            payment = session.get_one(Payment, payment_id)
            verb = "reverse" if payment.status == "PAID" else "return"
            if verb == "reverse":
                payment_actions.reverse_payment(session, SYSTEM, payment, "证明之后")
            elif payment.status in ("REQUESTED", "CHECKED", "APPROVED"):
                payment_actions.PAYMENT.fire(session, SYSTEM, payment, verb, "证明之后")


@pytest.fixture
def money(database: Database) -> Money:
    return Money(database).build()


@pytest.fixture
def act_as(browser) -> Callable:
    """``act_as(account)``: their client; one per account."""
    clients: dict[int, object] = {}
    return lambda account: clients.setdefault(account.id, browser(account=account))
