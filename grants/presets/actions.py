"""Changing the presets of a district; editions that have begun keep their own forms."""

from sqlmodel import Session

from core.access import Actor
from core.changes import require
from core.errors import Refused
from core.permissions import Permission
from grants.builder.actions import keep_presets
from grants.presets import queries, rules
from grants.presets.forms import PresetForm
from grants.proposals.forms import fixed_parts
from grants.questions.models import Questionnaire
from grants.questions.rules import over_limits, problems


def save_preset(session: Session, actor: Actor, code: str, data: PresetForm, version: int | None) -> Questionnaire:
    """Write one preset; the others stay as they are."""
    require(actor, Permission.SETTINGS_MANAGE)
    presets, preset = queries.list_presets(session, actor), queries.get_preset(session, actor, code)
    if any(one.code != code and one.up_to_fen == data.up_to_fen for one in presets):
        raise Refused("两种申报表的金额上限不能一样。", field="up_to_fen")
    known = {one.key for one in rules.offered(preset, presets)}
    if not known.issuperset(data.asks):
        raise Refused("请从列表中选择。", field="asks")
    named = {"title": data.title, "title_en": data.title_en, "up_to_fen": data.up_to_fen}
    made = rules.asking(preset, presets, data.asks).model_copy(update=named)
    if wrong := [*over_limits(made), *problems(made, fixed_parts())]:
        raise Refused("".join(dict.fromkeys(wrong)), field="asks")
    kept = [made if one.code == code else one for one in presets]
    keep_presets(session, actor, queries.home_of(actor), kept, version)
    return made
