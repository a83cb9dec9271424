"""Every change to services, service plans and growth assessments."""

from collections.abc import Mapping

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.changes import add, edit, require
from core.errors import Invalid, Refused
from core.issued.actions import issue
from core.numbers import next_number
from core.permissions import Permission
from core.schemes import check_marks, current_scheme, score
from core.search import search_text
from incubator.activities.rules import minutes_of
from incubator.bases.models import IN_SHELL, Admission, Base
from incubator.bases.queries import active_of, get_admission
from incubator.groups.models import Group
from incubator.groups.queries import get_group
from incubator.services import documents, queries, rules
from incubator.services.forms import AdviceForm, AssessmentForm, DeliverForm, ServiceForm, ServicePlanForm
from incubator.services.models import AssessmentKind, GrowthAssessment, ServiceRecord, ServiceTarget
from incubator.services.workflow import ASSESSMENT, SERVICE

GROWTH = "GROWTH"
MAX_NOTE = 500


def set_service_plan(session: Session, actor: Actor, admission: Admission, data: ServicePlanForm) -> None:
    """Say how often each service is to be given during a stay; a service stands in the plan once."""
    require(actor, Permission.SERVICES_LOG, admission.area_code)
    if admission.status not in IN_SHELL:
        raise Refused("签约入壳后才能制定服务计划。")
    codes = [line.service for line in data.targets]
    allowed = dict(queries.service_choices(session, admission.area_code))
    for place, code in enumerate(codes):
        if code not in allowed:
            raise Refused("请从列表中选择。", field=f"targets.{place}.service")
        if code in codes[:place]:
            raise Refused("同一项服务只写一行。", field=f"targets.{place}.service")
    standing = {target.service: target for target in queries.targets_of(session, admission.id or 0)}
    for code in standing.keys() - set(codes):
        session.delete(standing[code])
    for line in data.targets:
        target = standing.get(line.service) or ServiceTarget(
            admission_id=admission.id, service=line.service, sessions=1
        )
        target.sessions, target.goal = line.sessions, line.goal
        session.add(target)
    session.flush()
    planned = {line.service: line.sessions for line in data.targets}
    audit.record(session, actor, "admission.plan", admission, targets=planned)


def plan_service(session: Session, actor: Actor, data: ServiceForm) -> ServiceRecord:
    """Plan a service for a group; it counts for the stay that the group is in."""
    group = get_group(session, actor, data.group_id)
    require(actor, Permission.SERVICES_LOG, group.area_code)
    if data.service not in dict(queries.service_choices(session, group.area_code)):
        raise Refused("请从列表中选择。", field="service")
    stay = active_of(session, group.id or 0)
    record = ServiceRecord(
        area_code=group.area_code,
        number=next_number(session, group.area_code, "FW"),
        admission_id=stay.id if stay else None,
        search_text=search_text(data.topic, group.name),
        **data.model_dump(),
    )
    return add(session, actor, record, service=data.service, group=group.id)


def edit_service(session: Session, actor: Actor, record: ServiceRecord, data: ServiceForm, version: int | None) -> None:
    require(actor, Permission.SERVICES_LOG, record.area_code)
    if data.group_id != record.group_id:
        raise Refused("不能换成别的组织，请另建一条。", field="group_id")
    group = session.get_one(Group, record.group_id)
    edit(session, actor, record, {**data.model_dump(), "search_text": search_text(data.topic, group.name)}, version)


def deliver_service(session: Session, actor: Actor, record: ServiceRecord, data: DeliverForm) -> None:
    """Record what was given: heads, hours, and what came of it."""
    if record.on > clock.today():
        raise Refused("服务日期还没有到，办完再登记。")
    values = {**data.model_dump(exclude={"hours"}), "minutes": minutes_of(data.hours)}
    SERVICE.fire(session, actor, record, "deliver", **values)


def open_assessment(session: Session, actor: Actor, data: AssessmentForm) -> GrowthAssessment:
    """Begin an assessment by the scheme that is in force now for the group's area."""
    admission = get_admission(session, actor, data.admission_id)
    require(actor, Permission.GROWTH_ASSESS, admission.area_code)
    if not rules.fits_stage(data.kind, admission):
        raise Refused(f"这个阶段不能做{data.kind.label}。", field="kind")
    if data.kind == AssessmentKind.BASELINE and queries.has_completed(session, data.admission_id, data.kind):
        raise Refused("基线评估已经做过。", field="kind")
    if any(rules.is_open(one) for one in queries.list_assessments(session, actor, data.admission_id)):
        raise Refused("还有一份没有完成的成长评估，请先完成它。", field="admission_id")
    if data.assessed_on > clock.today():
        raise Refused("评估日期不能晚于今天。", field="assessed_on")
    assessment = GrowthAssessment(
        area_code=admission.area_code,
        number=next_number(session, admission.area_code, "PG"),
        title=f"{admission.title} {data.kind.label}",
        group_id=admission.group_id,
        scheme_id=current_scheme(session, admission.area_code, GROWTH).id,
        **data.model_dump(),
    )
    return add(session, actor, assessment, assessment_kind=data.kind.value, group=admission.group_id)


def save_marks(
    session: Session,
    actor: Actor,
    assessment: GrowthAssessment,
    marks: Mapping[str, str],
    notes: Mapping[str, str],
    data: AdviceForm,
    version: int | None = None,
) -> None:
    """Keep what has been marked so far; a mark that cannot stand is refused beside its indicator."""
    require(actor, Permission.GROWTH_ASSESS, assessment.area_code)
    if not rules.is_open(assessment):
        raise Refused("评估已经完成，不能再改。")
    definition = queries.definition_for(session, assessment)
    given = {code: str(mark).strip() for code, mark in marks.items() if str(mark).strip()}
    said = {code: note.strip() for code, note in notes.items() if note.strip()}
    problems = {f"mark-{code}": sentence for code, sentence in check_marks(definition, given, is_draft=True).items()}
    known = {leaf.code for leaf in definition.leaves}
    problems |= {f"note-{code}": "没有这个指标。" for code in said.keys() - known}
    problems |= {f"note-{code}": f"最多 {MAX_NOTE} 个字。" for code, note in said.items() if len(note) > MAX_NOTE}
    if problems:
        raise Invalid(problems)
    edit(session, actor, assessment, {"marks": given, "notes": said, **data.model_dump()}, version)


def unmarked(session: Session, assessment: GrowthAssessment) -> int:
    return len(check_marks(queries.definition_for(session, assessment), assessment.marks))


def complete_assessment(
    session: Session, actor: Actor, assessment: GrowthAssessment, reason: str | None = None
) -> None:
    """Freeze the sheet with what the engine makes of it, and issue it."""
    left = unmarked(session, assessment)
    if left:
        raise Refused(f"还有 {left} 项没有打分。")
    definition = queries.definition_for(session, assessment)
    result = score(definition, assessment.marks)
    ASSESSMENT.fire(
        session,
        actor,
        assessment,
        "complete",
        facts={"unmarked": left},
        result=rules.kept(definition, result),
        total_hundredths=rules.hundredths(result.total),
        completed_on=clock.today(),
        completed_by=actor.account_id,
    )
    group = session.get_one(Group, assessment.group_id)
    base = session.get_one(Base, session.get_one(Admission, assessment.admission_id).base_id)
    blocks = documents.assessment_blocks(definition, assessment, group.name, queries.previous_of(session, assessment))
    issuer = base.operator or base.name
    issue(session, actor, assessment, "growth", "CZPG", f"成长评估表（{assessment.kind.label}）", blocks, issuer=issuer)
