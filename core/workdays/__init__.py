"""Working days of the state calendar, with the centre's own corrections."""

from core.workdays.models import WorkdayOverride
from core.workdays.queries import load_overrides
from core.workdays.rules import add_working_days, is_working_day, working_days_between

__all__ = ["WorkdayOverride", "add_working_days", "is_working_day", "load_overrides", "working_days_between"]
