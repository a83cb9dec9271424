"""Groups with rosters, activities and stays in a base, made through actions as people make them."""

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image
from sqlmodel import Session

from core import codelists
from core.access import SYSTEM, Actor
from core.call import Upload
from core.clock import clock_at
from core.files.actions import attach
from core.notices.models import Notice
from core.notices.queries import notice_facts, notices_of
from core.notices.workflow import NOTICE
from core.schemes import install_scheme
from incubator.activities import actions as activity_actions
from incubator.activities.forms import ActivityForm
from incubator.bases import actions as base_actions
from incubator.bases.forms import AdmissionForm, BaseForm, OpinionForm
from incubator.bases.models import Admission, Base
from incubator.groups import actions as group_actions
from incubator.groups.forms import GroupForm, MemberForm
from incubator.groups.models import Group, MemberRole
from tests.factories import COMMUNITY_A, DISTRICT

PLAN = "每周三组织编织课，每月为独居老人送一次围巾，每季度办一次展示，年底形成一套可以推广的教程，吸收新成员十人。" * 2
CHARTER = "本队由居民自愿组成，遵守法律法规，接受社区党组织领导，开展邻里互助服务，重大事项由全体成员议定。" * 2


def at(day: str):
    """Hold the clock at nine in the morning of a day in Beijing."""
    return clock_at(datetime.fromisoformat(f"{day}T01:00:00").replace(tzinfo=UTC))


def photo() -> Upload:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "JPEG")
    return Upload("现场.jpg", buffer.getvalue())


def make_group(session: Session, worker: Actor, name: str = "银杏里编织队", members: int = 10) -> Group:
    data = GroupForm(name=name, area_code=COMMUNITY_A, sanzi_type="RECREATION", colour="PURPLE", leader_name="周小满")
    group = group_actions.form_group(session, worker, data)
    for number in range(members - 1):
        role = MemberRole.CORE if number < 3 else MemberRole.MEMBER
        group_actions.add_member(
            session, worker, group, MemberForm(name=f"成员{number}号", role=role, has_accepted=True)
        )
    return group


def make_activity(
    session: Session, who: Actor, another: Actor, group: Group, on: str = "2025-12-01", project: int | None = None
) -> None:
    """A confirmed activity."""
    data = ActivityForm(
        group_id=group.id, kind="EVENT", title="编织课", on=on, place="活动室", content="教", residents=9, result="成"
    )
    noun = "grant_project" if project else None
    activity = activity_actions.record_activity(session, who, data, noun, project)
    attach(session, who, activity, photo(), "photo")
    activity_actions.submit_activity(session, who, activity)
    activity_actions.confirm_activity(session, another, activity)


def make_base(session: Session, centre: Actor, **changed: object) -> Base:
    data = {"name": "云溪区孵化服务指导中心", "area_code": DISTRICT, "desks": 4, "operator": "云溪区社会组织服务中心"}
    return base_actions.open_base(session, centre, BaseForm(**data | changed))


def make_application(session: Session, worker: Actor, group: Group, base: Base, **changed: object) -> Admission:
    """A complete application that has not been submitted."""
    data = {"plan": PLAN, "charter": CHARTER, "founders": "周小满、吴桐", "has_committed": True, "desks": 2}
    form = AdmissionForm(group_id=group.id, base_id=base.id, **data | changed)
    admission = base_actions.draft_admission(session, worker, form)
    base_actions.give_opinion(session, worker, admission, OpinionForm(opinion="情况属实，同意申请。"))
    return admission


def confirm_notice(session: Session, centre: Actor, admission: Admission, kind: str) -> Notice:
    """Let a notice run its term and confirm it; the clock must stand behind its end."""
    notice = notices_of(session, "admission", admission.id, kind)[0]
    NOTICE.fire(session, centre, notice, "confirm", facts=notice_facts(session, notice))
    return notice


def install_growth(session: Session) -> None:
    install_scheme(session, SYSTEM, "GROWTH", codelists.shipped()["growth_scheme"])
