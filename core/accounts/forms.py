"""What people send about accounts."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from core.accounts.models import AccountStatus
from core.accounts.rules import normal_sign_in
from core.forms import Form, Out
from core.permissions import Role

PHONE = re.compile(r"1[3-9]\d{9}")
EMAIL = re.compile(r"[^@\s]{1,60}@[^@\s]{1,60}\.[a-z]{2,20}")


def _phone_or_email(text: str) -> str:
    normal = normal_sign_in(text)
    if not PHONE.fullmatch(normal) and not EMAIL.fullmatch(normal):
        raise ValueError("请填写 11 位手机号或电子邮箱。")
    return normal


SignIn = Annotated[str, AfterValidator(_phone_or_email)]


class SignInForm(Form):
    """Signing in."""

    sign_in: str = Field(max_length=80, title="手机号或邮箱", json_schema_extra={"autocomplete": "username"})
    password: str = Field(
        max_length=200, title="密码", json_schema_extra={"widget": "password", "autocomplete": "current-password"}
    )
    code: str = Field(
        default="",
        max_length=8,
        title="动态码",
        description="管理、审批和财务岗位需要；没有绑定的不用填。",
        json_schema_extra={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    next: str = Field(default="/", max_length=400, title="", json_schema_extra={"widget": "hidden"})


class PasswordForm(Form):
    """A new password, typed once and shown if wanted."""

    password: str = Field(
        max_length=200,
        title="新密码",
        description="至少 10 位，可以用一句只有您知道的话。",
        json_schema_extra={"widget": "password", "autocomplete": "new-password"},
    )


class ChangePasswordForm(PasswordForm):
    """A new password, with the present one."""

    current: str = Field(
        max_length=200, title="现在的密码", json_schema_extra={"widget": "password", "autocomplete": "current-password"}
    )


class Known(Form):
    """What else changes how one signs in asks for the password too; both forms stand on one page."""

    known: str = Field(
        max_length=200, title="登录密码", json_schema_extra={"widget": "password", "autocomplete": "current-password"}
    )


class AccountForm(Form):
    """An invitation: who, how they sign in, and their first role."""

    name: str = Field(min_length=2, max_length=40, title="姓名")
    sign_in: SignIn = Field(max_length=80, title="手机号或邮箱")
    role: Role = Field(title="角色")
    area_code: str = Field(max_length=12, title="所在区域")


class RoleForm(Form):
    """One more role."""

    role: Role = Field(title="角色")
    area_code: str = Field(max_length=12, title="所在区域")
    starts_on: date | None = Field(default=None, title="开始日期")
    ends_on: date | None = Field(default=None, title="结束日期")
    deputy_for: str | None = Field(default=None, max_length=40, title="代理谁（AB 岗）")


class TokenForm(Form):
    """A personal API token."""

    label: str = Field(min_length=2, max_length=60, title="用途")
    may_act: bool = Field(default=False, title="允许操作（不勾选只能读取）")
    ends_on: date = Field(title="有效期至")


class OwnTokenForm(Known, TokenForm):
    """The same from the page, with the password."""


class TotpForm(Form):
    """The code that proves that the authenticator has the secret."""

    code: str = Field(min_length=6, max_length=8, title="动态码", json_schema_extra={"inputmode": "numeric"})
    sealed: str = Field(default="", max_length=400, title="", json_schema_extra={"widget": "hidden"})


class OwnTotpForm(Known, TotpForm):
    """The same by whoever is signed in, with the password."""


class ReleaseTotpForm(Form):
    """How whoever lost the authenticator proved who they are."""

    proof: str = Field(min_length=4, max_length=200, title="怎样核实了本人身份（如：当面出示工作证）")


class BehalfForm(Form):
    """Whose paper is being entered."""

    on_behalf_of: str = Field(min_length=2, max_length=40, title="代谁录入")
    behalf_note: str = Field(min_length=2, max_length=200, title="依据（如：纸质申报书编号、当面口述）")


class AccountOut(Out):
    """An account as the API shows it."""

    id: int
    name: str
    status: AccountStatus
    sign_in_masked: str
    area_code: str
    version: int
