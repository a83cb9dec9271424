"""What a worker records of reading a typed proposal back."""

from datetime import datetime

from pydantic import Field

from core.forms import Form, Moment, Out
from grants.proposals.models import Agreed


class ReadBackForm(Form):
    """Who heard the typed text read out, when, and how they agreed."""

    heard_by: str = Field(
        min_length=2, max_length=40, title="读给谁听", description="写申报书的居民本人，或团队负责人。"
    )
    read_at: Moment = Field(title="什么时候")
    agreed: Agreed = Field(title="怎么同意的", json_schema_extra={"widget": "radios"})
    witness: str = Field(
        default="",
        max_length=40,
        title="在场见证人",
        description="口头同意的，要有另一个人在场。",
        json_schema_extra={"optional": True},
    )


class ReadBackOut(Out):
    """A read-back as the API shows it."""

    id: int
    heard_by: str
    read_at: datetime
    agreed: Agreed
    witness: str
    content_hash: str
