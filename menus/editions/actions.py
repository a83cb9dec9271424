"""Planning and publishing editions."""

from typing import Any

from sqlmodel import Session

from core import clock, codelists
from core.access import Actor, area_name
from core.changes import add, edit, require
from core.issued.actions import issue
from core.numbers import next_number
from core.permissions import Permission
from menus.editions import documents, queries
from menus.editions.forms import EditionForm
from menus.editions.models import MenuEdition
from menus.editions.workflow import EDITION
from menus.items.queries import list_offered

KEPT = """id number title category network summary target content unit pricing_mode price_fen min_people max_people
duration_min venue_need lead_days monthly_capacity season revision""".split()


def plan_edition(session: Session, actor: Actor, data: EditionForm) -> MenuEdition:
    require(actor, Permission.ITEMS_APPROVE, data.area_code)
    edition = MenuEdition(number=next_number(session, data.area_code, "QD"), **data.model_dump())
    return add(session, actor, edition, title=data.title)


def edit_edition(session: Session, actor: Actor, edition: MenuEdition, data: EditionForm, version: int | None) -> None:
    require(actor, Permission.ITEMS_APPROVE, edition.area_code)
    require(actor, Permission.ITEMS_APPROVE, data.area_code)
    edit(session, actor, edition, data.model_dump(), version)


def facts_of(session: Session, edition: MenuEdition) -> dict[str, Any]:
    return {"offered": len(list_offered(session, edition.area_code))}


def publish_edition(session: Session, actor: Actor, edition: MenuEdition, reason: str | None = None) -> None:
    """Freeze the listed items into the edition and print the booklet."""
    offered = list_offered(session, edition.area_code)
    groups = queries.providers_of(session, offered)
    snapshot = [
        {name: getattr(item, name) for name in KEPT}
        | {"provider": groups[item.group_id].name, "provider_stars": groups[item.group_id].stars}
        for item in offered
    ]
    facts = {"offered": len(offered)}
    EDITION.fire(session, actor, edition, "publish", reason, facts, items=snapshot, published_on=clock.today())
    categories = codelists.labels(session, edition.area_code, "menu_categories")
    units = codelists.labels(session, edition.area_code, "menu_units")
    district = area_name(session, edition.area_code)
    blocks = documents.booklet_blocks(edition, categories, units, district)
    issue(session, actor, edition, "booklet", "QDS", edition.title, blocks, issuer=district)
