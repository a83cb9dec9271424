"""Reading past editions: for offices by area, and for whatever compares today's proposals with earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, func, select

from core import clock, codelists, vault
from core.access import Actor, Area, Level, in_areas, per_actor
from core.files.queries import sealed_content
from core.imports import Planned, Record, Row, compact, find_header, names_of, read_sheets, read_table, text_of
from core.imports import Table as List
from core.permissions import Permission
from core.statements import Prepared
from core.tables import Col, Filter, Table
from grants.eligibility.rules import Earlier
from grants.eligibility.rules import likeness as title_likeness
from grants.past import rules
from grants.past.models import Outcome, PastImport, PastLine, PastProposal, PastStatus
from grants.similarity.rules import estimate, likeness, passages, signature
from incubator.groups.models import Group

LIKELY, ALIKE, SAME_TITLE = 0.3, 0.4, 0.8
MOST_COMPARED = 5_000
FEWEST_LINES = 3


@per_actor
def visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(PastProposal.area_code, Permission.PAST_VIEW)


@per_actor
def imports_visible_to(actor: Actor) -> ColumnElement[bool]:
    return actor.office_within(PastImport.area_code, Permission.PAST_IMPORT)


def community_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    here = in_areas(Area.code, actor.areas(Permission.PAST_IMPORT))
    rows = session.exec(select(Area).where(Area.level == Level.COMMUNITY, here).order_by(col(Area.code)))
    return [(area.code, area.name) for area in rows]


def home_of(actor: Actor) -> str:
    """The area of a list whose rows name no community: the widest in which the actor imports."""
    return min(actor.areas(Permission.PAST_IMPORT), key=len).ljust(12, "0")


def _groups_here(area_code: str) -> ColumnElement[bool]:
    return in_areas(Group.area_code, [area_code[:6]])


def group_choices(session: Session, past: PastProposal) -> list[tuple[str, str]]:
    found = select(Group.id, Group.name).where(_groups_here(past.area_code)).order_by(col(Group.name)).limit(2000)
    return [(str(number), name) for number, name in session.exec(found)]


def known_of(session: Session, actor: Actor, year: int | None) -> rules.Known:
    """What the rows of this actor's list are measured by, as things stand now."""
    home = home_of(actor)
    named: dict[str, list[int]] = {}
    for number, name in session.exec(select(Group.id, Group.name).where(_groups_here(home))):
        named.setdefault(compact(name), []).append(number or 0)
    district = in_areas(PastProposal.area_code, [home[:6]])
    return rules.Known(
        communities={label: code for code, label in community_choices(session, actor)},
        categories=names_of(codelists.items(session, home, "project_categories")),
        costs=names_of(codelists.items(session, home, "cost_categories")),
        groups={name: numbers[0] for name, numbers in named.items() if len(numbers) == 1},
        identities=set(session.exec(select(PastProposal.identity).where(district))),
        this_year=clock.today().year,
        home=home,
        year=year,
    )


@dataclass
class Read:
    """What an import would make of a list now."""

    table: List
    planned: list[Planned]
    lost_lines: list[int] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)


def plan_of(session: Session, actor: Actor, content: bytes, name: str, sheet: str, year: int | None) -> Read:
    """Read a list and judge its rows; nothing is written."""
    known = known_of(session, actor, year)
    table = read_table(content, name, rules.COLUMNS, rules.REQUIRED, sheet or None)
    typed, above = table.header.typed, _above(content, name, table)
    units = {column: rules.unit_of(typed.get(column, ""), above) for column in ("asked", "granted")}
    lines, yuan = _lines_of(content, name)
    budgets, lost = rules.lines_by_row(lines, table.records, known, yuan)
    return Read(table, rules.plan_import(table.records, known, units, budgets), lost, units)


def _above(content: bytes, name: str, table: List) -> list[str]:
    """The lines over the table, where an office writes in what unit its amounts are."""
    rows = [row for row in rows_of(content, name, table.sheet) if row.number < table.header.row_number]
    return [compact(text_of(cell)) for row in rows for cell in row.cells]


def _lines_of(content: bytes, name: str) -> tuple[Sequence[Record], int]:
    """The lines of the budgets, where a sheet has them, and how many yuan 1 is in their prices."""
    if not any(find_header(one.rows, rules.LINE_COLUMNS, rules.LINES_REQUIRED) for one in read_sheets(content, name)):
        return (), 1
    table = read_table(content, name, rules.LINE_COLUMNS, rules.LINES_REQUIRED)
    return table.records, rules.unit_of(table.header.typed.get("price", ""), ())


def rows_of(content: bytes, name: str, sheet: str) -> list[Row]:
    return list(next(one.rows for one in read_sheets(content, name) if one.name == sheet))


def content_of_import(session: Session, one: PastImport) -> bytes:
    """The bytes of the list as they were sent; raises Erased once the list was destroyed."""
    if one.key_id is None:
        raise vault.Erased("这张原表已经销毁。")
    return sealed_content(session, "past_import", one.key_id, one.file_id)


def read_again(session: Session, actor: Actor, one: PastImport) -> Read:
    return plan_of(session, actor, content_of_import(session, one), one.name, one.sheet, one.year)


def list_old_imports(session: Session, before: datetime) -> list[PastImport]:
    """Imports whose list is still readable though its time is over."""
    kept = (col(PastImport.key_id).is_not(None), col(PastImport.status_since) < before)
    return list(session.exec(select(PastImport).where(*kept).order_by(col(PastImport.id)).limit(200)))


