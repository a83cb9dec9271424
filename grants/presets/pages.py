"""The settings of the forms that editions start from: an overview, and one page for each."""

from typing import Any

from sqlmodel import Session

from core import clock
from core.access import Actor, area_name
from core.call import Call
from core.forms import Bound, spread
from core.money import format_yuan
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.templating import Page
from core.web import changes, reads
from grants.presets import actions, queries, rules
from grants.presets.forms import PresetForm
from grants.questions.models import Questionnaire
from grants.questions.rules import INDISPENSABLE, label_of, questions_of


def asked_of(preset: Questionnaire) -> list[str]:
    """What may be left out and is asked."""
    return [one.key for one in questions_of(preset) if one.key not in INDISPENSABLE]


@reads("/form-presets", P.SETTINGS_MANAGE)
def overview(session: Session, actor: Actor) -> Reply:
    presets = [
        {
            "code": one.code,
            "title": label_of(one, actor.lang),
            "limit": format_yuan(one.up_to_fen) if one.up_to_fen else None,
            "steps": len(one.sections),
            "count": len(list(questions_of(one))),
        }
        for one in queries.list_presets(session, actor)
    ]
    history = [
        (clock.format_datetime(event.at), event.actor_name or "") for event in queries.history_of(session, actor)
    ]
    return Page(
        "grants/presets/overview.html",
        presets=presets,
        version=queries.version_of(session, actor),
        home=area_name(session, queries.home_of(actor)),
        history=history,
        page_title="按金额选用的申报表",
    )


def _page(preset: Questionnaire, form: Bound, status: int = 200) -> Page:
    title = f"{preset.title} · 按金额选用的申报表"
    return Page("grants/presets/preset.html", status, preset=preset, form=form, page_title=title)


def _choices(session: Session, actor: Actor, preset: Questionnaire) -> dict[str, Any]:
    offered = rules.offered(preset, queries.list_presets(session, actor))
    return {"asks": [(one.key, label_of(one, actor.lang)) for one in offered]}


@reads("/form-presets/{code:str}", P.SETTINGS_MANAGE)
def preset_page(session: Session, actor: Actor, call: Call, code: str) -> Reply:
    preset = queries.get_preset(session, actor, code)
    raw = spread(PresetForm, preset.model_dump() | {"asks": asked_of(preset)})
    version = queries.version_of(session, actor)
    return _page(preset, call.blank(PresetForm, _choices(session, actor, preset), raw, version=version))


@changes("/form-presets/{code:str}", P.SETTINGS_MANAGE, takes=PresetForm)
def save(session: Session, actor: Actor, call: Call, code: str) -> Reply:
    preset = queries.get_preset(session, actor, code)
    form = call.bind(PresetForm, _choices(session, actor, preset))
    with form.catching(session):
        actions.save_preset(session, actor, code, form.value, call.version)
        return Moved("/form-presets", "已保存。以后筹备的各届从这里开始，已经开始的不受影响。")
    return _page(preset, form, 409 if form.is_stale else 422)


MENU: list[tuple[str, str, str, Any]] = [("系统", "申报表设置", "/form-presets", P.SETTINGS_MANAGE)]
HANDLERS = [overview, preset_page, save]
