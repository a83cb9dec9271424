"""Reading accounts: who a token belongs to, and what an administrator may see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from core import clock, mail, vault
from core.access import NOBODY, Actor, Area, area_name, district_of, in_areas, is_shadow, per_actor
from core.accounts import rules
from core.accounts.models import Account, AccountSession, AccountStatus, ApiToken, OneTimeLink, RoleHold
from core.call import Call
from core.errors import NotFound
from core.permissions import ROLES, Permission, Role
from core.tables import Col, Filter, Table

COOKIE = "miaopu_session"
SECURE_COOKIE = "__Host-miaopu_session"
SEEN_EVERY = timedelta(minutes=5)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.within(Account.area_code, Permission.ACCOUNTS_MANAGE)


AREA_NAME = select(Area.name).where(Area.code == Account.area_code).scalar_subquery()
TABLE = Table(
    model=Account,
    columns=(
        Col("name", "姓名", col(Account.name), is_sortable=True),
        Col("sign_in", "手机号或邮箱", col(Account.sign_in_masked)),
        Col("status", "状态", col(Account.status), kind="state"),
        Col("area_code", "所在区域", AREA_NAME),
        Col("created_at", "建立时间", col(Account.created_at), kind="datetime", is_sortable=True),
    ),
    filters=(Filter("status", "状态", col(Account.status), AccountStatus.choices()),),
    search=Account.search_text,
)


def holds_of(session: Session, account_id: int) -> list[RoleHold]:
    return list(session.exec(select(RoleHold).where(RoleHold.account_id == account_id).order_by(col(RoleHold.id))))


def roles_of(session: Session, account_id: int) -> list[tuple[str, str, RoleHold]]:
    """What an account holds, with the names of role and area."""
    named = select(RoleHold, Area.name).join(Area, Area.code == RoleHold.area_code)  # type: ignore[arg-type]
    found = session.exec(named.where(RoleHold.account_id == account_id).order_by(col(RoleHold.id)))
    return [(ROLES[hold.role].label, area, hold) for hold, area in found]


def sign_in_of(session: Session, account: Account) -> str:
    """By which telephone number or mail address somebody signs in; empty once it was erased."""
    return vault.open_if_kept(session, account.person_key_id, "account", "sign_in", account.sign_in_sealed)


def find_by_sign_in(session: Session, sign_in: str) -> Account | None:
    index = vault.blind_index(rules.normal_sign_in(sign_in), "sign-in")
    return session.exec(select(Account).where(Account.sign_in_index == index)).first()


def actor_of(session: Session, account: Account, today: date | None = None) -> Actor:
    """The account as an actor with the roles it holds today."""
    return _as_actor(account.id, account, holds_of(session, account.id or 0), today or clock.today())


def _as_actor(account_id: int | None, account: Any, holds: Sequence[Any], today: date) -> Actor:
    deputies = [h.deputy_for for h in holds if h.deputy_for and rules.grants_on([h], today)]
    return Actor(
        account_id=account_id,
        name=account.name,
        grants=rules.grants_on(holds, today),
        deputy_for=deputies[0] if deputies else None,
        lang=account.lang,
        is_large_print=account.is_large_print,
    )


_SESSION, _ACCOUNT, _HOLD = (model.__table__ for model in (AccountSession, Account, RoleHold))  # type: ignore[attr-defined]
# Asked by every request, so composed once: the session with its account, one row for each role that it holds.
_WHO = (
    select_columns(
        *(
            _SESSION.c[name]
            for name in (
                "token_hash",
                "account_id",
                "seen_at",
                "expires_at",
                "on_behalf_of",
                "proven_at",
                "persona_id",
            )
        ),
        *(_ACCOUNT.c[name] for name in ("name", "status", "lang", "is_large_print")),
        _ACCOUNT.c.totp_sealed.is_not(None).label("has_code"),
        *(_HOLD.c[name] for name in ("role", "area_code", "starts_on", "ends_on", "deputy_for")),
    )
    .join_from(_SESSION, _ACCOUNT, _ACCOUNT.c.id == _SESSION.c.account_id)
    .join(_HOLD, _HOLD.c.account_id == _ACCOUNT.c.id, isouter=True)
    .where(_SESSION.c.token_hash == bindparam("hash"))
    .order_by(_HOLD.c.id)
)


def session_of(session: Session, token: str) -> AccountSession | None:
    return session.exec(select(AccountSession).where(AccountSession.token_hash == rules.hash_token(token))).first()


def places_of(session: Session, account: Account) -> list[str]:
    """What the areas of an account are called, from the district down: words that no password may rest on."""
    code = account.area_code
    return [area_name(session, area) for area in dict.fromkeys((district_of(code), f"{code[:9]}000", code))]


def identify(session: Session, call: Call) -> Actor:
    """The actor of a request; where it is one of a rehearsal no mail leaves, however the request was signed."""
    actor = _identified(session, call)
    if actor.is_rehearsing:
        session.info[mail.STAYS] = True
    return actor


def _identified(session: Session, call: Call) -> Actor:
    """By bearer token, by session cookie, else nobody; never an account that is not active."""
    bearer = call.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        return _by_api_token(session, bearer[7:].strip())
    token = call.cookies.get(SECURE_COOKIE) or call.cookies.get(COOKIE)
    rows = session.connection().execute(_WHO, {"hash": rules.hash_token(token)}).all() if token else []
    if not rows or rows[0].status != AccountStatus.ACTIVE:
        return _nobody(call)
    found, holds = rows[0], [row for row in rows if row.role is not None]
    actor = _as_actor(found.account_id, found, holds, clock.today())
    if not rules.is_live(found, actor.roles, clock.now()):
        return _nobody(call)
    if clock.now() - found.seen_at > SEEN_EVERY:
        call.afterwards.append(lambda after: _mark_seen(after, found.token_hash))
    if found.persona_id is not None and (persona := _persona(session, found.persona_id)):
        return persona
    proven = rules.is_proven(found.has_code, found.proven_at, clock.now())
    return replace(actor, on_behalf_of=found.on_behalf_of, is_proven=proven)


def _persona(session: Session, account_id: int) -> Actor | None:
    """Whom the person of this session plays in a rehearsal."""
    account = session.get(Account, account_id)
    if account is None or account.status != AccountStatus.ACTIVE or not is_shadow(account.area_code):
        return None
    return actor_of(session, account)


def _mark_seen(session: Session, token_hash: str) -> None:
    session.execute(
        update(AccountSession).where(col(AccountSession.token_hash) == token_hash).values(seen_at=clock.now())
    )


def _nobody(call: Call) -> Actor:
    lang = call.cookies.get("lang", "zh_CN")
    large = call.cookies.get("large_print") == "1"
    return Actor(None, "", lang=lang if lang == "en" else "zh_CN", is_large_print=large)


def _by_api_token(session: Session, token: str) -> Actor:
    found = session.exec(select(ApiToken).where(ApiToken.token_hash == rules.hash_token(token))).first()
    if found is None or found.revoked_at is not None or found.ends_on < clock.today():
        return NOBODY
    account = session.get(Account, found.account_id)
    if account is None or account.status != AccountStatus.ACTIVE:
        return NOBODY
    proven = rules.is_proven(account.totp_sealed is not None, found.proven_at, clock.now())
    return replace(actor_of(session, account), may_act=found.may_act, is_proven=proven)


def credential_of(call: Call) -> str:
    """The hash of the token that this request came with; no row has the one of a request without."""
    bearer = call.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        return rules.hash_token(bearer[7:].strip())
    return rules.hash_token(call.cookies.get(SECURE_COOKIE) or call.cookies.get(COOKIE) or "")


def open_link(session: Session, token: str) -> OneTimeLink | None:
    """The link of this token if it was not used and has not run out."""
    found = session.exec(select(OneTimeLink).where(OneTimeLink.token_hash == rules.hash_token(token))).first()
    if found is None or found.used_at is not None or clock.is_ahead(found.created_at, clock.now()):
        return None
    return found if found.expires_at > clock.now() else None


def account_of_link(session: Session, token: str) -> Account:
    """Whose link this is; NotFound when it was used, has run out or never was."""
    link = open_link(session, token)
    account = session.get(Account, link.account_id) if link else None
    if account is None or account.status == AccountStatus.DISABLED:
        raise NotFound("这个链接已经用过或已过期，请联系管理员再发一次。")
    return account


def list_tokens(session: Session, actor: Actor) -> list[ApiToken]:
    mine = (ApiToken.account_id == actor.account_id, col(ApiToken.revoked_at).is_(None))
    return list(session.exec(select(ApiToken).where(*mine).order_by(col(ApiToken.id))))


def list_sessions(session: Session, actor: Actor) -> list[AccountSession]:
    mine = (AccountSession.account_id == actor.account_id, AccountSession.expires_at > clock.now())
    return list(session.exec(select(AccountSession).where(*mine).order_by(col(AccountSession.id))))


def area_choices(
    session: Session, actor: Actor, permission: Permission = Permission.ACCOUNTS_MANAGE
) -> list[tuple[str, str]]:
    """The areas in which the actor holds a permission, for a select."""
    rows = session.exec(select(Area).where(in_areas(Area.code, actor.areas(permission))).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, spec.label) for role, spec in ROLES.items() if role != Role.SYSTEM]
