"""Accounts as JSON, for administrators."""

from core.accounts.pages import NOUN
from core.resource_api import noun_api

HANDLERS = noun_api(NOUN)
