"""Score sheets that came on paper, and what each person typed from them."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.constraints import explain
from core.db import Id, Located, Stateful, append_only, enum_type, reference, state_needs
from core.labels import Labelled
from grants.sheets.models import Stage


class PaperStatus(Labelled):
    TYPING = "TYPING", "录入中"
    DIFFERENT = "DIFFERENT", "两人不一致"
    SEALED = "SEALED", "已封存"
    VOID = "VOID", "已作废"


class PaperSheet(Stateful, table=True):
    """One score sheet on paper: whose, about what, and its scan, which is sealed under the panel's key like a sheet.

    ``commitment`` is the hash of what two people agreed stands on it. The sheet of the same judge carries the same
    hash when the paper is what counts; where the judge had handed in on the screen before, that one counts.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        state_needs((PaperStatus.SEALED,), "commitment"),
        CheckConstraint("status <> 'VOID' OR commitment IS NULL", name="void_was_never_sealed"),
        Index(
            "uq_paper_sheet_open",
            "seat_id",
            "proposal_id",
            "stage",
            unique=True,
            sqlite_where=text("status IN ('TYPING', 'DIFFERENT')"),
            postgresql_where=text("status IN ('TYPING', 'DIFFERENT')"),
        ),
    )

    status: PaperStatus = Field(default=PaperStatus.TYPING, sa_type=enum_type(PaperStatus))
    number: str = Field(max_length=40, unique=True)
    panel_id: int = reference("panel.id")
    seat_id: int = reference("panel_seat.id", index=False)
    proposal_id: int = reference("proposal.id")
    stage: Stage = Field(default=Stage.DOCUMENT, sa_type=enum_type(Stage))
    pages: str = Field(default="", max_length=60)
    scan_id: int = reference("stored_file.id")
    scan_name: str = Field(max_length=160)
    scan_type: str = Field(max_length=120)
    scan_sha256: str = Field(max_length=64)
    commitment: str | None = Field(default=None, max_length=64)


OPEN = "这份纸质评分表已经登记，正在录入，请在列表里打开它。"
explain("uq_paper_sheet_open", OPEN)
explain("paper_sheet.seat_id, paper_sheet.proposal_id, paper_sheet.stage", OPEN)


@append_only
class PaperEntry(Located, table=True):
    """What one person typed from the paper, sealed; of each person the newest counts, the earlier ones stay."""

    __tablename__ = "paper_entry"
    __table_args__ = (UniqueConstraint("paper_id", "place"),)
    __private__ = ("sealed",)

    paper_id: int = reference("paper_sheet.id")
    place: int
    typed_by: int = Field(sa_type=Id)
    sealed: str


AGAIN = "别人刚刚录完，请刷新页面。"
explain("uq_paper_entry_paper_id_place", AGAIN)
explain("paper_entry.paper_id, paper_entry.place", AGAIN)
