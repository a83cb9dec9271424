"""Result letters as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.letters import actions, queries
from grants.letters.forms import LetterOut


def _shown(session: Session, actor: Actor, contest: Contest) -> Json:
    items = [
        LetterOut(
            proposal_id=one.proposal.id or 0,
            number=one.proposal.number,
            title=one.proposal.title,
            outcome=one.outcome,
            amount_fen=one.amount_fen,
            recommendation=one.recommendation,
            reasons=one.reasons,
            feedback=[list(pair) for pair in one.feedback],
            comments=one.comments,
            document_number=one.sent.number if one.sent else None,
        ).model_dump(mode="json")
        for one in queries.letters_of(session, actor, contest)
    ]
    return Json({"items": items, "after": None})


@reads(f"{BASE}/contests/{{row_id:int}}/letters", P.AWARDS_APPROVE, returns=LetterOut, is_list=True)
def index(session: Session, actor: Actor, row_id: int) -> Reply:
    return _shown(session, actor, get_contest(session, actor, row_id))


@changes(f"{BASE}/contests/{{row_id:int}}/letters", P.AWARDS_APPROVE, returns=LetterOut)
def send(session: Session, actor: Actor, row_id: int) -> Reply:
    contest = get_contest(session, actor, row_id)
    actions.send_letters(session, actor, contest)
    return _shown(session, actor, contest)


HANDLERS = [index, send]
