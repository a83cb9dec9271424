"""Chapter of the shell: one group graduates, one grows, one waits at the door."""

from core import clock
from core.notices import actions as notice_actions
from core.notices.queries import notices_of
from core.schemes import current_scheme, definition_of
from incubator.bases import actions as base_actions
from incubator.bases.forms import AdmissionForm, AdmitForm, BaseForm, OpinionForm
from incubator.bases.models import Admission
from incubator.services import actions as service_actions
from incubator.services.forms import AdviceForm, AssessmentForm, DeliverForm, ServiceForm, ServicePlanForm
from portal.demo.contest import COMMUNITY_OF
from portal.demo.district import DISTRICT
from portal.demo.stage import Stage

SERVICES = ("SPACE", "TRAINING", "REGISTRATION", "MICROFUND", "RESOURCE", "ASSESSMENT")
PLAN = (
    "每月开展两次上门探访，每季度培训一次骨干，年内完成备案、申报一个小项目，并与两家单位建立长期合作，收支每季度公开。"
)


def run_the_shell(stage: Stage) -> None:
    """From the opening of the centre to the first graduation."""
    with stage.day(20):
        data = BaseForm(
            name="云溪区社会组织孵化中心",
            area_code=DISTRICT,
            operator="云溪区社会组织孵化中心",
            desks=12,
            is_demo_site=True,
        )
        base = base_actions.open_base(stage.session, stage.person("centre"), data)
        stage.ids["base"] = base.id
    for key, day in (("zhulao", 44), ("ketang", 46)):
        _admit(stage, key, day)
    _grow(stage, "zhulao", 150, 3)
    _grow(stage, "ketang", 152, 3)
    _graduate(stage)
    with stage.day(322):
        _apply(stage, "xiuli")


def _apply(stage: Stage, key: str) -> Admission:
    team, worker = stage.person(key), stage.person(COMMUNITY_OF[key])
    data = AdmissionForm(
        group_id=stage.ids[key],
        base_id=stage.ids["base"],
        desks=1,
        plan=PLAN,
        founders="发起人三名",
        has_committed=True,
    )
    admission = base_actions.draft_admission(stage.session, team, data)
    opinion = OpinionForm(opinion="团队活动经常，同意入驻。")
    base_actions.give_opinion(stage.session, worker, admission, opinion)
    base_actions.submit_admission(stage.session, team, admission)
    stage.ids[f"admission-{key}"] = admission.id
    return admission


def _admit(stage: Stage, key: str, day: int) -> None:
    session, centre = stage.session, stage.person("centre")
    with stage.day(day):
        admission = _apply(stage, key)
        base_actions.accept_admission(session, centre, admission)
        base_actions.publish_admission(session, centre, admission)
    with stage.day(day + 30):
        _confirm(stage, admission)
        base_actions.admit(session, centre, admission, AdmitForm(starts_on=clock.today(), desks=1))
        targets = [{"service": code, "sessions": 2, "goal": "按季度提供"} for code in SERVICES]
        service_actions.set_service_plan(session, centre, admission, ServicePlanForm(targets=targets))
        _assess(stage, admission, "BASELINE", 2)
        base_actions.start_nurture(session, centre, admission)
    for number, (code, topic) in enumerate((("TRAINING", "项目设计与预算"), ("RESOURCE", "对接社区卫生服务站"))):
        with stage.day(day + 45 + number * 10):
            _serve(stage, key, code, topic)


def _confirm(stage: Stage, admission: Admission) -> None:
    notice = notices_of(stage.session, "admission", admission.id or 0)[0]
    notice_actions.confirm_notice(stage.session, stage.person("centre"), notice)


def _serve(stage: Stage, key: str, code: str, topic: str) -> None:
    data = ServiceForm(group_id=stage.ids[key], service=code, on=clock.today(), topic=topic, staff="育苗")
    record = service_actions.plan_service(stage.session, stage.person("centre"), data)
    given = DeliverForm(people=8, hours="2", result="现场练习并当场修改。", satisfaction=96)
    service_actions.deliver_service(stage.session, stage.person("centre"), record, given)


def _assess(stage: Stage, admission: Admission, kind: str, points: int) -> None:
    """An assessment that gives every item about so many of its five points."""
    session, centre = stage.session, stage.person("centre")
    data = AssessmentForm(admission_id=admission.id, kind=kind, assessed_on=clock.today())
    assessment = service_actions.open_assessment(session, centre, data)
    definition = definition_of(current_scheme(session, DISTRICT, "GROWTH"))
    marks = {leaf.code: str(min(5, points + place % 2)) for place, leaf in enumerate(definition.leaves)}
    advice = AdviceForm(advice="继续培养骨干，把收支公开做成制度。", next_plan="下季度对接两家单位。")
    service_actions.save_marks(session, centre, assessment, marks, {}, advice, None)
    service_actions.complete_assessment(session, centre, assessment)


def _grow(stage: Stage, key: str, day: int, points: int) -> None:
    admission = stage.get(Admission, f"admission-{key}")
    with stage.day(day):
        _assess(stage, admission, "QUARTERLY", points)
        base_actions.start_growth(stage.session, stage.person("centre"), admission)


def _graduate(stage: Stage) -> None:
    session, centre = stage.session, stage.person("centre")
    admission = stage.get(Admission, "admission-zhulao")
    with stage.day(260):
        _assess(stage, admission, "QUARTERLY", 4)
        base_actions.start_exit_review(session, centre, admission)
    with stage.day(262):
        _assess(stage, admission, "EXIT", 4)
        base_actions.publish_graduation(session, centre, admission)
    with stage.day(290):
        notices = notices_of(session, "admission", admission.id or 0)
        waiting = next(notice for notice in notices if notice.status != "CONFIRMED")
        notice_actions.confirm_notice(session, centre, waiting)
        base_actions.graduate(session, centre, admission)
