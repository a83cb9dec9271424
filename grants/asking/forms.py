"""What people send when they ask for an endorsement or a fiscal host, and when they answer."""

from datetime import datetime
from typing import Any

from pydantic import Field

from core.forms import Form, Out
from grants.backing.models import BackingStatus
from grants.contests.models import BackingKind


class AskForm(Form):
    """Whom a team asks for what; ``host`` is an organisation, or nothing for the community itself."""

    kind: BackingKind = Field(title="请什么", json_schema_extra={"widget": "radios"})
    host_group_id: int | None = Field(
        default=None,
        title="由谁代管",
        description="不选就是请落地社区的居（村）委会。请社区出具意见时不用选。",
        json_schema_extra={"optional": True},
    )


class AcceptForm(Form):
    """A yes, in the words of whoever gives it."""

    opinion: str = Field(
        min_length=4,
        max_length=300,
        title="意见",
        description="会写进申报书，例如“情况属实，同意落地本社区”。",
        json_schema_extra={"widget": "textarea", "rows": 3},
    )


class BackingOut(Out):
    """One question with its answer as the API shows it."""

    id: int
    status: BackingStatus
    proposal_id: int
    kind: BackingKind
    host_group_id: int | None
    name: str
    title: str
    terms: dict[str, Any]
    opinion: str
    answered_at: datetime | None
    version: int
