"""Reading services and growth assessments, and what they cover."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, per_actor
from core.errors import NotFound
from core.permissions import Permission
from core.schemes import Definition, definition_of, get_scheme
from core.tables import Col, Filter, Table
from incubator.bases.models import IN_SHELL, Admission
from incubator.bases.queries import visible_to as admissions_visible_to
from incubator.dealings.queries import source
from incubator.dealings.rules import Dealing, Somebody, by_account
from incubator.groups.models import Group
from incubator.groups.queries import own_groups
from incubator.services.models import (
    AssessmentKind,
    AssessmentStatus,
    GrowthAssessment,
    ServiceRecord,
    ServiceStatus,
    ServiceTarget,
)
from incubator.services.rules import Coverage, coverage

MATRIX_ROWS = 200


@dataclass(frozen=True)
class MatrixRow:
    """One group of the coverage matrix with a cell for each service."""

    admission: Admission
    group: str
    cells: list[Coverage]


@per_actor
def services_visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(ServiceRecord.area_code, Permission.SERVICES_VIEW)
    return or_(here, col(ServiceRecord.group_id).in_(own_groups(actor)))


@per_actor
def assessments_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Offices read assessments of their area; a team its own, once it is completed."""
    here = actor.office_within(GrowthAssessment.area_code, Permission.SERVICES_VIEW)
    own = col(GrowthAssessment.group_id).in_(own_groups(actor))
    return or_(here, own & (col(GrowthAssessment.status) == AssessmentStatus.COMPLETED))


def get_assessment(session: Session, actor: Actor, assessment_id: int) -> GrowthAssessment:
    here = (GrowthAssessment.id == assessment_id, assessments_visible_to(actor))
    assessment = session.exec(select(GrowthAssessment).where(*here)).first()
    if assessment is None:
        raise NotFound
    return assessment


def definition_for(session: Session, assessment: GrowthAssessment) -> Definition:
    """The scheme by which it was scored, whatever is in force today."""
    return definition_of(get_scheme(session, assessment.scheme_id))


def list_assessments(session: Session, actor: Actor, admission_id: int) -> list[GrowthAssessment]:
    """The assessments of a stay, oldest first."""
    here = (GrowthAssessment.admission_id == admission_id, assessments_visible_to(actor))
    order = (col(GrowthAssessment.assessed_on), col(GrowthAssessment.id))
    return list(session.exec(select(GrowthAssessment).where(*here).order_by(*order)))


def previous_of(session: Session, assessment: GrowthAssessment) -> GrowthAssessment | None:
    """The last completed assessment of the same group before this one."""
    here = (
        GrowthAssessment.group_id == assessment.group_id,
        GrowthAssessment.status == AssessmentStatus.COMPLETED,
        col(GrowthAssessment.id) != assessment.id,
        col(GrowthAssessment.assessed_on) <= assessment.assessed_on,
    )
    order = (col(GrowthAssessment.assessed_on).desc(), col(GrowthAssessment.id).desc())
    earlier = session.exec(select(GrowthAssessment).where(*here).order_by(*order))
    return next((one for one in earlier if (one.assessed_on, one.id) < (assessment.assessed_on, assessment.id)), None)


def has_completed(session: Session, admission_id: int, kind: AssessmentKind) -> bool:
    here = (GrowthAssessment.admission_id == admission_id, GrowthAssessment.kind == kind)
    done = GrowthAssessment.status == AssessmentStatus.COMPLETED
    return session.exec(select(GrowthAssessment.id).where(*here, done)).first() is not None


def service_choices(session: Session, area_code: str) -> list[tuple[str, str]]:
    """The six basic services, then the optional ones."""
    basic = codelists.choices(session, area_code, "six_services")
    return [*basic, *codelists.choices(session, area_code, "optional_services")]


def targets_of(session: Session, admission_id: int) -> list[ServiceTarget]:
    here = ServiceTarget.admission_id == admission_id
    return list(session.exec(select(ServiceTarget).where(here).order_by(col(ServiceTarget.id))))


def _delivered(session: Session, admission_ids: list[int]) -> dict[int, dict[str, tuple[int, int]]]:
    columns = (ServiceRecord.admission_id, ServiceRecord.service)
    counts = (func.count(), func.coalesce(func.sum(ServiceRecord.people), 0))
    here = (col(ServiceRecord.admission_id).in_(admission_ids), col(ServiceRecord.status) == ServiceStatus.DELIVERED)
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for admission_id, service, times, people in session.execute(
        select(*columns, *counts).where(*here).group_by(*columns)
    ):
        found[admission_id][service] = (times, int(people))
    return found


def coverage_of(session: Session, admission: Admission) -> list[Coverage]:
    """The services of one stay: planned against delivered."""
    return matrix(session, [(admission, "")])[0].cells


def matrix(session: Session, stays: list[tuple[Admission, str]]) -> list[MatrixRow]:
    """Groups down, services across; the assessments done count as the service that they are."""
    ids = [admission.id or 0 for admission, _name in stays]
    targets: dict[int, dict[str, int]] = defaultdict(dict)
    for target in session.exec(select(ServiceTarget).where(col(ServiceTarget.admission_id).in_(ids))):
        targets[target.admission_id][target.service] = target.sessions
    delivered = _delivered(session, ids)
    for number, times in _assessments_done(session, ids).items():
        before, people = delivered[number].get("ASSESSMENT", (0, 0))
        delivered[number]["ASSESSMENT"] = (before + times, people)
    codes = (
        [code for code, _label in codelists.choices(session, stays[0][0].area_code, "six_services")] if stays else []
    )
    rows = [(a, name, coverage(codes, targets[a.id or 0], delivered[a.id or 0])) for a, name in stays]
    return [MatrixRow(admission, name, cells) for admission, name, cells in rows]


