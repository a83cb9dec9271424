"""Reading what a round is ranked by, besides its sheets."""

from typing import Any

from sqlmodel import Session, col, select

from core import schemes
from core.access import Actor
from core.permissions import Permission
from grants.contests.models import Contest
from grants.methods import rules as methods
from grants.panels import queries as panels
from grants.panels.models import Panel
from grants.ranking.queries import bonuses_of
from grants.sheets.models import Sheet
from grants.sheets.queries import eligible


def is_frozen(session: Session, contest: Contest) -> bool:
    """Whether a score sheet exists; whether anything stands on it is sealed and does not matter here."""
    joined = select(Sheet.id).join(Panel, col(Panel.id) == col(Sheet.panel_id))
    return session.exec(joined.where(Panel.contest_id == contest.id).limit(1)).first() is not None


def may_change(session: Session, actor: Actor, contest: Contest) -> bool:
    return actor.can(Permission.CONTESTS_MANAGE, contest.area_code) and not is_frozen(session, contest)


def tie_choices(session: Session, contest: Contest) -> list[tuple[str, str]]:
    """What may separate equal scores: the criteria of the edition's rubric, the amount asked, the panel's ballot."""
    named = methods.tie_labels()
    if contest.rubric_id is None:
        return list(named.items())
    groups = schemes.definition_of(schemes.get_scheme(session, contest.rubric_id)).groups
    found = {group.code: named.get(group.code, group.title) for group in groups}
    return list((found | {code: named[code] for code in ("LOWER_REQUEST", "BALLOT")}).items())


def panel_of(session: Session, contest: Contest) -> Panel | None:
    return panels.panel_of(session, contest.id or 0)


def entered_bonuses(session: Session, panel: Panel) -> dict[str, Any]:
    """Every proposal of the round with what was entered about it, as the form shows it."""
    entered = bonuses_of(session, panel.contest_id)
    rows = [
        {
            "proposal_id": proposal.id,
            "votes": entered[proposal.id].votes if proposal.id in entered else 0,
            "raised_fen": entered[proposal.id].raised_fen if proposal.id in entered else 0,
        }
        for proposal in eligible(session, panel)
    ]
    return {"bonuses": rows, "source": next((one.source for one in reversed(entered.values())), "")}
