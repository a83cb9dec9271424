"""Deciding awards within the funds, publishing them, entering payees, signing agreements."""

from sqlalchemy import delete
from sqlmodel import Session, col

from core import clock, ledger, vault
from core.access import Actor, area_name
from core.changes import add, edit, require
from core.errors import Refused, WrongState
from core.issued.actions import issue
from core.money import format_yuan
from core.notices.actions import publish_notice
from core.notices.models import Notice
from core.numbers import next_number
from core.permissions import Permission
from core.workflow import EFFECT
from grants.awards import documents, queries, rules
from grants.awards.forms import AgreementForm, ChoiceForm, ChoiceRow, PayeeForm, SignForm
from grants.awards.models import Agreement, Award, AwardShare, Payee
from grants.awards.workflow import AGREEMENT, AWARD, PAYEE
from grants.backing.queries import host_of
from grants.contests import actions as contest_actions
from grants.contests import queries as contest_queries
from grants.contests.models import Contest, ContestStatus
from grants.contests.rules import over_quota
from grants.funds.actions import open_regrant
from grants.funds.queries import regrant_of
from grants.insight.queries import unexplained
from grants.moderation.queries import is_pending
from grants.partners.rules import together
from grants.proposals import actions as proposal_actions
from grants.proposals import queries as proposal_queries
from grants.proposals.models import PayeeKind, ProposalStatus
from incubator.groups.actions import require_own
from incubator.groups.rules import may_receive_money


def propose_awards(session: Session, actor: Actor, contest: Contest, data: ChoiceForm) -> list[Award]:
    """Draw up the list: each award gets its share of every fund, exactly; what was drawn up before is replaced."""
    require(actor, Permission.AWARDS_PROPOSE, contest.area_code)
    if contest.status != ContestStatus.DECIDING:
        raise WrongState("评审结束后才能拟定名单。")
    chosen = [row for row in data.chosen if row.amount_fen]
    if not chosen:
        raise Refused("还没有选择任何项目。", field="chosen")
    leagues = [proposal_queries.get_proposal(session, actor, row.proposal_id).league for row in chosen]
    if over := over_quota(contest, leagues):
        raise Refused("".join(over), field="chosen")
    planned = contest_queries.funds_of(session, contest.id or 0)
    shares = rules.allocate([row.amount_fen or 0 for row in chosen], [fund.planned_fen for fund in planned])
    _clear(session, contest)
    awards = [_propose(session, actor, contest, row) for row in chosen]
    for award, parts in zip(awards, shares, strict=True):
        pairs = zip(planned, parts, strict=True)
        session.add_all(AwardShare(award_id=award.id, fund_id=f.fund_id, amount_fen=part) for f, part in pairs if part)
    session.flush()
    _tell_the_others(session, actor, contest, {award.proposal_id for award in awards})
    return awards


def _clear(session: Session, contest: Contest) -> None:
    """Only while nothing was approved: a proposed list is a draft."""
    earlier = queries.awards_of(session, contest.id or 0)
    if any(award.status != "PROPOSED" for award in earlier):
        raise WrongState("名单已经批准公示，不能重新拟定。")
    for award in earlier:
        session.execute(delete(AwardShare).where(col(AwardShare.award_id) == award.id))
        session.execute(delete(Award).where(col(Award.id) == award.id))
    session.expire_all()


def _propose(session: Session, actor: Actor, contest: Contest, row: ChoiceRow) -> Award:
    proposal = proposal_queries.get_proposal(session, actor, row.proposal_id)
    if proposal.contest_id != contest.id or proposal.status not in (ProposalStatus.ELIGIBLE, ProposalStatus.SELECTED):
        raise Refused(f"“{proposal.title}”不在可以立项的名单里。", field="chosen")
    asked = proposal_queries.asked_fen(session, proposal.id or 0)
    if (row.amount_fen or 0) > asked:
        raise Refused(f"“{proposal.title}”的立项金额超过申请的 {format_yuan(asked)} 元。", field="chosen")
    if proposal.status == ProposalStatus.ELIGIBLE:
        proposal_actions.follow(session, actor, proposal, "select")
    award = Award(
        number=next_number(session, proposal.area_code, "LX"),
        area_code=proposal.area_code,
        contest_id=contest.id,
        proposal_id=proposal.id,
        group_id=proposal.group_id,
        title=proposal.title,
        amount_fen=row.amount_fen,
        proposed_by=actor.account_id,
        note=row.note,
    )
    return add(session, actor, award, amount_fen=row.amount_fen)


def _tell_the_others(session: Session, actor: Actor, contest: Contest, chosen: set[int]) -> None:
    states = (ProposalStatus.ELIGIBLE, ProposalStatus.SELECTED)
    for proposal in proposal_queries.list_of_contest(session, actor, contest.id or 0, *states):
        if proposal.id not in chosen:
            proposal_actions.follow(session, actor, proposal, "pass_over")


