"""The presets as JSON."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.permissions import Permission as P
from core.replies import Json, Reply
from core.resource_api import BASE
from core.web import changes, reads
from grants.presets import actions, queries
from grants.presets.forms import PresetForm, PresetOut
from grants.presets.pages import asked_of
from grants.questions.models import Questionnaire
from grants.questions.rules import stored


def _shown(preset: Questionnaire, version: int) -> dict:
    given = preset.model_dump() | {"asks": asked_of(preset), "version": version}
    return PresetOut(**given | {"sections": stored(preset)["sections"]}).model_dump(mode="json")


@reads(f"{BASE}/form-presets", P.SETTINGS_MANAGE)
def listed(session: Session, actor: Actor) -> Reply:
    version = queries.version_of(session, actor)
    return Json({"items": [_shown(one, version) for one in queries.list_presets(session, actor)], "after": None})


@changes(f"{BASE}/form-presets/{{code:str}}", P.SETTINGS_MANAGE, takes=PresetForm, returns=PresetOut)
def save(session: Session, actor: Actor, call: Call, code: str) -> Reply:
    made = actions.save_preset(session, actor, code, call.body(PresetForm), None)
    return Json(_shown(made, queries.version_of(session, actor)))


HANDLERS = [listed, save]