def _assessments_done(session: Session, admission_ids: list[int]) -> dict[int, int]:
    here = (
        col(GrowthAssessment.admission_id).in_(admission_ids),
        col(GrowthAssessment.status) == AssessmentStatus.COMPLETED,
    )
    rows = select(GrowthAssessment.admission_id, func.count()).where(*here).group_by(col(GrowthAssessment.admission_id))
    return {number: times for number, times in session.execute(rows)}


def stays_in_shell(session: Session, actor: Actor) -> list[tuple[Admission, str]]:
    """The groups that are being incubated, as far as this actor sees them."""
    joined = select(Admission, Group.name).join(Group, col(Group.id) == col(Admission.group_id))
    here = (admissions_visible_to(actor), col(Admission.status).in_(IN_SHELL))
    return [
        (a, name) for a, name in session.exec(joined.where(*here).order_by(col(Group.name_sort)).limit(MATRIX_ROWS))
    ]


def stay_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    return [(str(admission.id), f"{name}（{admission.number}）") for admission, name in stays_in_shell(session, actor)]


def list_services(session: Session, actor: Actor, admission_id: int, limit: int = 30) -> list[ServiceRecord]:
    here = (ServiceRecord.admission_id == admission_id, services_visible_to(actor))
    order = (col(ServiceRecord.on).desc(), col(ServiceRecord.id).desc())
    return list(session.exec(select(ServiceRecord).where(*here).order_by(*order).limit(limit)))


SERVICES = Table(
    model=ServiceRecord,
    columns=(
        Col("topic", "主题", col(ServiceRecord.topic)),
        Col("number", "编号", col(ServiceRecord.number), is_sortable=True),
        Col("group", "组织", col(Group.name)),
        Col("on", "日期", col(ServiceRecord.on), kind="date", is_sortable=True),
        Col("people", "人数", col(ServiceRecord.people), kind="number"),
        Col("status", "状态", col(ServiceRecord.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(ServiceRecord.status), ServiceStatus.choices()),
        Filter(
            "service",
            "服务",
            col(ServiceRecord.service),
            lambda session, actor: service_choices(session, actor.home() or ""),
        ),
    ),
    search=ServiceRecord.search_text,
    sort="-on",
    join=lambda statement: statement.join(Group, col(Group.id) == col(ServiceRecord.group_id)),
    empty_text="还没有服务记录。入驻的组织，从安排第一次培训开始。",
)

ASSESSMENTS = Table(
    model=GrowthAssessment,
    columns=(
        Col("group", "组织", col(Group.name)),
        Col("number", "编号", col(GrowthAssessment.number), is_sortable=True),
        Col("kind", "种类", col(GrowthAssessment.kind)),
        Col("assessed_on", "评估日期", col(GrowthAssessment.assessed_on), kind="date", is_sortable=True),
        Col(
            "total",
            "总分",
            col(GrowthAssessment.total_hundredths),
            kind="number",
            show=lambda n: "—" if n is None else f"{n / 100:.2f}",
        ),
        Col("status", "状态", col(GrowthAssessment.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(GrowthAssessment.status), AssessmentStatus.choices()),
        Filter("kind", "种类", col(GrowthAssessment.kind), AssessmentKind.choices()),
    ),
    search=Group.search_text,
    sort="-assessed_on",
    join=lambda statement: statement.join(Group, col(Group.id) == col(GrowthAssessment.group_id)),
    empty_text="还没有成长评估。入壳后先做一次基线评估。",
)


@source
def service_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Who coached, trained or otherwise served a group: by account, or named among the staff."""
    known, names = by_account(people), {person.name: person for person in people}
    here = (col(ServiceRecord.group_id).in_(group_ids), ServiceRecord.status == ServiceStatus.DELIVERED)
    named = or_(col(ServiceRecord.created_by).in_(known), *(col(ServiceRecord.staff).contains(name) for name in names))
    for record in session.exec(select(ServiceRecord).where(*here, named)):
        served = {person.account_id: person for name, person in names.items() if name in record.staff}
        if author := known.get(record.created_by or 0):
            served[author.account_id] = author
        for person in served.values():
            said = f"{clock.format_date(record.on)}，{person.name}为这个组织提供过服务：{record.topic}。"
            yield Dealing("SERVED", person.account_id, record.group_id, record.on, said)


@source
def growth_dealings(session: Session, people: Sequence[Somebody], group_ids: Sequence[int]) -> Iterator[Dealing]:
    """Who made a growth assessment of a group."""
    known = by_account(people)
    here = (
        col(GrowthAssessment.group_id).in_(group_ids),
        or_(col(GrowthAssessment.completed_by).in_(known), col(GrowthAssessment.created_by).in_(known)),
    )
    for done in session.exec(select(GrowthAssessment).where(*here)):
        for account_id in {done.completed_by, done.created_by} & known.keys():
            day = clock.format_date(done.assessed_on)
            said = f"{day}，{known[account_id].name}给这个组织做过成长评估（{done.kind.label}）。"
            yield Dealing("ASSESSED", account_id, done.group_id, done.assessed_on, said)
