"""Every change to contests; an edition copies the rules it runs by, so later edits of the lists cannot touch it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core import clock, codelists, schemes
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Refused
from core.numbers import next_number
from core.permissions import Permission
from core.workflow import EFFECT
from grants.contests.forms import ContestForm
from grants.contests.models import Contest, ContestFund
from grants.contests.rules import gaps
from grants.contests.workflow import CONTEST
from grants.methods import rules as methods


def _content(session: Session, data: ContestForm, method: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The edition's columns: chosen codes become full rules, copied as they stand today."""
    if data.closes_at <= data.opens_at:
        raise Refused("截止时间要晚于开始时间。", field="closes_at")
    template = codelists.find(session, data.area_code, "tranche_templates", data.tranche_template or "")
    scoring = codelists.shipped()["scoring_rules"]
    plain = data.model_dump(exclude={"leagues", "funds", "tranche_template"})
    return plain | {
        "leagues": [one.stored() for one in data.leagues],
        "tranches": template["steps"] if template else [],
        "cost_rules": codelists.items(session, data.area_code, "cost_categories"),
        "forbidden": codelists.items(session, data.area_code, "forbidden_costs"),
        "method": {
            **methods.kept(method or {}),
            "min_judges": scoring["min_judges"],
            "tranche_template": data.tranche_template,
            "funds": [{"fund_id": one.fund_id, "planned_fen": one.planned_fen} for one in data.funds],
        },
    }


def plan_contest(session: Session, actor: Actor, data: ContestForm) -> Contest:
    require(actor, Permission.CONTESTS_MANAGE, data.area_code)
    contest = Contest(number=next_number(session, data.area_code, "DS"), **_content(session, data))
    return add(session, actor, contest, edition=data.edition)


def edit_contest(session: Session, actor: Actor, contest: Contest, data: ContestForm, version: int | None) -> None:
    require(actor, Permission.CONTESTS_MANAGE, contest.area_code)
    require(actor, Permission.CONTESTS_MANAGE, data.area_code)
    edit(session, actor, contest, _content(session, data, contest.method), version)


def _facts(session: Session, contest: Contest) -> dict[str, Any]:
    planned = contest.method.get("funds", [])
    return {"funds": planned, "now": clock.now()}


def propose_contest(session: Session, actor: Actor, contest: Contest, reason: str | None = None) -> None:
    if missing := gaps(contest, contest.method.get("funds", [])):
        raise Refused("".join(missing))
    CONTEST.fire(session, actor, contest, "propose", facts=_facts(session, contest))


def open_contest(session: Session, actor: Actor, contest: Contest, reason: str | None = None) -> None:
    """Approve the edition: from here its rules, its rubric and its money are fixed."""
    schemes.get_scheme(session, contest.rubric_id or 0)
    CONTEST.fire(session, actor, contest, "open", facts=_facts(session, contest))
    for planned in contest.method.get("funds", []):
        session.add(ContestFund(contest_id=contest.id, fund_id=planned["fund_id"], planned_fen=planned["planned_fen"]))
    session.flush()


def fire(session: Session, actor: Actor, contest: Contest, verb: str, reason: str | None = None) -> None:
    """Move the edition on, as an office does."""
    CONTEST.fire(session, actor, contest, verb, reason, facts=_facts(session, contest))


def follow(session: Session, actor: Actor, contest: Contest, verb: str) -> None:
    """Move the edition on because of what happened above: judging closed, a list was announced or is final."""
    CONTEST.fire(session, actor, contest, verb, facts=_facts(session, contest) | EFFECT)


def contest_facts(session: Session, contest: Contest) -> dict[str, Any]:
    return _facts(session, contest)
