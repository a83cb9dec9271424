"""What people may send, declared once as pydantic models, and what can be asked of such a declaration."""

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from types import UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from core import clock

Raw = Mapping[str, list[str]]
Choices = Mapping[str, list[tuple[str, str]]]
ROW_KEY = "uid"
"""The field of a row form that names the row, wherever it stands in its table; drawn hidden, given by the page."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FormT = TypeVar("FormT", bound="Form")


def _as_local(value: datetime) -> datetime:
    return (value.replace(tzinfo=clock.BEIJING) if value.tzinfo is None else value).astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_as_local)]
"""An instant typed as local time of the office, kept as UTC."""


class Form(BaseModel):
    """What people may send, from a page, a spreadsheet or the API.

    A draft may be saved with gaps that its submission will not accept; such fields are not called optional.
    """

    is_draft: ClassVar[bool] = False
    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and any(isinstance(v, str) and UNSTORABLE.search(v) for v in data.values()):
            raise ValueError("内容里有不能保存的字符（空字符或残缺的表情符号），请删除后再交。")
        return data


def new_uid() -> str:
    return secrets.token_hex(6)


class RowForm(Form):
    """A row of a table that several people may fill in at once: its name lets each save touch its own rows only."""

    uid: str = Field(
        default_factory=new_uid, pattern=r"^[0-9a-z]{1,16}$", title="行", json_schema_extra={"widget": "hidden"}
    )


class Out(BaseModel):
    """What the API shows of a row: never the table itself."""

    model_config = ConfigDict(from_attributes=True)


def bare_type(annotation: Any) -> Any:
    """The type without ``| None``."""
    if get_origin(annotation) in (Union, UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def item_type(info: FieldInfo) -> Any | None:
    """The type of a list's items, or None when the field is no list."""
    bare = bare_type(info.annotation)
    return bare_type(get_args(bare)[0]) if get_origin(bare) is list else None


def is_rows(info: FieldInfo) -> bool:
    kind = item_type(info)
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def max_length_of(info: FieldInfo) -> int | None:
    return next((m.max_length for m in info.metadata if getattr(m, "max_length", None) is not None), None)
