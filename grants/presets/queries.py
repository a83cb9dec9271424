"""Reading the presets of an administrator's own area."""

from sqlmodel import Session

from core import audit
from core.access import Actor
from core.errors import NotFound
from core.permissions import Permission
from grants.builder.queries import own_presets
from grants.questions.models import Questionnaire
from grants.questions.queries import presets_of


def home_of(actor: Actor) -> str:
    """The area whose presets an administrator keeps: the widest that they administer."""
    return min(actor.areas(Permission.SETTINGS_MANAGE), key=len).ljust(12, "0")


def list_presets(session: Session, actor: Actor) -> list[Questionnaire]:
    return presets_of(session, home_of(actor))


def get_preset(session: Session, actor: Actor, code: str) -> Questionnaire:
    found = next((one for one in list_presets(session, actor) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def version_of(session: Session, actor: Actor) -> int:
    """The version of the area's own presets; 0 while those that are shipped hold."""
    row = own_presets(session, home_of(actor))
    return row.version if row else 0


def history_of(session: Session, actor: Actor) -> list[audit.AuditEvent]:
    """Who changed them and when, the newest first."""
    row = own_presets(session, home_of(actor))
    return audit.timeline(session, "code_list", row.id or 0)[:10] if row else []
