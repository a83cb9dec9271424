"""Awards, payees and agreements as JSON."""

from core.resource_api import noun_api
from grants.awards.pages import AGREEMENT_NOUN, AWARD_NOUN, PAYEE_NOUN

HANDLERS = [*noun_api(AWARD_NOUN), *noun_api(PAYEE_NOUN), *noun_api(AGREEMENT_NOUN)]
