"""Every movement of public money; each is one conditional UPDATE, its legs and its audit row, or nothing at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from core import audit, clock
from core.access import Actor, is_shadow
from core.errors import AppError, KeyReused, NotFound, Refused, WrongState
from core.ledger.models import Fund, LedgerKind, LedgerLeg, LedgerTransaction
from core.ledger.queries import account_balance, fund_state, get_transaction_by_key, legs_of
from core.ledger.rules import (
    AVAILABLE,
    PAYEE,
    RESERVED,
    SOURCE,
    Destination,
    FundExhausted,
    LegDraft,
    Movement,
    check_balanced,
    movements,
    payee_account,
    reversed_legs,
    transfer,
)
from core.money import format_yuan

_FUND = Fund.__table__  # type: ignore[attr-defined]
_TRANSACTION = LedgerTransaction.__table__  # type: ignore[attr-defined]
_LEG = LedgerLeg.__table__  # type: ignore[attr-defined]

# Statements are built once: composing them for each posting would take longer than running them.
_TOTAL = _FUND.c.total_fen + bindparam("more_total", type_=BigInteger)
_RESERVED = _FUND.c.reserved_fen + bindparam("more_reserved", type_=BigInteger)
_PAID = _FUND.c.paid_fen + bindparam("more_paid", type_=BigInteger)
_MOVE = (
    update(_FUND)
    .where(_FUND.c.id == bindparam("fund"), _RESERVED >= 0, _PAID >= 0, _RESERVED + _PAID <= _TOTAL)
    .values(total_fen=_TOTAL, reserved_fen=_RESERVED, paid_fen=_PAID, version=_FUND.c.version + 1)
)
_INSERT = {"postgresql": postgresql.insert(_TRANSACTION), "sqlite": sqlite.insert(_TRANSACTION)}
_ONCE = {name: made.on_conflict_do_nothing().returning(_TRANSACTION.c.id) for name, made in _INSERT.items()}
_ADD_LEGS = insert(_LEG)


def open_fund(
    session: Session, actor: Actor, *, area_code: str, source: str, year: int, name: str, total_fen: int, key: str
) -> Fund:
    """Enter a new pot of money; the same key gives the fund that the first request made."""
    wanted = {"area_code": area_code, "source": source, "year": year, "name": name}
    first = get_transaction_by_key(session, key)
    if first is None:
        try:
            with session.begin_nested():
                return _open_fund(session, actor, wanted, total_fen, key)
        except KeyReused:  # the same request came twice and the other one was faster
            first = get_transaction_by_key(session, key)
    return _fund_opened_by(session, first, wanted, total_fen)


def _open_fund(session: Session, actor: Actor, wanted: dict[str, Any], total_fen: int, key: str) -> Fund:
    fund = Fund(**wanted)
    session.add(fund)
    session.flush()
    legs = transfer(fund.id, SOURCE, AVAILABLE, total_fen)
    _post(session, actor, LedgerKind.OPEN, legs, key, "fund", fund.id, wanted["name"])
    session.refresh(fund)
    return fund


def _fund_opened_by(session: Session, first: LedgerTransaction | None, wanted: dict[str, Any], total_fen: int) -> Fund:
    fund = session.get(Fund, first.noun_id) if first and first.kind is LedgerKind.OPEN else None
    if first is None or fund is None or any(getattr(fund, name) != value for name, value in wanted.items()):
        raise KeyReused
    if sorted(legs_of(session, first.id)) != sorted(transfer(fund.id, SOURCE, AVAILABLE, total_fen)):
        raise KeyReused
    return fund


def top_up(
    session: Session, actor: Actor, fund_id: int, amount_fen: int, key: str, memo: str = ""
) -> LedgerTransaction:
    """More money from the same source."""
    legs = transfer(fund_id, SOURCE, AVAILABLE, amount_fen)
    return _post(session, actor, LedgerKind.TOP_UP, legs, key, "fund", fund_id, memo)


def reserve(
    session: Session, actor: Actor, fund_id: int, amount_fen: int, key: str, noun: str, noun_id: int, memo: str = ""
) -> LedgerTransaction:
    """Commit money to a row; raises ``FundExhausted`` when the fund has less left."""
    legs = transfer(fund_id, AVAILABLE, RESERVED, amount_fen)
    return _post(session, actor, LedgerKind.RESERVE, legs, key, noun, noun_id, memo)


def release(
    session: Session, actor: Actor, fund_id: int, amount_fen: int, key: str, noun: str, noun_id: int, memo: str = ""
) -> LedgerTransaction:
    """Give committed money that will not be paid back to the pot."""
    legs = transfer(fund_id, RESERVED, AVAILABLE, amount_fen)
    return _post(session, actor, LedgerKind.RELEASE, legs, key, noun, noun_id, memo)


def pay(
    session: Session,
    actor: Actor,
    fund_id: int,
    amount_fen: int,
    key: str,
    noun: str,
    noun_id: int,
    payee: object,
    memo: str = "",
) -> LedgerTransaction:
    """Pay out committed money; only what was reserved can be paid."""
    legs = transfer(fund_id, RESERVED, payee_account(payee), amount_fen)
    return _post(session, actor, LedgerKind.PAY, legs, key, noun, noun_id, memo)


def refund(
    session: Session,
    actor: Actor,
    fund_id: int,
    amount_fen: int,
    key: str,
    noun: str,
    noun_id: int,
    payee: object,
    to: Destination = Destination.AVAILABLE,
    memo: str = "",
) -> LedgerTransaction:
    """Take money back from a payee, never more than was paid to it from this fund."""
    legs = transfer(fund_id, payee_account(payee), to.value, amount_fen)
    return _post(session, actor, LedgerKind.REFUND, legs, key, noun, noun_id, memo)


def reverse(session: Session, actor: Actor, transaction_id: int, key: str, memo: str) -> LedgerTransaction:
    """Undo a posting by its mirror image, once; the first one stays as it was written."""
    first = session.get(LedgerTransaction, transaction_id)
    if first is None:
        raise NotFound
    if first.kind is LedgerKind.REVERSE:
        raise WrongState("冲正记录不能再次冲正，请重新登记一笔。")
    if not memo.strip():
        raise Refused("请写明冲正的原因。", field="memo")
    legs = reversed_legs(legs_of(session, transaction_id))
    return _post(session, actor, LedgerKind.REVERSE, legs, key, first.noun, first.noun_id, memo, first.id)


class _Taken(Exception):
    """Another transaction has used this key, or has already reversed this posting."""


def _post(
    session: Session,
    actor: Actor,
    kind: LedgerKind,
    legs: Sequence[LegDraft],
    key: str,
    noun: str,
    noun_id: int | None,
    memo: str,
    reverses_id: int | None = None,
) -> LedgerTransaction:
    """The one way into the books: the rows, the legs and the audit event, or no trace at all.

    A repeated key returns the first posting when it says the same, and is refused when it says otherwise.
    """
    check_balanced(legs)
    facts = {"kind": kind, "noun": noun, "noun_id": noun_id, "memo": memo, "reverses_id": reverses_id}
    session.flush()
    try:
        with session.begin_nested():
            return _write(session, actor, legs, {"key": key, **facts})
    except _Taken:
        first = get_transaction_by_key(session, key)
    if first is None:
        raise WrongState("这一笔已经冲正过。")
    if any(getattr(first, name) != value for name, value in facts.items()):
        raise KeyReused
    if sorted(legs_of(session, first.id)) != sorted(legs):
        raise KeyReused
    return first


def _write(session: Session, actor: Actor, legs: Sequence[LegDraft], facts: dict[str, Any]) -> LedgerTransaction:
    connection = session.connection()
    fund = fund_state(session, legs[0].fund_id)
    if fund is None:
        raise NotFound
    if is_shadow(fund.area_code) != actor.is_rehearsing:
        raise Refused("试运行不能动用真实资金，试运行的资金也不能用到正式项目上。")
    # The key first: of two equal requests the second waits here and then finds what the first has written.
    values = {**facts, "area_code": fund.area_code, "at": clock.now(), "actor_id": actor.account_id}
    number = _insert_once(connection, values)
    for fund_id, movement in movements(legs).items():
        _move(session, fund_id, movement)
    _check_payees(session, legs)
    connection.execute(
        _ADD_LEGS,
        [
            {"transaction_id": number, "fund_id": leg.fund_id, "account": leg.account, "amount_fen": leg.amount_fen}
            for leg in legs
        ],
    )
    posted = LedgerTransaction(id=number, **values)
    _record(session, actor, posted, legs)
    return posted


def _insert_once(connection: Connection, values: dict[str, Any]) -> int:
    number = connection.execute(_ONCE[connection.dialect.name], values).scalar()
    if number is None:
        raise _Taken
    return number


def _move(session: Session, fund_id: int, movement: Movement) -> None:
    """Change the fund row if, and only if, it can bear it; this decides every race for the last money."""
    more = {
        "more_total": movement.total_fen,
        "more_reserved": movement.reserved_fen,
        "more_paid": movement.paid_fen,
    }
    moved = session.connection().execute(_MOVE, {"fund": fund_id, **more})
    if moved.rowcount != 1:
        raise _refusal(session, fund_id, movement)
    loaded = session.identity_map.get(identity_key(Fund, fund_id))
    if loaded is not None:
        session.expire(loaded)


def _refusal(session: Session, fund_id: int, movement: Movement) -> AppError:
    row = fund_state(session, fund_id)
    if row is None:
        return NotFound()
    if row.reserved_fen + movement.reserved_fen < 0:
        sentence = "资金不足：“{fund}”已承诺的金额只剩 {left} 元。"
        return FundExhausted(sentence, fund=row.name, left=format_yuan(row.reserved_fen))
    if row.paid_fen + movement.paid_fen < 0:
        sentence = "“{fund}”已拨付的金额只有 {left} 元，不能退回更多。"
        return FundExhausted(sentence, fund=row.name, left=format_yuan(row.paid_fen))
    left = row.total_fen - row.reserved_fen - row.paid_fen
    return FundExhausted("资金不足：“{fund}”可用余额只有 {left} 元。", fund=row.name, left=format_yuan(left))


def _check_payees(session: Session, legs: Sequence[LegDraft]) -> None:
    """Nobody gives back more than it got. The fund rows are locked by now, so the sums cannot move."""
    for leg in legs:
        if leg.amount_fen < 0 and leg.account.startswith(PAYEE):
            received = account_balance(session, leg.fund_id, leg.account)
            if received + leg.amount_fen < 0:
                raise WrongState("收款方从这笔资金实收 {left} 元，不能退回更多。", left=format_yuan(received))


def _record(session: Session, actor: Actor, posted: LedgerTransaction, legs: Sequence[LegDraft]) -> None:
    shown = [[leg.fund_id, leg.account, leg.amount_fen] for leg in legs]
    facts = {"about": posted.noun, "about_id": posted.noun_id, "reverses_id": posted.reverses_id}
    audit.record(session, actor, f"ledger.{posted.kind.value.lower()}", posted, legs=shown, **facts)
