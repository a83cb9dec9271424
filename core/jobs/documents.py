"""The export of any list as a job."""

from urllib.parse import parse_qs

from sqlmodel import Session

from core import clock
from core.access import Actor, allows
from core.errors import NotFound
from core.i18n import translator
from core.nouns import NOUNS, Noun
from core.replies import XLSX, File
from core.tables import export
from core.worker import Work, job


def noun_by_plural(actor: Actor, plural: str) -> Noun:
    noun = next((noun for noun in NOUNS.values() if noun.plural == plural), None)
    if noun is None or not allows(actor, noun.view):
        raise NotFound
    return noun


def export_title(actor: Actor, noun: Noun) -> str:
    return translator(actor.lang)(noun.list_label or noun.label)


def _content(session: Session, work: Work, noun: Noun) -> bytes:
    actor, asked = work.actor, parse_qs(work.args.get("query", ""), max_num_fields=100)
    words, title = translator(actor.lang), export_title(actor, noun)
    return export(session, noun.table, actor, noun.visible(actor), asked, title, words, work.progress)


@job("export", "导出表格")
def export_list(work: Work) -> File:
    """An XLSX of a list, filtered as it was on the page, of what the person who asked may see now."""
    noun = noun_by_plural(work.actor, work.args["plural"])
    with work.reading() as session:
        content = _content(session, work, noun)
    work.progress(work.job.total, work.job.total, "已生成")
    return File(content, f"{export_title(work.actor, noun)}-{clock.today().isoformat()}.xlsx", XLSX)
