"""Every change to assessments: self, community, street, district, notice."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from core import audit, clock, schemes, workdays
from core.access import Actor, area_name, district_of
from core.changes import add, edit, require
from core.errors import Forbidden, Refused
from core.issued.actions import issue
from core.notices.actions import publish_notice
from core.notices.models import Notice
from core.numbers import next_number
from core.permissions import Permission
from incubator.groups.actions import require_own
from incubator.groups.models import Group
from ratings.assessments import documents, queries, rules
from ratings.assessments.forms import AssessmentForm, DecideForm, RecommendForm, ReviewForm, VoteForm
from ratings.assessments.models import AssessmentStatus, PanelVote, StarAssessment
from ratings.assessments.workflow import ASSESSMENT
from ratings.evidence.queries import evidence_of
from ratings.evidence.rules import months_before, suggestions
from ratings.rounds.actions import is_window_open
from ratings.rounds.models import RatingRound
from ratings.rounds.queries import get_round
from ratings.sheets import actions as sheets
from ratings.sheets import queries as sheet_queries
from ratings.sheets.forms import SheetForm
from ratings.sheets.models import RatingSheet, SheetColumn


def start_assessment(session: Session, actor: Actor, data: AssessmentForm) -> StarAssessment:
    """Begin a self-assessment: its sheet starts with what the records suggest."""
    one = get_round(session, actor, data.round_id)
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.RATINGS_APPLY, group.area_code)
    _check_start(session, one, group)
    assessment = StarAssessment(
        area_code=group.area_code,
        number=next_number(session, group.area_code, "XJ"),
        title=f"{group.name}星级申报",
        round_id=data.round_id,
        group_id=data.group_id,
        scheme_id=one.scheme_id,
        evidence=_suggested(session, group, one.scheme_id),
    )
    add(session, actor, assessment, group=group.id, round=one.number)
    sheets.new_sheet(session, actor, assessment, SheetColumn.SELF, _prefilled(assessment.evidence))
    return assessment


def _check_start(session: Session, one: RatingRound, group: Group) -> None:
    if district_of(group.area_code) != district_of(one.area_code):
        raise Refused("这个组织不在本轮的评定范围内。", field="group_id")
    if not is_window_open(one):
        raise Refused("不在申报期内。", field="round_id")
    if queries.find_assessment(session, one.id or 0, group.id or 0):
        raise Refused("这个组织在本轮已经有一份申报。", field="group_id")
    if until := queries.barred_until(session, group.id or 0):
        raise Refused(f"降级或取消星级后，{clock.format_date(until)}以前不能申报。", field="group_id")


def _suggested(session: Session, group: Group, scheme_id: int) -> dict[str, Any]:
    """What the records say today, kept with the assessment: leaf → points, sentence, sources."""
    until = clock.today()
    since = months_before(until, queries.setting(session, group.area_code, "EVIDENCE_MONTHS"))
    definition = schemes.definition_of(schemes.get_scheme(session, scheme_id))
    found = suggestions(definition, evidence_of(session, group, since, until))
    return {code: suggestion.stored() for code, suggestion in found.items()}


def _prefilled(evidence: dict[str, Any]) -> dict[str, str]:
    return {code: one["points"] for code, one in evidence.items() if one["points"] is not None}


def refresh_evidence(session: Session, actor: Actor, assessment: StarAssessment) -> None:
    """Read the records again before applying; marks that were typed stay."""
    require(actor, Permission.RATINGS_APPLY, assessment.area_code)
    if not rules.is_editable(assessment):
        raise Refused("申报已经提交，佐证不再更新。")
    group = session.get_one(Group, assessment.group_id)
    edit(session, actor, assessment, {"evidence": _suggested(session, group, assessment.scheme_id)})


def save_sheet(
    session: Session, actor: Actor, assessment: StarAssessment, data: SheetForm, version: int | None = None
) -> RatingSheet:
    """Keep the column that this state asks for; leaves may still be missing, wrong marks are refused."""
    column = rules.FILLING.get(assessment.status)
    if column is None:
        raise Refused("现在的状态下没有要填的评分表。")
    require(actor, rules.MAY_FILL[column], assessment.area_code)
    if column == SheetColumn.STREET and not rules.street_is_another(assessment, actor, {}):
        raise Forbidden("自评和社区推荐的人不能初评，请同事办理。")
    if column == SheetColumn.DISTRICT and not rules.district_is_another(assessment, actor, {}):
        raise Forbidden("自评、推荐和初评的人不能审评，请同事办理。")
    return sheets.save_sheet(session, actor, assessment, column, data, version)


def facts_of(session: Session, assessment: StarAssessment) -> dict[str, Any]:
    """What the rules of an assessment ask, without the outcome: that stays closed until the decision."""
    column = rules.FILLING.get(assessment.status)
    sheet = sheet_queries.current_sheet(session, assessment, column) if column else None
    _scheme, definition = sheet_queries.definition_of(session, assessment)
    return {
        "is_sheet_complete": bool(sheet and not schemes.check_marks(definition, sheet.marks)),
        "sheet_author": sheet.author_id if sheet else None,
        "is_window_open": is_window_open(session.get_one(RatingRound, assessment.round_id)),
        "barred_until": queries.barred_until(session, assessment.group_id),
        "votes": [vote.stars for vote in queries.votes_of(session, assessment)],
        "min_voters": queries.setting(session, assessment.area_code, "MIN_VOTERS"),
        "notice_status": queries.notice_status(session, assessment),
    }


def _due(session: Session, assessment: StarAssessment, step: str, since: date | None = None) -> date:
    """The day by which a step of the process is due: working or calendar days, as the district's list says."""
    clocked, start = queries.step_of(session, assessment.area_code, step), since or clock.today()
    if clocked["unit"] == "days":
        return start + timedelta(days=clocked["value"])
    return workdays.add_working_days(start, clocked["value"], workdays.load_overrides(session))


