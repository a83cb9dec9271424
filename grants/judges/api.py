"""The judge pool as JSON."""

from core.resource_api import noun_api
from grants.judges.pages import NOUN

HANDLERS = noun_api(NOUN)
