"""Notices and objections through actions, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from core import audit, clock, vault
from core.access import NOBODY, SYSTEM, Area
from core.accounts import queries as accounts
from core.accounts.models import RoleHold
from core.audit.models import AuditEvent
from core.call import Upload
from core.errors import Forbidden, NotFound, Refused, TooMany, WrongState
from core.files import queries as file_queries
from core.files.rules import BadFile
from core.notices import actions, forms, queries
from core.notices.documents import notice_pdf
from core.notices.models import Notice, NoticeStatus, Objection, ObjectionStatus
from core.notices.pages import NOTICES, OBJECTIONS
from core.permissions import Role
from core.worker import enqueue_scheduled, run_pending
from tests import factories

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
NAME, PHONE = "欧阳静宜", "13812345678"
LINES = (("1", "银杏里编织社", "3,000.00"), ("2", "河畔助老队", "5,000.00"))


def publish(session, actor, **changed):
    thing = session.exec(select(Area).where(Area.code == factories.DISTRICT)).one()
    thing.__dict__["area_code"] = factories.DISTRICT
    given = {
        "thing": thing,
        "kind": "awards",
        "title": "拟立项项目公示",
        "body": "经评审和集体研究，现将拟立项项目予以公示。",
        "headings": ("序号", "组织", "资助金额（元）"),
        "lines": LINES,
        "issuer": "云溪区社会组织孵化中心",
    }
    return actions.publish_notice(session, actor, **given | changed)


def objection(**changed):
    given = {"content": "第 2 项的预算与往年活动重复，请核查。", "name": NAME, "phone": PHONE, "agree": True}
    return forms.ObjectionForm(**given | changed)


@pytest.fixture
def centre(actor):
    return actor(Role.CENTRE)


@pytest.fixture
def district(actor):
    return actor(Role.DISTRICT)


def test_a_notice_runs_five_working_days_not_counting_the_first(session, centre):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
    assert notice.status == NoticeStatus.OPEN
    assert (str(notice.starts_on), str(notice.ends_on)) == ("2026-11-23", "2026-11-30")
    assert notice.number == "990105-GS-2026-0001"
    assert notice.lines == [list(line) for line in LINES]
    assert audit.verify_all(session) == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人 13812345678",
        "电话 138 1234 5678",
        "身份证 11010519491231002X",
        "卡号 6222021234567890128",
        "住址：滨河路 12 号楼 3 单元 501 室",
    ],
)
def test_personal_data_is_not_published(session, centre, text):
    with pytest.raises(Refused, match="不能公开"):
        publish(session, centre, lines=(("1", text, "0"),))
    with pytest.raises(Refused, match="不能公开"):
        publish(session, centre, body=text)


@pytest.mark.parametrize("text", ["91330105MA27XNQF2A", "监督电话 0571-88001234", "53330105MJ0000001X", "2026-11-23"])
def test_what_is_not_personal_is_published(session, centre, text):
    assert publish(session, centre, body=f"说明：{text}").id


@pytest.mark.parametrize("role", [Role.COMMUNITY, Role.STREET, Role.FINANCE, Role.AUDITOR, Role.TEAM, Role.ADMIN])
def test_others_do_not_publish(session, actor, role):
    with pytest.raises(Forbidden):
        publish(session, actor(role))


def test_another_district_does_not_publish(session, actor):
    with pytest.raises(Forbidden):
        publish(session, actor(Role.CENTRE, factories.OTHER_DISTRICT))


@pytest.mark.parametrize(
    ("instant", "is_taken"),
    [
        (datetime(2026, 11, 23, 1, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 16, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), False),
    ],
)
def test_objections_are_taken_to_the_last_second_of_the_last_day_in_beijing(session, centre, instant, is_taken):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
    with clock.clock_at(instant):
        if is_taken:
            assert actions.lodge_objection(session, NOBODY, notice, objection()).number == "990105-YY-2026-0001"
        else:
            with pytest.raises(Refused, match="公示期已过"):
                actions.lodge_objection(session, NOBODY, notice, objection())


def test_name_and_telephone_are_sealed_and_out_of_the_chain(session, centre):
    notice = publish(session, centre)
    one = actions.lodge_objection(session, NOBODY, notice, objection())
    stored = " ".join(str(value) for value in vars(session.get_one(Objection, one.id)).values())
    events = " ".join(str(event.data) for event in session.exec(select(AuditEvent)))
    assert one.contact_masked == "欧*** 138****5678"
    assert NAME not in stored + events
    assert PHONE not in stored + events
    assert actions.reveal_objector(session, centre, one) == (NAME, PHONE)
    assert audit.timeline(session, "objection", one.id)[0].kind == "objection.reveal"


def test_evidence_is_examined(session, centre):
    notice = publish(session, centre)
    with pytest.raises(BadFile):
        actions.lodge_objection(session, NOBODY, notice, objection(), [Upload("证据.svg", b"<svg/>")])
    one = actions.lodge_objection(session, NOBODY, notice, objection(), [Upload("说明.txt", "见附表".encode())])
    assert file_queries.count_attachments(session, one, "evidence") == 1
    four = [Upload("说明.txt", b"a")] * 4
    with pytest.raises(Refused, match="最多 3 个"):
        actions.lodge_objection(session, NOBODY, notice, objection(), four)


def test_one_telephone_raises_five_a_day(session, centre):
    notice = publish(session, centre)
    for _number in range(5):
        actions.lodge_objection(session, NOBODY, notice, objection())
    with pytest.raises(TooMany):
        actions.lodge_objection(session, NOBODY, notice, objection())
    assert actions.lodge_objection(session, NOBODY, notice, objection(phone="13900000001")).id


def decided(session, notice, handler, decider, verb="reject"):
    one = actions.lodge_objection(session, NOBODY, notice, objection())
    actions.accept_objection(session, handler, one)
    actions.write_finding(session, handler, one, forms.FindingForm(finding="已核对两年台账，内容不重复。"))
    move = {"reject": actions.reject_objection, "uphold": actions.uphold_objection}[verb]
    move(session, decider, one, forms.DecisionForm(decision="经核查，活动对象和内容均不同，维持原结果。"))
    return one


def test_the_answer_is_due_fifteen_days_after_acceptance(session, centre, district):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
        one = decided(session, notice, centre, district)
    assert (str(one.accepted_on), str(one.answer_due_on)) == ("2026-11-23", "2026-12-08")
    assert one.status == ObjectionStatus.REJECTED
    assert one.decided_by == district.account_id
    assert audit.verify_all(session) == []


def test_who_handles_does_not_decide_on_any_path(session, centre, actor):
    """The same person with both roles is refused by the rule, and by the database without it."""
    account = factories.make_account(session, Role.CENTRE)

    session.add(
        RoleHold(account_id=account.id, role=Role.DISTRICT, area_code=factories.DISTRICT, starts_on=clock.today())
    )
    session.flush()
    both = accounts.actor_of(session, account)
    notice = publish(session, centre)
    with pytest.raises(Refused, match="由另一人决定"):
        decided(session, notice, both, both)
    one = actions.lodge_objection(session, NOBODY, notice, objection(phone="13900000002"))
    actions.accept_objection(session, centre, one)
    actions.write_finding(session, both, one, forms.FindingForm(finding="已核对两年台账，内容不重复。"))
    with pytest.raises(Refused, match="由另一人决定"):
        actions.reject_objection(session, both, one, forms.DecisionForm(decision="经核查，维持原结果，不予采纳。"))
    forged = {"decided_by": both.account_id, "decision": "x", "answered_on": clock.today()}
    with pytest.raises(IntegrityError):
        session.execute(update(Objection).where(Objection.id == one.id).values(**forged))


def test_no_decision_without_a_finding(session, centre, district):
    one = actions.lodge_objection(session, NOBODY, publish(session, centre), objection())
    actions.accept_objection(session, centre, one)
    with pytest.raises(Refused, match="核查情况"):
        actions.reject_objection(session, district, one, forms.DecisionForm(decision="经核查，维持原结果，不予采纳。"))


def test_a_decision_holds_no_personal_data(session, centre, district):
    one = actions.lodge_objection(session, NOBODY, publish(session, centre), objection())
    with pytest.raises(Refused, match="答复里有手机号"):
        actions.reject_objection(session, district, one, forms.DecisionForm(decision=f"经电话 {PHONE} 核实，不成立。"))


def test_confirmation_waits_for_the_end_and_for_every_answer(session, centre, district):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
        with pytest.raises(Refused, match="公示期还没有结束"):
            actions.confirm_notice(session, centre, notice)
        one = actions.lodge_objection(session, NOBODY, notice, objection())
    with clock.clock_at(MONDAY + timedelta(days=8)):
        with pytest.raises(Refused, match="还有异议没有答复"):
            actions.confirm_notice(session, centre, notice)
        assert not queries.is_final(session, "area", notice.noun_id)
        actions.accept_objection(session, centre, one)
        actions.write_finding(session, centre, one, forms.FindingForm(finding="已核对两年台账，内容不重复。"))
        actions.reject_objection(session, district, one, forms.DecisionForm(decision="经核查，维持原结果，不予采纳。"))
        actions.confirm_notice(session, centre, notice)
    assert notice.status == NoticeStatus.CONFIRMED
    assert queries.is_final(session, "area", notice.noun_id)
    assert queries.is_final(session, "area", notice.noun_id, "awards")
    assert not queries.is_final(session, "area", notice.noun_id, "stars")


def test_an_upheld_objection_needs_a_new_notice(session, centre, district):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
        decided(session, notice, centre, district, "uphold")
    with clock.clock_at(MONDAY + timedelta(days=8)):
        with pytest.raises(Refused, match="重新公示"):
            actions.confirm_notice(session, centre, notice)
        NOTICES.workflow.fire(session, centre, notice, "withdraw", "有异议成立，更正后重新公示")
        again = publish(session, centre)
    with clock.clock_at(MONDAY + timedelta(days=20)):
        actions.confirm_notice(session, centre, again)
        assert queries.is_final(session, "area", notice.noun_id)


def test_a_withdrawn_notice_takes_no_objection_and_is_not_confirmed(session, centre):
    notice = publish(session, centre)
    NOTICES.workflow.fire(session, centre, notice, "withdraw", "名单有误")
    with pytest.raises(Refused):
        actions.lodge_objection(session, NOBODY, notice, objection())
    with pytest.raises(WrongState):
        actions.confirm_notice(session, centre, notice)


def test_the_clock_closes_notices(database):
    with database.writing() as session, clock.clock_at(MONDAY):
        notice_id = publish(session, SYSTEM).id
    with clock.clock_at(MONDAY + timedelta(days=8)):
        enqueue_scheduled(database)
        run_pending(database)
        with database.reading() as session:
            assert session.get_one(Notice, notice_id).status == NoticeStatus.CLOSED


def test_a_person_can_be_forgotten_once_answered(session, centre, district):
    notice = publish(session, centre)
    waiting = actions.lodge_objection(session, NOBODY, notice, objection())
    with pytest.raises(Refused):
        actions.erase_objector(session, centre, waiting)
    one = decided(session, notice, centre, district)
    actions.erase_objector(session, centre, one)
    with pytest.raises(vault.Erased):
        actions.reveal_objector(session, centre, one)
    assert audit.verify_all(session) == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CENTRE, True), (Role.DISTRICT, True), (Role.AUDITOR, True), (Role.STREET, False), (Role.TEAM, False)],
)
def test_who_sees_objections(session, centre, actor, role, sees):
    one = actions.lodge_objection(session, NOBODY, publish(session, centre), objection())
    viewer = actor(role)
    if sees:
        assert OBJECTIONS.get(session, viewer, one.id).id == one.id
    else:
        with pytest.raises(NotFound):
            OBJECTIONS.get(session, viewer, one.id)
    if role == Role.AUDITOR:
        with pytest.raises(Forbidden):
            actions.reveal_objector(session, viewer, one)


def test_the_paper_is_the_same_each_time(session, centre):
    with clock.clock_at(MONDAY):
        notice = publish(session, centre)
        assert notice_pdf(notice) == notice_pdf(notice)


def test_pasted_tables_keep_their_commas():
    assert actions.cells("1｜河畔助老队|5,000.00") == ["1", "河畔助老队", "5,000.00"]
    assert actions.cells("1\t河畔助老队\t5,000.00") == ["1", "河畔助老队", "5,000.00"]
