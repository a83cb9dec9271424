"""People: the talent pool (能人库) of each community, and the lists from which it is filled."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.db import Id, Stateful, enum_type, json_field, reference, state_needs
from core.labels import Labelled


class TalentStatus(Labelled):
    CANDIDATE = "CANDIDATE", "候选"
    POOLED = "POOLED", "在库"
    TEAMED = "TEAMED", "已组队"
    ORGANISED = "ORGANISED", "已成组织"
    DORMANT = "DORMANT", "休眠"
    WITHDRAWN = "WITHDRAWN", "退出"


class Gender(Labelled):
    FEMALE = "FEMALE", "女"
    MALE = "MALE", "男"


class ConsentChannel(Labelled):
    PAPER = "PAPER", "纸质签字"
    ONLINE = "ONLINE", "线上勾选"


class Willingness(Labelled):
    TEACH = "TEACH", "教学"
    LEAD = "LEAD", "带队"
    PROPOSE = "PROPOSE", "提案"
    VOLUNTEER = "VOLUNTEER", "志愿服务"


class Talent(Stateful, table=True):
    """One capable resident of one community, kept with consent; the phone is sealed under the person's own key."""

    __table_args__ = (
        UniqueConstraint("area_code", "phone_index"),
        state_needs(
            (TalentStatus.POOLED, TalentStatus.TEAMED, TalentStatus.ORGANISED), "consent_on", "consent_version"
        ),
    )
    __private__ = ("name", "phone_sealed", "phone_index", "phone_masked", "notes", "search_text", "referee")

    status: TalentStatus = Field(default=TalentStatus.CANDIDATE, sa_type=enum_type(TalentStatus))
    number: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=40)
    name_sort: str = Field(default="", max_length=200)
    search_text: str = Field(default="", max_length=600)
    gender: Gender | None = Field(default=None, sa_type=enum_type(Gender))
    birth_year: int | None = None
    phone_sealed: str = ""
    phone_index: str = Field(max_length=64)
    phone_masked: str = Field(max_length=20)
    person_key_id: int = Field(sa_type=Id)
    categories: list[str] = json_field(default_factory=list)
    skills: str = Field(default="", max_length=500)
    qualifications: str = Field(default="", max_length=300)
    available_times: str = Field(default="", max_length=200)
    willingness: list[str] = json_field(default_factory=list)
    is_party_member: bool = Field(default=False, sa_type=Boolean)
    discover_channel: str = Field(max_length=40)
    discovered_on: date | None = None
    finder: str = Field(default="", max_length=40)
    referee: str = Field(default="", max_length=40)
    consent_version: str | None = Field(default=None, max_length=20)
    consent_on: date | None = None
    consent_channel: ConsentChannel | None = Field(default=None, sa_type=enum_type(ConsentChannel))
    honours: str = Field(default="", max_length=300)
    notes: str = Field(default="", max_length=500)


class ImportStatus(Labelled):
    PLANNED = "PLANNED", "待确认"
    APPLIED = "APPLIED", "已导入"
    DISCARDED = "DISCARDED", "已放弃"


class TalentImport(Stateful, table=True):
    """One list of talents as an office kept it: applied once, its bytes sealed under a key of its own.

    ``outcomes`` says of every row what became of it, without the words of the row.
    """

    __tablename__ = "talent_import"
    __table_args__ = (
        state_needs((ImportStatus.APPLIED,), "outcomes"),
        CheckConstraint("consent_on IS NULL OR consent_channel IS NOT NULL", name="consent_has_a_channel"),
    )
    __private__ = ("name",)

    status: ImportStatus = Field(default=ImportStatus.PLANNED, sa_type=enum_type(ImportStatus))
    number: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=160)
    sheet: str = Field(default="", max_length=80)
    file_id: int = reference("stored_file.id")
    key_id: int | None = Field(default=None, sa_type=Id)
    total: int = 0
    ok_count: int = 0
    duplicate_count: int = 0
    error_count: int = 0
    outcomes: list[dict[str, Any]] | None = json_field(default=None)
    applied_by: int | None = Field(default=None, sa_type=Id)
    consent_version: str | None = Field(default=None, max_length=20)
    consent_on: date | None = None
    consent_channel: ConsentChannel | None = Field(
        default=None, sa_type=enum_type(ConsentChannel, "import_consentchannel")
    )
    discover_channel: str = Field(default="", max_length=40)