def apply_for_star(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None = None) -> None:
    """Send the self-assessment to the community; today is the evidence date from now on."""
    group = session.get_one(Group, assessment.group_id)
    values = {
        "self_by": actor.account_id,
        "applied_on": clock.today(),
        "evidence": _suggested(session, group, assessment.scheme_id),
        "standing": _standing(group),
        "recommended_by": None,
        "reviewed_by": None,
        "due_on": _due(session, assessment, "COMMUNITY"),
    }
    facts = facts_of(session, assessment)
    ASSESSMENT.check(ASSESSMENT.find("apply", assessment.status), actor, assessment, reason, facts)
    result = sheets.column_result(session, assessment, SheetColumn.SELF)
    sheets.submit_sheet(session, actor, assessment, SheetColumn.SELF, result)
    ASSESSMENT.fire(session, actor, assessment, "apply", reason, facts, **values)


def _standing(group: Group) -> dict[str, Any]:
    """The facts of the evidence date that the extra conditions ask for."""
    is_held = group.stars and group.stars_valid_to and group.stars_valid_to >= clock.today()
    return {
        "founded_on": group.founded_on.isoformat() if group.founded_on else None,
        "filed_on": group.filed_on.isoformat() if group.filed_on else None,
        "held_stars": group.stars if is_held else 0,
    }


def recommend(session: Session, actor: Actor, assessment: StarAssessment, data: RecommendForm) -> None:
    due = _due(session, assessment, "STREET")
    values = {"recommended_by": actor.account_id, "due_on": due, **data.model_dump()}
    ASSESSMENT.fire(session, actor, assessment, "recommend", data.community_opinion, **values)


def _return(session: Session, actor: Actor, assessment: StarAssessment, verb: str, reason: str | None) -> None:
    """Give the papers back: a new attempt begins with a copy of the marks, the old sheet stays."""
    old = sheet_queries.current_sheet(session, assessment, SheetColumn.SELF)
    due = _due(session, assessment, "SELF")
    ASSESSMENT.fire(session, actor, assessment, verb, reason, attempt=assessment.attempt + 1, due_on=due)
    sheets.new_sheet(session, actor, assessment, SheetColumn.SELF, dict(old.marks) if old else {})


def return_by_community(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None) -> None:
    _return(session, actor, assessment, "return", reason)


def return_by_street(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None) -> None:
    _return(session, actor, assessment, "return_by_street", reason)


def review(session: Session, actor: Actor, assessment: StarAssessment, data: ReviewForm) -> None:
    """The street's first review: its column is frozen with the opinion."""
    facts = facts_of(session, assessment)
    ASSESSMENT.check(ASSESSMENT.find("review", assessment.status), actor, assessment, None, facts)
    result = sheets.column_result(session, assessment, SheetColumn.STREET)
    sheets.submit_sheet(session, actor, assessment, SheetColumn.STREET, result)
    values = {"reviewed_by": actor.account_id, "due_on": _due(session, assessment, "DISTRICT"), **data.model_dump()}
    ASSESSMENT.fire(session, actor, assessment, "review", data.street_opinion, facts, **values)


def cast_vote(session: Session, actor: Actor, assessment: StarAssessment, data: VoteForm) -> PanelVote:
    """One panel member's vote, once; nobody else sees it before the decision."""
    require(actor, Permission.RATINGS_VOTE, assessment.area_code)
    if assessment.status != AssessmentStatus.REVIEWED:
        raise Refused("现在不在区级审评阶段，不能表决。")
    if any(vote.account_id == actor.account_id for vote in queries.votes_of(session, assessment)):
        raise Refused("您已经表决过，表决不能更改。", field="stars")
    _scheme, definition = sheet_queries.definition_of(session, assessment)
    if data.stars not in {band.stars for band in definition.bands}:
        raise Refused("请从列表中选择。", field="stars")
    vote = PanelVote(
        assessment_id=assessment.id, attempt=assessment.attempt, account_id=actor.account_id, **data.model_dump()
    )
    session.add(vote)
    session.flush()
    audit.record(session, actor, "star_assessment.vote", assessment)
    return vote


