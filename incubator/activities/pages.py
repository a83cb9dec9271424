"""Pages of activities."""

from typing import Any

from sqlmodel import Session

from core import clock, codelists
from core.access import Actor
from core.documents import Letterhead, content_digest, render
from core.files.queries import count_attachments
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import PDF, File, Reply
from core.resource_pages import noun_pages
from core.web import reads
from incubator.activities import actions, documents, forms, queries, rules
from incubator.activities.models import Activity
from incubator.activities.workflow import ACTIVITY
from incubator.groups.queries import group_choices, names_of


def _choices(session: Session, actor: Actor, activity: Activity | None) -> dict[str, list[tuple[str, str]]]:
    return {
        "group_id": group_choices(session, actor),
        "kind": codelists.choices(session, actor.home() or "", "activity_kinds"),
    }


def _facts(session: Session, actor: Actor, activity: Activity) -> list[tuple[str, Any]]:
    kinds = codelists.labels(session, activity.area_code, "activity_kinds")
    hours = f"{activity.start_time}–{activity.end_time}" if activity.end_time else activity.start_time
    share = f"{activity.satisfied} / {activity.sampled}" if activity.sampled else None
    return [
        ("组织", names_of(session, [activity.group_id]).get(activity.group_id)),
        ("类型", kinds.get(activity.kind, activity.kind)),
        ("时间", f"{clock.format_date(activity.on)} {hours}".strip()),
        ("地点", activity.place),
        ("居民人数", activity.residents),
        ("志愿者人数", activity.volunteers),
        ("社工人数", activity.social_workers),
        ("志愿服务时长", f"{rules.hours_of(activity.volunteer_minutes)} 小时"),
        ("满意人数 / 征求意见人数", share),
        ("支出", f"{format_yuan(activity.spending_fen)} 元" if activity.spending_fen is not None else None),
        ("安全情况", activity.safety_note),
    ]


def _rule_facts(session: Session, activity: Activity) -> dict[str, Any]:
    return {"photos": count_attachments(session, activity, "photo"), "today": clock.today()}


NOUN = register(
    Noun(
        name="activity",
        label="活动",
        list_label="活动记录",
        plural="activities",
        section="孵化培育",
        model=Activity,
        table=queries.TABLE,
        view=P.ACTIVITIES_VIEW,
        visible=queries.visible_to,
        out=forms.ActivityOut,
        title=lambda activity: activity.title,
        workflow=ACTIVITY,
        add=Change(P.ACTIVITIES_RECORD, forms.ActivityForm, actions.record_activity, "记一次活动"),
        edit=Change(P.ACTIVITIES_RECORD, forms.ActivityForm, actions.edit_activity, "修改", rules.is_editable),
        moves={"submit": Move(actions.submit_activity), "confirm": Move(actions.confirm_activity)},
        choices=_choices,
        facts=_facts,
        show=lambda session, actor, activity: {
            "photos": count_attachments(session, activity, "photo"),
            "advised": rules.ADVISED_PHOTOS,
            "is_open": rules.is_editable(activity),
        },
        rule_facts=_rule_facts,
        show_template="incubator/activities/show.html",
        slots=(("photo", "活动照片"), ("sign_in", "签到表"), ("voucher", "票据")),
        form_note="先存草稿，再传照片、提交。人数只填数字，不写居民姓名。",
    )
)


@reads("/activities/{row_id:int}/pdf", P.ACTIVITIES_VIEW)
def pdf(session: Session, actor: Actor, row_id: int) -> Reply:
    activity = NOUN.get(session, actor, row_id)
    kinds = codelists.labels(session, activity.area_code, "activity_kinds")
    group = names_of(session, [activity.group_id])[activity.group_id]
    photos = count_attachments(session, activity, "photo")
    blocks, title = (
        documents.record_blocks(activity, group, kinds.get(activity.kind, activity.kind), photos),
        "活动记录",
    )
    head = Letterhead(
        title=title,
        number=activity.number,
        issuer=group,
        issued_on=clock.today(),
        version=activity.version,
        made_by=actor.name,
        content_hash=content_digest(title, activity.number, blocks),
        made_at=clock.format_datetime(clock.now()),
    )
    return File(render(head, blocks), f"{title}-{activity.number}.pdf", PDF)


HANDLERS = [pdf, *noun_pages(NOUN)]
