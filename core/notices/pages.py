"""Public notices with their objection form, and the desks where notices and objections are handled."""

from sqlmodel import Session

from core import clock
from core.access import PUBLIC, Actor
from core.accounts.queries import area_choices
from core.call import Call
from core.forms import Bound
from core.notices import actions, forms, queries, rules
from core.notices.documents import notice_pdf
from core.notices.models import Notice, Objection, ObjectionStatus
from core.notices.workflow import NOTICE, OBJECTION
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission
from core.replies import PDF, File, Moved, Reply
from core.resource_pages import noun_pages, record_context
from core.templating import Page
from core.web import changes, reads


def _place(text: str) -> tuple[int, int] | None:
    """The ``rank-id`` of the last notice on the page before."""
    rank, _dash, number = text.partition("-")
    is_place = rank in ("0", "1") and number.isascii() and number.isdigit() and len(number) < 19
    return (int(rank), int(number)) if is_place else None


def _shown(notice: Notice) -> dict:
    state = NOTICE.state(rules.shown_status(notice, clock.today()))
    is_open, numbers = rules.is_open(notice, clock.today()), rules.number_columns(notice.lines)
    return {"notice": notice, "state": state, "is_open": is_open, "numbers": numbers}


@reads("/notices", PUBLIC)
def public_list(session: Session, call: Call) -> Reply:
    q = call.asked("q").strip()[:80]
    found, has_more = queries.list_public(session, q, _place(call.asked("after")))
    rows = [_shown(notice) for notice in found]
    following = f"{queries.rank_of(found[-1])}-{found[-1].id}" if has_more else None
    return Page("core/notices/list.html", rows=rows, q=q, following=following)


def _public_page(session: Session, notice: Notice, form: Bound, status: int = 200) -> Page:
    days = (notice.ends_on - clock.today()).days if notice.ends_on else 0
    answered = queries.count_objections(session, notice.id or 0, ObjectionStatus.UPHELD, ObjectionStatus.REJECTED)
    waiting = queries.count_objections(session, notice.id or 0, *rules.UNANSWERED)
    return Page(
        "core/notices/public.html", status, form=form, days=days, answered=answered, waiting=waiting, **_shown(notice)
    )


@reads("/notices/{notice_id:int}", PUBLIC)
def public_show(session: Session, call: Call, notice_id: int) -> Reply:
    notice = queries.get_public(session, notice_id)
    return _public_page(session, notice, call.blank(forms.ObjectionForm))


@reads("/notices/{notice_id:int}/pdf", PUBLIC)
def public_pdf(session: Session, notice_id: int) -> Reply:
    notice = queries.get_public(session, notice_id)
    return File(notice_pdf(notice), f"{notice.title}-{notice.number}.pdf", PDF)


@changes("/notices/{notice_id:int}/objections", PUBLIC, creates=True, body_limit=12_000_000)
def object_to(session: Session, actor: Actor, call: Call, notice_id: int) -> Reply:
    notice = queries.get_public(session, notice_id)
    form = call.bind(forms.ObjectionForm)
    with form.catching(session):
        evidence = call.files.get("file", [])
        objection = actions.lodge_objection(session, actor, notice, form.value, evidence, call.address)
        return Moved(f"/notices/receipts/{objection.receipt_code}", "已收到您的异议，请保存好这张回执。")
    return _public_page(session, notice, form, 422)


@reads("/notices/receipts/{code:str}", PUBLIC)
def receipt(session: Session, code: str) -> Reply:
    objection = queries.by_receipt(session, code)
    notice = session.get_one(Notice, objection.notice_id)
    state = OBJECTION.state(objection.status)
    return Page("core/notices/receipt.html", objection=objection, notice=notice, state=state)


