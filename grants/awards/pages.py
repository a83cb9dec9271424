"""Pages of awards, payees and agreements, and the page on which the list of an edition is drawn up."""

from sqlmodel import Session

from core.access import Actor
from core.call import Call
from core.forms import Bound
from core.money import format_yuan
from core.notices.queries import notices_of
from core.nouns import Change, Move, Noun, register
from core.permissions import Permission as P
from core.replies import Moved, Reply
from core.resource_pages import noun_pages
from core.templating import Page
from core.web import changes, reads
from grants.awards import actions, forms, queries
from grants.awards.models import Agreement, Award, Payee
from grants.awards.workflow import AGREEMENT, AWARD, PAYEE
from grants.contests import queries as contest_queries
from grants.contests.models import Contest
from grants.funds.queries import regrant_of
from grants.proposals import queries as proposal_queries
from grants.ranking.queries import ranking_of
from incubator.groups.queries import group_choices

AWARD_NOUN = register(
    Noun(
        name="award",
        label="立项",
        plural="awards",
        section="公益微创投",
        model=Award,
        table=queries.AWARDS,
        view=P.AWARDS_VIEW,
        visible=queries.awards_visible_to,
        out=forms.AwardOut,
        title=lambda award: award.title,
        workflow=AWARD,
        moves={"revoke": Move(actions.revoke_award)},
        rule_facts=queries.award_facts,
        facts=lambda session, actor, award: [
            ("大赛", queries.contest_of(session, award).title),
            ("团队", queries.group_of(session, award.group_id).name),
            ("立项金额", format_yuan(award.amount_fen) + " 元"),
            *[
                (fund.name, format_yuan(share.amount_fen) + " 元")
                for share, fund in queries.shares_of(session, award.id)
            ],
            ("说明", award.note),
        ],
        show=lambda session, actor, award: {
            "agreement": queries.agreement_of(session, award.id),
            "may_draw": award.status == "CONFIRMED" and actor.can(P.AGREEMENTS_SIGN, award.area_code),
        },
        show_template="grants/awards/show.html",
    )
)
PAYEE_NOUN = register(
    Noun(
        name="payee",
        label="收款账户",
        plural="payees",
        section="公益微创投",
        model=Payee,
        table=queries.PAYEES,
        view=P.PAYMENTS_VIEW,
        visible=queries.payees_visible_to,
        out=forms.PayeeOut,
        title=lambda payee: payee.holder,
        workflow=PAYEE,
        add=Change(P.PAYEES_EDIT, forms.PayeeForm, actions.enter_payee, "登记收款账户"),
        edit=Change(P.PAYEES_EDIT, forms.PayeeForm, actions.change_payee, "变更账户"),
        moves={
            "verify": Move(actions.verify_payee),
            # a verified account is reopened by entering another one, never by a button alone
            "reopen": Move(
                lambda session, actor, payee, data: actions.change_payee(session, actor, payee, data, payee.version),
                forms.PayeeForm,
                lambda session, actor, payee: {"group_id": group_choices(session, actor, permission=P.PAYEES_EDIT)},
            ),
        },
        choices=lambda session, actor, payee: {"group_id": group_choices(session, actor, permission=P.PAYEES_EDIT)},
        facts=lambda session, actor, payee: [
            ("团队", queries.group_of(session, payee.group_id).name),
            ("收款方式", payee.kind.label),
            ("开户行", payee.bank),
            ("账号", payee.account_masked),
            *[
                ("同一账号也登记给", f"{queries.group_of(session, other.group_id).name}（{other.kind.label}）")
                for mine, other in queries.same_account(session, actor, [payee.group_id])
                if mine.id == payee.id
            ],
        ],
        form_note="账号加密保存。变更账户后，须由另一人重新核验，已批准的拨款作废。",
    )
)


def _given_on(session: Session, agreement: Agreement) -> list[tuple[str, str]]:
    regrant = regrant_of(session, agreement.id or 0)
    return [("其中用于再资助", f"{format_yuan(regrant[1].total_fen)} 元")] if regrant else []


