"""Code lists as JSON."""

from core.resource_api import noun_api
from portal.system.pages import CODE_LIST

HANDLERS = noun_api(CODE_LIST)
