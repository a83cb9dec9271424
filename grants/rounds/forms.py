"""What an office sends about a round besides its sheets."""

from typing import Any

from pydantic import Field

from core.forms import Form, Out
from core.money import ShownYuan, Yuan


class BonusRow(Form):
    """The public votes and the money raised of one proposal."""

    proposal_id: int = Field(title="申报书")
    votes: int = Field(default=0, ge=0, le=100_000_000, title="有效票数")
    raised_fen: Yuan = Field(default=0, ge=0, title="自筹金额（元）", json_schema_extra={"widget": "money"})


class BonusForm(Form):
    """Votes and money of every proposal, and where the figures come from."""

    bonuses: list[BonusRow] = Field(default_factory=list, max_length=2000, title="票数和自筹")
    source: str = Field(
        min_length=4, max_length=300, title="依据", description="谁统计、从哪里来，例如投票平台导出的时间。"
    )


class BonusOut(Out):
    """Votes and money of one proposal as last entered."""

    proposal_id: int
    votes: int
    raised_fen: ShownYuan
    source: str


class MethodOut(Out):
    """The method of an edition, and whether it may still be changed."""

    method: dict[str, Any]
    is_frozen: bool
    version: int
