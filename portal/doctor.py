"""The doctor: every invariant of the field that exists here, asked of the whole database."""

from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session

from core import audit, ledger

Check = Callable[[Session], list[str]]


def _rows(session: Session, query: str, sentence: str) -> list[str]:
    """One sentence per row that the query finds; the query looks for what must not be."""
    found = session.connection().execute(text(query)).all()
    return [sentence.format(*row) for row in found[:20]]


def money_adds_up(session: Session) -> list[str]:
    """1: per fund the kept row equals the sum of the legs, and every posting sums to zero."""
    return ledger.check_funds(session)


def shares_add_up(session: Session) -> list[str]:
    """1: awards and payments equal the sum of their shares; tranches never exceed the award."""
    awards = """SELECT a.number, a.amount_fen, COALESCE(SUM(s.amount_fen), 0) FROM award a
        LEFT JOIN award_share s ON s.award_id = a.id GROUP BY a.id, a.number, a.amount_fen
        HAVING a.amount_fen <> COALESCE(SUM(s.amount_fen), 0)"""
    payments = """SELECT p.number, p.amount_fen, COALESCE(SUM(s.amount_fen), 0) FROM payment p
        LEFT JOIN payment_share s ON s.payment_id = p.id GROUP BY p.id, p.number, p.amount_fen
        HAVING p.amount_fen <> COALESCE(SUM(s.amount_fen), 0)"""
    tranches = """SELECT j.number, j.amount_fen, SUM(p.amount_fen) FROM payment p JOIN project j ON j.id = p.project_id
        WHERE p.status IN ('REQUESTED', 'CHECKED', 'APPROVED', 'PAID') GROUP BY j.id, j.number, j.amount_fen
        HAVING SUM(p.amount_fen) > j.amount_fen"""
    return [
        *_rows(session, awards, "立项 {0} 金额 {1} 分，各来源相加 {2} 分"),
        *_rows(session, payments, "拨款 {0} 金额 {1} 分，各来源相加 {2} 分"),
        *_rows(session, tranches, "项目 {0} 资助 {1} 分，各批拨款相加 {2} 分"),
    ]


def parts_are_agreed(session: Session) -> list[str]:
    """1: who applies together asks for its shares' sum; what is given on is no more than its award."""
    joint = """SELECT number, shares, asked FROM (SELECT p.number, p.own_share_fen +
            (SELECT SUM(j.share_fen) FROM proposal_partner j WHERE j.proposal_id = p.id AND j.status = 'ACCEPTED')
            AS shares, (SELECT SUM(b.quantity * b.price_fen) FROM budget_line b
            WHERE b.proposal_id = p.id AND b.source = 'ASKED') AS asked FROM proposal p
        WHERE p.status IN ('SUBMITTED', 'ELIGIBLE', 'SELECTED', 'AWARDED', 'FINISHED')) AS joint
        WHERE shares <> asked"""
    given_on = """SELECT a.number, f.total_fen, w.amount_fen FROM regrant r JOIN fund f ON f.id = r.fund_id
        JOIN agreement a ON a.id = r.agreement_id JOIN award w ON w.id = a.award_id WHERE f.total_fen > w.amount_fen"""
    return [
        *_rows(session, joint, "联合申报 {0} 份额相加 {1} 分，申请 {2} 分"),
        *_rows(session, given_on, "协议 {0} 再资助 {1} 分，多于资助总额 {2} 分"),
    ]


def triggers_are_final(session: Session) -> list[str]:
    """2: nothing was paid before the record that it waits for was final."""
    query = """SELECT p.number FROM payment p WHERE p.status = 'PAID'
        AND p.trigger IN ('MIDTERM_PASSED', 'ACCEPTANCE_PASSED')
        AND NOT EXISTS (SELECT 1 FROM project_check c WHERE c.project_id = p.project_id AND c.status = 'PASSED'
        AND c.kind = CASE p.trigger WHEN 'MIDTERM_PASSED' THEN 'MIDTERM' ELSE 'ACCEPTANCE' END)"""
    return _rows(session, query, "拨款 {0} 已付，但拨款条件的记录没有通过")


def people_differ(session: Session) -> list[str]:
    """3: maker, checker, approver and payer of payments and filings are different people."""
    payments = """SELECT number FROM payment WHERE requested_by = checked_by OR requested_by = approved_by
        OR checked_by = approved_by OR paid_by = requested_by OR paid_by = approved_by"""
    filings = """SELECT number FROM filing WHERE submitted_by = checked_by OR submitted_by = approved_by
        OR checked_by = approved_by"""
    return [
        *_rows(session, payments, "拨款 {0} 有同一个人办了两步"),
        *_rows(session, filings, "备案 {0} 有同一个人办了两步"),
    ]


