"""Pages of rehearsals: start one from an edition, choose whom to play, leave, adopt, throw away."""

from typing import Any

from sqlmodel import Session

from core.access import PUBLIC, SIGNED_IN, Actor
from core.accounts.pages import session_cookie, token_of
from core.accounts.rules import ABSOLUTE
from core.addresses import absolute
from core.call import Call
from core.errors import NotFound
from core.forms import Bound, Form
from core.nouns import Move, Noun, register
from core.permissions import ROLES
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from grants.contests.models import Contest
from grants.contests.queries import get_contest
from grants.copies.forms import CopyForm
from grants.rehearsals import actions, forms, queries, rules
from grants.rehearsals.models import Rehearsal, RehearsalStatus
from grants.rehearsals.workflow import REHEARSAL


def _parts(session: Session, actor: Actor, rehearsal: Rehearsal) -> dict[str, Any]:
    is_running = rehearsal.status == RehearsalStatus.RUNNING
    people = queries.personas_of(session, rehearsal.id or 0) if is_running else []
    return {
        "people": [(one.id, one.name, ROLES[one.role].label, one.role == rules.LENT) for one in people],
        "link": None,
        "may_adopt": is_running and actor.can(P.CONTESTS_MANAGE, rehearsal.area_code),
    }


NOUN = register(
    Noun(
        name="rehearsal",
        label="试运行",
        list_label="试运行",
        plural="rehearsals",
        section="公益微创投",
        model=Rehearsal,
        table=queries.TABLE,
        view=P.REHEARSALS_PLAY,
        visible=queries.visible_to,
        out=forms.RehearsalOut,
        title=lambda rehearsal: rehearsal.title,
        workflow=REHEARSAL,
        moves={"discard": Move(actions.discard)},
        facts=lambda session, actor, rehearsal: [
            ("大赛", session.get_one(Contest, rehearsal.contest_id).title),
            ("开始时间", rehearsal.created_at),
        ],
        show=_parts,
        show_template="grants/rehearsals/show.html",
        event_labels={
            "enter": "进入试运行",
            "leave": "退出试运行",
            "lend": "借出身份",
            "borrow": "用练习链接进入",
            "adopt": "照试运行建立正式一届",
        },
    )
)


def _start_page(contest: Contest, key: str, status: int = 200) -> Page:
    title = f"{contest.title} · 试运行"
    return Page("grants/rehearsals/start.html", status, contest=contest, form_key=key, page_title=title)


@reads("/contests/{row_id:int}/rehearse", P.CONTESTS_MANAGE)
def start_page(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _start_page(get_contest(session, actor, row_id), call.blank(forms.EnterForm).key)


@changes("/contests/{row_id:int}/rehearse", P.CONTESTS_MANAGE, creates=True)
def start(session: Session, actor: Actor, row_id: int) -> Reply:
    made = actions.start_rehearsal(session, actor, get_contest(session, actor, row_id))
    return Moved(f"/rehearsals/{made.id}", "试运行已备好，请选择一个身份进入。")


@changes("/rehearsals/{row_id:int}/enter", P.REHEARSALS_PLAY, takes=forms.EnterForm)
def enter(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    rehearsal, form = NOUN.get(session, actor, row_id), call.bind(forms.EnterForm)
    with form.catching(session):
        actions.enter(session, actor, rehearsal, form.value.persona, token_of(call))
        return Moved("/", "您已进入试运行，这里的一切都不会进入正式数据。")
    raise NotFound("这次试运行里没有这个身份。")


@changes("/rehearsals/{row_id:int}/lend", P.REHEARSALS_PLAY, takes=forms.EnterForm)
def lend(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    """The link is shown once, to be handed on."""
    rehearsal, form = NOUN.get(session, actor, row_id), call.bind(forms.EnterForm)
    with form.catching(session):
        link = absolute(f"/practice/{actions.lend(session, actor, rehearsal, form.value.persona)}")
        name = queries.account_of(session, rehearsal, form.value.persona)[0].name
        return Page(
            NOUN.show_template, **record_context(NOUN, session, actor, rehearsal) | {"link": link, "lent": name}
        )
    problem = "".join(form.problems.values())
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, rehearsal) | {"problem": problem})


def _practice_page(session: Session, token: str, problem: str = "", status: int = 200) -> Page:
    persona, rehearsal = queries.lent_by(session, token)
    context = {"persona": persona, "rehearsal": rehearsal, "problem": problem, "days": rules.LINK_DAYS}
    return Page("grants/rehearsals/practice.html", status, action=f"/practice/{token}", **context)


@reads("/practice/{token:str}", PUBLIC)
def practice(session: Session, token: str) -> Reply:
    return _practice_page(session, token)


@changes("/practice/{token:str}", PUBLIC)
def borrow(session: Session, actor: Actor, call: Call, token: str) -> Reply:
    """Somebody outside begins to play the judge; the link is used up."""
    form = call.bind(Form)
    with form.catching(session):
        call.cookies_to_set.append(session_cookie(actions.borrow(session, actor, token), int(ABSOLUTE.total_seconds())))
        return Moved("/judging", "您已进入试运行，这里的一切都不会进入正式数据。")
    return _practice_page(session, token, "".join(form.problems.values()), 409)


@changes("/rehearsals/leave", SIGNED_IN)
def leave(session: Session, actor: Actor, call: Call) -> Reply:
    left = actions.leave(session, actor, token_of(call))
    return Moved(f"/rehearsals/{left.id}" if left else "/", "您已退出试运行。")


def _adopt_page(rehearsal: Rehearsal, form: Bound, status: int = 200) -> Page:
    title = f"{rehearsal.title} · 建立正式一届"
    return Page("grants/rehearsals/adopt.html", status, row=rehearsal, form=form, page_title=title)


@reads("/rehearsals/{row_id:int}/adopt", P.CONTESTS_MANAGE)
def adopt_form(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    return _adopt_page(NOUN.get(session, actor, row_id), call.blank(CopyForm))


@changes("/rehearsals/{row_id:int}/adopt", P.CONTESTS_MANAGE, creates=True, takes=CopyForm)
def adopt(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    rehearsal, form = NOUN.get(session, actor, row_id), call.bind(CopyForm)
    with form.catching(session):
        made = actions.adopt(session, actor, rehearsal, form.value)
        return Moved(f"/contests/{made.id}", "正式一届已照试运行建好，请选资金，再核对各项规则。")
    return _adopt_page(rehearsal, form, 422)


HANDLERS = [start_page, start, enter, lend, practice, borrow, leave, adopt_form, adopt, *noun_pages(NOUN)]
