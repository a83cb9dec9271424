"""Sending the result letters of an edition: all of them, at once, and each only once."""

from sqlmodel import Session

from core import audit
from core.access import Actor, area_name
from core.changes import require
from core.db import hold
from core.errors import WrongState
from core.issued.actions import issue
from core.permissions import Permission
from core.post import write_to
from grants.contests.models import Contest
from grants.letters import queries
from grants.letters.documents import letter_blocks
from grants.letters.rules import NEXT_STEPS, advice_of
from grants.proposals.queries import group_of
from grants.timetable.queries import writers_of
from incubator.followups.actions import return_to_pool


def send_letters(session: Session, actor: Actor, contest: Contest) -> int:
    """Issue a letter for every proposal with a result, and tell its writers by mail where it stands.

    Everybody hears in the same transaction, so that nobody learns from another's letter. Returns how many were sent.
    """
    require(actor, Permission.AWARDS_APPROVE, contest.area_code)
    hold(session, contest)
    if not queries.may_send(actor, contest):
        raise WrongState("名单生效后才能发出结果通知书。")
    waiting = [one for one in queries.letters_of(session, actor, contest) if one.sent is None]
    if not waiting:
        raise WrongState("每个申报人的结果通知书都已经发出。")
    issuer = area_name(session, contest.area_code)
    for letter in waiting:
        proposal = letter.proposal
        blocks = letter_blocks(contest, letter, group_of(session, proposal).name)
        issue(session, actor, proposal, queries.KIND, "TZ", "评审结果通知书", blocks, issuer=issuer)
        lines = [f"“{proposal.title}”的评审结果已经确定，通知书在申报书的页面上。"]
        _return_to_pool(session, actor, letter)
        write_to(session, writers_of(session, proposal), "评审结果通知书", lines, f"/proposals/{proposal.id}")
    audit.record(session, actor, "contest.letters", contest, count=len(waiting))
    return len(waiting)


def _return_to_pool(session: Session, actor: Actor, letter: queries.Letter) -> None:
    """The people of a project without luck are met again, with what the letter and their coaches say."""
    if letter.outcome not in NEXT_STEPS:
        return
    people = queries.people_of(session, letter.proposal)
    coached = queries.coached(session, letter.proposal)
    said = {"outcome": letter.outcome, "next_step": NEXT_STEPS[letter.outcome], "advice": advice_of(letter, coached)}
    return_to_pool(session, actor, letter.proposal, people, letter.proposal.title, **said)
