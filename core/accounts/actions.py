"""Every change to accounts, sessions, roles and tokens, each with its audit row."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from core import audit, clock, mail, vault
from core.access import Actor, Area, Level, ancestors, is_shadow, is_within, prefix_of
from core.accounts import queries, rules
from core.accounts.forms import AccountForm, ReleaseTotpForm, RoleForm, TokenForm
from core.accounts.models import (
    Account,
    AccountSession,
    AccountStatus,
    ApiToken,
    LinkPurpose,
    OneTimeLink,
    RoleHold,
    SignInFailure,
)
from core.accounts.workflow import ACCOUNT
from core.changes import add, require
from core.db import upsert
from core.errors import Forbidden, NotFound, Refused, TooMany, WrongState
from core.permissions import ROLES, Permission, Role
from core.search import search_text


def invite(session: Session, actor: Actor, data: AccountForm, base_url: str = "") -> Account:
    """Make an account with its first role and send the link that sets its password."""
    require(actor, Permission.ACCOUNTS_MANAGE, data.area_code)
    if queries.find_by_sign_in(session, data.sign_in):
        raise Refused("这个手机号或邮箱已有账号。", field="sign_in")
    account = make_account(session, actor, data.name, data.sign_in, data.area_code)
    hold_role(session, actor, account, RoleForm(role=data.role, area_code=data.area_code))
    send_invitation(session, actor, account, data.sign_in, base_url)
    return account


def send_invitation(session: Session, actor: Actor, account: Account, sign_in: str, base_url: str) -> None:
    """Mail the one-time link with which a new account sets its password."""
    token = make_link(session, actor, account, LinkPurpose.INVITE)
    text = f"{account.name}您好：\n\n请在三天内打开下面的链接设置密码：\n{base_url}/link/{token}\n"
    mail.send(session, sign_in, "苗圃账号邀请", text)


def enrol(session: Session, actor: Actor, name: str, sign_in: str, role: Role, area_code: str) -> Account:
    """The account of somebody outside the offices, with the role; a new one if nobody signs in so yet.

    For those who keep a list of such people, without the right to administer accounts: the caller has asked for
    that list's own permission, and no role of an office is given this way.
    """
    if ROLES[role].is_staff:
        raise Forbidden
    account = queries.find_by_sign_in(session, sign_in) or make_account(session, actor, name, sign_in, area_code)
    held = [hold for hold in queries.holds_of(session, account.id or 0) if hold.role == role and hold.ends_on is None]
    if not any(is_within(area_code, hold.area_code) for hold in held):
        _hold(session, actor, account, RoleForm(role=role, area_code=area_code))
    return account


def make_account(session: Session, actor: Actor, name: str, sign_in: str, area_code: str) -> Account:
    normal = rules.normal_sign_in(sign_in)
    key_id = vault.new_person_key(session)
    account = Account(
        name=name,
        area_code=area_code,
        search_text=search_text(name),
        sign_in_index=vault.blind_index(normal, "sign-in"),
        sign_in_sealed=vault.seal(session, key_id, "account", "sign_in", normal),
        sign_in_masked=normal[:1] + "***@" + normal.split("@")[1] if "@" in normal else vault.mask_phone(normal),
        person_key_id=key_id,
    )
    return add(session, actor, account)


def make_link(session: Session, actor: Actor, account: Account, purpose: LinkPurpose) -> str:
    """A one-time token; earlier unused links of this account stop working."""
    session.execute(
        update(OneTimeLink)
        .where(col(OneTimeLink.account_id) == account.id, col(OneTimeLink.used_at).is_(None))
        .values(used_at=clock.now())
    )
    token = rules.new_token()
    link = OneTimeLink(
        token_hash=rules.hash_token(token),
        account_id=account.id or 0,
        purpose=purpose,
        expires_at=clock.now() + rules.LINK_LIFE,
    )
    session.add(link)
    audit.record(session, actor, "account.link", account, purpose=purpose.value)
    return token


def use_link(session: Session, token: str, password: str) -> Account:
    """Set the password that a one-time link allows, activate the account, and end its other sessions."""
    account = queries.account_of_link(session, token)
    here = col(OneTimeLink.token_hash) == rules.hash_token(token)
    session.execute(update(OneTimeLink).where(here).values(used_at=clock.now()))
    set_password(session, Actor(account.id, account.name), account, password)
    return account


def set_password(session: Session, actor: Actor, account: Account, password: str) -> None:
    """Store a new password; every session of the account ends."""
    if problem := rules.password_problem(password, account.name, queries.places_of(session, account)):
        raise Refused(problem, field="password")
    values = {"password_hash": rules.hash_password(password)}
    if account.status == AccountStatus.INVITED:
        values["status"] = AccountStatus.ACTIVE
    session.execute(update(Account).where(col(Account.id) == account.id).values(**values))
    session.refresh(account)
    end_sessions(session, account.id or 0)
    audit.record(session, actor, "account.password", account)


def require_password(session: Session, actor: Actor, typed: str, address: str, field: str = "known") -> Account:
    """The account, once its present password was typed again: a session left open must not change how one signs in.

    OWASP ASVS V7.5.1; what is wrong counts like a failed sign-in, so it cannot be guessed here either.
    """
    account = session.get_one(Account, actor.account_id)
    check_throttle(session, account.sign_in_index[:40], address)
    if not rules.is_right_password(account.password_hash, typed):
        raise Refused("现在的密码不对。", field=field)
    return account


def change_password(session: Session, actor: Actor, current: str, password: str, address: str) -> None:
    set_password(session, actor, require_password(session, actor, current, address, "current"), password)


def sign_in(session: Session, sign_in: str, password: str, code: str, address: str, asks_totp: bool) -> str:
    """A new session token; unknown and known accounts are refused alike, in sentence and in time."""
    check_throttle(session, subject_of(sign_in), address)
    account = queries.find_by_sign_in(session, sign_in)
    fits = rules.is_right_password(account.password_hash if account else None, password)
    if account is None or not fits or account.status != AccountStatus.ACTIVE:
        raise Refused("手机号、邮箱或密码不对。", field="password")
    actor = queries.actor_of(session, account)
    if account.totp_sealed:
        use_code(session, account, code)
    elif asks_totp and rules.needs_second_factor(actor.grants):
        raise Refused("您的岗位需要动态码，请联系管理员发送绑定链接。", field="code")
    token = open_session(session, account, is_proven=account.totp_sealed is not None)
    audit.record(session, actor, "account.sign_in", account)
    return token


def open_session(session: Session, account: Account, is_proven: bool = False) -> str:
    """A session of this account; its token is told once. ``is_proven`` when the second factor was shown for it."""
    token, now = rules.new_token(), clock.now()
    session.add(
        AccountSession(
            token_hash=rules.hash_token(token),
            account_id=account.id or 0,
            seen_at=now,
            expires_at=now + rules.ABSOLUTE,
            proven_at=now if is_proven else None,
        )
    )
    return token


def use_code(session: Session, account: Account, code: str) -> None:
    """Take a code of the account's authenticator, each once; refuses any other."""
    secret = vault.unseal(session, account.person_key_id or 0, "account", "totp", account.totp_sealed or "")
    step = rules.accepted_step(secret, code, account.totp_last_step, clock.now())
    used = step is not None and session.execute(
        update(Account)
        .where(col(Account.id) == account.id, col(Account.totp_last_step) < step)
        .values(totp_last_step=step)
    )
    if not used or used.rowcount != 1:
        raise Refused("动态码不对或已经用过，请等下一个。", field="code")


