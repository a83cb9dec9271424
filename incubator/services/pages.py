"""Pages of services, of service plans, and of growth assessments with their score sheet."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from core import charts, clock, codelists
from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.schemes.rules import form_of
from core.templating import Page
from core.web import changes, reads
from incubator.activities.queries import count_confirmed, satisfaction
from incubator.activities.rules import hours_of
from incubator.bases.pages import ADMISSION_NOUN
from incubator.groups.queries import group_choices, list_members, names_of
from incubator.groups.rules import core_members, on_roster
from incubator.services import actions, forms, queries, rules
from incubator.services.models import GrowthAssessment, ServiceRecord, ServiceStatus
from incubator.services.workflow import ASSESSMENT, SERVICE


def _service_facts(session: Session, actor: Actor, record: ServiceRecord) -> list[tuple[str, Any]]:
    names = dict(queries.service_choices(session, record.area_code))
    return [
        ("组织", names_of(session, [record.group_id]).get(record.group_id)),
        ("服务", names.get(record.service, record.service)),
        ("日期", record.on),
        ("方式", record.mode.label),
        ("服务人员", record.staff),
        ("人数", record.people),
        ("时长", f"{hours_of(record.minutes)} 小时" if record.minutes is not None else None),
        ("结果", record.result),
        ("满意度", f"{record.satisfaction}%" if record.satisfaction is not None else None),
    ]


SERVICE_NOUN = register(
    Noun(
        name="service",
        label="孵化服务",
        list_label="服务记录",
        plural="service-records",
        section="孵化培育",
        model=ServiceRecord,
        table=queries.SERVICES,
        view=P.SERVICES_VIEW,
        visible=queries.services_visible_to,
        out=forms.ServiceOut,
        title=lambda record: record.topic,
        workflow=SERVICE,
        add=Change(P.SERVICES_LOG, forms.ServiceForm, actions.plan_service, "安排服务"),
        edit=Change(
            P.SERVICES_LOG,
            forms.ServiceForm,
            actions.edit_service,
            "修改",
            lambda record: record.status == ServiceStatus.PLANNED,
        ),
        moves={"deliver": Move(actions.deliver_service, forms.DeliverForm)},
        choices=lambda session, actor, record: {
            "group_id": group_choices(session, actor, permission=P.SERVICES_LOG),
            "service": queries.service_choices(session, actor.home() or ""),
        },
        facts=_service_facts,
        list_template="incubator/services/list.html",
        slots=(("photo", "照片"), ("sign_in", "签到表"), ("material", "课件资料")),
        may_attach=lambda session, actor, record: actor.can(P.SERVICES_LOG, record.area_code),
    )
)


def _assessment_facts(session: Session, actor: Actor, assessment: GrowthAssessment) -> list[tuple[str, Any]]:
    definition, result = queries.definition_for(session, assessment), assessment.result
    bands = {band.code: band.title for band in definition.bands}
    return [
        ("组织", names_of(session, [assessment.group_id]).get(assessment.group_id)),
        ("种类", assessment.kind.label),
        ("评估日期", assessment.assessed_on),
        ("评估方案", definition.title),
        ("总分", f"{result['total']} 分" if result else None),
        ("等次", bands.get(result["band"] or "") if result else None),
        ("完成日期", assessment.completed_on),
    ]


def _assessment_parts(session: Session, actor: Actor, assessment: GrowthAssessment) -> dict[str, Any]:
    """The sheet, and once it is completed the picture against the last time."""
    definition = queries.definition_for(session, assessment)
    sheet = form_of(definition, actor.lang)
    before = queries.previous_of(session, assessment)
    columns = [_column(one) for one in (before, assessment) if one is not None]
    may_mark = rules.is_open(assessment) and actor.can(P.GROWTH_ASSESS, assessment.area_code)
    return {
        "sheet": sheet,
        "columns": columns,
        "axes": [group.title for group in sheet.groups],
        "drawing": _radar(definition, sheet, before, assessment) if assessment.result else None,
        "score_href": f"/growth-assessments/{assessment.id}/score" if may_mark else None,
        "unmarked": actions.unmarked(session, assessment) if rules.is_open(assessment) else 0,
    }


def _radar(definition: Any, sheet: Any, before: GrowthAssessment | None, now: GrowthAssessment) -> charts.Radar:
    series = [(f"{now.kind.label} {clock.format_date(now.assessed_on)}", rules.percents(definition, now.result))]
    if before is not None:
        series.append(
            (f"{before.kind.label} {clock.format_date(before.assessed_on)}", rules.percents(definition, before.result))
        )
    return charts.radar([group.title for group in sheet.groups], series)


def _column(assessment: GrowthAssessment) -> dict[str, Any]:
    result = assessment.result or {"groups": {}, "total": None}
    return {
        "label": f"{assessment.kind.label} {clock.format_date(assessment.assessed_on)}",
        "marks": assessment.marks,
        "totals": {code: group["points"] for code, group in result["groups"].items()},
        "total": result["total"],
    }


ASSESSMENT_NOUN = register(
    Noun(
        name="growth_assessment",
        label="成长评估",
        plural="growth-assessments",
        section="孵化培育",
        model=GrowthAssessment,
        table=queries.ASSESSMENTS,
        view=P.SERVICES_VIEW,
        visible=queries.assessments_visible_to,
        out=forms.AssessmentOut,
        title=lambda assessment: assessment.title,
        workflow=ASSESSMENT,
        add=Change(P.GROWTH_ASSESS, forms.AssessmentForm, actions.open_assessment, "开始评估"),
        moves={"complete": Move(actions.complete_assessment)},
        choices=lambda session, actor, assessment: {"admission_id": queries.stay_choices(session, actor)},
        facts=_assessment_facts,
        show=_assessment_parts,
        rule_facts=lambda session, assessment: {"unmarked": actions.unmarked(session, assessment)},
        show_template="incubator/services/assessment.html",
        slots=(("evidence", "佐证材料"),),
        may_attach=lambda session, actor, one: actor.can(P.GROWTH_ASSESS, one.area_code) and rules.is_open(one),
        form_note="按现行成长评估方案打分，完成后不能再改，并出具成长评估表。",
    )
)


def _score_page(
    session: Session, actor: Actor, row: GrowthAssessment, form: Bound, raw: dict, status: int = 200
) -> Page:
    sheet = form_of(queries.definition_for(session, row), actor.lang)
    problems = {name.removeprefix("mark-"): text for name, text in form.problems.items() if name.startswith("mark-")}
    return Page(
        "incubator/services/score.html",
        status,
        page_title=ASSESSMENT_NOUN.title(row),
        row=row,
        form=form,
        sheet=sheet,
        errors=problems,
        evidence=_evidence(session, row),
        back=f"/growth-assessments/{row.id}",
        **raw,
    )


def _evidence(session: Session, row: GrowthAssessment) -> list[tuple[str, str]]:
    """What the records say of the group, beside the sheet."""
    members = list_members(session, row.group_id)
    since = row.assessed_on - timedelta(days=365)
    sampled, percent = satisfaction(session, row.group_id, since, row.assessed_on)
    return [
        ("在册成员", f"{len(on_roster(members))} 人，其中骨干 {len(core_members(members))} 人"),
        ("已确认活动", f"{count_confirmed(session, row.group_id)} 次"),
        ("一年内居民满意度", f"{percent}%（{sampled} 人）" if percent is not None else "还没有征求意见"),
    ]


def _open_row(session: Session, actor: Actor, row_id: int) -> GrowthAssessment:
    return ASSESSMENT_NOUN.get(session, actor, row_id)


@reads("/growth-assessments/{row_id:int}/score", P.GROWTH_ASSESS)
def score_sheet(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    row = _open_row(session, actor, row_id)
    words = {"advice": [row.advice], "next_plan": [row.next_plan]}
    form = call.blank(forms.AdviceForm, raw=words, version=row.version)
    return _score_page(session, actor, row, form, {"marks": row.marks, "notes": row.notes})


def _typed(call: Call, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): values[-1] for name, values in call.form.items() if name.startswith(prefix)}


@changes("/growth-assessments/{row_id:int}/score", P.GROWTH_ASSESS, takes=forms.AdviceForm)
def save_score(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    row = _open_row(session, actor, row_id)
    form, marks, notes = call.bind(forms.AdviceForm), _typed(call, "mark-"), _typed(call, "note-")
    with form.catching(session):
        actions.save_marks(session, actor, row, marks, notes, form.value, call.version)
        return Moved(f"/growth-assessments/{row_id}", "评分已保存。")
    return _score_page(session, actor, row, form, {"marks": marks, "notes": notes}, 409 if form.is_stale else 422)


def _plan_page(form: Bound, admission: Any, status: int = 200) -> Page:
    back = f"/admissions/{admission.id}"
    context = {"noun": ADMISSION_NOUN, "form": form, "action": f"{back}/plan", "label": "保存服务计划", "back": back}
    return Page("incubator/services/plan.html", status, page_title=f"服务计划 {admission.number}", **context)


def _plan_choices(session: Session, area_code: str) -> dict[str, list[tuple[str, str]]]:
    return {"targets.service": queries.service_choices(session, area_code)}


@reads("/admissions/{row_id:int}/plan", P.SERVICES_LOG)
def plan_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The plan as it stands; a first plan starts with a line for each basic service."""
    admission = ADMISSION_NOUN.get(session, actor, row_id)
    lines = [(t.service, str(t.sessions), t.goal) for t in queries.targets_of(session, row_id)]
    lines = lines or [(code, "1", "") for code, _l in codelists.choices(session, admission.area_code, "six_services")]
    raw = {
        f"targets.{place}.{name}": [value]
        for place, line in enumerate(lines)
        for name, value in zip(("service", "sessions", "goal"), line, strict=True)
    }
    return _plan_page(call.blank(forms.ServicePlanForm, _plan_choices(session, admission.area_code), raw), admission)


@changes("/admissions/{row_id:int}/plan", P.SERVICES_LOG, takes=forms.ServicePlanForm)
def save_plan(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    admission = ADMISSION_NOUN.get(session, actor, row_id)
    form = call.bind(forms.ServicePlanForm, _plan_choices(session, admission.area_code))
    with form.catching(session):
        actions.set_service_plan(session, actor, admission, form.value)
        return Moved(f"/admissions/{row_id}#services", "服务计划已保存。")
    return _plan_page(form, admission, 422)


@reads("/service-coverage", P.SERVICES_VIEW)
def coverage_matrix(session: Session, actor: Actor) -> Reply:
    """Every incubated group against every basic service."""
    rows = queries.matrix(session, queries.stays_in_shell(session, actor))
    services = codelists.choices(session, actor.home() or "", "six_services")
    return Page("incubator/services/coverage.html", page_title="服务覆盖表", rows=rows, services=services)


HANDLERS = [
    score_sheet,
    save_score,
    plan_form,
    save_plan,
    coverage_matrix,
    *noun_pages(SERVICE_NOUN),
    *noun_pages(ASSESSMENT_NOUN),
]
