"""Reading the books: what is left, what was paid for what, whether it all adds up, and the export for bean-check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select
from sqlmodel import Session
from sqlmodel import select as select_rows

from core.access import in_areas
from core.clock import local
from core.ledger.models import Fund, LedgerLeg, LedgerTransaction
from core.ledger.rules import AVAILABLE, PAYEE, RESERVED, RETURNED, SOURCE, LegDraft
from core.money import format_yuan, plain_yuan

_FUND = Fund.__table__  # type: ignore[attr-defined]
_TRANSACTION = LedgerTransaction.__table__  # type: ignore[attr-defined]
_LEG = LedgerLeg.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Balance:
    """One fund as a list shows it, all in fen."""

    fund_id: int
    area_code: str
    source: str
    year: int
    name: str
    total_fen: int
    reserved_fen: int
    paid_fen: int

    @property
    def available_fen(self) -> int:
        return self.total_fen - self.reserved_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg with the words of its transaction, for statements and exports."""

    transaction_id: int
    at: Any
    kind: str
    noun: str
    noun_id: int | None
    memo: str
    reverses_id: int | None
    fund_id: int
    account: str
    amount_fen: int


# What every posting asks, built once: composing it each time would take longer than running it.
_BY_KEY = select_rows(LedgerTransaction).where(LedgerTransaction.key == bindparam("wanted"))
_LEGS = (
    select(_LEG.c.fund_id, _LEG.c.account, _LEG.c.amount_fen)
    .where(_LEG.c.transaction_id == bindparam("wanted"))
    .order_by(_LEG.c.id)
)
_STATE = select(_FUND).where(_FUND.c.id == bindparam("wanted"))
_SUM = select(func.coalesce(func.sum(_LEG.c.amount_fen), 0)).where(
    _LEG.c.fund_id == bindparam("fund"), _LEG.c.account == bindparam("name")
)


def get_transaction_by_key(session: Session, key: str) -> LedgerTransaction | None:
    return session.scalars(_BY_KEY, {"wanted": key}).first()


def legs_of(session: Session, transaction_id: int | None) -> list[LegDraft]:
    return [LegDraft(*row) for row in session.connection().execute(_LEGS, {"wanted": transaction_id})]


def fund_state(session: Session, fund_id: int) -> Row[Any] | None:
    """The fund row as the database has it now, whatever the session has loaded."""
    return session.connection().execute(_STATE, {"wanted": fund_id}).first()


def account_balance(session: Session, fund_id: int, account: str) -> int:
    return int(session.connection().execute(_SUM, {"fund": fund_id, "name": account}).scalar_one())


_SHOWN = ("id", "area_code", "source", "year", "name", "total_fen", "reserved_fen", "paid_fen")


def list_funds(session: Session, prefixes: Iterable[str] = ("",), year: int | None = None) -> list[Balance]:
    """The funds of the areas with these code prefixes (``actor.areas(permission)``), by year and number."""
    wanted = [in_areas(Fund.area_code, prefixes)]
    if year is not None:
        wanted.append(_FUND.c.year == year)
    return _balances(session, *wanted)


def _balances(session: Session, *wanted: ColumnElement[bool]) -> list[Balance]:
    chosen = select(*(_FUND.c[name] for name in _SHOWN)).where(*wanted).order_by(_FUND.c.year, _FUND.c.id)
    return [Balance(*row) for row in session.connection().execute(chosen)]


def balances(session: Session, fund_ids: Iterable[int]) -> dict[int, Balance]:
    """Balances by fund id."""
    return {balance.fund_id: balance for balance in _balances(session, _FUND.c.id.in_(list(fund_ids)))}


def noun_position(session: Session, noun: str, noun_id: int) -> dict[int, tuple[int, int]]:
    """Fund → (fen still reserved, fen paid) by the postings of one row, refunds and reversals taken off."""
    chosen = (
        select(_LEG.c.fund_id, _LEG.c.account, func.sum(_LEG.c.amount_fen))
        .join_from(_LEG, _TRANSACTION, _LEG.c.transaction_id == _TRANSACTION.c.id)
        .where(_TRANSACTION.c.noun == noun, _TRANSACTION.c.noun_id == noun_id)
        .group_by(_LEG.c.fund_id, _LEG.c.account)
    )
    position: dict[int, tuple[int, int]] = {}
    for fund_id, account, amount in session.connection().execute(chosen):
        reserved, paid = position.get(fund_id, (0, 0))
        reserved += int(amount) if account == RESERVED else 0
        paid += int(amount) if account.startswith(PAYEE) else 0
        position[fund_id] = (reserved, paid)
    return position