def subject_of(sign_in: str) -> str:
    """Under which name failures of this identifier are counted; it does not tell the identifier."""
    return vault.blind_index(rules.normal_sign_in(sign_in), "sign-in")[:40]


def check_throttle(session: Session, subject: str, address: str) -> None:
    since = clock.now() - rules.FAILURE_WINDOW
    for name, limit in ((subject, rules.FAILURES_PER_ACCOUNT), (f"@{address}", rules.FAILURES_PER_ADDRESS)):
        row = session.exec(select(SignInFailure).where(SignInFailure.subject == name)).first()
        if row and row.window_started_at > since and row.failures >= limit:
            raise TooMany("登录失败次数过多，请 15 分钟后再试，或请管理员重设密码。")


def count_failure(session: Session, subject: str, address: str) -> None:
    """Remember a failed attempt for the account and for the address; runs in a transaction of its own."""
    now = clock.now()
    for name in (subject, f"@{address}"):
        stale = now - rules.FAILURE_WINDOW
        here = col(SignInFailure.subject) == name
        fresh = session.execute(
            update(SignInFailure)
            .where(here, col(SignInFailure.window_started_at) > stale)
            .values(failures=SignInFailure.failures + 1)
        )
        if fresh.rowcount == 0:
            values = {"window_started_at": now, "failures": 1, "created_at": now}
            upsert(session, SignInFailure, {"subject": name}, values)


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(AccountSession).where(col(AccountSession.token_hash) == rules.hash_token(token)))


def end_sessions(session: Session, account_id: int) -> None:
    """Log-out everywhere."""
    session.execute(delete(AccountSession).where(col(AccountSession.account_id) == account_id))


def hold_role(session: Session, actor: Actor, account: Account, data: RoleForm) -> RoleHold:
    """Give a role in an area, within the areas that the giver administers."""
    require(actor, Permission.ACCOUNTS_MANAGE, data.area_code)
    if data.role == Role.SYSTEM:
        raise Refused("这个角色不能授予。", field="role")
    return _hold(session, actor, account, data)


def _hold(session: Session, actor: Actor, account: Account, data: RoleForm) -> RoleHold:
    if is_shadow(data.area_code) != is_shadow(account.area_code):
        raise Refused("试运行里的岗位只能由试运行里的身份担任。", field="area_code")
    starts = data.starts_on or clock.today()
    if data.ends_on and data.ends_on < starts:
        raise Refused("结束日期不能早于开始日期。", field="ends_on")
    hold = RoleHold(
        account_id=account.id or 0,
        role=data.role,
        area_code=data.area_code,
        starts_on=starts,
        ends_on=data.ends_on,
        deputy_for=data.deputy_for,
    )
    session.add(hold)
    session.flush()
    audit.record(session, actor, "account.role", account, role=data.role.value, area=data.area_code, since=starts)
    return hold


