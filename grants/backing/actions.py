"""Taking a question back, because another one replaces it or because the proposal is given up."""

from sqlmodel import Session

from core.access import Actor
from core.workflow import EFFECT
from grants.backing.models import Backing
from grants.backing.workflow import BACKING


def recall(session: Session, actor: Actor, backing: Backing) -> None:
    BACKING.fire(session, actor, backing, "recall", facts=EFFECT)