def announce(session: Session, actor: Actor, contest: Contest) -> Notice:
    """The district approves the list, the money is committed in the ledger, and the public notice begins."""
    awards = queries.awards_of(session, contest.id or 0)
    if not awards:
        raise WrongState("还没有拟定名单。")
    if missing := unexplained(session, contest.id or 0):
        raise Refused(f"有 {missing} 份偏离较大的评分还没有写说明，请先到评审组的“数据说明”页面写明。")
    if is_pending(session, contest.id or 0):
        raise Refused("评议会的建议还没有公布，请先在评议会记录里一次公布。")
    for award in awards:
        AWARD.fire(session, actor, award, "notice", facts=EFFECT, approved_by=actor.account_id)
        _reserve(session, actor, award)
    contest_actions.follow(session, actor, contest, "announce")
    return publish_notice(
        session,
        actor,
        thing=contest,
        kind="awards",
        title=f"{contest.title}拟立项项目公示",
        body="经资格审查和专家评审，拟对下列项目予以立项。公示期内如有异议，请以书面形式实名提出。",
        headings=["序号", "项目名称", "申报团队", "落地社区", "拟立项金额（元）"],
        lines=[_notice_line(session, number, award) for number, award in enumerate(awards, start=1)],
        workdays=contest.notice_workdays,
        issuer=area_name(session, contest.area_code),
    )


def _notice_line(session: Session, number: int, award: Award) -> list[str]:
    snapshot = queries.proposal_of(session, award).snapshot or {}
    who = together(queries.group_of(session, award.group_id).name, snapshot.get("partners", []))
    return [str(number), award.title, who, area_name(session, award.area_code), format_yuan(award.amount_fen)]


def _reserve(session: Session, actor: Actor, award: Award) -> None:
    for share, fund in queries.shares_of(session, award.id or 0):
        key, memo = f"award-{award.id}-{fund.id}", f"立项：{award.title}"
        ledger.reserve(session, actor, fund.id or 0, share.amount_fen, key, "award", award.id or 0, memo)


def confirm_awards(session: Session, actor: Actor, contest: Contest) -> None:
    """After a notice without open objection: the list is final, agreements may be drawn up."""
    for award in queries.awards_of(session, contest.id or 0):
        AWARD.fire(session, actor, award, "confirm", facts=queries.award_facts(session, award) | EFFECT)
        proposal_actions.follow(session, actor, queries.proposal_of(session, award), "award")
    contest_actions.follow(session, actor, contest, "award")


def revoke_award(session: Session, actor: Actor, award: Award, reason: str | None) -> None:
    """Take an award back before it is signed; what was committed returns to the funds."""
    was_reserved = award.status != "PROPOSED"
    AWARD.fire(session, actor, award, "revoke", reason)
    for share, fund in queries.shares_of(session, award.id or 0) if was_reserved else []:
        key, memo = f"award-{award.id}-{fund.id}-revoked", f"撤销立项：{award.title}"
        ledger.release(session, actor, fund.id or 0, share.amount_fen, key, "award", award.id or 0, memo)


def enter_payee(session: Session, actor: Actor, data: PayeeForm) -> Payee:
    """Enter an account; a group without legal personality cannot name an account of its own."""
    group = require_own(session, actor, data.group_id)
    require(actor, Permission.PAYEES_EDIT, group.area_code)
    _check_kind(data.kind, group)
    _check_host(session, group.id or 0, data)
    key_id, account = vault.new_person_key(session), data.account.replace(" ", "")
    payee = Payee(
        area_code=group.area_code,
        group_id=group.id,
        kind=data.kind,
        holder=data.holder,
        bank=data.bank,
        person_key_id=key_id,
        **_account_columns(session, key_id, account),
        entered_by=actor.account_id,
    )
    return add(session, actor, payee, payee_kind=data.kind.value)


def _account_columns(session: Session, key_id: int, account: str) -> dict[str, str]:
    """An account as it is kept: sealed, masked, and found by an index that cannot be read."""
    return {
        "account_sealed": vault.seal(session, key_id, "payee", "account", account),
        "account_masked": vault.mask_account(account),
        "account_index": vault.blind_index(account, "account"),
    }


def _check_kind(kind: PayeeKind, group) -> None:
    if kind == PayeeKind.OWN and not may_receive_money(group.legal_status):
        raise Refused("未登记的团队没有独立法人资格，不能用自己的账户，请选代管单位。", field="kind")


