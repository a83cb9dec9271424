"""Reading assessments and votes, always as an actor."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, Area, per_actor
from core.accounts.models import Account
from core.errors import NotFound
from core.notices.models import Notice
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.dealings.queries import source
from incubator.dealings.rules import Dealing, Somebody, by_account
from incubator.groups.models import Group
from incubator.groups.queries import group_choices, own_groups
from incubator.people.queries import community_choices
from ratings.assessments.models import (
    AssessmentStatus,
    PanelVote,
    RatingBar,
    StarAssessment,
)
from ratings.assessments.workflow import ASSESSMENT
from ratings.rounds.models import RatingRound
from ratings.rounds.queries import visible_to as rounds_visible_to


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(StarAssessment.area_code, Permission.RATINGS_VIEW)
    return or_(here, col(StarAssessment.group_id).in_(own_groups(actor)))


def get_assessment(session: Session, actor: Actor, assessment_id: int) -> StarAssessment:
    chosen = select(StarAssessment).where(StarAssessment.id == assessment_id, visible_to(actor))
    found = session.exec(chosen).first()
    if found is None:
        raise NotFound
    return found


def find_assessment(session: Session, round_id: int, group_id: int) -> StarAssessment | None:
    here = (StarAssessment.round_id == round_id, StarAssessment.group_id == group_id)
    return session.exec(select(StarAssessment).where(*here)).first()


def list_of_round(session: Session, actor: Actor, round_id: int, *states: AssessmentStatus) -> list[StarAssessment]:
    here = [StarAssessment.round_id == round_id, visible_to(actor)]
    if states:
        here.append(col(StarAssessment.status).in_(states))
    return list(session.exec(select(StarAssessment).where(*here).order_by(col(StarAssessment.id))))


def count_by_status(session: Session, actor: Actor, round_id: int) -> dict[AssessmentStatus, int]:
    here = (StarAssessment.round_id == round_id, visible_to(actor))
    counted = select(StarAssessment.status, func.count()).where(*here).group_by(col(StarAssessment.status))
    return dict(session.exec(counted).all())


def votes_of(session: Session, assessment: StarAssessment) -> list[PanelVote]:
    here = (PanelVote.assessment_id == assessment.id, PanelVote.attempt == assessment.attempt)
    return list(session.exec(select(PanelVote).where(*here).order_by(col(PanelVote.id))))


def votes_with_names(session: Session, assessment: StarAssessment) -> list[tuple[str, PanelVote]]:
    """The votes by name, as the minutes show them after the decision."""
    here = (PanelVote.assessment_id == assessment.id, PanelVote.attempt == assessment.attempt)
    joined = select(Account.name, PanelVote).join(Account, col(Account.id) == col(PanelVote.account_id))
    return list(session.exec(joined.where(*here).order_by(col(PanelVote.id))).all())


def barred_until(session: Session, group_id: int, today: date | None = None) -> date | None:
    """The last day on which the group may not apply, None when it may."""
    here = (RatingBar.group_id == group_id, col(RatingBar.until) >= (today or clock.today()))
    return session.exec(select(func.max(RatingBar.until)).where(*here)).one()


def notice_status(session: Session, assessment: StarAssessment) -> str | None:
    notice = session.get(Notice, assessment.notice_id) if assessment.notice_id else None
    return notice.status.value if notice else None


def setting(session: Session, area_code: str, code: str) -> int:
    """A number of the list ``star_settings`` as the district keeps it."""
    found = codelists.find(session, area_code, "star_settings", code) or {}
    return int(found["value"])


def step_of(session: Session, area_code: str, code: str) -> dict[str, Any]:
    """A step of the list ``star_process``: its days and their unit."""
    return codelists.find(session, area_code, "star_process", code) or {}


def applicant_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    return group_choices(
        session, actor, col(Group.status).in_(("ACTIVE", "FORMING")), permission=Permission.RATINGS_APPLY
    )


def area_names(session: Session, codes: list[str]) -> dict[str, str]:
    return dict(session.exec(select(Area.code, Area.name).where(col(Area.code).in_(codes))).all())


TABLE = Table(
    model=StarAssessment,
    columns=(
        Col("group", "组织", col(Group.name)),
        Col("number", "编号", col(StarAssessment.number), is_sortable=True),
        Col("round", "评定轮次", col(RatingRound.title)),
        Col("community", "社区", col(Area.name)),
        Col("stars", "星级", col(StarAssessment.stars), kind="stars", show=lambda n: f"{n}" if n else ""),
        Col("due_on", "办理期限", col(StarAssessment.due_on), kind="date"),
        Col("status", "状态", col(StarAssessment.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(StarAssessment.status), AssessmentStatus.choices()),
        Filter(
            "area_code",
            "社区",
            col(StarAssessment.area_code),
            lambda session, actor: community_choices(session, actor, Permission.RATINGS_VIEW),
        ),
        Filter(
            "round_id",
            "评定轮次",
            None,
            lambda session, actor: [
                (str(number), title)
                for number, title in session.exec(
                    select(RatingRound.id, RatingRound.title).where(rounds_visible_to(actor)).limit(50)
                )
            ],
            condition=lambda value: col(StarAssessment.round_id) == int(value),
        ),
    ),
    search=Group.search_text,
    join=lambda statement: (
        statement.join(Group, col(Group.id) == col(StarAssessment.group_id))
        .join(RatingRound, col(RatingRound.id) == col(StarAssessment.round_id))
        .join(Area, col(Area.code) == col(StarAssessment.area_code))
    ),
    workflow=ASSESSMENT,
    empty_text="还没有星级申报。申报期内由团队或社区代为填报自评。",
)


@source
def rating_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Who recommended, visited, decided or voted when a group was rated."""
    known = by_account(people)
    rated = select(StarAssessment).where(col(StarAssessment.group_id).in_(group_ids))
    found = {one.id: one for one in session.exec(rated)}
    votes = session.exec(select(PanelVote).where(col(PanelVote.account_id).in_(known))).all()
    pairs = {(vote.account_id, vote.assessment_id) for vote in votes}
    pairs |= {(n, one.id) for one in found.values() for n in (one.recommended_by, one.reviewed_by, one.decided_by) if n}
    for account_id, number in sorted(pairs):
        if account_id in known and (one := found.get(number)):
            on = one.decided_on or one.visited_on or clock.local(one.created_at).date()
            said = f"{clock.format_date(on)}，{known[account_id].name}参加过这个组织的星级评定。"
            yield Dealing("ASSESSED", account_id, one.group_id, on, said)
