"""The six services: planned, given, covered; growth assessments: marked, completed, compared, printed."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import select

from core.errors import Forbidden, Invalid, NotFound, Refused
from core.files.models import StoredFile
from core.files.queries import content_of
from core.issued.models import IssuedDocument
from core.permissions import Role
from incubator.bases.actions import draft_admission
from incubator.bases.forms import AdmissionForm
from incubator.bases.models import AdmissionStatus
from incubator.groups import actions as group_actions
from incubator.groups.forms import MemberForm
from incubator.services import actions, queries
from incubator.services.forms import AdviceForm, AssessmentForm, DeliverForm, ServiceForm, ServicePlanForm
from incubator.services.models import ServiceStatus
from incubator.services.rules import Coverage
from tests.factories import COMMUNITY_A, COMMUNITY_C
from tests.factories.incubation import install_growth, make_base, make_group

MARKS = {f"{code}_{n}": "3" for code in ("GOV", "TEAM", "PROJECT", "RESOURCE", "IMPACT") for n in range(1, 5)}
ADVICE = AdviceForm(advice="完善财务制度。", next_plan="每月公开账目。")


@pytest.fixture
def worker(actor):
    return actor(Role.COMMUNITY, COMMUNITY_A)


@pytest.fixture
def centre(actor):
    return actor(Role.CENTRE)


@pytest.fixture
def stay(session, worker, centre):
    """A group that has just moved in."""
    install_growth(session)
    group, base = make_group(session, worker), make_base(session, centre)
    admission = draft_admission(session, worker, AdmissionForm(group_id=group.id, base_id=base.id, desks=1))
    admission.starts_on, admission.ends_on = date(2026, 10, 1), date(2027, 9, 30)
    admission.status = AdmissionStatus.ADMITTED
    session.add(admission)
    session.flush()
    return admission


def service(session, centre, stay, code="TRAINING", on="2026-11-03"):
    data = ServiceForm(group_id=stay.group_id, service=code, on=on, topic="财务入门")
    return actions.plan_service(session, centre, data)


def opened(session, centre, stay, kind="BASELINE", on="2026-11-01"):
    return actions.open_assessment(session, centre, AssessmentForm(admission_id=stay.id, kind=kind, assessed_on=on))


def completed(session, centre, stay, kind="BASELINE", on="2026-11-01", marks=MARKS):
    assessment = opened(session, centre, stay, kind, on)
    actions.save_marks(session, centre, assessment, marks, {"GOV_1": "有章程"}, ADVICE)
    actions.complete_assessment(session, centre, assessment)
    return assessment


def test_services_are_covered_against_the_plan(session, centre, stay):
    lines = [{"service": "TRAINING", "sessions": 2}, {"service": "SPACE", "sessions": 1}]
    actions.set_service_plan(session, centre, stay, ServicePlanForm(targets=lines))
    actions.set_service_plan(session, centre, stay, ServicePlanForm(targets=lines[:1]))
    record = service(session, centre, stay)
    actions.deliver_service(session, centre, record, DeliverForm(people=12, hours="1.5", result="学会记账。"))
    assert (record.status, record.minutes, record.admission_id) == (ServiceStatus.DELIVERED, 90, stay.id)
    completed(session, centre, stay)
    shown = {cell.service: cell for cell in queries.coverage_of(session, stay)}
    assert shown["TRAINING"] == Coverage("TRAINING", planned=2, delivered=1, people=12)
    assert shown["SPACE"] == Coverage("SPACE", planned=0, delivered=0, people=0)
    assert shown["ASSESSMENT"].delivered == 1
    (row,) = queries.matrix(session, queries.stays_in_shell(session, centre))
    assert (row.group, len(row.cells)) == ("银杏里编织队", 6)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([{"service": "TRAINING", "sessions": 1}, {"service": "TRAINING", "sessions": 2}], "只写一行"),
        ([{"service": "NONE", "sessions": 1}], "请从列表中选择"),
    ],
)
def test_a_plan_names_each_service_once(session, centre, stay, lines, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.set_service_plan(session, centre, stay, ServicePlanForm(targets=lines))


def test_what_has_not_happened_is_not_delivered(session, centre, stay):
    with pytest.raises(Refused, match="服务日期还没有到"):
        record = service(session, centre, stay, on="2099-01-01")
        actions.deliver_service(session, centre, record, DeliverForm(hours="1", result="很好"))


def test_an_assessment_is_scored_frozen_and_printed(session, centre, stay):
    assessment = completed(session, centre, stay)
    assert (assessment.result["total"], assessment.total_hundredths) == ("60.00", 6000)
    assert assessment.result["groups"]["GOV"] == {"points": "12", "max_points": "20", "percent": "60.00"}
    assert assessment.result["band"] == "GROWING"
    with pytest.raises(Refused, match="评估已经完成"):
        actions.save_marks(session, centre, assessment, MARKS, {}, ADVICE)
    issued = session.exec(select(IssuedDocument).where(IssuedDocument.noun == "growth_assessment")).one()
    stored = session.get_one(StoredFile, issued.file_id)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content_of(stored))).pages)
    assert "组织治理" in text and "完善财务制度" in text and "有章程" in text


def test_an_assessment_is_compared_with_the_one_before(session, centre, stay):
    first = completed(session, centre, stay, on="2026-10-10")
    second = completed(session, centre, stay, "QUARTERLY", "2026-11-10", MARKS | {"GOV_1": "5"})
    assert queries.previous_of(session, second) is first
    assert queries.previous_of(session, first) is None


@pytest.mark.parametrize(("mark", "sentence"), [("6", "0 到 5"), ("2.5", "间隔"), ("x", "数字")])
def test_a_mark_that_cannot_stand_is_refused_beside_its_indicator(session, centre, stay, mark, sentence):
    with pytest.raises(Invalid) as refusal:
        actions.save_marks(session, centre, opened(session, centre, stay), {"GOV_1": mark}, {}, ADVICE)
    assert sentence in refusal.value.problems["mark-GOV_1"]


def test_an_unfinished_sheet_is_not_completed(session, centre, stay):
    assessment = opened(session, centre, stay)
    actions.save_marks(session, centre, assessment, dict(list(MARKS.items())[:18]), {}, ADVICE)
    with pytest.raises(Refused, match="还有 2 项没有打分"):
        actions.complete_assessment(session, centre, assessment)
    actions.save_marks(session, centre, assessment, MARKS, {}, AdviceForm())
    with pytest.raises(Refused, match="请写评估建议"):
        actions.complete_assessment(session, centre, assessment)


@pytest.mark.parametrize(
    ("kind", "on", "sentence"),
    [("EXIT", "2026-11-01", "不能做出壳评估"), ("BASELINE", "2099-01-01", "不能晚于今天")],
)
def test_an_assessment_fits_its_stage(session, centre, stay, kind, on, sentence):
    with pytest.raises(Refused, match=sentence):
        opened(session, centre, stay, kind, on)


def test_one_assessment_at_a_time_and_one_baseline(session, centre, stay):
    opened(session, centre, stay)
    with pytest.raises(Refused, match="请先完成它"):
        opened(session, centre, stay, "QUARTERLY")


def test_only_the_centre_assesses_and_a_team_reads_what_is_done(session, actor, worker, centre, stay):
    with pytest.raises(Forbidden):
        opened(session, worker, stay)
    group = group_actions.queries.get_group(session, worker, stay.group_id)
    member = group_actions.add_member(session, worker, group, MemberForm(name="新成员", has_accepted=True))
    team = actor(Role.TEAM, COMMUNITY_A)
    group_actions.link_account(session, worker, member, team.account_id)
    draft = opened(session, centre, stay)
    with pytest.raises(NotFound):
        queries.get_assessment(session, team, draft.id)
    actions.save_marks(session, centre, draft, MARKS, {}, ADVICE)
    actions.complete_assessment(session, centre, draft)
    assert queries.get_assessment(session, team, draft.id) is draft
    with pytest.raises(NotFound):
        queries.get_assessment(session, actor(Role.COMMUNITY, COMMUNITY_C), draft.id)


def test_the_pages_of_services_and_assessments(browser, session, centre, stay):
    completed(session, centre, stay, on="2026-10-10")
    session.commit()
    staff = browser(Role.CENTRE)
    assert "能力培训" in staff.get(f"/admissions/{stay.id}/plan").text
    plan = {"targets.0.service": "TRAINING", "targets.0.sessions": "2", "targets.0.goal": "会记账"}
    refused = staff.post(f"/admissions/{stay.id}/plan", {"targets.0.service": "TRAINING", "targets.0.sessions": "0"})
    assert refused.status_code == 422
    assert staff.post(f"/admissions/{stay.id}/plan", plan).status_code == 303
    data = {"group_id": str(stay.group_id), "service": "TRAINING", "on": "2026-11-03", "topic": "财务入门"}
    made = staff.post("/service-records/new", data | {"mode": "ON_SITE"})
    where = made.headers["location"]
    assert staff.get(where + "/move/deliver").status_code == 200
    delivered = staff.post(where + "/move/deliver", {"people": "12", "hours": "2", "result": "学会记账。"})
    assert delivered.status_code == 303, delivered.text
    matrix = staff.get("/service-coverage").text
    assert "1 / 2" in matrix and "银杏里编织队" in matrix
    begun = {"admission_id": str(stay.id), "kind": "QUARTERLY", "assessed_on": "2026-11-10"}
    sheet = staff.post("/growth-assessments/new", begun).headers["location"]
    assert "章程与制度" in staff.get(sheet + "/score").text
    wrong = staff.post(sheet + "/score", {"mark-GOV_1": "9", "advice": "写下的话"})
    assert wrong.status_code == 422 and "0 到 5" in wrong.text and "写下的话" in wrong.text
    marks = {f"mark-{code}": "4" for code in MARKS} | {"advice": "很好。"}
    assert staff.post(sheet + "/score", marks).status_code == 303
    assert staff.post(sheet + "/move", {"verb": "complete"}).status_code == 303
    page = staff.get(sheet).text
    assert "80.00 分" in page and "polygon" in page and "成长评估表" in page
    assert browser(Role.TEAM, COMMUNITY_A).get(sheet).status_code == 404
    assert staff.get("/service-records").status_code == staff.get("/growth-assessments").status_code == 200
    assert "已达标" not in staff.get(f"/admissions/{stay.id}").text


def test_services_and_assessments_over_the_api(browser, session, centre, stay):
    session.commit()
    staff = browser(Role.CENTRE)
    data = {"group_id": stay.group_id, "service": "SPACE", "on": "2026-11-03", "topic": "活动室"}
    made = staff.post("/api/v1/service-records", json=data)
    assert made.status_code == 201, made.text
    move = {"verb": "deliver", "data": {"people": 3, "hours": 2, "result": "用了两小时。"}}
    moved = staff.post(f"/api/v1/service-records/{made.json()['id']}/moves", json=move)
    assert (moved.json()["status"], moved.json()["minutes"]) == ("DELIVERED", 120)
    begun = {"admission_id": stay.id, "kind": "BASELINE", "assessed_on": "2026-11-01"}
    number = staff.post("/api/v1/growth-assessments", json=begun).json()["id"]
    saved = staff.post(f"/api/v1/growth-assessments/{number}/marks", json={"marks": MARKS, "advice": "好。"})
    assert saved.status_code == 200, saved.text
    done = staff.post(f"/api/v1/growth-assessments/{number}/moves", json={"verb": "complete"})
    assert done.json()["result"]["total"] == "60.00"
    bad = staff.post(f"/api/v1/growth-assessments/{number}/marks", json={"marks": {"GOV_1": [1]}})
    assert bad.status_code == 422
