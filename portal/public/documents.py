"""Money by source as a spreadsheet and as PDF blocks, from the same lines as the page."""

from collections.abc import Sequence

from core import clock
from core.documents import Facts, Grid, Heading, Letterhead, content_digest, render
from core.money import format_yuan
from core.tables import spreadsheet
from portal.public.queries import FundedProject, SourceLine

HEADINGS = ("资金来源", "总额（元）", "已承诺（元）", "已拨付（元）", "可用（元）")


def totals(lines: Sequence[SourceLine]) -> tuple[int, int, int]:
    return sum(x.total_fen for x in lines), sum(x.reserved_fen for x in lines), sum(x.paid_fen for x in lines)


def _rows(lines: Sequence[SourceLine]) -> list[tuple[str, int, int, int, int]]:
    rows = [
        (x.label, x.total_fen, x.reserved_fen, x.paid_fen, x.total_fen - x.reserved_fen - x.paid_fen) for x in lines
    ]
    total, reserved, paid = totals(lines)
    return [*rows, ("合计", total, reserved, paid, total - reserved - paid)]


def money_xlsx(lines: Sequence[SourceLine]) -> bytes:
    return spreadsheet(
        "资金公开", HEADINGS, [[name, *(fen / 100 for fen in amounts)] for name, *amounts in _rows(lines)]
    )


def money_pdf(lines: Sequence[SourceLine], projects: Sequence[FundedProject], site: str) -> bytes:
    """The yearly notice of money by source, with the projects it pays for."""
    blocks = [
        Facts([("统计时间", clock.format_datetime(clock.now()))]),
        Heading("按来源"),
        Grid(
            list(HEADINGS),
            [[name, *map(format_yuan, amounts)] for name, *amounts in _rows(lines)],
            align=["left"] + ["right"] * 4,
        ),
        Heading("资助项目"),
        Grid(
            ["项目", "团队", "社区", "金额（元）"],
            [[p.title, p.group, p.community, format_yuan(p.amount_fen)] for p in projects],
            align=["left", "left", "left", "right"],
        ),
    ]
    number = f"ZJ-{clock.today():%Y%m%d}"
    head = Letterhead(
        title="公益微创投资金公开",
        number=number,
        issuer=site,
        issued_on=clock.today(),
        version=1,
        made_by=site,
        content_hash=content_digest("公益微创投资金公开", number, blocks),
    )
    return render(head, blocks)
