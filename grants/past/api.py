"""Past editions as JSON."""

from core.resource_api import noun_api
from grants.past.pages import IMPORT_NOUN, NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(IMPORT_NOUN)]
