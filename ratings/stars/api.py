"""Stars as JSON."""

from core.resource_api import noun_api
from ratings.stars.pages import NOUN

HANDLERS = noun_api(NOUN)
