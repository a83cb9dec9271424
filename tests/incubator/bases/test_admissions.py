"""From the application to graduation: conditions, notice, agreement, stages, extension, hand-back."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from core.codelists import CodeList
from core.errors import Forbidden, NotFound, Refused, WrongState
from core.issued.models import IssuedDocument
from core.permissions import Role
from incubator.bases import actions, queries, rules
from incubator.bases.forms import AdmitForm, BaseForm, ExtendForm, OpinionForm
from incubator.bases.models import Admission, AdmissionStatus
from incubator.bases.workflow import ADMISSION
from incubator.groups.models import LegalStatus
from incubator.services import actions as service_actions
from incubator.services.forms import AdviceForm, AssessmentForm, ServicePlanForm
from tests.factories import COMMUNITY_A, COMMUNITY_C, DISTRICT
from tests.factories.incubation import (
    at,
    confirm_notice,
    install_growth,
    make_activity,
    make_application,
    make_base,
    make_group,
)

SIX = ("SPACE", "TRAINING", "REGISTRATION", "MICROFUND", "RESOURCE", "ASSESSMENT")
DIMENSIONS = ("GOV", "TEAM", "PROJECT", "RESOURCE", "IMPACT")


@pytest.fixture
def worker(actor):
    return actor(Role.COMMUNITY, COMMUNITY_A)


@pytest.fixture
def centre(actor):
    return actor(Role.CENTRE)


@pytest.fixture
def base(session, centre):
    return make_base(session, centre)


@pytest.fixture
def group(session, worker, centre):
    """A team with a roster and two confirmed activities."""
    made = make_group(session, worker)
    with at("2025-12-20"):
        make_activity(session, worker, centre, made, "2025-12-01")
        make_activity(session, worker, centre, made, "2025-12-15")
    return made


def move_in(session, worker, centre, group, base, **changed):
    """The stay up to the signed agreement, on 12 January 2026."""
    with at("2026-01-04"):
        admission = make_application(session, worker, group, base, **changed)
        actions.submit_admission(session, worker, admission)
        actions.accept_admission(session, centre, admission)
        actions.publish_admission(session, centre, admission)
    with at("2026-01-12"):
        confirm_notice(session, centre, admission, queries.ENTRY_NOTICE)
        actions.admit(session, centre, admission, AdmitForm(starts_on="2026-01-12", desks=admission.desks))
    return admission


def assess(session, centre, admission, kind, on, points=4, **changed):
    """A completed assessment with the same points for every indicator, save those of the dimensions named."""
    form = AssessmentForm(admission_id=admission.id, kind=kind, assessed_on=on)
    assessment = service_actions.open_assessment(session, centre, form)
    marks = {f"{code}_{n}": str(changed.get(code, points)) for code in DIMENSIONS for n in range(1, 5)}
    service_actions.save_marks(session, centre, assessment, marks, {}, AdviceForm(advice="继续努力。"))
    service_actions.complete_assessment(session, centre, assessment)
    return assessment


def plan_six(session, centre, admission):
    lines = [{"service": code, "sessions": 1} for code in SIX]
    service_actions.set_service_plan(session, centre, admission, ServicePlanForm(targets=lines))


def test_a_group_goes_through_the_shell(session, worker, centre, group, base):
    install_growth(session)
    admission = move_in(session, worker, centre, group, base)
    assert (admission.status, admission.ends_on) == (AdmissionStatus.ADMITTED, date(2027, 1, 11))
    with at("2026-01-20"):
        with pytest.raises(Refused, match="基线评估"):
            actions.start_nurture(session, centre, admission)
        assess(session, centre, admission, "BASELINE", "2026-01-20", 2)
        with pytest.raises(Refused, match="0 / 6 项"):
            actions.start_nurture(session, centre, admission)
        plan_six(session, centre, admission)
        actions.start_nurture(session, centre, admission)
    with at("2026-04-20"):
        assert queries.due_assessments(session, centre) == [(admission, date(2026, 4, 20))]
        assess(session, centre, admission, "QUARTERLY", "2026-04-20", 3)
        assert queries.due_assessments(session, centre) == []
        with pytest.raises(Refused, match="完成备案或登记：现在未备案"):
            actions.start_growth(session, centre, admission)
        group.legal_status = LegalStatus.FILED
        session.add(group)
        actions.start_growth(session, centre, admission)
        with pytest.raises(Refused) as refusal:
            actions.start_exit_review(session, centre, admission)
        assert refusal.value.sentence == (
            "孵化满 6 个月：现在2026-07-12 起。最近一次成长评估不低于 70 分：现在60.00 分。"
            "实施过不少于 1 个项目（有已确认的项目活动）：现在0 个。"
        )
    with at("2026-07-13"):
        make_activity(session, worker, centre, group, "2026-07-01", project=7)
        assess(session, centre, admission, "QUARTERLY", "2026-07-13", 4)
        actions.start_exit_review(session, centre, admission)
        with pytest.raises(Refused, match="还没有评估"):
            actions.publish_graduation(session, centre, admission)
        assess(session, centre, admission, "EXIT", "2026-07-13", 5, GOV=2)
        with pytest.raises(Refused, match=r"各维度不低于 60%：现在最低一项 40\.00%"):
            actions.publish_graduation(session, centre, admission)
        assess(session, centre, admission, "EXIT", "2026-07-13", 4)
        actions.publish_graduation(session, centre, admission)
        with pytest.raises(Refused, match="已经发布"):
            actions.publish_graduation(session, centre, admission)
        with pytest.raises(Refused, match="出壳公示期满"):
            actions.graduate(session, centre, admission)
    with at("2026-07-27"):
        confirm_notice(session, centre, admission, queries.EXIT_NOTICE)
        actions.graduate(session, centre, admission)
    assert (admission.status, admission.exited_on, admission.follow_until, admission.handover_due_on) == (
        AdmissionStatus.GRADUATED,
        date(2026, 7, 27),
        date(2027, 7, 27),
        date(2026, 8, 17),
    )
    issued = session.exec(select(IssuedDocument.kind).where(IssuedDocument.noun == "admission")).all()
    assert sorted(issued) == ["agreement", "graduation"]


def test_an_application_says_what_is_missing(session, worker, base):
    thin = make_group(session, worker, members=2)
    admission = make_application(session, worker, thin, base, plan="", charter="", has_committed=False, desks=9)
    with pytest.raises(Refused) as refusal:
        actions.submit_admission(session, worker, admission)
    for words in ("10 名成员", "活动不少于 2 次", "一年工作计划", "章程草案", "承诺", "申请 9 个，空余 4 个"):
        assert words in refusal.value.sentence


def test_a_team_cannot_give_the_community_opinion(session, actor, worker, group, base):
    admission = make_application(session, worker, group, base)
    with pytest.raises(Forbidden):
        actions.give_opinion(session, actor(Role.TEAM, COMMUNITY_A), admission, OpinionForm(opinion="我们很好。"))


def test_who_submits_does_not_check(session, centre, group, base):
    admission = make_application(session, centre, group, base)
    actions.submit_admission(session, centre, admission)
    with pytest.raises(Refused, match="提交人不能自己初核"):
        actions.accept_admission(session, centre, admission)


def test_one_group_has_one_stay(session, worker, group, base):
    first, second = make_application(session, worker, group, base), make_application(session, worker, group, base)
    actions.submit_admission(session, worker, first)
    with pytest.raises(Refused, match="没有别的进行中的入驻"):
        actions.submit_admission(session, worker, second)
    with pytest.raises(Refused, match="同一时间只能在一处孵化"):
        make_application(session, worker, group, base)
    second.status = AdmissionStatus.APPLIED
    session.add(second)
    with pytest.raises(IntegrityError, match=r"uq_admission_active|admission\.group_id"):
        session.flush()


def test_a_stay_is_extended_once_and_within_limits(session, worker, centre, group, base):
    admission = move_in(session, worker, centre, group, base)
    admission.status = AdmissionStatus.GROW
    session.add(admission)
    with pytest.raises(Refused, match="延期不超过 6 个月"):
        actions.extend(session, centre, admission, ExtendForm(months=7, reason="项目未完"))
    actions.extend(session, centre, admission, ExtendForm(months=6, reason="项目未完"))
    assert (admission.status, admission.ends_on, admission.extensions) == ("EXTENDED", date(2027, 7, 11), 1)
    admission.status = AdmissionStatus.GROW
    session.add(admission)
    with pytest.raises(Refused, match="只能延期一次"):
        actions.extend(session, centre, admission, ExtendForm(months=1, reason="还要延"))


def test_leaving_early_gives_back_the_space(session, worker, centre, group, base):
    admission = move_in(session, worker, centre, group, base)
    assert queries.used_desks(session, base.id) == 2
    with at("2026-03-02"):
        with pytest.raises(Refused, match="请写明理由"):
            actions.withdraw(session, worker, admission)
        actions.withdraw(session, worker, admission, "团队解散")
    assert (admission.exited_on, admission.handover_due_on) == (date(2026, 3, 2), date(2026, 3, 23))
    assert queries.used_desks(session, base.id) == 0


def test_silence_is_noticed(session, worker, centre, group, base):
    admission = move_in(session, worker, centre, group, base)
    with at("2026-04-12"):
        assert not queries.is_idle(session, admission)
    with at("2026-04-13"):
        assert queries.is_idle(session, admission)


def test_the_figures_are_the_districts_own(session, worker, centre, group, base):
    own = [{"code": "default_months", "value": 9}]
    session.add(CodeList(area_code=DISTRICT, name="incubation_terms", items=own))
    admission = move_in(session, worker, centre, group, base)
    assert admission.ends_on == date(2026, 10, 11)
    with pytest.raises(WrongState):
        actions.admit(session, centre, admission, AdmitForm(starts_on="2026-01-12"))


def test_a_virtual_stay_takes_no_desk(session, worker, centre, group, base):
    with pytest.raises(Refused, match="壳外孵化不占工位"):
        make_application(session, worker, group, base, is_virtual=True, desks=1)
    admission = move_in(session, worker, centre, group, base, is_virtual=True, desks=0)
    with at("2026-03-02"):
        actions.withdraw(session, worker, admission, "团队解散")
    assert admission.handover_due_on is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-01-31", 1, "2026-02-28"), ("2025-11-30", 3, "2026-02-28"), ("2026-01-12", 12, "2027-01-12")],
)
def test_months_end_with_the_month(day, months, then):
    assert rules.add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


OFFICES = {"submit": "CENTRE COMMUNITY TEAM", "withdraw": "CENTRE COMMUNITY TEAM"}


@pytest.mark.parametrize("verb", sorted({t.verb for t in ADMISSION.transitions}))
def test_each_verb_has_its_offices(actor, session, verb):
    """Every verb but applying and leaving is the centre's; no other role takes any."""
    transition = next(t for t in ADMISSION.transitions if t.verb == verb)
    allowed = OFFICES.get(verb, "CENTRE").split()
    roles = [role for role in Role if role not in (Role.SYSTEM,)]
    assert [r for r in roles if actor(r).can(transition.permission, COMMUNITY_A)] == [r for r in roles if r in allowed]


