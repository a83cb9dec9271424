"""What staff send when they build a form: one question at a time on a page, whole forms through the API."""

from functools import cache
from typing import Any

from pydantic import Field, create_model

from core.forms import Form, Out
from core.money import Yuan
from grants.contests.models import League
from grants.questions.models import BUILT_IN, Column, Kind, Question, Questionnaire, Stage
from grants.questions.rules import INDISPENSABLE

REASON = Field(default="", max_length=200, title="修改说明", description="征集开始后修改时必须写明，记入办理记录。")


class ReasonForm(Form):
    """Why an open call's form is changed."""

    reason: str = REASON


class MoveForm(Form):
    """One place up or down."""

    up: bool = Field(default=False, title="往上")


class SectionForm(ReasonForm):
    """A section."""

    title: str = Field(min_length=2, max_length=40, title="部分名称")
    title_en: str = Field(default="", max_length=60, title="英文名称")


class OfferRow(Form):
    """One of the forms that an edition offers, and up to which amount it is enough."""

    code: str = Field(max_length=20, title="申报表")
    up_to_fen: Yuan | None = Field(
        default=None, gt=0, title="申请金额不超过（元，空着就是不限）", json_schema_extra={"widget": "money"}
    )


class OfferForm(ReasonForm):
    """Which forms an edition offers: the amount asked for picks one."""

    forms: list[OfferRow] = Field(min_length=1, max_length=6, title="按申请金额选用")


class QuestionForm(Form):
    """Everything that can be said of a question; a page shows the part that fits its kind."""

    kind: Kind = Field(title="类型", json_schema_extra={"widget": "hidden"})
    title: str = Field(min_length=2, max_length=120, title="题目")
    title_en: str = Field(default="", max_length=160, title="英文题目")
    place: str = Field(default="", max_length=40, title="放在哪里")
    stage: Stage = Field(default=Stage.SUBMISSION, title="什么时候必填", json_schema_extra={"widget": "radios"})
    help: str = Field(default="", max_length=300, title="题目下面的说明", json_schema_extra={"rows": 2})
    example: str = Field(default="", max_length=120, title="示例（灰字显示在格子里）")
    least: int = Field(default=0, ge=0, le=2000, title="最少（字；表格是行）")
    most: int | None = Field(default=None, ge=1, le=5000, title="最多（字）")
    options: str = Field(
        default="", max_length=2000, title="选项", description="一行一个。", json_schema_extra={"rows": 6}
    )
    has_many: bool = Field(default=False, title="可以选多个")
    columns: list[Column] = Field(default_factory=list, max_length=8, title="表格的列")
    leagues: list[League] = Field(default_factory=list, title="只问这些组别", description="都不选就是都问。")
    asked_if: list[str] = Field(
        default_factory=list,
        title="只在这样回答时才问",
        description="都不选就是总要问。选了的要属于同一道题。",
        json_schema_extra={"widget": "checkboxes"},
    )
    is_hidden: bool = Field(default=False, title="评委看不到（例如会透露是谁申报）")
    reason: str = REASON


COMMON = ("kind", "title", "title_en", "place", "stage", "help", "leagues", "asked_if", "is_hidden", "reason")
MORE = {
    Kind.TEXT: ("example", "least", "most"),
    Kind.LONG: ("least", "most"),
    Kind.PLACE: ("example", "most"),
    Kind.NUMBER: ("example",),
    Kind.MONEY: ("example",),
    Kind.CHOICE: ("options", "has_many"),
    Kind.TABLE: ("columns", "least"),
    Kind.INDICATOR: ("least",),
    Kind.FIXED: ("example", "least", "most"),
    Kind.TEAM: ("least",),
    Kind.PLAN: ("least",),
    Kind.BUDGET: ("least",),
}
ALWAYS = ("stage", "leagues", "asked_if")
"""What cannot be said of a part that no proposal may do without."""


@cache
def question_form(kind: Kind, key: str) -> type[Form]:
    """The part of ``QuestionForm`` that fits a kind, in the order of the page."""
    left_out = ALWAYS if key in INDISPENSABLE else ()
    names = {*COMMON, *MORE.get(kind, ())} - {*left_out}
    fields: dict[str, Any] = {
        name: (info.annotation, info) for name, info in QuestionForm.model_fields.items() if name in names
    }
    return create_model(
        "QuestionForm", __base__=Form, **{n: fields[n] for n in QuestionForm.model_fields if n in fields}
    )


def own_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in Kind if kind not in BUILT_IN]


def as_typed(question: Question, place: str) -> dict[str, Any]:
    """A question as its page shows it."""
    asked_if = [f"{question.when}={value}" for value in question.when_is] if question.when else []
    return question.model_dump() | {"options": "\n".join(question.options), "asked_if": asked_if, "place": place}


class FormsBody(ReasonForm):
    """All forms of an edition at once; ``seen`` is the mark that was read with the forms that are replaced."""

    forms: list[Questionnaire] = Field(min_length=1, max_length=6, title="申报表")
    seen: str = Field(default="", max_length=12, title="读到时的标记")


class FormsOut(Out):
    """The forms of an edition in force."""

    number: int
    mark: str
    note: str
    forms: list[dict[str, Any]]
