"""Needs as JSON."""

from core.resource_api import noun_api
from incubator.needs.pages import NOUN

HANDLERS = noun_api(NOUN)
