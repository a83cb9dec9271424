"""Who stands behind a proposal of the story: its community says so, and holds the money."""

from typing import Any

from grants.asking import actions as asking_actions
from grants.asking.forms import AcceptForm, AskForm
from grants.backing.models import Backing
from grants.contests.models import BackingKind
from grants.proposals.models import Proposal
from portal.demo.stage import Stage

WHO: dict[str, Any] = {
    "payee_kinds": ["HOST", "HANDLER", "OWN"],
    "backings": ["COMMUNITY", "HOST"],
    "partners_max": 2,
}
"""Who is paid, who stands behind a proposal and how many join it, in the larger editions of the story."""
GIVEN_ON: dict[str, dict[str, Any]] = {"luhua": {"regrant_fen": "2000"}}
"""Whose agreement lets it give on a part of its grant, in yuan."""
OPINIONS = {
    BackingKind.COMMUNITY: "情况属实，同意落地本社区。",
    BackingKind.HOST: "同意代管资金，单独记账，凭票支付。",
}


def ask(stage: Stage, proposal: Proposal, team: str, kind: BackingKind, host: str = "") -> Backing:
    """The team asks its own community, or an organisation."""
    data = AskForm(kind=kind, host_group_id=stage.ids[host] if host else None)
    return asking_actions.ask(stage.session, stage.person(team), proposal, data)


def stand_behind(stage: Stage, proposal: Proposal, team: str, worker: str, host: str = "") -> None:
    """Both are asked and say yes; the community holds the money unless an organisation is to."""
    for kind, opinion in OPINIONS.items():
        other = host if kind == BackingKind.HOST else ""
        asked = ask(stage, proposal, team, kind, other)
        asking_actions.accept(stage.session, stage.person(other or worker), asked, AcceptForm(opinion=opinion))
