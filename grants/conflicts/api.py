"""Conflicts as JSON."""

from core.resource_api import noun_api
from grants.conflicts.pages import NOUN

HANDLERS = noun_api(NOUN)
