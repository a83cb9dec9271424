"""What people send about the judges of the pool."""

from pydantic import Field

from core.accounts.forms import SignIn
from core.forms import Form, Out
from grants.panels.models import JudgeStatus


class WhoForm(Form):
    """Who the judge is; asked first."""

    name: str = Field(min_length=2, max_length=40, title="姓名")
    sign_in: SignIn = Field(
        max_length=80, title="手机号或邮箱", description="没有账号的，会收到一次性链接，用来设置密码。"
    )


class FieldRow(Form):
    """One category of projects that a judge knows."""

    category: str = Field(max_length=20, title="领域")


class ProfileForm(Form):
    """What a judge says of oneself: fields in the own order of preference, and how much is too much."""

    fields: list[FieldRow] = Field(
        default_factory=list, max_length=12, title="擅长领域", description="最擅长、最愿意评的写在前面。"
    )
    load_cap: int | None = Field(default=None, ge=1, le=200, title="一轮最多评几份", description="不填表示不限。")

    @classmethod
    def from_thing(cls, judge):
        """The stored row as the form shows it."""
        return {**judge.model_dump(), "fields": [{"category": code} for code in judge.fields]}


class JudgeEditForm(ProfileForm):
    """What the office keeps about a judge."""

    role: str = Field(max_length=40, title="评委类别")
    organisation: str = Field(default="", max_length=80, title="工作单位", description="用来查找应当回避的项目。")
    community_code: str | None = Field(default=None, max_length=12, title="居住或工作的社区")
    qualifications: str = Field(
        default="", max_length=500, title="资格和经历", json_schema_extra={"widget": "textarea", "rows": 3}
    )


class JudgeForm(JudgeEditForm, WhoForm):
    """A new judge of the pool; one who has no account yet gets a link by mail."""


class JudgeOut(Out):
    """A judge as the API shows it."""

    id: int
    number: str
    status: JudgeStatus
    account_id: int
    role: str
    organisation: str
    community_code: str | None
    fields: list[str]
    qualifications: str
    load_cap: int | None
    version: int
