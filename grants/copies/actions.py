"""Making an edition from an earlier one."""

from typing import Any

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import edit, require
from core.money import plain_yuan
from core.permissions import Permission
from grants.builder.actions import write_forms
from grants.contests.actions import plan_contest
from grants.contests.forms import ContestForm
from grants.contests.models import Contest
from grants.copies.forms import CopyForm
from grants.methods import rules as methods
from grants.questions.queries import forms_of, newest


def copy_contest(session: Session, actor: Actor, earlier: Contest, data: CopyForm) -> Contest:
    """A new edition in preparation, planned like any other: cost rules and tranches are those of today's lists.

    Money is not taken over: it belongs to a year, and whoever prepares the edition has to choose it.
    """
    require(actor, Permission.CONTESTS_MANAGE, earlier.area_code)
    return copied(session, actor, earlier, data)


def copied(session: Session, actor: Actor, earlier: Contest, data: CopyForm, **other: Any) -> Contest:
    """The same with something else in it, such as another place: the caller has asked whether it may be copied."""
    made = plan_contest(session, actor, ContestForm(**_rules_of(earlier) | data.model_dump() | other))
    edit(session, actor, made, {"method": made.method | methods.kept(earlier.method)})
    if newest(session, earlier.id or 0):
        write_forms(session, actor, made, forms_of(session, earlier), f"照“{earlier.title}”")
    audit.record(session, actor, "contest.copy", made, earlier=earlier.number)
    return made


def _rules_of(earlier: Contest) -> dict[str, Any]:
    kept = {name: value for name, value in ContestForm.from_thing(earlier).items() if name in ContestForm.model_fields}
    leagues = [one | {"cap_fen": plain_yuan(one["cap_fen"])} for one in earlier.leagues]
    return kept | {"leagues": leagues, "funds": [], "need_id": None, "edition": min(earlier.edition + 1, 99)}
