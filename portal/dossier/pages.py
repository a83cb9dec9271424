"""The dossier of a group, as a page and as a ZIP."""

from sqlmodel import Session

from core.access import Actor
from core.permissions import Permission as P
from core.replies import ZIP, File, Reply
from core.resource_pages import told_facts
from core.templating import Page
from core.web import reads
from incubator.groups.pages import GROUP_NOUN
from incubator.groups.queries import list_members
from portal.dossier import documents, queries


@reads("/dossiers/{group_id:int}", P.GROUPS_VIEW)
def dossier(session: Session, actor: Actor, group_id: int) -> Reply:
    group = GROUP_NOUN.get(session, actor, group_id)
    chapters = queries.chapters(session, actor, group)
    return Page(
        "portal/dossier/dossier.html",
        group=group,
        facts=told_facts(GROUP_NOUN, session, actor, group),
        chapters=chapters,
        issued=queries.documents(session, actor, group, chapters),
    )


@reads("/dossiers/{group_id:int}/zip", P.GROUPS_VIEW)
def dossier_zip(session: Session, actor: Actor, group_id: int) -> Reply:
    group = GROUP_NOUN.get(session, actor, group_id)
    chapters = queries.chapters(session, actor, group)
    issued = queries.documents(session, actor, group, chapters)
    members = list_members(session, group_id)
    content = documents.dossier_zip(session, actor, group, members, chapters, issued)
    return File(content, f"{group.name}-一组织一档.zip", ZIP)


HANDLERS = [dossier, dossier_zip]
