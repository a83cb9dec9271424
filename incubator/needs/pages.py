"""Pages of the list of needs."""

from typing import Any

from sqlmodel import Session

from core import codelists
from core.access import Actor, area_name
from core.nouns import Change, Move, Noun, link_to, register
from core.permissions import Permission as P
from core.resource_pages import noun_pages
from incubator.needs import actions, forms, queries, rules
from incubator.needs.models import Need
from incubator.needs.workflow import NEED
from incubator.people.queries import community_choices


def _choices(session: Session, actor: Actor, need: Need | None) -> dict[str, list[tuple[str, str]]]:
    home = actor.home() or ""
    return {
        "area_code": community_choices(session, actor, P.NEEDS_POST),
        "category": queries.category_choices(session, home),
        "source": codelists.choices(session, home, "need_sources"),
    }


def _facts(session: Session, actor: Actor, need: Need) -> list[tuple[str, Any]]:
    sources = codelists.labels(session, need.area_code, "need_sources")
    return [
        ("种类", need.kind.label),
        ("社区", area_name(session, need.area_code)),
        ("类别", dict(queries.category_choices(session, need.area_code)).get(need.category, need.category)),
        ("涉及人数", need.people_count),
        ("希望完成", need.wished_on),
        ("来源", sources.get(need.source, need.source)),
        ("问卷份数", need.sampled),
        ("办理期限", need.due_on),
        ("办理结果", need.result),
    ]


def _parts(session: Session, actor: Actor, need: Need) -> dict[str, Any]:
    """What answers the need, as a link for whoever may see that kind of record."""
    return {"answer": link_to(session, actor, need.matched_noun, need.matched_id)}


NOUN = register(
    Noun(
        name="need",
        label="需求",
        list_label="需求清单",
        plural="needs",
        section="孵化培育",
        model=Need,
        table=queries.TABLE,
        view=P.NEEDS_VIEW,
        visible=queries.visible_to,
        out=forms.NeedOut,
        title=lambda need: need.title,
        workflow=NEED,
        add=Change(P.NEEDS_POST, forms.NeedForm, actions.post_need, "提需求"),
        edit=Change(P.NEEDS_POST, forms.NeedForm, actions.edit_need, "修改", rules.is_editable),
        moves={
            "unmatch": Move(actions.unmatch_need),
            "finish": Move(actions.finish_need, forms.FinishForm),
            "close": Move(actions.close_need),
        },
        choices=_choices,
        facts=_facts,
        show=_parts,
        show_template="incubator/needs/show.html",
        slots=(("survey", "问卷、议事记录"), ("photo", "照片")),
        form_note="先有需求，再有项目和订单。只写人数和情况，不写居民姓名。",
    )
)

HANDLERS = noun_pages(NOUN)