def test_bases_stand_in_a_tree(session, centre, base):
    street = make_base(session, centre, name="滨河街道孵化中心", area_code="990105001000", parent_id=base.id)
    assert (street.level, base.level) == ("STREET", "DISTRICT")
    with pytest.raises(Refused, match="上级平台的区域应当包含本平台"):
        make_base(session, centre, name="另一个中心", parent_id=street.id)
    data = BaseForm(name=base.name, area_code=base.area_code, desks=0)
    actions.edit_base(session, centre, base, data, base.version)
    actions.close_base(session, centre, street, "合并")
    with pytest.raises(NotFound):
        queries.get_base(session, centre, 10**6)


def test_a_base_with_guests_stays_open(session, worker, centre, group, base):
    move_in(session, worker, centre, group, base)
    with pytest.raises(Refused, match="还有组织在这里孵化"):
        actions.close_base(session, centre, base, "合并")
    with pytest.raises(Refused, match="工位数不能少于已安排的工位"):
        data = BaseForm(name=base.name, area_code=base.area_code, desks=1)
        actions.edit_base(session, centre, base, data, base.version)


def test_the_pages_of_bases_and_stays(browser, database, session, worker, centre, group, base):
    install_growth(session)
    admission = move_in(session, worker, centre, group, base)
    draft_group = make_group(session, worker, "河畔合唱队")
    draft = make_application(session, worker, draft_group, base)
    session.commit()
    staff = browser(Role.CENTRE)
    page = staff.get(f"/admissions/{admission.id}").text
    assert "完成入壳基线评估" in page and "入驻协议" in page and "拟入驻" in page
    assert "银杏里编织队" in staff.get(f"/bases/{base.id}").text
    for path in ("/bases", "/bases/new", "/admissions", "/admissions/new", f"/admissions/{admission.id}/move/extend"):
        assert staff.get(path).status_code == 200, path
    community = browser(Role.COMMUNITY, COMMUNITY_A)
    shown = community.get(f"/admissions/{draft.id}").text
    assert "下一步的条件" in shown and "还不符合" in shown
    refused = community.post(f"/admissions/{draft.id}/move", {"verb": "submit"})
    assert refused.status_code == 422 and "活动不少于 2 次" in refused.text
    opinion = community.post(f"/admissions/{draft.id}/opinion", {"opinion": "同意，已核实。"})
    assert opinion.status_code == 303
    assert community.post(f"/admissions/{draft.id}/opinion", {"opinion": ""}).status_code == 422
    assert browser(Role.COMMUNITY, COMMUNITY_C).get(f"/admissions/{draft.id}").status_code == 404
    made = staff.post(
        "/bases/new", {"name": "银杏里社区孵化园", "area_code": COMMUNITY_A, "kind": "INCUBATOR", "desks": "2"}
    )
    assert made.status_code == 303, made.text
    assert staff.post(f"/admissions/{admission.id}/exit-notice", {}).status_code == 422


def test_stays_over_the_api(browser, session, worker, centre, group, base):
    admission = make_application(session, worker, group, base)
    session.commit()
    community = browser(Role.COMMUNITY, COMMUNITY_A)
    shown = community.get(f"/api/v1/admissions/{admission.id}").json()
    assert (shown["status"], shown["desks"]) == ("DRAFT", 2)
    moved = community.post(f"/api/v1/admissions/{admission.id}/moves", json={"verb": "submit"})
    assert moved.json()["status"] == "APPLIED", moved.text
    denied = community.post(f"/api/v1/admissions/{admission.id}/moves", json={"verb": "accept"})
    assert denied.status_code == 403
    assert [b["name"] for b in community.get("/api/v1/bases").json()["items"]] == [base.name]
    assert isinstance(session.get(Admission, admission.id), Admission)
