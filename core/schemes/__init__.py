"""One engine for every scheme of indicators: rubrics, checks, growth assessments and star ratings are data."""

from core.schemes.actions import copy_scheme, draft_scheme, edit_draft, install_scheme, publish_scheme
from core.schemes.definition import (
    Band,
    BonusItem,
    BrokenScheme,
    Definition,
    Indicator,
    Named,
    Option,
    parse_definition,
)
from core.schemes.models import NATIONWIDE, Scheme
from core.schemes.queries import current_scheme, definition_of, get_scheme, list_schemes
from core.schemes.rules import (
    Comparison,
    GroupScore,
    Result,
    check_marks,
    compare,
    score,
    trimmed_mean,
)

__all__ = [
    "NATIONWIDE",
    "Band",
    "BonusItem",
    "BrokenScheme",
    "Comparison",
    "Definition",
    "GroupScore",
    "Indicator",
    "Named",
    "Option",
    "Result",
    "Scheme",
    "check_marks",
    "compare",
    "copy_scheme",
    "current_scheme",
    "definition_of",
    "draft_scheme",
    "edit_draft",
    "get_scheme",
    "install_scheme",
    "list_schemes",
    "parse_definition",
    "publish_scheme",
    "score",
    "trimmed_mean",
]
