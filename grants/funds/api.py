"""Funds as JSON."""

from core.resource_api import noun_api
from grants.funds.pages import NOUN

HANDLERS = noun_api(NOUN)
