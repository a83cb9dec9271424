"""Accounts, the roles they hold, and the hashed secrets that let them in."""

from datetime import date, datetime

from sqlalchemy import Boolean, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, Stateful, enum_type, reference
from core.labels import Labelled
from core.permissions import Role


class AccountStatus(Labelled):
    INVITED = "INVITED", "待激活"
    ACTIVE = "ACTIVE", "可用"
    DISABLED = "DISABLED", "已停用"


class Account(Stateful, table=True):
    """One person who may sign in, by phone or e-mail; the identifier is sealed, found by its blind index."""

    __private__ = ("sign_in_sealed", "sign_in_index", "password_hash", "totp_sealed")

    status: AccountStatus = Field(default=AccountStatus.INVITED, sa_type=enum_type(AccountStatus))
    name: str = Field(max_length=40)
    search_text: str = Field(default="", max_length=600)
    sign_in_index: str = Field(max_length=64, unique=True)
    sign_in_sealed: str = ""
    sign_in_masked: str = Field(default="", max_length=80)
    person_key_id: int | None = Field(default=None, sa_type=Id)
    password_hash: str | None = None
    totp_sealed: str | None = None
    totp_last_step: int = Field(default=0, sa_type=Id)
    lang: str = Field(default="zh_CN", max_length=8)
    is_large_print: bool = Field(default=False, sa_type=Boolean)


class RoleHold(Row, table=True):
    """One role that an account holds in one area, from a day to a day; perhaps as deputy (AB 岗) of another."""

    account_id: int = reference("account.id")
    role: Role = Field(sa_type=enum_type(Role))
    area_code: str = Field(max_length=12)
    starts_on: date
    ends_on: date | None = None
    deputy_for: str | None = Field(default=None, max_length=40)


class AccountSession(Row, table=True):
    """One signed-in browser; only the hash of its token is kept. In a rehearsal a persona is played."""

    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = reference("account.id")
    seen_at: datetime
    expires_at: datetime
    on_behalf_of: str | None = Field(default=None, max_length=40)
    behalf_note: str | None = Field(default=None, max_length=200)
    proven_at: datetime | None = None
    persona_id: int | None = Field(default=None, sa_type=Id)


class LinkPurpose(Labelled):
    INVITE = "INVITE", "邀请"
    RESET = "RESET", "重设密码"


class OneTimeLink(Row, table=True):
    """A link that sets a password once; only the hash of its token is kept."""

    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = reference("account.id")
    purpose: LinkPurpose = Field(sa_type=enum_type(LinkPurpose))
    expires_at: datetime
    used_at: datetime | None = None


class ApiToken(Row, table=True):
    """A personal token for programs: reading, or also acting, until a day."""

    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = reference("account.id")
    label: str = Field(max_length=60)
    may_act: bool = Field(default=False, sa_type=Boolean)
    ends_on: date
    revoked_at: datetime | None = None
    proven_at: datetime | None = None


class SignInFailure(Row, table=True):
    """How often signing in failed for one account or one address in the present window."""

    __table_args__ = (UniqueConstraint("subject"),)

    subject: str = Field(max_length=80)
    window_started_at: datetime
    failures: int = 0
