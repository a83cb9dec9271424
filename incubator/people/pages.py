"""Pages of the talent pool and of the lists that fill it."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from core import clock, codelists
from core.access import Actor, Area
from core.call import Call
from core.forms import Form
from core.imports import Planned, Verdict
from core.imports.rejected import WORDS, rejected_rows
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission
from core.replies import XLSX, File, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads
from incubator.followups.queries import seen_of_talent
from incubator.followups.workflow import FOLLOW_UP
from incubator.people import actions, forms, queries
from incubator.people.models import ImportStatus, Talent, TalentImport
from incubator.people.workflow import TALENT, TALENT_IMPORT


class RevealForm(Form):
    """Why a phone is looked at."""

    reason: str = Field(min_length=2, max_length=200, title="用途")


def _choices(session: Session, actor: Actor, talent: Talent | None) -> dict[str, list[tuple[str, str]]]:
    home = actor.home() or ""
    return {
        "area_code": queries.community_choices(session, actor, Permission.TALENTS_ADD),
        "categories": codelists.choices(session, home, "talent_categories"),
        "discover_channel": codelists.choices(session, home, "discover_channels"),
    }


def _facts(session: Session, actor: Actor, talent: Talent) -> list[tuple[str, object]]:
    categories = codelists.labels(session, talent.area_code, "talent_categories")
    channels = codelists.labels(session, talent.area_code, "discover_channels")
    area = session.exec(queries.select(Area.name).where(Area.code == talent.area_code)).first()
    return [
        ("社区", area),
        ("手机号", talent.phone_masked),
        ("性别", talent.gender.label if talent.gender else None),
        ("出生年份", talent.birth_year),
        ("特长类别", "、".join(categories.get(code, code) for code in talent.categories)),
        ("特长说明", talent.skills),
        ("可服务时间", talent.available_times),
        ("发现渠道", channels.get(talent.discover_channel)),
        ("发现人", talent.finder),
        (
            "本人同意",
            f"{clock.format_date(talent.consent_on)}（告知书 {talent.consent_version}）"
            if talent.consent_on
            else "尚未登记",
        ),
        ("荣誉", talent.honours),
        ("备注", talent.notes),
    ]


NOUN = register(
    Noun(
        name="talent",
        label="能人",
        list_label="能人库",
        plural="talents",
        section="孵化培育",
        model=Talent,
        table=queries.TABLE,
        view=Permission.TALENTS_VIEW,
        visible=queries.visible_to,
        out=forms.TalentOut,
        title=lambda talent: talent.name,
        workflow=TALENT,
        add=Change(Permission.TALENTS_ADD, forms.TalentForm, actions.add_talent, "登记能人"),
        edit=Change(Permission.TALENTS_ADD, forms.TalentEditForm, actions.edit_talent, "修改"),
        moves={"withdraw": Move(actions.withdraw)},
        choices=_choices,
        facts=_facts,
        show=lambda session, actor, talent: {
            "may_reveal": actor.can(Permission.TALENTS_REVEAL, talent.area_code),
            "phone": None,
            "follow_ups": seen_of_talent(session, actor, talent.id or 0),
            "told": FOLLOW_UP.states,
        },
        show_template="incubator/people/show.html",
        list_template="incubator/people/list.html",
        event_labels={"reveal": "查看电话", "import": "导入"},
        form_note="请先当面宣读《个人信息告知书》。手机号加密保存，查看会留下记录。",
    )
)


@changes("/talents/{row_id:int}/reveal", Permission.TALENTS_REVEAL)
def reveal(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    talent = NOUN.get(session, actor, row_id)
    form = call.bind(RevealForm)
    with form.catching(session):
        phone = actions.reveal_phone(session, actor, talent, form.value.reason)
        return Page(NOUN.show_template, **record_context(NOUN, session, actor, talent) | {"phone": phone})
    problem = "".join(form.problems.values())
    return Page(NOUN.show_template, 422, **record_context(NOUN, session, actor, talent) | {"problem": problem})


SHOWN_ROWS = 300


def _plan_parts(session: Session, actor: Actor, plan: TalentImport) -> dict[str, Any]:
    """The dry run while it waits; afterwards what became of the rows that were not entered."""
    rows: list[Planned] = []
    if plan.status == ImportStatus.PLANNED:
        content = queries.content_of_import(session, plan)
        rows = queries.plan_of(session, actor, content, plan.name, plan.sheet)[1]
    bad = [one for one in rows if one.verdict is not Verdict.OK]
    good = [one for one in rows if one.verdict is Verdict.OK]
    communities = dict(queries.community_choices(session, actor, Permission.TALENTS_ADD))
    return {
        "bad_rows": bad[:SHOWN_ROWS],
        "good_rows": good[:SHOWN_ROWS],
        "shown_rows": SHOWN_ROWS,
        "words": WORDS,
        "communities": communities,
        "has_rejected": plan.key_id is not None and plan.duplicate_count + plan.error_count > 0,
    }


IMPORT_NOUN = register(
    Noun(
        name="talent_import",
        label="能人登记表",
        list_label="登记表导入",
        plural="talent-imports",
        section="孵化培育",
        in_menu=False,
        model=TalentImport,
        table=queries.IMPORTS,
        view=Permission.TALENTS_ADD,
        visible=queries.imports_visible_to,
        out=forms.ImportOut,
        title=lambda plan: plan.name,
        workflow=TALENT_IMPORT,
        moves={"apply": Move(actions.apply_import), "discard": Move(actions.discard_import)},
        facts=lambda session, actor, plan: [
            ("工作表", plan.sheet),
            ("行数", plan.total),
            ("可导入" if plan.status == ImportStatus.PLANNED else "已导入", plan.ok_count),
            ("重复", plan.duplicate_count),
            ("有误", plan.error_count),
            (
                "本人同意",
                f"{clock.format_date(plan.consent_on)}（告知书 {plan.consent_version}）"
                if plan.consent_on
                else "逐人补登",
            ),
            ("原表", "加密保存" if plan.key_id else "已销毁"),
        ],
        show=_plan_parts,
        show_template="incubator/people/import.html",
        list_template="incubator/people/imports.html",
    )
)


def _import_choices(actor: Actor, session: Session) -> dict[str, list[tuple[str, str]]]:
    return {"discover_channel": codelists.choices(session, actor.home() or "", "discover_channels")}


def _import_page(form: Any, status: int = 200) -> Page:
    note = "先读一遍给您看，确认后才入库；重复的和有误的行不会入库，可以下载改好再传。"
    noun = IMPORT_NOUN
    context = {"noun": noun, "form": form, "action": f"{noun.path}/new", "label": "读取表格", "back": "/talents"}
    return Page("incubator/people/import_new.html", status, page_title="导入登记表", note=note, **context)


@reads("/talent-imports/new", Permission.TALENTS_ADD)
def new_import(session: Session, actor: Actor, call: Call) -> Reply:
    return _import_page(call.blank(forms.ImportForm, _import_choices(actor, session)))


@changes("/talent-imports/new", Permission.TALENTS_ADD, creates=True, takes=forms.ImportForm, body_limit=6_000_000)
def create_import(session: Session, actor: Actor, call: Call) -> Reply:
    form = call.bind(forms.ImportForm, _import_choices(actor, session))
    with form.catching(session):
        plan = actions.plan_talents(session, actor, form.value, next(iter(call.files.get("file", [])), None))
        return Moved(f"/talent-imports/{plan.id}", "表格已读取，请核对后确认。")
    return _import_page(form, 422)


@reads("/talent-imports/{row_id:int}/rejected", Permission.TALENTS_ADD)
def rejected(session: Session, actor: Actor, row_id: int) -> Reply:
    """The rows that were not entered, to be corrected and sent again."""
    plan = IMPORT_NOUN.get(session, actor, row_id)
    content = queries.content_of_import(session, plan)
    found, planned = queries.plan_of(session, actor, content, plan.name, plan.sheet)
    now = [{"row": one.row_number, "verdict": one.verdict.value, "reason": one.reason} for one in planned]
    outcomes = now if plan.outcomes is None else plan.outcomes
    rows = queries.rows_of(content, plan.name, plan.sheet)
    return File(rejected_rows(rows, found.header.row_number, outcomes), f"未导入的行-{plan.number}.xlsx", XLSX)


HANDLERS = [reveal, new_import, create_import, rejected, *noun_pages(NOUN), *noun_pages(IMPORT_NOUN)]
