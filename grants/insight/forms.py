"""What a chair sends about an outlying sheet."""

from typing import Any

from pydantic import Field

from core.forms import Form, Out


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


class NumbersOut(Out):
    """The statistics of the newest run, by proposal or by seat; ``pairs`` are too close to call."""

    run: int
    funded: int
    alpha: float | None
    icc: list[float] | None
    spread: dict[int, dict[str, float]]
    leaning: dict[int, dict[str, float]]
    standing: dict[int, dict[str, float]]
    pairs: list[dict[str, float]]
    one_more: list[int]
    outliers: list[dict[str, Any]]
