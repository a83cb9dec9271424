"""What a chair sends about an outlying sheet."""

from pydantic import Field

from core.forms import Form


class NoteForm(Form):
    """A word on one flagged sheet."""

    seat_id: int = Field(title="评委")
    proposal_id: int = Field(title="申报书")
    note: str = Field(
        min_length=8,
        max_length=500,
        title="说明",
        description="核对了什么、为什么保留。分数不会改动。",
        json_schema_extra={"rows": 3},
    )
