"""The talent pool and its imports as JSON."""

from core.resource_api import noun_api
from incubator.people.pages import IMPORT_NOUN, NOUN

HANDLERS = [*noun_api(NOUN), *noun_api(IMPORT_NOUN)]
