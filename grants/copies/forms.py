"""What a copied edition needs of its own."""

from pydantic import Field

from core.forms import Form, Moment


class CopyForm(Form):
    """The name and the call of the new edition; everything else comes from the earlier one."""

    title: str = Field(min_length=4, max_length=80, title="新一届的名称")
    opens_at: Moment = Field(title="征集开始")
    closes_at: Moment = Field(title="征集截止", description="以服务器时间为准，含截止的那一秒。")