def list_of_import(session: Session, import_id: int) -> list[PastProposal]:
    here = PastProposal.import_id == import_id
    return list(session.exec(select(PastProposal).where(here).order_by(col(PastProposal.id))))


def lines_of(session: Session, past_id: int) -> list[PastLine]:
    return list(
        session.exec(select(PastLine).where(PastLine.past_proposal_id == past_id).order_by(col(PastLine.place)))
    )


_OF_GROUP = Prepared(
    lambda group: select(PastProposal).where(PastProposal.group_id == group).order_by(col(PastProposal.id))
)


def earlier_of(session: Session, group_id: int) -> list[Earlier]:
    """What a group got money for before this system."""
    found = _OF_GROUP(session, group=group_id)
    return [Earlier(one.number, one.title, one.year, rules.is_finished(one)) for one in found if rules.was_funded(one)]


def past_prices(session: Session, district: str, kinds: Sequence[tuple[str, str]], but: int, most: int) -> list[Any]:
    """(category, unit, price in fen, applicant) of the budget lines of others in the district, newest first."""
    chosen = (
        select(PastLine.category, PastLine.unit, PastLine.price_fen, PastProposal.applicant)
        .join(PastProposal, col(PastProposal.id) == col(PastLine.past_proposal_id))
        .where(tuple_(col(PastLine.category), col(PastLine.unit)).in_(kinds))
        .where(in_areas(PastProposal.area_code, [district]), func.coalesce(PastProposal.group_id, 0) != but)
    )
    return list(session.exec(chosen.order_by(col(PastLine.id).desc()).limit(most)))


@dataclass
class PastTwin:
    """A past proposal that resembles one of today, and why it is shown."""

    past: PastProposal
    percent: int = 0
    passages: list[str] = field(default_factory=list)
    has_same_title: bool = False
    same_lines: int = 0


def twins_of(session: Session, actor: Actor, title: str, summary: str, lines: Iterable[Any]) -> list[PastTwin]:
    """What was applied for before and resembles this, among the newest that the actor may see; strongest first."""
    text, budgets = rules.told_text(title, summary), _same_lines(session, actor, lines)
    mine, found = signature(text), []
    rows = select(PastProposal).where(visible_to(actor)).order_by(col(PastProposal.id).desc()).limit(MOST_COMPARED)
    for past in session.exec(rows):
        twin = PastTwin(past, same_lines=budgets.get(past.id or 0, 0))
        twin.has_same_title = title_likeness(past.title, title) >= SAME_TITLE
        if estimate(mine, past.signature) >= LIKELY:
            theirs = rules.told_text(past.title, past.summary)
            if (share := likeness(text, theirs)) >= ALIKE:
                twin.percent, twin.passages = round(share * 100), passages(text, theirs)
        if twin.percent or twin.has_same_title or twin.same_lines:
            found.append(twin)
    return sorted(found, key=lambda one: (one.percent, one.has_same_title, one.same_lines), reverse=True)


def _same_lines(session: Session, actor: Actor, lines: Iterable[Any]) -> dict[int, int]:
    """Past proposal → how many of these budget lines stand in its own with the same words, number and price."""
    columns = (PastLine.category, PastLine.unit, PastLine.item, PastLine.quantity, PastLine.price_fen)
    mine = {(one.category, one.unit, one.item, one.quantity, one.price_fen) for one in lines}
    chosen = (
        select(PastLine.past_proposal_id, func.count())
        .join(PastProposal, col(PastProposal.id) == col(PastLine.past_proposal_id))
        .where(tuple_(*columns).in_(mine), visible_to(actor))
        .group_by(col(PastLine.past_proposal_id))
        .having(func.count() >= FEWEST_LINES)
    )
    return dict(session.exec(chosen).all()) if len(mine) >= FEWEST_LINES else {}


TABLE = Table(
    model=PastProposal,
    columns=(
        Col("title", "项目名称", col(PastProposal.title)),
        Col("number", "编号", col(PastProposal.number), is_sortable=True),
        Col("year", "年度", col(PastProposal.year), kind="number", is_sortable=True),
        Col("applicant", "申报主体", col(PastProposal.applicant)),
        Col("asked", "申请金额（元）", col(PastProposal.asked_fen), kind="money"),
        Col("granted", "资助金额（元）", col(PastProposal.granted_fen), kind="money"),
        Col("outcome", "结果", col(PastProposal.outcome)),
    ),
    filters=(Filter("outcome", "结果", col(PastProposal.outcome), Outcome.choices()),),
    search=PastProposal.search_text,
    empty_text="还没有往期项目。把以前各届的项目表导入进来，查重和预算参考就能用上。",
)
IMPORTS = Table(
    model=PastImport,
    columns=(
        Col("number", "编号", col(PastImport.number), is_sortable=True),
        Col("name", "文件", col(PastImport.name)),
        Col("total", "行数", col(PastImport.total), kind="number"),
        Col("ok_count", "可导入", col(PastImport.ok_count), kind="number"),
        Col("duplicate_count", "重复", col(PastImport.duplicate_count), kind="number"),
        Col("error_count", "有误", col(PastImport.error_count), kind="number"),
        Col("status", "状态", col(PastImport.status), kind="state"),
        Col("created_at", "上传时间", col(PastImport.created_at), kind="datetime", is_sortable=True),
    ),
    filters=(Filter("status", "状态", col(PastImport.status), PastStatus.choices()),),
    search=PastImport.name,
    empty_text="还没有导入过往期项目表。",
)
