"""Passwords, tokens, codes and time limits: facts without a database."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core import clock
from core.access import Grant
from core.accounts.models import AccountSession, RoleHold
from core.permissions import ROLES, Role
from core.search import search_text

# t=2, m=19456 KiB, p=1: 22 ms where measured, the first of OWASP's equal choices; the library's default took 244 ms.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
NO_PASSWORD = HASHER.hash(secrets.token_hex(16))
IDLE_STAFF = timedelta(minutes=30)
IDLE_OTHERS = timedelta(hours=12)
ABSOLUTE = timedelta(hours=12)
PROVEN_FOR = timedelta(minutes=15)
LINK_LIFE = timedelta(days=3)
FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 10
FAILURES_PER_ADDRESS = 30
PASSWORD_LENGTH = 10
LEAST_STRENGTH = 2  # of zxcvbn's 0 to 4: at least a million guesses


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; an account without one costs the same time as one with."""
    try:
        return HASHER.verify(password_hash or NO_PASSWORD, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


KIND_OF_PLACE = re.compile("(街道|社区|[省市区县镇乡村])$")
PRODUCT_WORDS = ("miaopu", "苗圃", "fuhua", "孵化", "weichuangtou", "微创投")


def password_problem(password: str, name: str, places: Iterable[str] = ()) -> str | None:
    """Why a new password is refused, or None: its length and how easily it is guessed, no rules of composition.

    Nothing counts that everybody here would try first: one's own name, the names of the ``places`` above one, in
    characters, pinyin and initials, and what the product is about (OWASP ASVS V6.1.2; docs/security.md).

    zxcvbn knows thirty thousand common passwords, keyboard rows, repeats and dates; its lists take a moment to read,
    so only whoever sets a password does.
    """
    if len(password) < PASSWORD_LENGTH:
        return f"密码至少 {PASSWORD_LENGTH} 位，可以用一句话。"
    if len(password) > 128:
        return "密码最多 128 位。"
    from zxcvbn import zxcvbn

    short = [KIND_OF_PLACE.sub("", place) for place in places]
    own_words = [*search_text(name, *places, *short).split(), *PRODUCT_WORDS]
    if (name and name in password) or zxcvbn(password[:72], own_words, max_length=72)["score"] < LEAST_STRENGTH:
        return "这个密码太容易被猜到，请换一个。"
    return None


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def normal_sign_in(text: str) -> str:
    """A phone or e-mail as it is compared: no blanks or dashes, lower case."""
    return text.strip().lower().replace(" ", "").replace("-", "") if "@" not in text else text.strip().lower()


def idle_limit(roles: Iterable[Role]) -> timedelta:
    return IDLE_STAFF if any(ROLES[role].is_staff for role in roles) else IDLE_OTHERS


def is_live(session: AccountSession, roles: Iterable[Role], now: datetime) -> bool:
    """Whether a session still counts; one that was last seen in the future ends: a clock set back prolongs nothing."""
    if clock.is_ahead(session.seen_at, now):
        return False
    return now < session.expires_at and now - session.seen_at < idle_limit(roles)


def grants_on(holds: Iterable[RoleHold], today: date) -> tuple[Grant, ...]:
    """The roles in force today."""
    return tuple(
        Grant(hold.role, hold.area_code)
        for hold in holds
        if hold.starts_on <= today and (hold.ends_on is None or today <= hold.ends_on)
    )


def needs_second_factor(grants: Iterable[Grant]) -> bool:
    return any(ROLES[grant.role].needs_second_factor for grant in grants)


def is_proven(has_code: bool, proven_at: datetime | None, now: datetime) -> bool:
    """Whether the second factor was shown lately; where none is bound there is nothing to show (OWASP ASVS V7.5.3)."""
    if not has_code:
        return True
    return proven_at is not None and not clock.is_ahead(proven_at, now) and now - proven_at < PROVEN_FOR


def new_totp_secret() -> str:
    return pyotp.random_base32()


def accepted_step(secret: str, code: str, last_step: int, now: datetime) -> int | None:
    """The time step whose code this is, if it lies within one step of now and was not used before (RFC 6238)."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // 30
    for step in (present - 1, present, present + 1):
        if step > last_step and hmac.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            return step
    return None
