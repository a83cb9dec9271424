"""Setting an edition's scoring method until its first sheet exists, and keeping a record of who tried afterwards."""

from typing import Any

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.changes import edit, require
from core.errors import Invalid, Refused, WrongState
from core.permissions import Permission
from grants.contests.models import Contest
from grants.contests.rules import is_editable
from grants.methods import rules as methods
from grants.methods.forms import MethodForm
from grants.panels.actions import refuse_judges
from grants.panels.models import Panel, PanelStatus
from grants.ranking.models import Bonus
from grants.rounds import queries
from grants.rounds.forms import BonusForm
from grants.sheets.queries import eligible


class Frozen(WrongState):
    """已经发出第一份评分表，评分办法不能再改。这次尝试已记入办理记录。"""


def set_method(session: Session, actor: Actor, contest: Contest, data: MethodForm, version: int | None = None) -> None:
    """Write the method to the edition and to the panel that copied it; refused once a sheet exists."""
    require(actor, Permission.CONTESTS_MANAGE, contest.area_code)
    if queries.is_frozen(session, contest):
        raise Frozen
    stored = data.stored()
    codes = frozenset(code for code, _label in queries.tie_choices(session, contest))
    if wrong := methods.problems(stored, codes):
        raise Invalid(wrong)
    if not is_editable(contest) and len(data.reason) < 4:
        raise Refused("征集已经开始，请写明修改理由。", field="reason")
    before = methods.kept(contest.method)
    edit(session, actor, contest, {"method": contest.method | stored}, version)
    if panel := queries.panel_of(session, contest):
        values: dict[str, Any] = {"rules": panel.rules | stored}
        if before["judges_per_proposal"] != stored["judges_per_proposal"]:  # what an assignment decided stays otherwise
            values["judges_per_proposal"] = stored["judges_per_proposal"]
        edit(session, actor, panel, values)
    changed = {name: [before.get(name), value] for name, value in stored.items() if before.get(name) != value}
    audit.record(session, actor, "contest.method", contest, method=changed, reason=data.reason or None)


def log_refusal(session: Session, actor: Actor, contest_id: int, wanted: dict[str, Any]) -> None:
    """Keep that somebody tried to change a frozen method, and to what; written after the refusal undid the rest."""
    audit.record(session, actor, "contest.method_refused", session.get_one(Contest, contest_id), wanted=wanted)


def record_bonuses(session: Session, actor: Actor, panel: Panel, data: BonusForm) -> None:
    """Enter votes and money raised while the sheets are still sealed, so that nobody can aim them at a result."""
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    if panel.status == PanelStatus.CLOSED:
        raise WrongState("评分已经开封，票数和自筹金额不能再登记。")
    refuse_judges(session, actor, panel.id or 0)
    known = {proposal.id for proposal in eligible(session, panel)}
    if len({row.proposal_id for row in data.bonuses} & known) != len(data.bonuses):
        raise Refused("每份申报书填一行，且只填这一届合格的申报书。", field="bonuses")
    same = {"area_code": panel.area_code, "contest_id": panel.contest_id, "made_by": actor.account_id}
    session.add_all(Bonus(**same, source=data.source, **row.model_dump()) for row in data.bonuses)
    session.flush()
    told = {str(row.proposal_id): [row.votes, row.raised_fen] for row in data.bonuses}
    audit.record(session, actor, "panel.bonuses", panel, bonuses=told, source=data.source)
