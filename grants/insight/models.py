"""What the chair of a round wrote about sheets that lie far from the others."""

from sqlmodel import Field

from core.db import Id, Located, append_only, reference


@append_only
class OutlierNote(Located, table=True):
    """A word on one flagged sheet: why it stands as it is. The marks are never altered; the newest note counts."""

    __tablename__ = "outlier_note"

    panel_id: int = reference("panel.id")
    seat_id: int = reference("panel_seat.id")
    proposal_id: int = reference("proposal.id")
    note: str = Field(max_length=500)
    made_by: int | None = Field(default=None, sa_type=Id)
