"""Reading score sheets and the scheme that they are filled by."""

from typing import Any

from sqlmodel import Session, col, select

from core import schemes
from core.schemes import Definition, Scheme
from ratings.sheets.models import RatingSheet, SheetColumn


def definition_of(session: Session, assessment: Any) -> tuple[Scheme, Definition]:
    scheme = schemes.get_scheme(session, assessment.scheme_id)
    return scheme, schemes.definition_of(scheme)


def sheets_of(session: Session, assessment: Any) -> dict[SheetColumn, RatingSheet]:
    """The newest sheet of each column; older attempts stay in the table."""
    here = RatingSheet.assessment_id == assessment.id
    rows = session.exec(select(RatingSheet).where(here).order_by(col(RatingSheet.attempt)))
    return {sheet.column: sheet for sheet in rows}


def current_sheet(session: Session, assessment: Any, column: SheetColumn) -> RatingSheet | None:
    """The sheet that is filled in this attempt."""
    here = (
        RatingSheet.assessment_id == assessment.id,
        RatingSheet.column == column,
        RatingSheet.attempt == assessment.attempt,
    )
    return session.exec(select(RatingSheet).where(*here)).first()
