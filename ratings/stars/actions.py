"""Conferring, re-checking, downgrading, revoking and expiring stars."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from core import clock, codelists, schemes
from core.access import Actor, area_name, district_of
from core.changes import add, require
from core.documents import Para, certificate_pdf
from core.errors import Refused
from core.issued.actions import issue
from core.numbers import next_number
from core.permissions import Permission
from core.worker import Work, job
from incubator.groups.actions import set_stars
from incubator.groups.models import Group
from ratings.assessments.actions import facts_of
from ratings.assessments.models import AssessmentStatus, RatingBar, StarAssessment
from ratings.assessments.queries import list_of_round, notice_status, setting
from ratings.assessments.workflow import ASSESSMENT
from ratings.evidence.rules import months_before
from ratings.rounds.models import RatingRound
from ratings.stars import documents, queries
from ratings.stars.forms import EndForm
from ratings.stars.models import Star
from ratings.stars.workflow import STAR


def confer_star(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None = None) -> Star:
    """Give the star once its notice is final: certificate, current stars of the group, and the old one replaced."""
    group = session.get_one(Group, assessment.group_id)
    number = next_number(session, assessment.area_code, "XJZ")
    facts = facts_of(session, assessment)
    ASSESSMENT.fire(session, actor, assessment, "confer", reason, facts, certificate_number=number)
    if held := queries.valid_star_of(session, group.id or 0):
        STAR.fire(session, actor, held, "replace", facts={"successor": number}, ended_on=clock.today())
    today = clock.today()
    years = setting(session, assessment.area_code, "VALID_YEARS")
    values = {"assessment_id": assessment.id, "scheme_id": assessment.scheme_id, "stars": assessment.stars or 0}
    return _issue_star(session, actor, group, number, values, today, months_before(today, -12 * years))


def _issue_star(
    session: Session, actor: Actor, group: Group, number: str, values: dict[str, Any], since: date, until: date
) -> Star:
    star = Star(
        area_code=group.area_code,
        number=number,
        group_id=group.id,
        valid_from=since,
        valid_to=until,
        recheck_on=_next_recheck(session, group.area_code),
        conferred_by=actor.account_id,
        **values,
    )
    add(session, actor, star, group=group.id, stars=star.stars)
    set_stars(session, actor, group, star.stars, star.valid_to)
    _print(session, actor, star, group)
    return star


def _next_recheck(session: Session, area_code: str) -> date:
    return months_before(clock.today(), -setting(session, area_code, "RECHECK_MONTHS"))


def _print(session: Session, actor: Actor, star: Star, group: Group) -> None:
    scheme = schemes.get_scheme(session, star.scheme_id)
    words = f"{scheme.title}（第 {scheme.version} 版）"
    lines = documents.certificate_lines(star, area_name(session, star.area_code), words)
    issue(
        session,
        actor,
        star,
        "certificate",
        "XJZS",
        "社区社会组织星级证书",
        [Para(group.name), *(Para(line) for line in lines)],
        issuer=area_name(session, district_of(star.area_code)),
        press=lambda head: certificate_pdf(head, group.name, *lines),
    )


def confer_round(session: Session, actor: Actor, one: RatingRound) -> list[Star]:
    """Confer all stars of a round whose notices are final."""
    require(actor, Permission.STARS_CONFER, one.area_code)
    waiting = list_of_round(session, actor, one.id or 0, AssessmentStatus.NOTICED)
    ready = [assessment for assessment in waiting if notice_status(session, assessment) == "CONFIRMED"]
    if not ready:
        raise Refused("没有公示已生效、等待授星的申报。")
    return [confer_star(session, actor, assessment) for assessment in ready]


def recheck_star(session: Session, actor: Actor, star: Star, reason: str | None) -> None:
    """The yearly re-check was passed: the next one is a year on."""
    STAR.fire(session, actor, star, "recheck", reason, recheck_on=_next_recheck(session, star.area_code))


def _end(session: Session, actor: Actor, star: Star, verb: str, data: EndForm, reasons: str, bar: str) -> Group:
    """Take a star away for a listed reason; until the bar is over the group may not apply."""
    if codelists.find(session, star.area_code, reasons, data.reason_code) is None:
        raise Refused("请从列表中选择。", field="reason_code")
    today = clock.today()
    back = today + timedelta(days=setting(session, star.area_code, "RETURN_DAYS"))
    values = {"ended_on": today, "return_by": back, "reason_code": data.reason_code, "ended_reason": data.reason}
    STAR.fire(session, actor, star, verb, data.reason, **values)
    until = months_before(today, -12 * setting(session, star.area_code, bar))
    session.add(RatingBar(group_id=star.group_id, until=until, reason=f"{STAR.label_of(verb)}：{data.reason}"[:300]))
    return session.get_one(Group, star.group_id)


def downgrade_star(session: Session, actor: Actor, star: Star, data: EndForm) -> Star | None:
    """One star less for the rest of the term; below the lowest band the group holds none."""
    group = _end(session, actor, star, "downgrade", data, "star_downgrade_reasons", "REAPPLY_DOWNGRADE")
    definition = schemes.definition_of(schemes.get_scheme(session, star.scheme_id))
    lower = star.stars - 1
    if lower < min(band.stars for band in definition.bands if band.stars):
        set_stars(session, actor, group, 0, None)
        return None
    values = {"assessment_id": star.assessment_id, "scheme_id": star.scheme_id, "stars": lower}
    number = next_number(session, star.area_code, "XJZ")
    return _issue_star(session, actor, group, number, values, clock.today(), star.valid_to)


def revoke_star(session: Session, actor: Actor, star: Star, data: EndForm) -> None:
    group = _end(session, actor, star, "revoke", data, "star_revoke_reasons", "REAPPLY_REVOKE")
    set_stars(session, actor, group, 0, None)


def take_back(session: Session, actor: Actor, star: Star, reason: str | None = None) -> None:
    """Note that the paper came back."""
    STAR.fire(session, actor, star, "take_back", returned_on=clock.today())


def expire_star(session: Session, actor: Actor, star: Star, reason: str | None = None) -> None:
    STAR.fire(session, actor, star, "expire", ended_on=clock.today())
    set_stars(session, actor, session.get_one(Group, star.group_id), 0, None)


def expire_stars(session: Session, actor: Actor) -> int:
    """Note the end of every star whose term is over; returns how many."""
    over = queries.list_over(session, actor)
    for star in over:
        expire_star(session, actor, star)
    return len(over)


@job("stars", "星级到期登记", every=timedelta(days=1))
def note_expired(work: Work) -> None:
    """Day by day the stars whose term is over leave the register."""
    with work.writing() as session:
        expire_stars(session, work.actor)