def _check_host(session: Session, group_id: int, data: PayeeForm) -> None:
    """Money that somebody holds for a group goes to whoever agreed to that, where a running award names one."""
    hosts = queries.hosts_of(session, group_id)
    if data.kind == PayeeKind.HOST and hosts and data.holder.strip() not in hosts:
        raise Refused(f"同意代管的是“{'”“'.join(hosts)}”，户名要与它一致。", field="holder")


def change_payee(session: Session, actor: Actor, payee: Payee, data: PayeeForm, version: int | None) -> None:
    """Another account: a second person must verify anew, and approvals that named the old one are void."""
    require(actor, Permission.PAYEES_EDIT, payee.area_code)
    if data.group_id != payee.group_id:
        raise Refused("不能换成别的团队，请另建一个。", field="group_id")
    _check_kind(data.kind, queries.group_of(session, payee.group_id))
    _check_host(session, payee.group_id, data)
    account = data.account.replace(" ", "")
    values = {
        "kind": data.kind,
        "holder": data.holder,
        "bank": data.bank,
        **_account_columns(session, payee.person_key_id, account),
    }
    edit(session, actor, payee, values, version)
    if payee.status == "VERIFIED":
        PAYEE.fire(session, actor, payee, "reopen", verified_by=None, entered_by=actor.account_id)
    else:
        edit(session, actor, payee, {"entered_by": actor.account_id})


def verify_payee(session: Session, actor: Actor, payee: Payee, reason: str | None = None) -> None:
    PAYEE.fire(session, actor, payee, "verify", verified_by=actor.account_id)


def draw_agreement(session: Session, actor: Actor, data: AgreementForm) -> Agreement:
    """An agreement for a confirmed award; its payee must be one of the group's."""
    award, payee = queries.get_award(session, actor, data.award_id), queries.get_payee(session, actor, data.payee_id)
    require(actor, Permission.AGREEMENTS_SIGN, award.area_code)
    if award.status != "CONFIRMED":
        raise WrongState("公示结束、立项确认后才能签约。")
    if payee.group_id != award.group_id:
        raise Refused("收款账户不属于这个团队。", field="payee_id")
    host = host_of(session, award.proposal_id)
    if payee.kind == PayeeKind.HOST and host and payee.holder != host.name:
        raise Refused(f"这个项目同意代管的是“{host.name}”，不是账户上的“{payee.holder}”。", field="payee_id")
    if queries.agreement_of(session, award.id or 0):
        raise Refused("这个立项已有协议。", field="award_id")
    agreement = Agreement(
        number=next_number(session, award.area_code, "XY"),
        area_code=award.area_code,
        award_id=award.id,
        group_id=award.group_id,
        payee_id=payee.id,
        title=award.title,
    )
    return add(session, actor, agreement)


def sign_agreement(session: Session, actor: Actor, agreement: Agreement, data: SignForm) -> None:
    """Record that three parties signed; the printed agreement is issued with number and hash."""
    if not data.signed_on <= data.starts_on < data.ends_on:
        raise Refused("日期应当先签署、再开始、后结束。", field="ends_on")
    if data.signed_on > clock.today():
        raise Refused("签署日期不能晚于今天。", field="signed_on")
    facts, award = queries.agreement_facts(session, agreement), session.get_one(Award, agreement.award_id)
    if data.regrant_fen > award.amount_fen:
        raise Refused(f"再资助的金额不能超过资助总额 {format_yuan(award.amount_fen)} 元。", field="regrant_fen")
    AGREEMENT.fire(session, actor, agreement, "sign", facts=facts, **data.model_dump(exclude={"regrant_fen"}))
    AWARD.fire(session, actor, award, "agree", facts=EFFECT)
    if data.regrant_fen:
        where = (agreement.id or 0, award.group_id, award.area_code)
        open_regrant(session, actor, *where, award.title, data.regrant_fen)
    print_agreement(session, actor, agreement, award, facts["payee"])


def print_agreement(session: Session, actor: Actor, agreement: Agreement, award: Award, payee: Payee) -> None:
    shares = queries.shares_of(session, award.id or 0)
    contest, proposal = queries.contest_of(session, award), queries.proposal_of(session, award)
    funder, regrant = area_name(session, contest.area_code), regrant_of(session, agreement.id or 0)
    blocks = documents.agreement_blocks(
        agreement,
        award,
        payee,
        contest,
        proposal,
        queries.group_of(session, award.group_id),
        area_name(session, award.area_code),
        shares,
        proposal_queries.parts_of(session, proposal.id or 0),
        funder,
        regrant[1].total_fen if regrant else 0,
    )
    issue(
        session,
        actor,
        agreement,
        "agreement",
        "XYS",
        "公益微创投项目立项协议",
        blocks,
        issuer=funder,
        label=documents.lottery_label(shares),
    )
