"""Pages of past editions and of the lists that fill them."""

from typing import Any

from sqlmodel import Session

from core import codelists
from core.access import Actor, area_name
from core.call import Call
from core.imports import Verdict, rejected
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import XLSX, File, Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.past import actions, forms, queries
from grants.past.models import PastImport, PastProposal, PastStatus
from grants.past.workflow import PAST_IMPORT
from incubator.groups.models import Group

SHOWN_ROWS = 300
UNITS = {1: "元", 1_000: "千元", 10_000: "万元"}


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{format_yuan(fen)} 元"


def _facts(session: Session, actor: Actor, past: PastProposal) -> list[tuple[str, Any]]:
    categories = codelists.labels(session, past.area_code, "project_categories")
    group = session.get(Group, past.group_id) if past.group_id else None
    return [
        ("年度", past.year),
        ("届次", past.edition),
        ("申报主体", past.applicant),
        ("现在的组织", group.name if group else None),
        ("社区", area_name(session, past.area_code)),
        ("项目类别", categories.get(past.category, past.category)),
        ("申请金额", _yuan(past.asked_fen)),
        ("资助金额", _yuan(past.granted_fen)),
        ("结果", past.outcome),
        ("直接受益人数", past.beneficiaries),
        ("项目简介", past.summary),
    ]


def _parts(session: Session, actor: Actor, past: PastProposal) -> dict[str, Any]:
    costs = codelists.labels(session, past.area_code, "cost_categories")
    lines = [
        (costs.get(one.category, one.category), one.item, one.unit, one.quantity, format_yuan(one.price_fen))
        for one in queries.lines_of(session, past.id or 0)
    ]
    source = session.get_one(PastImport, past.import_id)
    return {"lines": lines, "source": source, "may_import": actor.can(P.PAST_IMPORT, past.area_code)}


NOUN = register(
    Noun(
        name="past_proposal",
        label="往期项目",
        list_label="往期项目",
        plural="past-proposals",
        section="公益微创投",
        model=PastProposal,
        table=queries.TABLE,
        view=P.PAST_VIEW,
        visible=queries.visible_to,
        out=forms.PastOut,
        title=lambda past: past.title,
        edit=Change(P.PAST_IMPORT, forms.LinkForm, actions.link_past, "对应现在的组织"),
        choices=lambda session, actor, past: {"group_id": queries.group_choices(session, past)} if past else {},
        facts=_facts,
        show=_parts,
        beside_list=lambda session, actor: {"may_import": actor.can(P.PAST_IMPORT)},
        show_template="grants/past/show.html",
        list_template="grants/past/list.html",
        event_labels={"import": "导入"},
        form_note="名称完全相同的组织在导入时已经自动对应；改过名的在这里指明，查重复资助时才看得到。",
    )
)


def _plan_parts(session: Session, actor: Actor, plan: PastImport) -> dict[str, Any]:
    """The dry run while it waits; afterwards what may be fetched of the rows that were not entered."""
    waits = plan.status == PastStatus.PLANNED
    found = queries.read_again(session, actor, plan) if waits else None
    rows = found.planned if found else []
    bad = [one for one in rows if one.verdict is not Verdict.OK]
    good = [one for one in rows if one.verdict is Verdict.OK]
    return {
        "bad_rows": bad[:SHOWN_ROWS],
        "good_rows": good[:SHOWN_ROWS],
        "shown_rows": SHOWN_ROWS,
        "words": rejected.WORDS,
        "lost_lines": found.lost_lines if found else [],
        "unit": UNITS[found.units["granted"]] if found else "",
        "linked": sum(one.made["group_id"] is not None for one in good),
        "with_lines": sum(bool(one.made["lines"]) for one in good),
        "has_rejected": plan.key_id is not None and plan.duplicate_count + plan.error_count > 0,
    }


IMPORT_NOUN = register(
    Noun(
        name="past_import",
        label="往期项目表",
        list_label="往期项目表导入",
        plural="past-imports",
        section="公益微创投",
        in_menu=False,
        model=PastImport,
        table=queries.IMPORTS,
        view=P.PAST_IMPORT,
        visible=queries.imports_visible_to,
        out=forms.PastImportOut,
        title=lambda plan: plan.name,
        workflow=PAST_IMPORT,
        moves={
            "apply": Move(actions.apply_import),
            "undo": Move(actions.undo_import),
            "discard": Move(actions.discard_import),
        },
        facts=lambda session, actor, plan: [
            ("工作表", plan.sheet),
            ("行数", plan.total),
            ("可导入" if plan.status == PastStatus.PLANNED else "导入", plan.ok_count),
            ("重复", plan.duplicate_count),
            ("有误", plan.error_count),
            ("原表", "加密保存" if plan.key_id else "已销毁"),
        ],
        show=_plan_parts,
        show_template="grants/past/import.html",
        list_template="grants/past/imports.html",
    )
)


def _import_page(form: Any, status: int = 200) -> Page:
    note = (
        "先读一遍给您看，确认后才入库，入库后也可以整批撤销。只作查重、预算参考和查重复资助用，不产生评分、立项或账目。"
    )
    return Page("grants/past/import_new.html", status, page_title="导入往期项目", note=note, form=form)


@reads("/past-imports/new", P.PAST_IMPORT)
def new_import(session: Session, actor: Actor, call: Call) -> Reply:
    return _import_page(call.blank(forms.PastImportForm))


@changes("/past-imports/new", P.PAST_IMPORT, creates=True, takes=forms.PastImportForm, body_limit=6_000_000)
def create_import(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.PastImportForm)
    with form.catching(session):
        plan = actions.plan_past(session, actor, form.value, next(iter(call.files.get("file", [])), None))
        return Moved(f"/past-imports/{plan.id}", "表格已读取，请核对后确认。")
    return _import_page(form, 422)


@reads("/past-imports/{row_id:int}/rejected", P.PAST_IMPORT)
def rejected_rows(session: Session, actor: Actor, row_id: int) -> Reply:
    """The rows that were not entered, to be corrected and sent again."""
    plan = IMPORT_NOUN.get(session, actor, row_id)
    content, found = queries.content_of_import(session, plan), queries.read_again(session, actor, plan)
    now = [{"row": one.row_number, "verdict": one.verdict.value, "reason": one.reason} for one in found.planned]
    outcomes = now if plan.outcomes is None else plan.outcomes
    rows = queries.rows_of(content, plan.name, plan.sheet)
    made = rejected.rejected_rows(rows, found.table.header.row_number, outcomes)
    return File(made, f"未导入的行-{plan.number}.xlsx", XLSX)


HANDLERS = [new_import, create_import, rejected_rows, *noun_pages(NOUN), *noun_pages(IMPORT_NOUN)]