NOTICES = register(
    Noun(
        name="notice",
        label="公示",
        plural="notice-desk",
        section="工作台",
        model=Notice,
        table=queries.NOTICES,
        view=Permission.NOTICES_VIEW,
        visible=queries.visible_notices,
        out=forms.NoticeOut,
        title=lambda notice: notice.title,
        workflow=NOTICE,
        add=Change(Permission.NOTICES_PUBLISH, forms.NoticeForm, actions.write_notice, "起草公示"),
        moves={"publish": Move(actions.publish), "confirm": Move(actions.confirm_notice)},
        choices=lambda session, actor, notice: {
            "area_code": area_choices(session, actor, Permission.NOTICES_PUBLISH),
        },
        rule_facts=queries.notice_facts,
        facts=lambda session, actor, notice: [
            ("公示单位", notice.issuer),
            ("公示期", f"{notice.workdays} 个工作日"),
            ("开始", clock.format_date(notice.starts_on) if notice.starts_on else None),
            ("截止", clock.format_date(notice.ends_on) if notice.ends_on else None),
        ],
        show=lambda session, actor, notice: {
            "notice": notice,
            "numbers": rules.number_columns(notice.lines),
            "is_public": notice.status in queries.PUBLIC_STATES,
            "objections": queries.list_objections(session, actor, notice.id),
            "objection_state": OBJECTION.state,
        },
        show_template="core/notices/show.html",
        form_note="公示对所有人公开，请不要写手机号、身份证号、银行账号和家庭住址。",
    )
)


def _may_attach(session: Session, actor: Actor, objection: Objection) -> bool:
    is_live = objection.status in rules.UNANSWERED
    return is_live and actor.can(Permission.OBJECTIONS_HANDLE, objection.area_code)


def _handles(actor: Actor, objection: Objection) -> bool:
    codes = (Permission.OBJECTIONS_HANDLE, Permission.OBJECTIONS_DECIDE)
    return any(actor.can(permission, objection.area_code) for permission in codes)


OBJECTIONS = register(
    Noun(
        name="objection",
        label="异议",
        plural="objections",
        section="工作台",
        model=Objection,
        table=queries.OBJECTIONS,
        view=Permission.OBJECTIONS_VIEW,
        visible=queries.visible_objections,
        out=forms.ObjectionOut,
        title=lambda objection: f"异议 {objection.number}",
        workflow=OBJECTION,
        edit=Change(
            Permission.OBJECTIONS_HANDLE,
            forms.FindingForm,
            actions.write_finding,
            "填写核查情况",
            is_open=lambda objection: objection.status == ObjectionStatus.UNDER_REVIEW,
        ),
        moves={
            "accept": Move(actions.accept_objection),
            "uphold": Move(actions.uphold_objection, forms.DecisionForm),
            "reject": Move(actions.reject_objection, forms.DecisionForm),
        },
        facts=lambda session, actor, objection: [
            ("异议人", objection.contact_masked),
            ("收到时间", clock.format_datetime(objection.received_at)),
            ("受理日期", clock.format_date(objection.accepted_on) if objection.accepted_on else None),
            ("答复期限", clock.format_date(objection.answer_due_on) if objection.answer_due_on else None),
            ("答复日期", clock.format_date(objection.answered_on) if objection.answered_on else None),
            ("内容摘要", objection.content_hash[:16]),
        ],
        show=lambda session, actor, objection: {
            "objection": objection,
            "notice": session.get_one(Notice, objection.notice_id),
            "may_reveal": _handles(actor, objection) and objection.contact_masked != "已删除",
            "may_erase": actor.can(Permission.OBJECTIONS_HANDLE, objection.area_code)
            and objection.status not in rules.UNANSWERED
            and objection.contact_masked != "已删除",
            "revealed": None,
        },
        show_template="core/notices/objection.html",
        event_labels={"reveal": "查看异议人联系方式", "erase": "删除个人信息", "add": "收到异议"},
        slots=(("evidence", "证明材料"), ("finding", "核查材料")),
        may_attach=_may_attach,
    )
)


@changes("/objections/{row_id:int}/reveal", Permission.OBJECTIONS_VIEW)
def reveal(session: Session, actor: Actor, row_id: int) -> Reply:
    objection = OBJECTIONS.get(session, actor, row_id)
    name, phone = actions.reveal_objector(session, actor, objection)
    context = record_context(OBJECTIONS, session, actor, objection)
    return Page(OBJECTIONS.show_template, **context | {"revealed": f"{name}　{phone}"})


@changes("/objections/{row_id:int}/erase", Permission.OBJECTIONS_HANDLE)
def erase(session: Session, actor: Actor, row_id: int) -> Reply:
    actions.erase_objector(session, actor, OBJECTIONS.get(session, actor, row_id))
    return Moved(f"/objections/{row_id}", "异议人的个人信息已删除，办理记录仍保留。")


HANDLERS = [
    public_list,
    public_show,
    public_pdf,
    object_to,
    receipt,
    reveal,
    erase,
    *noun_pages(NOTICES),
    *noun_pages(OBJECTIONS),
]
