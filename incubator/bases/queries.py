"""Reading bases and admissions, and gathering what the stages of a stay ask for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from core import clock, codelists
from core.access import Actor, Area, in_areas, per_actor
from core.errors import NotFound
from core.notices.models import NoticeStatus
from core.notices.queries import is_final, notices_of
from core.permissions import Permission
from core.tables import Col, Filter, Table
from incubator.activities.queries import count_confirmed, count_projects, last_activity_on
from incubator.bases.models import ACTIVE, IN_SHELL, Admission, AdmissionStatus, Base, BaseKind, BaseStatus
from incubator.bases.rules import Assessed, Facts, add_months, assessment_due_on
from incubator.groups.models import Group
from incubator.groups.queries import list_members, own_groups
from incubator.people.queries import community_choices
from incubator.services.models import AssessmentStatus, GrowthAssessment, ServiceTarget

ENTRY_NOTICE, EXIT_NOTICE = "admission", "graduation"


@per_actor
def bases_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Bases are no secret: whoever works with them sees those of its district, a team too."""
    districts = [prefix[:6] for prefix in actor.areas(Permission.BASES_VIEW)]
    return in_areas(Base.area_code, districts)


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    here = actor.office_within(Admission.area_code, Permission.BASES_VIEW)
    return or_(here, col(Admission.group_id).in_(own_groups(actor)))


def get_base(session: Session, actor: Actor, base_id: int) -> Base:
    base = session.exec(select(Base).where(Base.id == base_id, bases_visible_to(actor))).first()
    if base is None:
        raise NotFound
    return base


def get_admission(session: Session, actor: Actor, admission_id: int) -> Admission:
    admission = session.exec(select(Admission).where(Admission.id == admission_id, visible_to(actor))).first()
    if admission is None:
        raise NotFound
    return admission