def end_role(session: Session, actor: Actor, account: Account, hold_id: int) -> None:
    """End a role today; what it allowed stops with the next request."""
    hold = session.get(RoleHold, hold_id)
    if hold is None or hold.account_id != account.id:
        raise NotFound
    require(actor, Permission.ACCOUNTS_MANAGE, hold.area_code)
    yesterday = clock.today() - timedelta(days=1)
    session.execute(update(RoleHold).where(col(RoleHold.id) == hold_id).values(ends_on=yesterday))
    audit.record(session, actor, "account.role_end", account, role=hold.role.value, area=hold.area_code)


def disable(session: Session, actor: Actor, account: Account, reason: str | None) -> None:
    """Stop an account at once: its sessions and tokens end in the same transaction."""
    ACCOUNT.fire(session, actor, account, "disable", reason)
    end_sessions(session, account.id or 0)
    session.execute(update(ApiToken).where(col(ApiToken.account_id) == account.id).values(revoked_at=clock.now()))


def make_token(session: Session, actor: Actor, data: TokenForm) -> str:
    """A personal API token, shown once."""
    if data.ends_on <= clock.today() or data.ends_on > clock.today() + timedelta(days=366):
        raise Refused("有效期要在明天到一年之内。", field="ends_on")
    token = rules.new_token()
    row = ApiToken(
        token_hash=rules.hash_token(token),
        account_id=actor.account_id or 0,
        label=data.label,
        may_act=data.may_act,
        ends_on=data.ends_on,
    )
    session.add(row)
    account = session.get_one(Account, actor.account_id)
    audit.record(session, actor, "account.token", account, label=data.label, may_act=data.may_act)
    return token


def revoke_token(session: Session, actor: Actor, token_id: int) -> None:
    row = session.get(ApiToken, token_id)
    if row is None or row.account_id != actor.account_id:
        raise NotFound
    session.execute(update(ApiToken).where(col(ApiToken.id) == token_id).values(revoked_at=clock.now()))
    audit.record(session, actor, "account.token_end", session.get_one(Account, actor.account_id), label=row.label)


def confirm_totp(session: Session, actor: Actor, secret: str, code: str) -> None:
    """Bind the authenticator: from now on every sign-in asks for a code, each code once."""
    account = session.get_one(Account, actor.account_id)
    step = rules.accepted_step(secret, code, account.totp_last_step, clock.now())
    if step is None:
        raise Refused("动态码不对，请核对手机时间后再试。", field="code")
    sealed = vault.seal(session, account.person_key_id or 0, "account", "totp", secret)
    values = {"totp_sealed": sealed, "totp_last_step": step}
    session.execute(update(Account).where(col(Account.id) == account.id).values(**values))
    audit.record(session, actor, "account.totp", account)


def release_totp(session: Session, actor: Actor, account: Account, data: ReleaseTotpForm) -> None:
    """Take a lost authenticator away, for somebody whose identity was proven as the record says; all sessions end."""
    require(actor, Permission.ACCOUNTS_MANAGE, account.area_code)
    if account.id == actor.account_id:
        raise Refused("不能解除自己的动态码，请由另一位管理员办理。", field="proof")
    if account.totp_sealed is None:
        raise WrongState("这个账号没有绑定动态码。")
    values = {"totp_sealed": None, "totp_last_step": 0}
    session.execute(update(Account).where(col(Account.id) == account.id).values(**values))
    end_sessions(session, account.id or 0)
    audit.record(session, actor, "account.totp_end", account, proof=data.proof)


def stand_in(session: Session, actor: Actor, token: str, name: str | None, note: str | None) -> None:
    """Start or end entering on behalf of somebody: every change of this session carries the name."""
    if name is not None:
        require(actor, Permission.BEHALF_ENTER)
    here = col(AccountSession.token_hash) == rules.hash_token(token)
    session.execute(update(AccountSession).where(here).values(on_behalf_of=name, behalf_note=note))
    account = session.get_one(Account, actor.account_id)
    audit.record(session, actor, "account.behalf", account, started=name is not None, note=note)


def prefer(session: Session, actor: Actor, lang: str | None, is_large_print: bool | None) -> None:
    values = {k: v for k, v in {"lang": lang, "is_large_print": is_large_print}.items() if v is not None}
    if values:
        session.execute(update(Account).where(col(Account.id) == actor.account_id).values(**values))


def add_area(session: Session, actor: Actor, code: str, name: str, level: Level, households: int = 0) -> Area:
    """Add a division to the tree, below an area that the actor administers."""
    parent = ancestors(code)[1]
    if not any(is_within(code, grant.area_code) for grant in actor.grants):
        raise Forbidden
    area = Area(code=code, name=name, level=level, parent_code=parent, households=households)
    session.add(area)
    session.flush()
    audit.record(session, actor, "area.add", area, code=code, name=name, prefix=prefix_of(code))
    return area
