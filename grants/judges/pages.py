"""The pool as the office keeps it, and a judge's own entry."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.accounts.models import AccountStatus
from core.call import Call
from core.errors import NotFound
from core.forms import spread
from core.nouns import Change, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.judges import actions, forms, queries
from grants.panels.models import Judge
from grants.panels.workflow import JUDGE, SEAT


def _parts(session: Session, actor: Actor, judge: Judge) -> dict[str, Any]:
    account = queries.account_of(session, judge)
    found = queries.history_of(session, actor, judge)
    return {
        "name": account.name,
        "is_waiting": account.status == AccountStatus.INVITED,
        "history": [(sat, SEAT.state(sat.seat.status)) for sat in found],
    }


NOUN = register(
    Noun(
        name="judge",
        label="评委",
        list_label="评委库",
        plural="judges",
        section="公益微创投",
        model=Judge,
        table=queries.TABLE,
        view=P.JUDGING_MANAGE,
        visible=queries.visible_to,
        out=forms.JudgeOut,
        title=lambda judge: f"评委 {judge.number}",
        workflow=JUDGE,
        add=Change(P.JUDGING_MANAGE, forms.JudgeForm, actions.add_judge, "登记评委"),
        edit=Change(P.JUDGING_MANAGE, forms.JudgeEditForm, actions.edit_judge, "修改"),
        choices=queries.choices_of,
        facts=lambda session, actor, judge: [
            ("姓名", queries.account_of(session, judge).name),
            *queries.lines_of(session, actor, judge),
        ],
        show=_parts,
        show_template="grants/judges/show.html",
    )
)


@changes("/judges/{row_id:int}/link", P.JUDGING_MANAGE)
def send_link(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.send_link(session, actor, NOUN.get(session, actor, row_id))
    return Moved(f"/judges/{row_id}", "新的链接已发出，旧链接已失效。")


def _profile_page(form: Any, status: int = 200) -> Page:
    return Page("grants/judges/profile.html", status, form=form, page_title="我的评审专长")


@reads("/judging/profile", P.JUDGING_SCORE)
def profile_form(session: Session, actor: Actor, call: Call) -> Reply:
    judge = queries.own_entry(session, actor)
    if judge is None:
        raise NotFound
    raw = spread(forms.ProfileForm, forms.ProfileForm.from_thing(judge))
    return _profile_page(call.blank(forms.ProfileForm, queries.choices_of(session, actor, judge), raw, judge.version))


@changes("/judging/profile", P.JUDGING_SCORE, takes=forms.ProfileForm)
def save_profile(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.ProfileForm, queries.choices_of(session, actor, queries.own_entry(session, actor)))
    with form.catching(session):
        actions.edit_own(session, actor, form.value, call.version)
        return Moved("/judging", "已保存，从下一次邀请起使用。")
    return _profile_page(form, 409 if form.is_stale else 422)


HANDLERS = [send_link, profile_form, save_profile, *noun_pages(NOUN)]
