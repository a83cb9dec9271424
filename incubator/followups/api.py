"""Follow-ups as JSON."""

from core.resource_api import noun_api
from incubator.followups.pages import NOUN

HANDLERS = noun_api(NOUN)
