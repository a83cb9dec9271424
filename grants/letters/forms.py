"""Result letters as the API shows them."""

from core.forms import Out
from core.money import ShownYuan


class LetterOut(Out):
    """What one applicant is told."""

    proposal_id: int
    number: str
    title: str
    outcome: str
    amount_fen: ShownYuan | None
    recommendation: str | None
    reasons: list[str]
    feedback: list[list[str]]
    comments: list[str]
    document_number: str | None
