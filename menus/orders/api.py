"""Orders as JSON."""

from core.resource_api import noun_api
from menus.orders.pages import NOUN

HANDLERS = noun_api(NOUN)
