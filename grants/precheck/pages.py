"""The page between the call and the draft: answer, read what comes of it, then begin."""

from sqlmodel import Session

from core import codelists
from core.access import Actor, in_areas, prefix_of
from core.call import Call
from core.errors import NotFound
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.templating import Page
from core.web import reads
from grants.contests.models import Contest, League
from grants.contests.queries import get_contest
from grants.eligibility.rules import LEAGUE_OF, findings
from grants.precheck import rules
from grants.proposals.pages import NOUN
from grants.proposals.queries import facts_of
from incubator.groups.actions import require_own
from incubator.groups.models import Group
from incubator.groups.queries import group_choices


def _rules(session: Session, contest: Contest) -> list[dict]:
    known = codelists.items(session, contest.area_code, "eligibility_rules")
    return [rule for rule in known if rule["code"] in contest.eligibility]


def _said(call: Call, offered: list[dict]) -> dict[str, str]:
    """The answers in the address; anything that is no answer is none."""
    answers = {rule["code"]: call.asked(f"a.{rule['code']}") for rule in offered}
    return {code: answer for code, answer in answers.items() if answer in dict(rules.ANSWERS)}


def _group(session: Session, actor: Actor, text: str) -> Group | None:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    return require_own(session, actor, int(text))


def _verdicts(session: Session, contest: Contest, group: Group, said: dict[str, str]) -> list[rules.Verdict]:
    found = findings(contest.eligibility, facts_of(session, contest, group))
    return rules.verdicts(_rules(session, contest), found, said)


@reads("/contests/{row_id:int}/precheck", P.PROPOSALS_WRITE)
def precheck(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """Without a team: the questions; with one: what comes of the answers, and the beginning of the draft."""
    contest = get_contest(session, actor, row_id)
    offered = _rules(session, contest)
    group, said = _group(session, actor, call.asked("group_id")), _said(call, offered)
    told = _verdicts(session, contest, group, said) if group else []
    choices = NOUN.choices(session, actor, None)
    start = call.blank(NOUN.add.form, choices) if NOUN.add else None
    return Page(
        "grants/precheck/precheck.html",
        contest=contest,
        rules=offered,
        groups=group_choices(
            session,
            actor,
            in_areas(Group.area_code, [prefix_of(contest.area_code)]),
            permission=P.PROPOSALS_WRITE,
        ),
        group=group,
        league=League(LEAGUE_OF[group.legal_status]).label if group else "",
        said=said,
        answers=rules.ANSWERS,
        told=told,
        conclusion=rules.conclusion(told),
        packed=rules.packed(said),
        start=start,
        is_open=contest.status == "OPEN",
        page_title=f"{contest.title} · 申报前自查",
    )


@reads(f"{BASE}/contests/{{row_id:int}}/precheck", P.PROPOSALS_WRITE)
def precheck_json(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The same for machines: ``group_id`` and ``a.<RULE>`` in the address."""
    contest = get_contest(session, actor, row_id)
    group = _group(session, actor, call.asked("group_id"))
    if group is None:
        raise NotFound
    told = _verdicts(session, contest, group, _said(call, _rules(session, contest)))
    items = [
        {"rule": one.rule["code"], "outcome": one.outcome, "evidence": one.evidence, "said": one.said, **_words(one)}
        for one in told
    ]
    return Json({"conclusion": rules.conclusion(told), "items": items})


def _words(one: rules.Verdict) -> dict[str, str]:
    return {"title": one.rule["zh"], "cure": one.rule["cure_zh"], "source": one.rule.get("source_zh", "")}


HANDLERS = [precheck, precheck_json]
