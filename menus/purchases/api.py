"""Purses and thresholds as JSON."""

from core.resource_api import noun_api
from menus.purchases.pages import NOUN, THRESHOLD_NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(THRESHOLD_NOUN)]
