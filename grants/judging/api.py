"""Panels, seats and recusals as JSON."""

from core.resource_api import noun_api
from grants.judging.pages import NOUN, SEAT_NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(SEAT_NOUN)]