def states_have_their_facts(session: Session) -> list[str]:
    """Submitted proposals keep receipt, hash and snapshot; public notices have their days."""
    proposals = """SELECT number FROM proposal WHERE status NOT IN ('DRAFT', 'WITHDRAWN', 'RETURNED')
        AND (submitted_at IS NULL OR receipt_number IS NULL OR content_hash IS NULL OR snapshot IS NULL)"""
    return _rows(session, proposals, "申报书 {0} 已提交，但缺少回执或摘要")


def one_active_stay(session: Session) -> list[str]:
    """9: a group has at most one current star, and its star row says the same."""
    query = """SELECT g.number FROM community_group g WHERE g.stars > 0 AND NOT EXISTS
        (SELECT 1 FROM star s WHERE s.group_id = g.id AND s.status = 'VALID' AND s.stars = g.stars)"""
    return _rows(session, query, "组织 {0} 的星级没有有效证书")


def consent_is_kept(session: Session) -> list[str]:
    """14: nobody is in the pool without consent, and who withdrew left no key and no name."""
    pooled = "SELECT number FROM talent WHERE status IN ('POOLED', 'TEAMED', 'ORGANISED') AND consent_on IS NULL"
    gone = """SELECT t.number FROM talent t JOIN person_key k ON k.id = t.person_key_id WHERE t.status = 'WITHDRAWN'"""
    return [
        *_rows(session, pooled, "能人 {0} 在库，但没有本人同意"),
        *_rows(session, gone, "能人 {0} 已退出，但个人信息密钥还在"),
    ]


def invoices_are_unique(session: Session) -> list[str]:
    """15: an invoice number counts once."""
    query = "SELECT invoice_number, COUNT(*) FROM expense GROUP BY invoice_number HAVING COUNT(*) > 1"
    return _rows(session, query, "票据 {0} 登记了 {1} 次")


def roadshows_are_in_order(session: Session) -> list[str]:
    """4: the items of a roadshow have places of their own; only what was called has sheets, none in conflict."""
    places = """SELECT r.number, i.place FROM roadshow_item i JOIN roadshow r ON r.id = i.roadshow_id
        GROUP BY r.number, i.place HAVING COUNT(*) > 1"""
    sheets = """SELECT r.number, s.id FROM score_sheet s JOIN roadshow r ON r.panel_id = s.panel_id
        JOIN roadshow_item i ON i.roadshow_id = r.id AND i.proposal_id = s.proposal_id
        WHERE s.stage = 'ROADSHOW' AND i.status NOT IN ('RUNNING', 'DONE')"""
    conflicts = """SELECT s.id FROM score_sheet s JOIN panel p ON p.id = s.panel_id JOIN conflict_declaration d
        ON d.seat_id = s.seat_id AND d.proposal_id = s.proposal_id
        WHERE p.status <> 'CLOSED' AND d.reason IS NOT NULL AND d.status <> 'DISMISSED' AND d.origin <> 'RECORDS'
        AND d.origin <> 'APPLICANT' AND s.stage = 'ROADSHOW'"""
    return [
        *_rows(session, places, "路演 {0} 有两个项目排在第 {1}"),
        *_rows(session, sheets, "路演 {0} 没有上场的项目有评分表 {1}"),
        *_rows(session, conflicts, "路演评分表 {0} 的评委应当回避"),
    ]


def chain_holds(session: Session) -> list[str]:
    """13: the audit chain of every district verifies from its first event to its head."""
    return audit.verify_all(session)


def statuses_agree_with_chain(session: Session) -> list[str]:
    """13: the state of a payment is the one that its last audit event left."""
    query = """SELECT p.number, p.status FROM payment p WHERE p.status <> 'REQUESTED' AND NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.noun = 'payment' AND e.noun_id = p.id AND e.kind LIKE 'payment.%')"""
    return _rows(session, query, "拨款 {0} 的状态 {1} 没有办理记录")


CHECKS: tuple[Check, ...] = (
    money_adds_up,
    shares_add_up,
    parts_are_agreed,
    triggers_are_final,
    people_differ,
    states_have_their_facts,
    one_active_stay,
    consent_is_kept,
    invoices_are_unique,
    roadshows_are_in_order,
    chain_holds,
    statuses_agree_with_chain,
)


def examine(session: Session) -> list[str]:
    """Every problem that every check finds."""
    return [problem for check in CHECKS for problem in check(session)]