def standing_of(session: Session, assessment: StarAssessment) -> rules.Standing:
    kept = assessment.standing
    return rules.Standing(
        evidence_on=assessment.applied_on or clock.today(),
        founded_on=date.fromisoformat(kept["founded_on"]) if kept.get("founded_on") else None,
        filed_on=date.fromisoformat(kept["filed_on"]) if kept.get("filed_on") else None,
        held_stars=kept.get("held_stars", 0),
        sample_n=assessment.sample_n or 0,
        satisfied_n=assessment.satisfied_n or 0,
        votes=tuple(vote.stars for vote in queries.votes_of(session, assessment)),
    )


def outcome_of(session: Session, assessment: StarAssessment) -> dict[str, Any]:
    """The result: a function of the frozen scheme version, the evidence date, the district's column and the votes."""
    scheme, _definition = sheet_queries.definition_of(session, assessment)
    lacking = rules.unmet(scheme.definition, standing_of(session, assessment))
    found = sheets.column_result(session, assessment, SheetColumn.DISTRICT, lacking)
    votes = [vote.stars for vote in queries.votes_of(session, assessment)]
    return {**found, "scheme_id": scheme.id, "scheme_version": scheme.version, "unmet": lacking, "votes": votes}


def decide(session: Session, actor: Actor, assessment: StarAssessment, data: DecideForm) -> None:
    """The district's decision: stars as computed, or none with a list of improvements."""
    facts = facts_of(session, assessment)
    ASSESSMENT.check(ASSESSMENT.find("decide", assessment.status), actor, assessment, None, facts)
    result = outcome_of(session, assessment)
    verb = "decide" if result["stars"] else "no_star"
    values = {"decided_by": actor.account_id, "decided_on": clock.today(), "stars": result["stars"], "result": result}
    sheets.submit_sheet(session, actor, assessment, SheetColumn.DISTRICT, result)
    facts |= {"outcome": result["stars"]}
    ASSESSMENT.fire(session, actor, assessment, verb, data.district_opinion, facts, **values, **data.model_dump())
    _print(session, actor, assessment)


def _print(session: Session, actor: Actor, assessment: StarAssessment) -> None:
    """The application and score form, and for a group without star the list of improvements."""
    issuer = area_name(session, district_of(assessment.area_code))
    blocks = documents.form_blocks(documents.gather(session, assessment))
    issue(session, actor, assessment, "form", "XJB", "星级申报表与评分表", blocks, issuer=issuer)
    if assessment.status == AssessmentStatus.NO_STAR:
        better = documents.improvement_blocks(documents.gather(session, assessment))
        issue(session, actor, assessment, "improvements", "XJG", "星级评定改进单", better, issuer=issuer)


def reopen(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None) -> None:
    """After a notice was withdrawn: the panel scores and votes again, in a new attempt."""
    fresh = {"attempt": assessment.attempt + 1, "decided_by": None, "stars": None, "result": None}
    fresh |= {"due_on": _due(session, assessment, "DISTRICT")}
    ASSESSMENT.fire(session, actor, assessment, "reopen", reason, facts_of(session, assessment), **fresh)


def announce_stars(session: Session, actor: Actor, one: RatingRound, assessments: Sequence[StarAssessment]) -> Notice:
    """One public notice for a batch of decided assessments."""
    if not assessments:
        raise Refused("没有已审定、等待公示的星级。")
    for assessment in assessments:
        transition = ASSESSMENT.find("announce", assessment.status)
        ASSESSMENT.check(transition, actor, assessment, None, facts_of(session, assessment))
    term = queries.step_of(session, one.area_code, "NOTICE")["value"]
    notice = publish_notice(
        session,
        actor,
        thing=one,
        kind="stars",
        title=f"{one.title}拟授星名单公示",
        body=f"经社区推荐、街道初评和区级审评，拟对下列 {len(assessments)} 个社区社会组织授予星级，现予公示。",
        headings=["序号", "组织名称", "所在社区", "拟授星级"],
        lines=documents.notice_lines(session, assessments),
        workdays=term,
        issuer=area_name(session, district_of(one.area_code)),
    )
    for assessment in assessments:
        due = _due(session, assessment, "AWARD", notice.ends_on)
        facts = facts_of(session, assessment)
        ASSESSMENT.fire(session, actor, assessment, "announce", None, facts, notice_id=notice.id, due_on=due)
    return notice


def announce_round(session: Session, actor: Actor, one: RatingRound) -> Notice:
    waiting = queries.list_of_round(session, actor, one.id or 0, AssessmentStatus.DECIDED)
    return announce_stars(session, actor, one, waiting)


def announce_one(session: Session, actor: Actor, assessment: StarAssessment, reason: str | None = None) -> Notice:
    return announce_stars(session, actor, session.get_one(RatingRound, assessment.round_id), [assessment])
