"""What people send about star schemes."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from core.forms import Form, Out


def read_definition(value: Any) -> str:
    """JSON text that is an object; a slip is told with its line."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    try:
        found = json.loads(value)
    except (TypeError, ValueError) as error:
        place = (
            f"第 {error.lineno} 行第 {error.colno} 个字符附近" if isinstance(error, json.JSONDecodeError) else "开头"
        )
        raise ValueError(f"不是合法的 JSON：{place}有错，请检查引号、逗号和括号。") from None
    except RecursionError:
        raise ValueError("层级过深。") from None
    if not isinstance(found, dict):
        raise ValueError("方案应是一个 JSON 对象，以 { 开头。")
    return value


class SchemeForm(Form):
    """A draft of the star scheme."""

    title: str = Field(min_length=2, max_length=120, title="名称")
    definition: Annotated[str, BeforeValidator(read_definition)] = Field(
        max_length=80_000,
        title="方案内容（JSON）",
        description="指标、满分、选项、加分、一票否决、星级分数线和附加条件都在这里；保存时逐项检查，出错会指明位置。",
        json_schema_extra={"widget": "textarea", "rows": 30},
    )

    @classmethod
    def from_thing(cls, scheme):
        """The stored definition, indented for reading."""
        return {"title": scheme.title, "definition": json.dumps(scheme.definition, ensure_ascii=False, indent=2)}


class CopyForm(Form):
    """Where a scheme is copied to."""

    area_code: str = Field(max_length=12, title="适用区域")


class SchemeOut(Out):
    """One version of a scheme as the API shows it."""

    id: int
    area_code: str
    code: str
    version: int
    title: str
    is_published: bool
    published_at: datetime | None
    definition: dict[str, Any]
