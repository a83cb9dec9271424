"""Projects, expenses and checks as JSON."""

from core.resource_api import noun_api
from grants.projects.pages import CHECK_NOUN, EXPENSE_NOUN, PROJECT_NOUN

HANDLERS = [*noun_api(PROJECT_NOUN), *noun_api(EXPENSE_NOUN), *noun_api(CHECK_NOUN)]
