"""Pages of payments, and the money page of a project."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.money import format_yuan
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.awards.queries import group_of
from grants.payments import actions, forms, queries
from grants.payments.models import Payment
from grants.payments.workflow import CONDITIONS, PAYMENT
from grants.projects.models import Project
from grants.projects.pages import PROJECT_NOUN
from grants.projects.queries import project_choices

CONDITION_LABELS = (
    "拨款条件已达到",
    "协议在履行中",
    "没有未完成的整改",
    "收款账户已由另一人核验",
    "申请后收款账户未变更",
)


def _facts(session: Session, actor: Actor, payment: Payment) -> list[tuple[str, Any]]:
    known = queries.facts_of(session, payment)
    maker, checker, approver, payer = queries.names_behind(session, payment)
    return [
        ("项目", known["project"].title),
        ("团队", group_of(session, payment.group_id).name),
        ("批次", payment.step),
        ("金额", format_yuan(payment.amount_fen) + " 元"),
        *[
            (fund.name, format_yuan(share.amount_fen) + " 元")
            for share, fund in queries.shares_of(session, payment.id or 0)
        ],
        ("收款方", f"{known['payee'].holder}（{known['payee'].bank} {known['payee'].account_masked}）"),
        ("制单", maker),
        ("审核", checker),
        ("审批", approver),
        ("出纳", payer),
        ("银行回单号", payment.slip_number),
        ("说明", payment.note),
    ]


def _parts(session: Session, actor: Actor, payment: Payment) -> dict[str, Any]:
    if payment.status in ("PAID", "RETURNED", "REVERSED"):
        return {"conditions": []}
    known = queries.facts_of(session, payment)
    pairs = zip(CONDITION_LABELS, CONDITIONS, strict=True)
    return {"conditions": [(label, need.rule(payment, actor, known), need.refusal) for label, need in pairs]}


NOUN = register(
    Noun(
        name="payment",
        label="拨款",
        list_label="拨款",
        plural="payments",
        section="公益微创投",
        model=Payment,
        table=queries.TABLE,
        view=P.PAYMENTS_VIEW,
        visible=queries.visible_to,
        out=forms.PaymentOut,
        title=lambda payment: f"第 {payment.step} 批拨款",
        workflow=PAYMENT,
        add=Change(P.PAYMENTS_REQUEST, forms.PaymentForm, actions.request_payment, "申请拨款"),
        moves={
            "check": Move(actions.check_payment),
            "approve": Move(actions.approve_payment),
            "pay": Move(actions.pay, forms.PayForm),
            "reverse": Move(actions.reverse_payment),
        },
        rule_facts=queries.facts_of,
        choices=lambda session, actor, payment: {"project_id": project_choices(session, actor)},
        facts=_facts,
        show=_parts,
        show_template="grants/payments/show.html",
        slots=[("SLIP", "银行回单")],
    )
)


def _money_page(session: Session, actor: Actor, project: Project, form: Bound, status: int = 200) -> Page:
    return Page(
        "grants/payments/project.html",
        status,
        project=project,
        tranches=queries.tranches(session, project),
        payment_state=PAYMENT.state,
        returns=queries.returns_of(session, project.id or 0),
        paid_fen=queries.paid_fen(session, project.id or 0),
        returned_fen=queries.returned_fen(session, project.id or 0),
        spent_fen=queries.progress(session, project).spent_fen,
        may_request=actor.can(P.PAYMENTS_REQUEST, project.area_code),
        may_return=actor.can(P.PAYMENTS_PAY, project.area_code),
        may_close=project.status in ("ACCEPTED", "FAILED") and actor.can(P.PROJECTS_ACCEPT, project.area_code),
        form=form,
        page_title=f"{project.title} · 拨款",
    )


@reads("/projects/{row_id:int}/payments", P.PAYMENTS_VIEW)
def project_money(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    project = PROJECT_NOUN.get(session, actor, row_id)
    return _money_page(session, actor, project, call.blank(forms.ReturnForm))


@changes("/projects/{row_id:int}/returns", P.PAYMENTS_PAY, creates=True, takes=forms.ReturnForm)
def return_balance(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    project, form = PROJECT_NOUN.get(session, actor, row_id), call.bind(forms.ReturnForm)
    with form.catching(session):
        actions.return_balance(session, actor, project, form.value)
        return Moved(f"/projects/{row_id}/payments", "退回已入账。")
    return _money_page(session, actor, project, form, 422)


@changes("/projects/{row_id:int}/close", P.PROJECTS_ACCEPT)
def close(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    project, form = PROJECT_NOUN.get(session, actor, row_id), call.bind(forms.ReturnForm)
    with form.catching(session):
        actions.close_project(session, actor, project)
        return Moved(f"/projects/{row_id}", "项目已结项。")
    return _money_page(session, actor, project, form, 422)


# The project's own button "结项" settles money first: the feature that knows the money takes that verb.
PROJECT_NOUN.moves = {**PROJECT_NOUN.moves, "close": Move(actions.close_project)}
HANDLERS = [project_money, return_balance, close, *noun_pages(NOUN)]
