"""Reading the calendar's corrections."""

from datetime import date

from sqlmodel import Session, select

from core.statements import Prepared
from core.workdays.models import WorkdayOverride

_OVERRIDES = Prepared(lambda: select(WorkdayOverride.on, WorkdayOverride.is_working))


def load_overrides(session: Session) -> dict[date, bool]:
    """Every corrected day and whether it is worked: a handful a year, so all at once."""
    return dict(_OVERRIDES(session).all())
