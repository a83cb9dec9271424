"""Panels, seats and recusals as JSON."""

from core.resource_api import noun_api
from grants.judging.pages import CONFLICT_NOUN, NOUN, SEAT_NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(SEAT_NOUN), *noun_api(CONFLICT_NOUN)]