def list_postings(session: Session, area_prefix: str = "") -> list[Posting]:
    """Every leg of an area's funds in the order in which it was posted."""
    names = ("at", "kind", "noun", "noun_id", "memo", "reverses_id")
    chosen = (
        select(
            _TRANSACTION.c.id, *(_TRANSACTION.c[n] for n in names), _LEG.c.fund_id, _LEG.c.account, _LEG.c.amount_fen
        )
        .join_from(_LEG, _TRANSACTION, _LEG.c.transaction_id == _TRANSACTION.c.id)
        .join(_FUND, _FUND.c.id == _LEG.c.fund_id)
        .where(in_areas(Fund.area_code, (area_prefix,)))
        .order_by(_TRANSACTION.c.id, _LEG.c.id)
    )
    return [Posting(*row) for row in session.connection().execute(chosen)]


def check_funds(session: Session) -> list[str]:
    """What does not add up, in Chinese sentences; empty when rows, legs and sums agree."""
    return [*_unbalanced(session), *_rows_against_legs(session)]


def _unbalanced(session: Session) -> Iterator[str]:
    sums = (
        select(_LEG.c.transaction_id, _LEG.c.fund_id, func.sum(_LEG.c.amount_fen), func.count())
        .group_by(_LEG.c.transaction_id, _LEG.c.fund_id)
        .having((func.sum(_LEG.c.amount_fen) != 0) | (func.count() < 2))
    )
    for number, fund_id, amount, _ in session.connection().execute(sums):
        yield f"账目第 {number} 笔在资金 {fund_id} 上不平，相差 {format_yuan(int(amount))} 元。"
    bare = select(_TRANSACTION.c.id).where(
        ~select(_LEG.c.id).where(_LEG.c.transaction_id == _TRANSACTION.c.id).exists()
    )
    for number in session.connection().execute(bare).scalars():
        yield f"账目第 {number} 笔没有分录。"


def _rows_against_legs(session: Session) -> Iterator[str]:
    sums: dict[int, dict[str, int]] = {}
    grouped = select(_LEG.c.fund_id, _LEG.c.account, func.sum(_LEG.c.amount_fen)).group_by(
        _LEG.c.fund_id, _LEG.c.account
    )
    for fund_id, account, amount in session.connection().execute(grouped):
        sums.setdefault(fund_id, {})[account] = int(amount)
    for fund in list_funds(session):
        yield from _fund_problems(fund, sums.get(fund.fund_id, {}))


def _fund_problems(fund: Balance, sums: dict[str, int]) -> Iterator[str]:
    paid = {account: amount for account, amount in sums.items() if account.startswith(PAYEE)}
    expected = {
        "总额": (fund.total_fen, -sums.get(SOURCE, 0) - sums.get(RETURNED, 0)),
        "已承诺": (fund.reserved_fen, sums.get(RESERVED, 0)),
        "已拨付": (fund.paid_fen, sum(paid.values())),
        "可用": (fund.available_fen, sums.get(AVAILABLE, 0)),
    }
    for name, (row, legs) in expected.items():
        if row != legs:
            yield f"资金 {fund.fund_id}“{fund.name}”{name}登记 {format_yuan(row)} 元，分录合计 {format_yuan(legs)} 元。"
    for account, amount in paid.items():
        if amount < 0:
            yield f"资金 {fund.fund_id}“{fund.name}”收款方 {account} 退回多于实收，差 {format_yuan(-amount)} 元。"


def export_beancount(session: Session, area_prefix: str = "") -> str:
    """The books of an area as a Beancount file that ``bean-check`` accepts."""
    postings = list_postings(session, area_prefix)
    opened: dict[str, str] = {}
    for posting in postings:
        opened.setdefault(_account_name(posting), f"{local(posting.at):%Y-%m-%d}")
    lines = ['option "title" "Miaopu ledger"', 'option "operating_currency" "CNY"', ""]
    lines += [f"{day} open {account} CNY" for account, day in opened.items()]
    number = None
    for posting in postings:
        if posting.transaction_id != number:
            number = posting.transaction_id
            lines += ["", *_heading(posting)]
        lines.append(f"  {_account_name(posting)}  {plain_yuan(posting.amount_fen)} CNY")
    return "\n".join(lines) + "\n"


def _heading(posting: Posting) -> list[str]:
    memo = " ".join(posting.memo.split()).replace("\\", "/").replace('"', "'")
    lines = [f'{local(posting.at):%Y-%m-%d} * "{posting.kind}" "{memo}"', f"  number: {posting.transaction_id}"]
    lines.append(f'  about: "{posting.noun} {posting.noun_id}"')
    return [*lines, f"  reverses: {posting.reverses_id}"] if posting.reverses_id else lines


_BEAN_NAMES = {
    SOURCE: "Equity:Fund-{}:Source",
    RETURNED: "Equity:Fund-{}:Returned",
    AVAILABLE: "Assets:Fund-{}:Available",
    RESERVED: "Assets:Fund-{}:Reserved",
}


def _account_name(posting: Posting) -> str:
    if posting.account in _BEAN_NAMES:
        return _BEAN_NAMES[posting.account].format(posting.fund_id)
    payee = posting.account.removeprefix(PAYEE)
    # Beancount allows ASCII letters, digits and hyphens; anything else becomes its code, so no two payees merge
    safe = "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):X}" for c in payee)
    return f"Expenses:Fund-{posting.fund_id}:Payee-{safe}"
