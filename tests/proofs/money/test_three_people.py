"""Nobody takes two of the steps of a payment: every pair of people, in every state, by page and by API."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from core.permissions import Role
from core.web import ROUTES
from core.worker import KINDS
from grants.payments import workflow
from grants.payments.models import Payment, PaymentStatus
from portal.cli import parser
from tests import factories

ROOT = Path(__file__).resolve().parents[3]
SLIP = {"slip_number": "HD20261122001"}
STEPS = ("check", "approve", "pay")
FORBIDDEN = (
    ("requested_by", "checked_by"),
    ("requested_by", "approved_by"),
    ("checked_by", "approved_by"),
    ("requested_by", "paid_by"),
    ("approved_by", "paid_by"),
)


def by_page(client, payment_id, verb):
    path = f"/payments/{payment_id}/move"
    return client.post(path + "/pay", SLIP) if verb == "pay" else client.post(path, {"verb": verb})


def by_api(client, payment_id, verb):
    body = {"verb": verb, "data": SLIP if verb == "pay" else {}}
    return client.post(f"/api/v1/payments/{payment_id}/moves", json=body)


ENTRIES = {"page": by_page, "api": by_api}


def doubled(database) -> list[tuple[int, str, str]]:
    """Payments of which one person took two steps, by the rows themselves."""
    with database.reading() as session:
        columns = ("requested_by", "checked_by", "approved_by", "paid_by")
        rows = session.connection().execute(text(f"SELECT id, {', '.join(columns)} FROM payment")).mappings().all()
    return [
        (row["id"], one, other)
        for row in rows
        for one, other in FORBIDDEN
        if row[other] is not None and row[one] == row[other]
    ]


def status_of(database, payment_id) -> str:
    with database.reading() as session:
        return str(session.get_one(Payment, payment_id).status)


def attempts(money, verb):
    """(people who took the earlier steps, who tries this one, whether that may be) for each pair of people."""
    before = {"check": 1, "approve": 2, "pay": 3}[verb]
    earlier = money.almighty[:before]
    barred = {"check": earlier[:1], "approve": earlier[:2], "pay": [earlier[0], earlier[-1]]}[verb]
    for person in money.almighty:
        yield earlier, person, person not in barred


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("verb", STEPS)
def test_each_pair_of_people_who_hold_every_office(money, act_as, verb, entry):
    target = {"check": "CHECKED", "approve": "APPROVED", "pay": "PAID"}[verb]
    for earlier, person, may in attempts(money, verb):
        payment = money.payment(*earlier)
        before = status_of(money.database, payment)
        answer = ENTRIES[entry](act_as(person), payment, verb)
        assert (answer.status_code < 400) is may, answer.text[-600:]
        assert status_of(money.database, payment) == (target if may else before)
        money.give_up(payment)
    assert doubled(money.database) == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_who_holds_one_office_takes_only_its_steps(money, browser, entry):
    """Each role in each state, each verb: what succeeds moves one step, and never twice for one person."""
    clients = {role: browser(role) for role in Role if role not in (Role.SYSTEM, Role.JUDGE, Role.TEAM)}
    offices = {"check": {Role.FINANCE}, "approve": {Role.DISTRICT}, "pay": {Role.FINANCE}}
    for number, verb in enumerate(STEPS, start=1):
        for role, client in clients.items():
            payment = money.payment(*money.almighty[:number])
            answer = ENTRIES[entry](client, payment, verb)
            assert (answer.status_code < 400) is (role in offices[verb]), (role, verb, answer.status_code)
            money.give_up(payment)
    assert doubled(money.database) == []


def test_a_step_out_of_turn_is_refused_in_every_state(money, act_as):
    stranger = money.almighty[3]
    for people, state in ((1, "REQUESTED"), (2, "CHECKED"), (3, "APPROVED")):
        payment = money.payment(*money.almighty[:people])
        for verb in STEPS:
            if verb == STEPS[people - 1]:
                continue
            for send in ENTRIES.values():
                assert send(act_as(stranger), payment, verb).status_code in (409, 422)
        assert status_of(money.database, payment) == state
        money.give_up(payment)


def test_there_is_no_other_way_to_a_payment():
    """No bulk route, no import, no job and no command: whatever calls an action of payments is listed here."""
    routes = {(r.method, r.path) for r in ROUTES if r.is_change and r.name.startswith("grants.payments.")}
    assert routes == {
        ("POST", "/payments/new"),
        ("POST", "/payments/{row_id:int}/move"),
        ("POST", "/payments/{row_id:int}/move/{verb:str}"),
        ("POST", "/projects/{row_id:int}/returns"),
        ("POST", "/projects/{row_id:int}/close"),
        ("POST", "/api/v1/payments"),
        ("POST", "/api/v1/payments/{row_id:int}/moves"),
    }
    assert callers_of("grants.payments") == {"portal/demo/contest.py"}
    assert not [kind for kind, run in KINDS.items() if run.__module__.startswith("grants.payments")]
    commands = next(action.choices for action in parser()._actions if action.dest == "command")
    takes = {name: [a.dest for a in command._actions if a.dest != "help"] for name, command in commands.items()}
    assert not [name for name, options in takes.items() if "payment" in " ".join((name, *options))]
    assert callers_of("grants.payments", {"portal/cli.py"}) == set()


def callers_of(package: str, among: set[str] | None = None) -> set[str]:
    """The files outside the package that import its actions or its workflow."""
    found = set()
    folders = ("core", "incubator", "grants", "ratings", "menus", "portal")
    for path in (file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(package.replace(".", "/")) or (among is not None and name not in among):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package):
                names = {alias.name for alias in node.names} | {(node.module or "").rsplit(".", 1)[-1]}
                if names & {"actions", "workflow", "Payment"}:
                    found.add(name)
    return found


def test_the_database_refuses_what_no_code_should_ask(money):
    """The second wall: each pair as a plain UPDATE, and a payment of nobody."""
    one, two, three, _four = (account.id for account in money.almighty)
    payment = money.payment(*money.almighty[:3])
    people = {"requested_by": one, "checked_by": two, "approved_by": three, "paid_by": None}
    for first, second in FORBIDDEN:
        wrong = {second: people[first]}
        with pytest.raises(IntegrityError, match=r"is_another|CHECK"), money.database.writing() as session:
            session.execute(update(Payment).where(Payment.id == payment).values(**wrong))
    with pytest.raises(IntegrityError), money.database.writing() as session:
        session.execute(update(Payment).where(Payment.id == payment).values(requested_by=None))
    assert status_of(money.database, payment) == PaymentStatus.APPROVED


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_same_look_finds_it_when_both_walls_are_gone(money, act_as, monkeypatch):
    """Self-check: without the rules the database still refuses; without its constraints the look at the rows tells."""
    one, two, three, _four = money.almighty
    payment = money.payment(one, two, three)
    rules = [t for t in workflow.PAYMENT.transitions if t.verb == "pay"]
    for transition in rules:
        monkeypatch.setitem(transition.__dict__, "needs", ())
    assert by_api(act_as(one), payment, "pay").status_code == 409
    with money.database.writing() as session:
        names = "SELECT conname FROM pg_constraint WHERE conrelid = 'payment'::regclass AND conname LIKE '%is_another'"
        for name in session.connection().execute(text(names)).scalars().all():
            session.connection().execute(text(f'ALTER TABLE payment DROP CONSTRAINT "{name}"'))
    assert doubled(money.database) == []
    assert by_api(act_as(one), payment, "pay").status_code == 200
    assert doubled(money.database) == [(payment, "requested_by", "paid_by")]


PAYEE = {"kind": "HOST", "holder": "另一户名", "bank": "云溪农商行", "account": "6222000099998888"}


def change_account(money, act_as, person):
    form = PAYEE | {"group_id": str(money.group_id)}
    assert act_as(person).post(f"/payees/{money.payee_id}/edit", form).status_code == 303


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_changed_account_voids_the_approval(money, act_as, entry):
    """Whoever changes it, the payment that was approved for the old account cannot go out any more."""
    one, two, three, four = money.almighty
    payment = money.payment(one, two, three)
    change_account(money, act_as, three)
    refused = ENTRIES[entry](act_as(four), payment, "pay")
    assert refused.status_code == 422 and "核验" in refused.text
    alone = act_as(three).post(f"/payees/{money.payee_id}/move", {"verb": "verify"})
    assert alone.status_code == 422 and "登记人不能自己核验" in alone.text
    assert act_as(two).post(f"/payees/{money.payee_id}/move", {"verb": "verify"}).status_code == 303
    for person in money.almighty:
        refused = ENTRIES[entry](act_as(person), payment, "pay")
        assert (refused.status_code == 422 and "变更过" in refused.text) or "不能付款" in refused.text
    assert status_of(money.database, payment) == PaymentStatus.APPROVED
    money.give_up(payment)
    again = money.payment(one, two, three)
    assert ENTRIES[entry](act_as(four), again, "pay").status_code < 400


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_without_that_condition_the_changed_account_is_paid(money, act_as, monkeypatch):
    """Self-check: the refusal above comes from the condition, not from something beside it."""
    one, two, three, four = money.almighty
    payment = money.payment(one, two, three)
    change_account(money, act_as, three)
    assert act_as(two).post(f"/payees/{money.payee_id}/move", {"verb": "verify"}).status_code == 303
    (paying,) = [t for t in workflow.PAYMENT.transitions if t.verb == "pay"]
    kept = tuple(need for need in paying.needs if "变更过" not in need.refusal)
    monkeypatch.setitem(paying.__dict__, "needs", kept)
    assert by_page(act_as(four), payment, "pay").status_code == 303


def test_an_account_is_not_verified_by_who_entered_it(money, browser, act_as):
    with money.database.writing() as session:
        stranger = factories.make_account(session, Role.FINANCE)
    one = money.almighty[0]
    change_account(money, act_as, one)
    assert act_as(one).post(f"/api/v1/payees/{money.payee_id}/moves", json={"verb": "verify"}).status_code == 422
    assert browser(account=stranger).post(f"/payees/{money.payee_id}/move", {"verb": "verify"}).status_code == 303
