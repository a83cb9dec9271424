"""The dossier as a ZIP: an index PDF, a spreadsheet per kind of record, every issued document."""

import io
import zipfile

from sqlmodel import Session

from core import clock, storage
from core.access import Actor
from core.documents import Facts, Grid, Heading, Letterhead, content_digest, render
from core.files.models import StoredFile
from core.issued.models import IssuedDocument
from core.tables import export
from incubator.groups.documents import roster_blocks
from incubator.groups.models import Group, Member
from portal.dossier.queries import Chapter


def index_pdf(
    actor: Actor, group: Group, members: list[Member], chapters: list[Chapter], issued: list[IssuedDocument]
) -> bytes:
    """What the dossier holds, on paper."""
    blocks = [
        *roster_blocks(group, members),
        Heading("记录"),
        Facts([(c.noun.list_label or c.noun.label, f"{len(c.rows)} 条") for c in chapters]),
        Heading("文书"),
        Grid(
            ["编号", "名称", "版本", "日期"],
            [[d.number, d.title, str(d.version), clock.format_date(d.issued_at)] for d in issued],
        ),
    ]
    head = Letterhead(
        title="一组织一档",
        number=group.number,
        issuer=group.name,
        issued_on=clock.today(),
        version=group.version,
        made_by=actor.name,
        content_hash=content_digest("一组织一档", group.number, blocks),
    )
    return render(head, blocks)


def dossier_zip(
    session: Session,
    actor: Actor,
    group: Group,
    members: list[Member],
    chapters: list[Chapter],
    issued: list[IssuedDocument],
) -> bytes:
    """Everything in one file; spreadsheets hold what this actor may see."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("00-目录.pdf", index_pdf(actor, group, members, chapters, issued))
        for chapter in chapters:
            noun = chapter.noun
            visible = noun.visible(actor) & (noun.model.group_id == group.id)
            title = noun.list_label or noun.label
            archive.writestr(f"记录/{title}.xlsx", export(session, noun.table, actor, visible, {}, title))
        for one in issued:
            stored = session.get_one(StoredFile, one.file_id)
            archive.writestr(f"文书/{one.number}-v{one.version}-{one.title}.pdf", storage.get(stored.sha256))
    return buffer.getvalue()
