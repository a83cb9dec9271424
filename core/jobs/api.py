"""Jobs as JSON."""

from core.jobs.pages import NOUN
from core.resource_api import noun_api

HANDLERS = noun_api(NOUN)
