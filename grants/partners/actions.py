"""Taking an invitation back, because another one replaces it or because the lead goes on without."""

from sqlmodel import Session

from core.access import Actor
from core.workflow import EFFECT
from grants.partners.models import Partner
from grants.partners.workflow import PARTNER


def recall(session: Session, actor: Actor, partner: Partner) -> None:
    PARTNER.fire(session, actor, partner, "recall", facts=EFFECT)
