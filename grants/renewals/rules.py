"""What a new draft may take over from an earlier proposal, and what has to be said anew."""

from collections.abc import Mapping
from typing import Any

from grants.contests.models import Contest
from grants.proposals.models import Proposal
from grants.questions.models import Questionnaire
from grants.questions.rules import is_own, questions_of

TEXTS = (
    "leader_name",
    "team_intro",
    "summary",
    "need_text",
    "goals",
    "target",
    "outcomes",
    "safety",
    "sustain",
    "experience",
)
# The promise, the community's opinion, the answers before writing and every date are given anew for each edition.
TAKEN = (*TEXTS, "beneficiaries", "service_times", "payee_name")


def taken_over(earlier: Proposal, contest: Contest) -> dict[str, Any]:
    """The columns of the new draft; a category or a kind of payee that the edition does not know is asked again."""
    kept = {name: getattr(earlier, name) for name in TAKEN}
    kept["months"] = min(earlier.months, contest.months_max)
    if earlier.category in contest.categories:
        kept["category"] = earlier.category
    if earlier.payee_kind.value in contest.payee_kinds:
        kept["payee_kind"] = earlier.payee_kind
    return kept


def answers_that_fit(before: Questionnaire, now: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The own answers whose question is asked again, with the same key, kind and options."""
    shape = lambda one: (one.kind, tuple(one.options), one.has_many, tuple(c.title for c in one.columns))  # noqa: E731
    asked = {one.key: shape(one) for one in questions_of(before) if is_own(one)}
    fitting = [one.key for one in questions_of(now) if is_own(one) and asked.get(one.key) == shape(one)]
    return {key: answers[key] for key in fitting if key in answers}
