"""Plans as JSON."""

from core.resource_api import noun_api
from grants.assignments.pages import NOUN

HANDLERS = noun_api(NOUN)