def area_choices(session: Session, actor: Actor, permission: Permission) -> list[tuple[str, str]]:
    """Every area, of any level, in which the actor holds a permission."""
    rows = session.exec(select(Area).where(in_areas(Area.code, actor.areas(permission))).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def base_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = (bases_visible_to(actor), col(Base.status) == BaseStatus.OPEN)
    rows = session.exec(select(Base.id, Base.name).where(*here).order_by(col(Base.area_code)).limit(500))
    return [(str(number), name) for number, name in rows]


def base_names(session: Session, base_ids: Sequence[int | None]) -> dict[int, str]:
    return dict(session.exec(select(Base.id, Base.name).where(col(Base.id).in_(base_ids))).all())


def list_guests(session: Session, actor: Actor, base_id: int) -> list[tuple[Admission, str]]:
    """The stays in a base that this actor may see, running ones first, each with the group's name."""
    here = (Admission.base_id == base_id, visible_to(actor), col(Admission.status) != AdmissionStatus.DRAFT)
    joined = select(Admission, Group.name).join(Group, col(Group.id) == col(Admission.group_id)).where(*here)
    rows = session.exec(joined.order_by(col(Admission.id).desc())).all()
    return sorted(((one, name) for one, name in rows), key=lambda pair: pair[0].status not in ACTIVE)


def count_guests(session: Session, base_id: int) -> int:
    here = (Admission.base_id == base_id, col(Admission.status).in_(ACTIVE))
    return session.exec(select(func.count()).select_from(Admission).where(*here)).one()


def used_desks(session: Session, base_id: int, except_id: int | None = None) -> int:
    """The desks that groups in the shell hold."""
    here = [Admission.base_id == base_id, col(Admission.status).in_(IN_SHELL)]
    if except_id is not None:
        here.append(col(Admission.id) != except_id)
    return session.exec(select(func.coalesce(func.sum(Admission.desks), 0)).where(*here)).one()


def active_of(session: Session, group_id: int) -> Admission | None:
    """The running stay of a group; there is one at most."""
    here = (Admission.group_id == group_id, col(Admission.status).in_(ACTIVE))
    return session.exec(select(Admission).where(*here)).first()


def list_admissions(session: Session, actor: Actor, group_id: int) -> list[Admission]:
    here = (Admission.group_id == group_id, visible_to(actor))
    return list(session.exec(select(Admission).where(*here).order_by(col(Admission.id).desc())))


def assessed(session: Session, admission_id: int) -> list[Assessed]:
    """The completed growth assessments of a stay, oldest first."""
    here = (GrowthAssessment.admission_id == admission_id, GrowthAssessment.status == AssessmentStatus.COMPLETED)
    order = (col(GrowthAssessment.assessed_on), col(GrowthAssessment.id))
    return [_assessed(one) for one in session.exec(select(GrowthAssessment).where(*here).order_by(*order))]


def _assessed(one: GrowthAssessment) -> Assessed:
    groups = (one.result or {})["groups"]
    percents = {code: Decimal(group["percent"]) for code, group in groups.items()}
    return Assessed(one.kind.value, one.assessed_on, Decimal((one.result or {})["total"]), percents)


def facts_of(session: Session, admission: Admission) -> Facts:
    """What the conditions of a stay read, as things stand now."""
    group, base = session.get_one(Group, admission.group_id), session.get_one(Base, admission.base_id)
    services = {item["code"] for item in codelists.items(session, admission.area_code, "six_services")}
    planned = session.exec(select(ServiceTarget.service).where(ServiceTarget.admission_id == admission.id)).all()
    other = active_of(session, admission.group_id)
    return Facts(
        terms=codelists.figures(session, admission.area_code, "incubation_terms"),
        today=clock.today(),
        group=group,
        members=list_members(session, admission.group_id),
        activities=count_confirmed(session, admission.group_id),
        projects=count_projects(session, admission.group_id),
        assessed=assessed(session, admission.id or 0),
        services=len(services),
        planned_services=len(services & set(planned)),
        free_desks=base.desks - used_desks(session, admission.base_id, admission.id),
        has_other_stay=other is not None and other.id != admission.id,
        is_entry_noticed=is_final(session, "admission", admission.id or 0, ENTRY_NOTICE),
        is_exit_noticed=is_final(session, "admission", admission.id or 0, EXIT_NOTICE),
    )


def open_notice(session: Session, admission: Admission, kind: str) -> bool:
    """Whether a notice of this kind stands that was not withdrawn."""
    notices = notices_of(session, "admission", admission.id or 0, kind)
    return any(one.status != NoticeStatus.WITHDRAWN for one in notices)


def next_assessment_on(session: Session, admission: Admission) -> date | None:
    """When the next growth assessment of a running stay is due; None outside the shell."""
    if admission.status not in IN_SHELL or admission.starts_on is None:
        return None
    done = assessed(session, admission.id or 0)
    if not done:
        return admission.due_on or admission.starts_on
    every = codelists.figures(session, admission.area_code, "incubation_terms")["growth_assessment_every_months"]
    return assessment_due_on(admission.starts_on, done[-1].on, every)


def due_assessments(session: Session, actor: Actor) -> list[tuple[Admission, date]]:
    """The stays whose growth assessment is overdue, the longest overdue first: for the staff's desk."""
    running = session.exec(select(Admission).where(visible_to(actor), col(Admission.status).in_(IN_SHELL)))
    found = [(one, next_assessment_on(session, one)) for one in running]
    late = [(one, due) for one, due in found if due is not None and due <= clock.today()]
    return sorted(late, key=lambda pair: pair[1])


def is_idle(session: Session, admission: Admission) -> bool:
    """Whether a group in the shell has shown no confirmed activity for longer than the terms allow."""
    if admission.status not in IN_SHELL or admission.starts_on is None:
        return False
    months = codelists.figures(session, admission.area_code, "incubation_terms")["idle_months"]
    last = max(admission.starts_on, last_activity_on(session, admission.group_id) or admission.starts_on)
    return add_months(last, months) < clock.today()


BASES = Table(
    model=Base,
    columns=(
        Col("name", "名称", col(Base.name)),
        Col("number", "编号", col(Base.number), is_sortable=True),
        Col("area", "区域", col(Area.name)),
        Col("kind", "类型", col(Base.kind)),
        Col("operator", "运营单位", col(Base.operator)),
        Col("desks", "工位数", col(Base.desks), kind="number"),
        Col("is_demo_site", "示范点", col(Base.is_demo_site), show=lambda yes: "示范点" if yes else ""),
        Col("status", "状态", col(Base.status), kind="state"),
    ),
    filters=(
        Filter("status", "状态", col(Base.status), BaseStatus.choices()),
        Filter("kind", "类型", col(Base.kind), BaseKind.choices()),
        Filter(
            "level",
            "层级",
            col(Base.level),
            (("DISTRICT", "区级"), ("STREET", "街道级"), ("COMMUNITY", "社区级")),
        ),
    ),
    search=Base.search_text,
    join=lambda statement: statement.join(Area, col(Area.code) == col(Base.area_code)),
    empty_text="还没有孵化平台。先登记区级中心，再登记街道和社区的。",
)

ADMISSIONS = Table(
    model=Admission,
    columns=(
        Col("group", "组织", col(Group.name)),
        Col("number", "编号", col(Admission.number), is_sortable=True),
        Col("base", "平台", col(Base.name)),
        Col("starts_on", "入壳", col(Admission.starts_on), kind="date"),
        Col("ends_on", "到期", col(Admission.ends_on), kind="date"),
        Col("due_on", "办理期限", col(Admission.due_on), kind="date"),
        Col("status", "状态", col(Admission.status), kind="state"),
    ),
    filters=(
        Filter("status", "阶段", col(Admission.status), AdmissionStatus.choices()),
        Filter(
            "area_code",
            "社区",
            col(Admission.area_code),
            lambda session, actor: community_choices(session, actor, Permission.BASES_VIEW),
        ),
    ),
    search=Group.search_text,
    join=lambda statement: statement.join(Group, col(Group.id) == col(Admission.group_id)).join(
        Base, col(Base.id) == col(Admission.base_id)
    ),
    empty_text="还没有入驻申请。",
)
