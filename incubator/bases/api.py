"""Bases and admissions as JSON."""

from core.resource_api import noun_api
from incubator.bases.pages import ADMISSION_NOUN, BASE_NOUN

HANDLERS = [*noun_api(BASE_NOUN), *noun_api(ADMISSION_NOUN)]