AGREEMENT_NOUN = register(
    Noun(
        name="agreement",
        label="立项协议",
        plural="agreements",
        section="公益微创投",
        model=Agreement,
        table=queries.AGREEMENTS,
        view=P.AWARDS_VIEW,
        visible=queries.agreements_visible_to,
        out=forms.AgreementOut,
        title=lambda agreement: agreement.title,
        workflow=AGREEMENT,
        add=Change(P.AGREEMENTS_SIGN, forms.AgreementForm, actions.draw_agreement, "拟定协议"),
        moves={"sign": Move(actions.sign_agreement, forms.SignForm)},
        rule_facts=queries.agreement_facts,
        choices=lambda session, actor, agreement: {
            "award_id": queries.award_choices(session, actor),
            "payee_id": queries.payee_choices(session, actor),
        },
        facts=lambda session, actor, agreement: [
            ("团队", queries.group_of(session, agreement.group_id).name),
            ("收款方", queries.agreement_facts(session, agreement)["payee"].holder),
            ("签署日期", agreement.signed_on),
            ("实施开始", agreement.starts_on),
            ("实施结束", agreement.ends_on),
            *_given_on(session, agreement),
        ],
        slots=[("SIGNED", "签署后的扫描件")],
    )
)


def _deciding(session: Session, actor: Actor, row_id: int) -> Contest:
    return contest_queries.get_contest(session, actor, row_id)


def _decision_page(session: Session, actor: Actor, contest: Contest, form: Bound | None, status: int = 200) -> Page:
    awards = queries.awards_of(session, contest.id or 0)
    amounts = {award.proposal_id: award.amount_fen for award in awards}
    ranking = ranking_of(session, contest.id or 0)
    proposals = {p.id: p for p in proposal_queries.list_of_contest(session, actor, contest.id or 0)}
    rows = [
        {
            "entry": entry,
            "proposal": proposals[entry.proposal_id],
            "asked_fen": proposal_queries.asked_fen(session, entry.proposal_id),
            "amount_fen": amounts.get(entry.proposal_id),
        }
        for entry in ranking
        if entry.proposal_id in proposals
    ]
    return Page(
        "grants/awards/decision.html",
        status,
        contest=contest,
        rows=rows,
        form=form,
        funds=contest_queries.funds_with_names(session, contest.id or 0),
        total_fen=sum(amounts.values()),
        quotas=queries.quotas_of(contest, [r["proposal"].league for r in rows if r["amount_fen"]]),
        notices=notices_of(session, "contest", contest.id or 0),
        may_propose=contest.status == "DECIDING" and actor.can(P.AWARDS_PROPOSE, contest.area_code),
        may_announce=contest.status == "DECIDING" and bool(awards) and actor.can(P.AWARDS_APPROVE, contest.area_code),
        may_approve=actor.can(P.AWARDS_APPROVE, contest.area_code),
        may_confirm=contest.status == "NOTICED" and actor.can(P.AWARDS_APPROVE, contest.area_code),
        page_title=f"{contest.title} · 立项名单",
    )


@reads("/contests/{row_id:int}/awards", P.AWARDS_VIEW)
def decision(session: Session, actor: Actor, row_id: int) -> Reply:
    return _decision_page(session, actor, _deciding(session, actor, row_id), None)


@changes("/contests/{row_id:int}/awards", P.AWARDS_PROPOSE, takes=forms.ChoiceForm)
def propose(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, form = _deciding(session, actor, row_id), call.bind(forms.ChoiceForm)
    with form.catching(session):
        actions.propose_awards(session, actor, contest, form.value)
        return Moved(f"/contests/{row_id}/awards", "拟立项名单已保存。")
    return _decision_page(session, actor, contest, form, 422)


@changes("/contests/{row_id:int}/awards/announce", P.AWARDS_APPROVE)
def announce(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, form = _deciding(session, actor, row_id), call.bind(forms.ChoiceForm)
    with form.catching(session):
        actions.announce(session, actor, contest)
        return Moved(f"/contests/{row_id}/awards", "已批准并开始公示。")
    return _decision_page(session, actor, contest, form, 422)


@changes("/contests/{row_id:int}/awards/confirm", P.AWARDS_APPROVE)
def confirm(session: Session, actor: Actor, call: Call, row_id: int) -> Reply:
    contest, form = _deciding(session, actor, row_id), call.bind(forms.ChoiceForm)
    with form.catching(session):
        actions.confirm_awards(session, actor, contest)
        return Moved(f"/contests/{row_id}/awards", "名单已生效，可以签约。")
    return _decision_page(session, actor, contest, form, 422)


HANDLERS = [
    decision,
    propose,
    announce,
    confirm,
    *noun_pages(AWARD_NOUN),
    *noun_pages(PAYEE_NOUN),
    *noun_pages(AGREEMENT_NOUN),
]
