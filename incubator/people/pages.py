"""Pages of the talent pool."""

from pydantic import Field
from sqlmodel import Session

from core import codelists
from core.access import Actor, Area
from core.call import Call
from core.forms import Form
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission
from core.replies import Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes
from incubator.people import actions, forms, queries
from incubator.people.models import Talent
from incubator.people.workflow import TALENT


class RevealForm(Form):
    """Why a phone is looked at."""

    reason: str = Field(min_length=2, max_length=200, title="用途")


def _choices(session: Session, actor: Actor, talent: Talent | None) -> dict[str, list[tuple[str, str]]]:
    home = actor.home() or ""
    return {
        "area_code": queries.community_choices(session, actor, Permission.TALENTS_ADD),
        "categories": codelists.choices(session, home, "talent_categories"),
        "discover_channel": codelists.choices(session, home, "discover_channels"),
    }


def _facts(session: Session, actor: Actor, talent: Talent) -> list[tuple[str, object]]:
    categories = codelists.labels(session, talent.area_code, "talent_categories")
    channels = codelists.labels(session, talent.area_code, "discover_channels")
    area = session.exec(queries.select(Area.name).where(Area.code == talent.area_code)).first()
    return [
        ("社区", area),
        ("手机号", talent.phone_masked),
        ("性别", talent.gender.label if talent.gender else None),
        ("出生年份", talent.birth_year),
        ("特长类别", "、".join(categories.get(code, code) for code in talent.categories)),
        ("特长说明", talent.skills),
        ("可服务时间", talent.available_times),
        ("发现渠道", channels.get(talent.discover_channel)),
        ("发现人", talent.finder),
        ("本人同意", f"{talent.consent_on}（告知书 {talent.consent_version}）" if talent.consent_on else "尚未登记"),
        ("荣誉", talent.honours),
        ("备注", talent.notes),
    ]


NOUN = register(
    Noun(
        name="talent",
        label="能人",
        list_label="能人库",
        plural="talents",
        section="孵化培育",
        model=Talent,
        table=queries.TABLE,
        view=Permission.TALENTS_VIEW,
        visible=queries.visible_to,
        out=forms.TalentOut,
        title=lambda talent: talent.name,
        workflow=TALENT,
        add=Change(Permission.TALENTS_ADD, forms.TalentForm, actions.add_talent, "登记能人"),
        edit=Change(Permission.TALENTS_ADD, forms.TalentEditForm, actions.edit_talent, "修改"),
        moves={"withdraw": Move(actions.withdraw)},
        choices=_choices,
        facts=_facts,
        show=lambda session, actor, talent: {
            "may_reveal": actor.can(Permission.TALENTS_REVEAL, talent.area_code),
            "phone": None,
        },
        show_template="incubator/people/show.html",
        list_template="incubator/people/list.html",
        event_labels={"reveal": "查看电话", "import": "导入"},
        form_note="请先当面宣读《个人信息告知书》。手机号加密保存，查看会留下记录。",
    )
)


@changes("/talents/{row_id:int}/reveal", Permission.TALENTS_REVEAL)
def reveal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    talent = NOUN.get(session, actor, row_id)
    form = call.bind(RevealForm)
    with form.catching(session):
        phone = actions.reveal_phone(session, actor, talent, form.value.reason)
        return Page(NOUN.show_template, **record_context(NOUN, session, actor, talent) | {"phone": phone})
    problem = "".join(form.problems.values())
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, talent) | {"problem": problem})


HANDLERS = [reveal, *noun_pages(NOUN)]
