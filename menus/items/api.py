"""Menu items and editions as JSON."""

from core.resource_api import noun_api
from menus.items.pages import EDITION_NOUN, NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(EDITION_NOUN)]
