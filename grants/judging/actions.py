"""Conducting a round: recusals by the office, reopening, closing, ranking.

Closing opens all sheets at once, checks each against the hash that its judge was given, and only then ranks.
"""

from sqlmodel import Session

from core import audit, schemes
from core.access import Actor
from core.changes import require
from core.errors import Forbidden, Refused, WrongState
from core.issued.actions import issue
from core.issued.models import IssuedDocument
from core.permissions import Permission
from grants.contests import actions as contest_actions
from grants.contests.models import ContestStatus
from grants.judging import queries
from grants.judging.documents import digest_of, summary_blocks
from grants.judging.forms import BallotForm, ReopenForm
from grants.panels import queries as panels
from grants.panels.actions import refuse_judges, seat_facts
from grants.panels.models import Declaration, Panel, PanelSeat, PanelStatus
from grants.panels.workflow import PANEL, SEAT
from grants.proposals.queries import asked_fen
from grants.ranking import queries as rankings
from grants.ranking.actions import keep_ranking
from grants.ranking.rules import Entry, Marked
from grants.sheets import queries as sheets
from grants.sheets.actions import remove_pair, reopen
from grants.sheets.models import Sheet, SheetStatus, Stage
from grants.sheets.rules import commitment_of


def reopen_sheet(session: Session, actor: Actor, panel: Panel, data: ReopenForm) -> None:
    """Reopen by judge and proposal. The answer is the same for a sheet not handed in, which nobody may learn."""
    require(actor, Permission.JUDGING_CLOSE, panel.area_code)
    refuse_judges(session, actor, panel.id or 0)
    if panel.status != PanelStatus.SCORING:
        raise WrongState("评审还没有开始，或已经结束。")
    sheet = sheets.sheet_of(session, data.seat_id, data.proposal_id, data.stage)
    if sheet is not None and sheet.panel_id == panel.id and sheet.status == SheetStatus.SUBMITTED:
        reopen(session, actor, sheet, data.reason)
    about = {"seat": data.seat_id, "proposal": data.proposal_id, "stage": data.stage.value, "reason": data.reason}
    audit.record(session, actor, "panel.reopen", panel, **about)


def recuse(session: Session, actor: Actor, panel: Panel, row: Declaration) -> None:
    """What follows from a conflict that stands: the judge's sheet goes; after closing the ranking is made again."""
    if panel.status == PanelStatus.CLOSED:
        _rank(session, actor, panel, f"评委回避后重算：{row.note}")
    else:
        remove_pair(session, actor, row.seat_id, row.proposal_id)


def exclude_judge(session: Session, actor: Actor, seat: PanelSeat, reason: str | None = None) -> None:
    """Take a judge off the panel; after closing the ranking is computed again without this judge's sheets."""
    SEAT.fire(session, actor, seat, "exclude", reason, facts=seat_facts(session, seat))
    panel = session.get_one(Panel, seat.panel_id)
    if panel.status == PanelStatus.CLOSED:
        _rank(session, actor, panel, f"排除评委后重算：{(reason or '').strip()}")


def ask_opening(session: Session, actor: Actor, panel: Panel, reason: str | None = None) -> None:
    """End the scoring and ask for the sheets to be opened, which another officer has to confirm."""
    PANEL.fire(session, actor, panel, "ask", facts=queries.panel_facts(session, panel), asked_by=actor.account_id)


def take_back(session: Session, actor: Actor, panel: Panel, reason: str | None = None) -> None:
    """Give up the opening, because judges are to go on scoring."""
    PANEL.fire(session, actor, panel, "take_back", reason, facts=queries.panel_facts(session, panel), asked_by=None)


def close_panel(session: Session, actor: Actor, panel: Panel, reason: str | None = None) -> None:
    """The second officer opens every sheet: each is checked against its commitment, then ranked; the edition moves on.

    Everything that a sheet is opened with stays on record: ``score_sheet.commit`` when it was handed in,
    ``score_sheet.reveal`` now, and ``panel.ask`` and ``panel.close`` with the two who opened.
    """
    facts = queries.panel_facts(session, panel)
    PANEL.fire(session, actor, panel, "close", facts=facts, closed_at=facts["now"], closed_by=actor.account_id)
    for stage in Stage:
        for sheet in sheets.counting_sheets(session, panel, stage):
            _reveal(session, actor, panel, sheet)
    _rank(session, actor, panel, "评审结束")
    contest = facts["contest"]
    if contest.status == ContestStatus.JUDGING:
        contest_actions.follow(session, actor, contest, "decide")


