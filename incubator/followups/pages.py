"""Pages of the follow-ups."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.nouns import Move, Noun, link_to, register
from core.permissions import Permission as P
from core.resource_pages import noun_pages
from incubator.followups import actions, forms, queries
from incubator.followups.models import FollowUp
from incubator.followups.workflow import FOLLOW_UP


def _facts(session: Session, actor: Actor, row: FollowUp) -> list[tuple[str, Any]]:
    return [
        ("项目名称", row.title),
        ("结果", row.outcome),
        ("建议的下一步", row.next_step),
        ("回访期限", row.due_on),
        ("回访情况", row.result),
    ]


def _parts(session: Session, actor: Actor, row: FollowUp) -> dict[str, Any]:
    talent = queries.talent_of(session, row)
    return {"talent": talent, "about": link_to(session, actor, row.noun, row.noun_id)}


def _named(session: Session, actor: Actor, row: FollowUp) -> str:
    return f"{queries.talent_of(session, row).name}：{row.title}"


NOUN = register(
    Noun(
        name="follow_up",
        label="回访",
        list_label="能人回访",
        plural="follow-ups",
        section="孵化培育",
        model=FollowUp,
        table=queries.TABLE,
        view=P.TALENTS_ADD,
        visible=queries.visible_to,
        out=forms.FollowUpOut,
        title=lambda row: row.title,
        named=_named,
        workflow=FOLLOW_UP,
        moves={"meet": Move(actions.meet, forms.MeetForm)},
        facts=_facts,
        show=_parts,
        show_template="incubator/followups/show.html",
        in_menu=False,
    )
)
HANDLERS = [*noun_pages(NOUN)]
