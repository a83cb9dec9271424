"""The form of an edition as data: questionnaires, their sections and questions, and the versions that are kept."""

from typing import Annotated, Any

from pydantic import Field as Part
from pydantic import StringConstraints
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.db import Id, Row, json_field, reference
from core.forms import Form, RowForm
from core.labels import Labelled
from grants.contests.models import League

OWN_KEY = r"q_[a-z0-9_]{1,30}"
Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
"""An option, and an answer that a condition names."""


class Kind(Labelled):
    """What an answer is. The last five stand for parts that every proposal has a place for; they are asked once."""

    TEXT = "TEXT", "一行文字"
    LONG = "LONG", "一段文字"
    NUMBER = "NUMBER", "数字"
    MONEY = "MONEY", "金额"
    CHOICE = "CHOICE", "选择"
    DATE = "DATE", "日期"
    PLACE = "PLACE", "地点"
    TABLE = "TABLE", "表格"
    INDICATOR = "INDICATOR", "指标（原来、目标、怎样核实）"
    FIXED = "FIXED", "固定内容"
    TEAM = "TEAM", "团队成员"
    PLAN = "PLAN", "活动计划"
    BUDGET = "BUDGET", "预算"
    FILE = "FILE", "附件"


BUILT_IN = (Kind.FIXED, Kind.TEAM, Kind.PLAN, Kind.BUDGET, Kind.FILE)


class Stage(Labelled):
    """By when a question has to be answered."""

    DRAFT = "DRAFT", "保存时就要填"
    SUBMISSION = "SUBMISSION", "提交前填好"
    OPTIONAL = "OPTIONAL", "选填"


class CellKind(Labelled):
    TEXT = "TEXT", "文字"
    NUMBER = "NUMBER", "数字"
    MONEY = "MONEY", "金额"
    DATE = "DATE", "日期"


class Column(RowForm):
    """One column of a table that is asked for."""

    title: str = Part(min_length=1, max_length=30, title="列名")
    kind: CellKind = Part(default=CellKind.TEXT, title="填什么")


class Question(Form):
    """One question. ``least`` and ``most`` count characters, of tables rows; ``when`` names an earlier question."""

    key: str = Part(min_length=1, max_length=32, title="代码")
    kind: Kind = Part(title="类型")
    title: str = Part(min_length=2, max_length=120, title="题目")
    title_en: str = Part(default="", max_length=160, title="英文题目")
    stage: Stage = Part(default=Stage.SUBMISSION, title="什么时候必填")
    help: str = Part(default="", max_length=300, title="说明")
    example: str = Part(default="", max_length=120, title="示例")
    least: int = Part(default=0, ge=0, le=2000, title="最少（字或行）")
    most: int | None = Part(default=None, ge=1, le=5000, title="最多（字）")
    options: list[Text] = Part(default_factory=list, max_length=30, title="选项")
    has_many: bool = Part(default=False, title="可以选多个")
    columns: list[Column] = Part(default_factory=list, max_length=8, title="表格的列")
    leagues: list[League] = Part(default_factory=list, title="只问这些组别")
    when: str = Part(default="", max_length=32, title="由哪一题决定问不问")
    when_is: list[Text] = Part(default_factory=list, max_length=30, title="选了这些才问")
    is_hidden: bool = Part(default=False, title="评委看不到")


class Step(Form):
    """One section (a step of the draft); its number stays the same whatever is moved or added around it."""

    number: int = Part(ge=1, le=99, title="编号")
    title: str = Part(min_length=2, max_length=40, title="部分")
    title_en: str = Part(default="", max_length=60, title="英文名称")
    questions: list[Question] = Part(default_factory=list, max_length=60, title="题目")


class Questionnaire(Form):
    """One form: for proposals that ask for up to so much (fen), or for any amount."""

    code: str = Part(pattern=r"^[A-Z][A-Z0-9_]{1,19}$", title="代码")
    title: str = Part(min_length=2, max_length=40, title="申报表")
    title_en: str = Part(default="", max_length=60, title="英文名称")
    up_to_fen: int | None = Part(default=None, gt=0, title="申请金额不超过（分）")
    number: int = Part(default=1, ge=1, title="版本")
    sections: list[Step] = Part(default_factory=list, max_length=20, title="各部分")


class FormVersion(Row, table=True):
    """The forms of one edition as they stand from one moment on; from the opening of the call each change adds one."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    contest_id: int = reference("contest.id")
    number: int
    forms: list[dict[str, Any]] = json_field()
    note: str = Field(default="", max_length=300)
    made_by: int | None = Field(default=None, sa_type=Id)
