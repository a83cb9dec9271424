"""Taking a paper in, typing what stands on it, and sealing it once two people typed the same."""

from sqlmodel import Session

from core import audit, vault, virus
from core.access import Actor
from core.accounts.models import Account
from core.call import Upload
from core.changes import add, require
from core.errors import Invalid, Refused, WrongState
from core.files.actions import store_sealed
from core.files.rules import examine
from core.numbers import next_number
from core.permissions import Permission
from core.post import write_to
from core.storage import digest_of
from core.workflow import EFFECT
from grants.panels import queries as panels
from grants.panels.actions import refuse_judges
from grants.panels.models import Panel, PanelSeat, PanelStatus
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheets
from grants.sheets import rules as sheet_rules
from grants.sheets.forms import SheetForm
from grants.sheets.models import Sheet, Stage
from grants.transcripts import queries, rules
from grants.transcripts.forms import PaperForm
from grants.transcripts.models import PaperEntry, PaperSheet, PaperStatus
from grants.transcripts.workflow import OPEN, PAPER

SCANS = ("application/pdf", "image/jpeg", "image/png", "image/webp")


def _check_office(session: Session, actor: Actor, panel: Panel) -> None:
    require(actor, Permission.JUDGING_MANAGE, panel.area_code)
    refuse_judges(session, actor, panel.id or 0)
    if panel.status != PanelStatus.SCORING:
        raise WrongState("评审还没有开始，或已经结束。")


def _sheet(session: Session, panel: Panel, seat_id: int, proposal_id: int, stage: Stage) -> Sheet:
    """The sheet for which a paper stands; one sentence for every cause why there is none, so that none is told."""
    sheet = sheets.sheet_of(session, seat_id, proposal_id, stage)
    if sheet is None or sheet.panel_id != panel.id or (seat_id, proposal_id) in panels.conflicts_of(session, panel.id):
        raise Refused("这位评委没有这份申报书的评分表：没有分配、没有完成回避声明，或应当回避。", field="proposal_id")
    return sheet


def take_in(session: Session, actor: Actor, panel: Panel, data: PaperForm, upload: Upload | None) -> PaperSheet:
    """Register a paper with its scan, which nobody but its judge can open before the sheets are opened."""
    _check_office(session, actor, panel)
    sheet = _sheet(session, panel, data.seat_id, data.proposal_id, data.stage)
    if not sheet_rules.is_in_time(sheet, actor, sheet_actions.writing_facts(session, sheet)):
        raise WrongState("现在不在评分时间内，过期的纸质评分表不能登记。")
    if upload is None or not upload.content:
        raise Refused("请附上纸质评分表的扫描件或照片。", field="file")
    if queries.open_paper(session, data.seat_id, data.proposal_id, data.stage):
        raise Refused("这份纸质评分表已经登记，正在录入，请在列表里打开它。", field="proposal_id")
    examined = examine(upload.name, upload.content)
    if examined.media_type not in SCANS:
        raise Refused("请上传 PDF、JPG、PNG 或 WebP 的扫描件或照片。", field="file")
    virus.scan(upload.content)
    _key, scan_id = store_sealed(session, queries.SCAN, upload.content, panel.key_id)
    paper = PaperSheet(
        **data.model_dump(exclude={"file"}),
        area_code=panel.area_code,
        number=next_number(session, panel.area_code, "ZP"),
        panel_id=panel.id,
        scan_id=scan_id,
        scan_name=examined.name,
        scan_type=examined.media_type,
        scan_sha256=digest_of(upload.content),
    )
    return add(session, actor, paper, seat=data.seat_id, proposal=data.proposal_id, scan=paper.scan_sha256)


def type_in(session: Session, actor: Actor, paper: PaperSheet, data: SheetForm) -> None:
    """Keep what this person reads on the paper; agreed by two it is sealed, else it is said where they differ."""
    panel = session.get_one(Panel, paper.panel_id)
    _check_office(session, actor, panel)
    if paper.status not in OPEN:
        raise WrongState("这份纸质评分表已经录完或作废，不能再录。")
    sheet = _sheet(session, panel, paper.seat_id, paper.proposal_id, paper.stage)
    definition = sheets.definition_of(session, panel, paper.stage)
    content = sheet_actions.possible(definition, data)
    asked = sheet_actions.asked_fen(session, paper.proposal_id)
    if problems := sheet_rules.sheet_problems(definition, content, asked, paper.stage):
        raise Invalid(problems)
    earlier = queries.typed_in(session, panel, paper)
    if rules.newest(earlier).get(actor.account_id or 0) == content:
        return  # the button pressed twice, or nothing to correct
    _keep(session, actor, panel, paper, content, len(earlier) + 1)
    typed = [*earlier, (actor.account_id or 0, content)]
    if pair := rules.agreed(typed):
        _seal(session, actor, panel, paper, sheet, rules.newest(typed)[pair[0]])
    elif len(rules.newest(typed)) > 1 and paper.status == PaperStatus.TYPING:
        PAPER.fire(session, actor, paper, "differ", facts=paper_facts(session, paper) | EFFECT)


def _keep(session: Session, actor: Actor, panel: Panel, paper: PaperSheet, content: rules.Content, place: int) -> None:
    text, where = sheet_rules.canonical(content), queries.field_of(paper.id, place)
    sealed = vault.seal(session, panel.key_id, queries.TYPED, where, text)
    who = {"area_code": paper.area_code, "typed_by": actor.account_id}
    session.add(PaperEntry(**who, paper_id=paper.id, place=place, sealed=sealed))
    session.flush()
    audit.record(session, actor, "paper_sheet.type", paper, place=place)


def _seal(
    session: Session, actor: Actor, panel: Panel, paper: PaperSheet, sheet: Sheet, content: rules.Content
) -> None:
    """What two people agreed on becomes the judge's sheet, unless the judge had handed in on the screen before.

    Whether it did shows nowhere before the opening: the answer to the typist is the same.
    """
    facts = sheet_actions.sheet_facts(session, sheet)
    if sheet_rules.is_writable(sheet):
        commitment = sheet_actions.hand_in(session, actor, sheet, "transcribe", facts | EFFECT, content)
        _tell_judge(session, panel, paper, commitment)
    else:
        commitment = sheet_rules.commitment_of(sheet_rules.with_nonce(content))
    PAPER.fire(session, actor, paper, "seal", facts=facts | EFFECT, commitment=commitment)


def _tell_judge(session: Session, panel: Panel, paper: PaperSheet, commitment: str) -> None:
    """The receipt, to the judge: who did not hand in a paper hears of it while it can still be put right."""
    account = session.get_one(Account, session.get_one(PanelSeat, paper.seat_id).account_id)
    lines = [
        f"您在“{panel.title}”的一份纸质评分表已由两位工作人员录入并封存。",
        f"提交校验码：{commitment}",
        "不是您交的，或有出入，请在评审结束前联系评审组负责人。",
    ]
    write_to(session, [account], "纸质评分表已录入", lines, "/judging")


def void(session: Session, actor: Actor, paper: PaperSheet, reason: str | None = None) -> None:
    """Give a paper up before it is sealed, because it was taken in by mistake or cannot be read."""
    PAPER.fire(session, actor, paper, "void", reason, facts=paper_facts(session, paper))


def paper_facts(session: Session, paper: PaperSheet) -> dict:
    return {
        "panel": session.get_one(Panel, paper.panel_id),
        "seats": panels.seats_of(session, paper.panel_id),
    }
