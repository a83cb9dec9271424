"""Reading everything that led to a decision, as facts and as the files that were issued."""

from typing import Any

from sqlmodel import Session, col, select

from core import audit, storage
from core.access import Actor
from core.audit.rules import instant_text
from core.errors import NotFound
from core.files.models import StoredFile
from core.issued.models import IssuedDocument
from core.issued.queries import list_issued
from core.nouns import NOUNS
from grants.awards.queries import awards_of
from grants.contests.models import Contest
from grants.moderation.queries import moderation_of
from grants.panels.models import Panel, PanelStatus
from grants.panels.queries import panel_of
from grants.proposals.models import Proposal, ProposalStatus
from grants.proposals.queries import list_of_contest
from grants.roadshow.queries import roadshow_of

# Papers about one applicant are named with their hashes; what is about the edition lies in the file itself.
OF_APPLICANTS = ("eligibility", "result_letter")
UNSENT = (ProposalStatus.DRAFT, ProposalStatus.WITHDRAWN)


def closed_panel(session: Session, actor: Actor, contest: Contest) -> Panel:
    """The panel of this edition as this actor, once its sheets are open; NotFound before."""
    found = panel_of(session, contest.id or 0)
    panel = NOUNS["panel"].get(session, actor, found.id) if found else None
    if panel is None or panel.status != PanelStatus.CLOSED:
        raise NotFound
    return panel


def facts_of(session: Session, actor: Actor, contest: Contest, panel: Panel) -> dict[str, Any]:
    """What was called for, handed in, decided and issued, with the end of the audit chain at this moment."""
    proposals = [one for one in list_of_contest(session, actor, contest.id or 0) if one.status not in UNSENT]
    theirs = _papers_of(session, [one.id or 0 for one in proposals])
    awards, chain = awards_of(session, contest.id or 0), audit.chain_of(contest)
    return {
        "contest": _call(contest),
        "panel": panel.number,
        "proposals": [_proposal(one) for one in proposals],
        "awards": [{"proposal": one.proposal_id, "amount_fen": one.amount_fen} for one in awards],
        "documents": [_paper(one) for one in [*issued(session, actor, contest, panel), *theirs]],
        "audit_head": [chain, *audit.head(session, chain)],
    }


def _call(contest: Contest) -> dict[str, Any]:
    """What was called for, under which conditions and by which rules."""
    names = ("number", "title", "edition", "theme", "intro", "categories", "leagues", "eligibility", "method")
    times = {name: instant_text(getattr(contest, name)) for name in ("opens_at", "closes_at")}
    return {name: getattr(contest, name) for name in names} | times


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "status": one.status.value,
        "receipt": one.receipt_number,
        "content_sha256": one.content_hash,
    }


def _paper(one: IssuedDocument) -> dict[str, Any]:
    names = ("number", "kind", "version", "title", "sha256", "content_hash", "noun", "noun_id")
    return {name: getattr(one, name) for name in names} | {"issued_at": instant_text(one.issued_at)}


def issued(session: Session, actor: Actor, contest: Contest, panel: Panel) -> list[IssuedDocument]:
    """The papers of the edition that this actor may open: summary, roadshow, record of the meeting; every version."""
    about = {
        "contest": contest,
        "panel": panel,
        "roadshow": roadshow_of(session, panel.id or 0),
        "moderation": moderation_of(session, panel),
    }
    found = [
        one
        for noun, row in about.items()
        if row is not None
        for one in list_issued(session, noun, row.id or 0)
        if NOUNS[noun].shows_file(actor, row, one.kind)
    ]
    return sorted(found, key=lambda one: (one.number, one.version))


def _papers_of(session: Session, proposals: list[int]) -> list[IssuedDocument]:
    chosen = select(IssuedDocument).where(
        IssuedDocument.noun == "proposal",
        col(IssuedDocument.noun_id).in_(proposals),
        col(IssuedDocument.kind).in_(OF_APPLICANTS),
    )
    return list(session.exec(chosen.order_by(col(IssuedDocument.number), col(IssuedDocument.version))))


def content_of(session: Session, one: IssuedDocument) -> bytes:
    return storage.get(session.get_one(StoredFile, one.file_id).sha256)
