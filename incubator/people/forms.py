"""What people send about talents."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from core import clock
from core.forms import Form, Out
from core.imports import Unclear, read_phone
from incubator.people.models import ConsentChannel, Gender, ImportStatus, TalentStatus, Willingness
from incubator.people.rules import EARLIEST_BIRTH_YEAR, YOUNGEST_AGE

CONSENT_VERSION = "2026-1"


def _phone(text: str) -> str:
    try:
        return read_phone(text)
    except Unclear as unclear:
        raise ValueError(str(unclear)) from None


def _birth_year(year: int) -> int:
    latest = clock.today().year - YOUNGEST_AGE
    if not EARLIEST_BIRTH_YEAR <= year <= latest:
        raise ValueError(f"出生年份应在 {EARLIEST_BIRTH_YEAR} 到 {latest} 之间。")
    return year


Phone = Annotated[str, AfterValidator(_phone)]


class TalentForm(Form):
    """A talent as a worker enters it after reading out the notice."""

    name: str = Field(min_length=2, max_length=20, title="姓名")
    area_code: str = Field(max_length=12, title="所在社区")
    phone: Phone = Field(max_length=30, title="手机号", json_schema_extra={"widget": "tel"})
    gender: Gender | None = Field(default=None, title="性别", json_schema_extra={"widget": "radios"})
    birth_year: Annotated[int, AfterValidator(_birth_year)] | None = Field(
        default=None, title="出生年份", description="只记年份，不记生日。"
    )
    categories: list[str] = Field(min_length=1, title="特长类别")
    skills: str = Field(default="", max_length=500, title="特长说明")
    qualifications: str = Field(default="", max_length=300, title="资格证书")
    available_times: str = Field(default="", max_length=200, title="可服务时间")
    willingness: list[Willingness] = Field(default_factory=list, title="意愿")
    is_party_member: bool = Field(default=False, title="党员（本人自愿填写，不公开）")
    discover_channel: str = Field(title="发现渠道")
    discovered_on: date | None = Field(default=None, title="发现日期")
    finder: str = Field(default="", max_length=40, title="发现人")
    referee: str = Field(default="", max_length=40, title="推荐人")
    consent_on: date | None = Field(
        default=None,
        title="本人同意日期",
        description="已当面宣读《个人信息告知书》并取得同意后填写；没有同意只能作为候选。",
    )
    consent_channel: ConsentChannel | None = Field(
        default=None, title="同意方式", json_schema_extra={"widget": "radios"}
    )
    honours: str = Field(default="", max_length=300, title="荣誉")
    notes: str = Field(default="", max_length=500, title="备注（仅工作人员可见）")

    @classmethod
    def from_thing(cls, talent):
        """The stored row for the edit form; the phone is shown masked and kept unless a new one is typed."""
        return {**talent.model_dump(), "phone": talent.phone_masked}


class TalentEditForm(TalentForm):
    """The same, where a masked phone means that it stays."""

    phone: Annotated[str, AfterValidator(lambda text: text if "*" in text else _phone(text))] = Field(
        max_length=30, title="手机号", json_schema_extra={"widget": "tel"}
    )


class TalentOut(Out):
    """A talent as the API shows it: never the phone."""

    id: int
    number: str
    status: TalentStatus
    name: str
    area_code: str
    phone_masked: str
    birth_year: int | None
    gender: Gender | None
    categories: list[str]
    skills: str
    discover_channel: str
    consent_on: date | None
    consent_version: str | None
    version: int


class ImportForm(Form):
    """A list to be read; the consent that its people gave is asked once for the whole list."""

    file: str = Field(
        default="",
        max_length=200,
        title="登记表",
        description="XLSX、XLS 或 CSV，不超过 5 MB。表头在第几行、列的次序都可以不同，系统会先读给您看，确认后才入库。",
        json_schema_extra={"widget": "file"},
    )
    sheet: str = Field(default="", max_length=80, title="工作表", description="只有一个名单时不用填。")
    discover_channel: str = Field(default="", max_length=40, title="表里没写发现渠道的，按")
    consent_on: date | None = Field(
        default=None,
        title="名单上的人同意登记的日期",
        description="整张名单都已宣读《个人信息告知书》并取得同意时填写；不填，则先作为候选，逐人补登同意。",
    )
    consent_channel: ConsentChannel | None = Field(
        default=None, title="同意方式", json_schema_extra={"widget": "radios"}
    )

    @model_validator(mode="after")
    def _consent_is_whole(self) -> "ImportForm":
        if (self.consent_on is None) != (self.consent_channel is None):
            raise ValueError("同意日期和同意方式要一起填写，或都不填。")
        if self.consent_on and self.consent_on > clock.today():
            raise ValueError("同意日期不能晚于今天。")
        return self


class ImportOut(Out):
    """An import as the API shows it: counts and outcomes by row, never the rows themselves."""

    id: int
    number: str
    status: ImportStatus
    total: int
    ok_count: int
    duplicate_count: int
    error_count: int
    consent_on: date | None
    version: int
