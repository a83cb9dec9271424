"""What a renewed proposal needs of its own."""

from pydantic import Field

from core.forms import Form


class RenewalForm(Form):
    """The edition for which an earlier proposal is taken up again."""

    contest_id: int = Field(title="报哪一届")
    title: str = Field(min_length=2, max_length=80, title="项目名称")