def _reveal(session: Session, actor: Actor, panel: Panel, sheet: Sheet) -> None:
    content = sheets.content_of(session, sheet)
    if commitment_of(content) != sheet.commitment:
        raise Refused("有一份评分表与提交时的校验码不一致，不能开封。请联系系统管理员核查。")
    total = schemes.score(sheets.definition_of(session, panel, sheet.stage), content["marks"]).total
    for name, value in {**content, "total": f"{total:f}", "revealed_at": panel.closed_at}.items():
        setattr(sheet, name, value)
    session.add(sheet)
    session.flush()
    session.refresh(sheet)
    audit.record(session, actor, "score_sheet.reveal", sheet, commitment=sheet.commitment)


def _rank(session: Session, actor: Actor, panel: Panel, cause: str, ballot: list[int] | None = None) -> None:
    marked, shows = (_marked(session, panel, stage) for stage in (Stage.DOCUMENT, Stage.ROADSHOW))
    bonuses = rankings.bonuses_of(session, panel.contest_id)
    entries = [
        Entry(
            p.id or 0,
            p.number,
            asked_fen(session, p.id or 0),
            marked.get(p.id or 0, []),
            shows.get(p.id or 0, []),
            votes=bonuses[p.id].votes if p.id in bonuses else 0,
            raised_fen=bonuses[p.id].raised_fen if p.id in bonuses else 0,
        )
        for p in sheets.eligible(session, panel)
    ]
    out = sorted({seat.id or 0 for seat in panels.seats_of(session, panel.id or 0) if seat.status == "EXCLUDED"})
    kept = queries.last_ballot(session, panel) if ballot is None else ballot
    conflicts, contest = panels.conflicts_of(session, panel.id or 0), panels.contest_of(session, panel)
    run = keep_ranking(session, actor, contest, entries, panel.rules, cause[:300], out, conflicts, kept)
    digest = digest_of(queries.round_facts(session, panel))
    audit.record(session, actor, "panel.rank", panel, run=run.run, digest=digest)


def _marked(session: Session, panel: Panel, stage: Stage) -> dict[int, list[Marked]]:
    """Proposal → the counting sheets of one stage, scored."""
    definition, found = sheets.definition_of(session, panel, stage), {}
    for sheet in sheets.counting_sheets(session, panel, stage):
        result = schemes.score(definition, sheet.marks or {})
        groups = {code: group.points for code, group in result.groups.items()}
        found.setdefault(sheet.proposal_id, []).append(Marked(sheet.seat_id, result.total, groups))
    return found


def record_ballot(session: Session, actor: Actor, panel: Panel, data: BallotForm) -> None:
    """Enter how the panel voted on proposals that nothing else separates, and rank again."""
    require(actor, Permission.JUDGING_CLOSE, panel.area_code)
    refuse_judges(session, actor, panel.id or 0)
    if panel.status != PanelStatus.CLOSED:
        raise WrongState("评审结束、算出排名后才能登记投票。")
    known = {proposal.number: proposal.id or 0 for proposal in sheets.eligible(session, panel)}
    numbers = data.numbers.split()
    if unknown := [number for number in numbers if number not in known]:
        raise Refused(f"排名里没有这些编号：{'、'.join(unknown)[:100]}。", field="numbers")
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise Refused("请写两个以上不重复的编号。", field="numbers")
    _rank(session, actor, panel, f"评审组投票：{data.reason}", [known[number] for number in numbers])


def issue_summary(session: Session, actor: Actor, panel: Panel) -> IssuedDocument:
    """Issue 评审汇总表 of the newest run, with the head of the audit chain on it."""
    if not (
        actor.can(Permission.JUDGING_MANAGE, panel.area_code) or actor.can(Permission.JUDGING_CLOSE, panel.area_code)
    ):
        raise Forbidden
    run = rankings.runs_of(session, panel.contest_id)[-1]
    blocks = summary_blocks(
        panel,
        panels.seats_of(session, panel.id or 0),
        panels.seat_names(session, panel.id or 0),
        dict(panels.panel_roles()),
        run,
        rankings.places_of(session, panel.contest_id, run.run),
        panels.tie_labels(),
        digest_of(queries.round_facts(session, panel)),
    )
    return issue(session, actor, panel, "SUMMARY", "HZB", "项目评审汇总表", blocks, issuer=panel.title)
