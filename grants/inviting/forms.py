"""What a lead sends when it invites partners and shares the money out, and what they answer."""

from datetime import datetime

from pydantic import Field

from core.forms import Form, Out
from core.money import Yuan
from grants.partners.models import PartnerStatus


class InviteForm(Form):
    """Whom a lead asks, and to what; asking somebody again replaces what was agreed before."""

    group_id: int = Field(title="请哪个组织")
    share_fen: Yuan = Field(gt=0, title="它的份额（元）", json_schema_extra={"widget": "money"})
    duties: str = Field(
        min_length=4,
        max_length=500,
        title="它承担什么",
        description="写清楚做哪几件事、做到什么样，对方按这段话答复。",
        json_schema_extra={"widget": "textarea", "rows": 3},
    )


class OwnShareForm(Form):
    """What the lead keeps for itself."""

    own_share_fen: Yuan = Field(
        ge=0,
        title="牵头单位自己的份额（元）",
        description="与各联合单位的份额相加，要等于申请金额。",
        json_schema_extra={"widget": "money"},
    )


class JoinForm(Form):
    """A yes, with whatever is to be said beside it."""

    opinion: str = Field(
        default="",
        max_length=300,
        title="补充说明",
        json_schema_extra={"widget": "textarea", "rows": 2, "optional": True},
    )


class PartnerOut(Out):
    """One invitation with its answer as the API shows it; ``terms_hash`` is what a yes is bound to."""

    id: int
    status: PartnerStatus
    proposal_id: int
    group_id: int
    name: str
    title: str
    share_fen: int
    duties: str
    terms_hash: str
    opinion: str
    answered_at: datetime | None
    version: int
