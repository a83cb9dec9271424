"""Every change to past editions: a list is read, entered once, and taken back as a whole."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from core import audit, clock, vault
from core.access import Actor
from core.call import Upload
from core.changes import add, edit, require
from core.errors import Refused
from core.files.actions import store_sealed
from core.imports import Planned, Verdict, count_verdicts
from core.numbers import next_number
from core.permissions import Permission
from core.search import search_text
from core.worker import Work, job
from grants.past import queries
from grants.past.forms import LinkForm, PastImportForm
from grants.past.models import PastImport, PastLine, PastProposal
from grants.past.rules import MAX_ROWS, told_text
from grants.past.workflow import PAST_IMPORT
from grants.similarity.rules import signature

KEEP_DAYS = 30


def plan_past(session: Session, actor: Actor, data: PastImportForm, upload: Upload | None) -> PastImport:
    """Read a list and keep it sealed; what its rows would become is shown before anything is entered."""
    require(actor, Permission.PAST_IMPORT)
    if upload is None or not upload.content:
        raise Refused("请选择要导入的往期项目表。", field="file")
    found = queries.plan_of(session, actor, upload.content, upload.name, data.sheet, data.year)
    if not found.planned:
        raise Refused("表头下面没有项目，请核对文件。", field="file")
    if len(found.planned) > MAX_ROWS:
        raise Refused(f"每次最多导入 {MAX_ROWS:,} 行，请分几次导入。", field="file")
    area_code, counts = queries.home_of(actor), count_verdicts(found.planned)
    key_id, file_id = store_sealed(session, "past_import", upload.content)
    plan = PastImport(
        area_code=area_code,
        number=next_number(session, area_code, "WD"),
        name=upload.name[-160:],
        sheet=found.table.sheet,
        year=data.year,
        file_id=file_id,
        key_id=key_id,
        **counts,
    )
    return add(session, actor, plan, **counts)


def apply_import(session: Session, actor: Actor, plan: PastImport, reason: str | None = None) -> list[PastProposal]:
    """Enter every good row, judged again at this moment, so that nothing that came in meanwhile is doubled."""
    require(actor, Permission.PAST_IMPORT, plan.area_code)
    planned = queries.read_again(session, actor, plan).planned
    outcomes = [
        {"row": one.row_number, "verdict": one.verdict.value, "field": one.field, "reason": one.reason}
        for one in planned
    ]
    good = [one for one in planned if one.verdict is Verdict.OK]
    if not good:
        raise Refused("没有可以导入的行，请改好表格后重新上传。")
    counts = count_verdicts(planned)
    PAST_IMPORT.fire(session, actor, plan, "apply", outcomes=outcomes, applied_by=actor.account_id, **counts)
    made = [_past_from(session, plan, one) for one in good]
    session.add_all(made)
    session.flush()
    for past, row in zip(made, good, strict=True):
        lines = enumerate(row.made["lines"], start=1)
        session.add_all(PastLine(past_proposal_id=past.id, place=place, **line) for place, line in lines)
    session.flush()
    audit.record_many(session, actor, "past_proposal.import", [(past, {"list": plan.number}) for past in made])
    return made


def _past_from(session: Session, plan: PastImport, row: Planned) -> PastProposal:
    made = row.made
    names = ("identity", "year", "edition", "title", "applicant", "group_id", "category", "beneficiaries", "summary")
    return PastProposal(
        area_code=made["community"],
        number=next_number(session, made["community"], "WQ"),
        import_id=plan.id,
        asked_fen=made["asked"],
        granted_fen=made["granted"],
        outcome=made["outcome"],
        search_text=search_text(made["title"], made["applicant"]),
        signature=signature(told_text(made["title"], made["summary"])),
        **{name: made[name] for name in names},
    )


def undo_import(session: Session, actor: Actor, plan: PastImport, reason: str | None = None) -> None:
    """Take out everything that this list brought in; the record keeps who did it, why, and which numbers they had."""
    PAST_IMPORT.fire(session, actor, plan, "undo", reason)
    gone = queries.list_of_import(session, plan.id or 0)
    audit.record_many(session, actor, "past_proposal.remove", [(past, {"list": plan.number}) for past in gone])
    numbers = [past.id for past in gone]
    session.execute(delete(PastLine).where(col(PastLine.past_proposal_id).in_(numbers)))
    session.execute(delete(PastProposal).where(col(PastProposal.id).in_(numbers)))


def discard_import(session: Session, actor: Actor, plan: PastImport, reason: str | None = None) -> None:
    """Give the list up and destroy its bytes."""
    PAST_IMPORT.fire(session, actor, plan, "discard", reason)
    _destroy_list(session, plan)


def _destroy_list(session: Session, plan: PastImport) -> None:
    if plan.key_id is not None:
        vault.destroy(session, plan.key_id)
        plan.key_id = None
        session.add(plan)
        session.flush()


def link_past(session: Session, actor: Actor, past: PastProposal, data: LinkForm, version: int | None) -> None:
    """Say which of today's groups the applicant was; an office knows, a spelling does not."""
    require(actor, Permission.PAST_IMPORT, past.area_code)
    if data.group_id is not None and str(data.group_id) not in dict(queries.group_choices(session, past)):
        raise Refused("请从列表中选择组织。", field="group_id")
    edit(session, actor, past, {"group_id": data.group_id}, version)


@job("past_imports", "销毁过期的往期项目原表", every=timedelta(days=1))
def destroy_old_lists(work: Work) -> None:
    """A list is kept for thirty days after its last step, so that its bad rows can be fetched and corrected."""
    with work.writing() as session:
        for plan in queries.list_old_imports(session, clock.now() - timedelta(days=KEEP_DAYS)):
            _destroy_list(session, plan)
