"""The budget of a proposal against its rules: a page of its own, from which the draft's page takes its middle."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.templating import Page
from core.web import reads
from grants.budgets import queries, rules
from grants.contests.rules import cap_of
from grants.proposals.models import Proposal
from grants.proposals.pages import NOUN
from grants.proposals.queries import contest_of, parts_of
from grants.proposals.rules import budget_problems, total


def helper(session: Session, proposal: Proposal) -> dict[str, Any]:
    """Everything that is told about a budget."""
    contest, lines = contest_of(session, proposal), parts_of(session, proposal.id or 0)["budget"]
    return {
        "sums": rules.sums(lines),
        "whole_fen": total(lines),
        "league_cap_fen": cap_of(contest, proposal.league),
        "shares": rules.shares(contest, proposal.league, lines),
        "problems": budget_problems(contest, proposal.league, lines) if lines else [],
        "forbidden": rules.forbidden(contest, lines),
        "comparisons": rules.compare(lines, queries.past_prices(session, proposal, lines)),
    }


@reads("/proposals/{row_id:int}/budget", P.PROPOSALS_VIEW)
def budget(session: Session, actor: Actor, row_id: int) -> Reply:
    proposal = NOUN.get(session, actor, row_id)
    return Page(
        "grants/budgets/budget.html",
        row=proposal,
        page_title=f"{proposal.title} · 预算核对",
        helper=helper(session, proposal),
    )


@reads(f"{BASE}/proposals/{{row_id:int}}/budget", P.PROPOSALS_VIEW)
def budget_json(session: Session, actor: Actor, row_id: int) -> Reply:
    """The same for machines; amounts in fen."""
    found = helper(session, NOUN.get(session, actor, row_id))
    return Json(
        {
            "sums": {source.value: amount for source, amount in found["sums"]},
            "whole_fen": found["whole_fen"],
            "league_cap_fen": found["league_cap_fen"],
            "shares": [rules.told(share) for share in found["shares"]],
            "problems": found["problems"],
            "forbidden": [{"item": item, "rule": rule} for item, rule in found["forbidden"]],
            "comparisons": [vars(one) for one in found["comparisons"]],
        }
    )


HANDLERS = [budget, budget_json]
