"""Search, code lists, calendar, outbox, the audit chain and the description of the API."""

import io
from typing import Any

from sqlmodel import Session

from core import audit, clock
from core.access import Actor
from core.accounts.pages import Policy
from core.accounts.queries import area_choices
from core.call import Call
from core.codelists import CodeList
from core.errors import NotFound, WrongState
from core.nouns import NOUNS, Change, Noun, register
from core.permissions import Permission as P
from core.replies import File, Json, Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from portal.system import actions, forms, queries

CODE_LIST = register(
    Noun(
        name="code_list",
        label="列表",
        list_label="列表设置",
        plural="code-lists",
        section="系统",
        model=CodeList,
        table=queries.CODE_LISTS,
        view=P.SETTINGS_MANAGE,
        visible=queries.lists_visible_to,
        out=forms.CodeListOut,
        title=lambda row: row.name,
        add=Change(P.SETTINGS_MANAGE, forms.CodeListForm, actions.own_list, "建立本区列表"),
        edit=Change(P.SETTINGS_MANAGE, forms.CodeListForm, actions.edit_list, "修改"),
        choices=lambda session, actor, row: {
            "area_code": area_choices(session, actor, P.SETTINGS_MANAGE),
            "name": [(name, name) for name in actions.OPEN_LISTS],
        },
        facts=lambda session, actor, row: [(item["code"], item["zh"]) for item in row.items],
        form_note="已有的代码不能删除，记录里可能还在用；可以改名，也可以增加。",
    )
)


@reads("/search", P.SEARCH_USE)
def search(session: Session, actor: Actor, call: Call) -> Reply:
    query = call.asked("q")[:80]
    hits = queries.search(session, actor, query)
    groups: dict[str, list[queries.Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.noun.list_label or hit.noun.label, []).append(hit)
    return Page("portal/system/search.html", query=query, groups=groups, count=len(hits))


@reads("/calendar", P.SETTINGS_MANAGE)
def calendar(session: Session, call: Call) -> Reply:
    return Page("portal/system/calendar.html", days=queries.list_overrides(session), form=call.blank(forms.WorkdayForm))


@changes("/calendar", P.SETTINGS_MANAGE, takes=forms.WorkdayForm)
def correct_calendar(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.WorkdayForm)
    with form.catching(session):
        actions.correct_calendar(session, actor, form.value)
        return Moved("/calendar", "已保存。")
    return Page("portal/system/calendar.html", 422, days=queries.list_overrides(session), form=form)


@reads("/outbox", P.OUTBOX_VIEW)
def outbox(session: Session) -> Reply:
    return Page("portal/system/outbox.html", mails=queries.outbox(session))


@reads("/audit", P.AUDIT_VIEW)
def audit_chain(session: Session, actor: Actor, call: Call) -> Reply:
    text = call.asked("before")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    events = queries.audit_events(session, actor, before)
    heads = [(*head, _sealed(session, head[0])) for head in audit.list_heads(session) if head[0] in _chains(actor)]
    shown = [(event, *_words(event)) for event in events]
    return Page("portal/system/audit.html", events=shown, heads=heads, next_before=events[-1].id if events else None)


def _words(event: Any) -> tuple[str, str]:
    """An event and its record in words; what belongs to no noun keeps its name in the chain."""
    noun = NOUNS.get(event.noun)
    return (noun.label_of_event(event.kind), noun.label) if noun else (event.kind, event.noun)


def _sealed(session: Session, chain: str) -> str:
    """Why this chain cannot be exported now: a panel scores under seal; empty when it can."""
    still = queries.open_panels(session, chain)
    if not still:
        return ""
    until = clock.format_datetime(still[0].due_at)
    return f"“{still[0].title}”还在评审（{until} 截止），密封期间不能导出审计链；评审关闭后可以导出全部记录。"


def _chains(actor: Actor) -> set[str]:
    return {prefix[:6] for prefix in actor.areas(P.AUDIT_VIEW)}


@reads("/audit/{chain:str}/export", P.AUDIT_VIEW)
def export_chain(session: Session, actor: Actor, chain: str) -> Reply:
    if chain not in _chains(actor):
        raise NotFound
    if why := _sealed(session, chain):
        raise WrongState(why)
    buffer = io.StringIO()
    audit.export(session, chain, buffer)
    return File(buffer.getvalue().encode(), f"audit-{chain}.jsonl", "application/x-ndjson")


@reads("/schema/openapi.json", P.API_DESCRIBE)
def openapi() -> Reply:
    return Json(queries.openapi(Policy.base_url))


MENU: list[tuple[str, str, str, Any]] = [
    ("系统", "工作日历", "/calendar", P.SETTINGS_MANAGE),
    ("系统", "发件箱", "/outbox", P.OUTBOX_VIEW),
    ("系统", "审计链", "/audit", P.AUDIT_VIEW),
]
HANDLERS = [search, calendar, correct_calendar, outbox, audit_chain, export_chain, openapi, *noun_pages(CODE_LIST)]
