"""The download of the decision file, for those who may read the opened round."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import File, Reply
from core.web import reads
from grants.contests.queries import get_contest
from grants.decisions import queries
from grants.decisions.documents import decision_file
from grants.judging.pages import workbook_of
from grants.judging.queries import round_facts
from grants.sheets.rules import canonical


@reads("/contests/{row_id:int}/decision", P.JUDGING_VIEW)
def decision(session: Session, actor: Actor, row_id: int) -> Reply:
    """Call, rules, sheets with what opens them, rankings, list, papers and their hashes: one ZIP."""
    contest = get_contest(session, actor, row_id)
    panel = queries.closed_panel(session, actor, contest)
    papers = [(one, queries.content_of(session, one)) for one in queries.issued(session, actor, contest, panel)]
    sealed = canonical(round_facts(session, panel)).encode()
    facts = queries.facts_of(session, actor, contest, panel)
    content = decision_file(facts, sealed, workbook_of(session, panel), papers)
    return File(content, f"评审决定档案-{contest.number}.zip", "application/zip")


HANDLERS = [decision]
