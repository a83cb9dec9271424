"""What offices send about a round: recusals, reopened sheets, a ballot."""

from pydantic import Field

from core.forms import Form
from grants.sheets.models import Stage


class ReopenForm(Form):
    """A sheet that its judge may change once more."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    stage: Stage = Field(default=Stage.DOCUMENT, title="环节")
    reason: str = Field(min_length=4, max_length=300, title="理由")


class BallotForm(Form):
    """The order that the panel voted for among proposals that nothing else separates, best first."""

    numbers: str = Field(
        max_length=1000,
        title="投票后的先后",
        description="每行一个申报书编号，名次高的在前。",
        json_schema_extra={"rows": 4},
    )
    reason: str = Field(min_length=4, max_length=200, title="投票经过")
