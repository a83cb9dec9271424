"""Reading whom an edition owes a letter, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core import codelists, schemes
from core.access import Actor
from core.issued.models import IssuedDocument
from core.permissions import Permission
from grants.awards.queries import awards_of
from grants.coaching.queries import advised
from grants.contests.models import Contest, ContestStatus
from grants.letters import rules
from grants.moderation.queries import recommendations_of
from grants.panels.queries import panel_of
from grants.proposals import queries as proposals
from grants.proposals.models import Proposal
from grants.sheets import queries as sheets
from grants.sheets.models import Recommendation, Sheet, Stage
from incubator.groups.queries import talents_behind
from incubator.people.models import Talent

KIND = "result_letter"
READY = (ContestStatus.AWARDED, ContestStatus.CLOSED)


@dataclass(frozen=True)
class Letter:
    """What one applicant is told."""

    proposal: Proposal
    outcome: str
    amount_fen: int | None
    recommendation: str | None
    reasons: list[str]
    feedback: list[tuple[str, str]]
    comments: list[str]
    sent: IssuedDocument | None


def letters_of(session: Session, actor: Actor, contest: Contest) -> list[Letter]:
    """The letter of every proposal of the edition that has a result, sent or not, as this person may see them."""
    found = proposals.list_of_contest(session, actor, contest.id or 0, *rules.OUTCOMES)
    sent = sent_letters(session, [one.id or 0 for one in found])
    amounts = {one.proposal_id: one.amount_fen for one in awards_of(session, contest.id or 0)}
    written = _sheets_by_proposal(session, contest)
    definition, advised = _definition(session, contest), _advised(session, contest)
    return [
        Letter(
            proposal=one,
            outcome=rules.outcome_of(one.status, one.id in amounts),
            amount_fen=amounts.get(one.id or 0),
            recommendation=advised[one.id or 0].label if one.id in advised else None,
            reasons=_failed(session, one),
            feedback=rules.feedback(definition, [s.marks or {} for s in written.get(one.id or 0, [])])
            if definition
            else [],
            comments=rules.in_no_order([s.comment or "" for s in written.get(one.id or 0, []) if s.is_shared]),
            sent=sent.get(one.id or 0),
        )
        for one in found
    ]


def sent_letters(session: Session, proposal_ids: Sequence[int]) -> dict[int, IssuedDocument]:
    here = (IssuedDocument.noun == "proposal", IssuedDocument.kind == KIND)
    chosen = select(IssuedDocument).where(*here, col(IssuedDocument.noun_id).in_(proposal_ids))
    return {one.noun_id: one for one in session.exec(chosen)}


def may_send(actor: Actor, contest: Contest) -> bool:
    return contest.status in READY and actor.can(Permission.AWARDS_APPROVE, contest.area_code)


def _sheets_by_proposal(session: Session, contest: Contest) -> dict[int, list[Sheet]]:
    """The opened document sheets that count, by proposal; none while the round is sealed."""
    panel = panel_of(session, contest.id or 0)
    found: dict[int, list[Sheet]] = {}
    for sheet in sheets.valid_sheets(session, panel, Stage.DOCUMENT) if panel else []:
        if sheet.revealed_at is not None:
            found.setdefault(sheet.proposal_id, []).append(sheet)
    return found


def _advised(session: Session, contest: Contest) -> dict[int, Recommendation]:
    """What the panel's meeting recommends, once that is published."""
    panel = panel_of(session, contest.id or 0)
    return recommendations_of(session, panel) if panel else {}


def _definition(session: Session, contest: Contest) -> schemes.Definition | None:
    panel = panel_of(session, contest.id or 0)
    return sheets.definition_of(session, panel) if panel else None


def _failed(session: Session, proposal: Proposal) -> list[str]:
    """The eligibility rules that the office found not to be met, with its note."""
    labels = codelists.labels(session, proposal.area_code, "eligibility_rules")
    return [
        f"{labels.get(check.rule, check.rule)}：{check.note}" if check.note else labels.get(check.rule, check.rule)
        for check in proposals.checks_of(session, proposal.id or 0)
        if check.result == "FAIL"
    ]


def people_of(session: Session, proposal: Proposal) -> list[Talent]:
    """Who of the talent pool stood behind a proposal: its leader, whom its team names, and who wrote it."""
    named = [line.name for line in proposals.parts_of(session, proposal.id or 0)["team"]]
    group, accounts = proposals.group_of(session, proposal), proposals.roles_of(session, proposal)
    return talents_behind(session, group, proposal.leader_phone_index, [proposal.leader_name, *named], list(accounts))


def coached(session: Session, proposal: Proposal) -> list[tuple[str, str]]:
    """(section, advice) of every talk with a coach that led to any."""
    return [(one.title, one.advice) for _talk, found in advised(session, proposal.id or 0) for one in found]
