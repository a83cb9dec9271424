"""Star schemes as JSON."""

from core.resource_api import noun_api
from ratings.schemes.pages import NOUN

HANDLERS = noun_api(NOUN)
