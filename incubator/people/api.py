"""The talent pool as JSON."""

from core.resource_api import noun_api
from incubator.people.pages import NOUN

HANDLERS = noun_api(NOUN)
