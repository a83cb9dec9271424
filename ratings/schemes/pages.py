"""Pages of star schemes."""

from typing import Any

from sqlmodel import Session

from core.access import NATION, Actor
from core.call import Call
from core.i18n import translator
from core.nouns import Change, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.schemes import Scheme, definition_of
from core.templating import Page
from core.web import changes
from ratings.schemes import actions, forms, queries
from ratings.schemes.rules import sheet_of, worded


def _facts(session: Session, actor: Actor, scheme: Scheme) -> list[tuple[str, Any]]:
    definition = definition_of(scheme)
    in_force = queries.scheme_in_force(session, actor.home() or NATION).id == scheme.id
    state = "草稿" if not scheme.is_published else ("已发布，现行" if in_force else "已发布")
    return [
        ("状态", translator(actor.lang)(state)),
        ("版本", scheme.version),
        ("满分", f"{definition.max_points:f}"),
        ("加分上限", f"{definition.bonus_cap:f}"),
        ("发布时间", scheme.published_at),
    ]


def _parts(session: Session, actor: Actor, scheme: Scheme) -> dict[str, Any]:
    definition, lang = definition_of(scheme), actor.lang
    districts = queries.district_choices(session, actor)
    copy = Call("GET", "", actor=actor).blank(
        forms.CopyForm, {"area_code": districts}, {"area_code": [districts[0][0]]} if districts else {}
    )
    return {
        "sheet": sheet_of(definition, lang),
        "bands": [(worded(b, lang), b, b.condition_en if lang == "en" else b.condition) for b in definition.bands],
        "bonus": [(worded(item, lang), item.points) for item in definition.bonus_items],
        "vetoes": [worded(veto, lang) for veto in definition.vetoes],
        "copy_form": copy if districts else None,
        "may_publish": not scheme.is_published and actor.can(P.ROUNDS_MANAGE, scheme.area_code),
    }


NOUN = register(
    Noun(
        name="star_scheme",
        label="评定方案",
        list_label="星级评定方案",
        plural="star-schemes",
        section="星级评定",
        model=Scheme,
        table=queries.TABLE,
        view=P.RATINGS_VIEW,
        visible=queries.visible_to,
        out=forms.SchemeOut,
        title=lambda scheme: f"{scheme.title}（第 {scheme.version} 版）",
        edit=Change(P.ROUNDS_MANAGE, forms.SchemeForm, actions.edit_scheme, "修改", lambda s: not s.is_published),
        facts=_facts,
        show=_parts,
        show_template="ratings/schemes/show.html",
        form_note="只有草稿可以改；发布后内容固定，要改请复制出新的一版。",
        event_labels={"draft": "拟定草案", "publish": "发布"},
    )
)


@changes("/star-schemes/{row_id:int}/copy", P.ROUNDS_MANAGE, creates=True, takes=forms.CopyForm)
def copy(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    scheme = NOUN.get(session, actor, row_id)
    form = call.bind(forms.CopyForm, {"area_code": queries.district_choices(session, actor)})
    with form.catching(session):
        made = actions.copy_scheme(session, actor, scheme, form.value)
        return Moved(f"/star-schemes/{made.id}", "已复制为草稿，可以修改后发布。")
    context = record_context(NOUN, session, actor, scheme) | {"copy_form": form}
    return Page(NOUN.show_template, 422, **context)


@changes("/star-schemes/{row_id:int}/publish", P.ROUNDS_MANAGE)
def publish(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.publish_scheme(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/star-schemes/{row_id}", "已发布，从现在起新开的评定按这一版。")


HANDLERS = [copy, publish, *noun_pages(NOUN)]
