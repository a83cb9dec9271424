"""Groups, members and filings as JSON."""

from core.resource_api import noun_api
from incubator.groups.pages import FILING_NOUN, GROUP_NOUN, MEMBER_NOUN

HANDLERS = [*noun_api(GROUP_NOUN), *noun_api(MEMBER_NOUN), *noun_api(FILING_NOUN)]
