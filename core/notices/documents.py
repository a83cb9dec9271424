"""A notice on paper."""

from core import clock
from core.addresses import absolute
from core.documents import Block, Facts, Grid, Heading, Letterhead, Para, content_digest, render
from core.notices.models import Notice
from core.notices.rules import shown_status

HOW_TO_OBJECT = (
    "对公示内容有异议的，可在公示期内通过上述地址实名提出，也可以到社区居民委员会现场书面提出。"
    "受理后 15 日内答复；匿名或者超过公示期的，不予受理。"
)


def notice_blocks(notice: Notice) -> list[Block]:
    """What a notice says; its state at the time of printing is no part of it."""
    blocks: list[Block] = [Para(part) for part in notice.body.splitlines() if part.strip()]
    if notice.lines:
        blocks.append(Grid(notice.headings, notice.lines))
    term = "—"
    if notice.starts_on and notice.ends_on:
        first, last = clock.format_date(notice.starts_on), clock.format_date(notice.ends_on)
        term = f"{first} 至 {last}（{notice.workdays} 个工作日）"
    facts = Facts([("公示期", term), ("公示地址", absolute(f"/notices/{notice.id}"))])
    return [*blocks, Heading("公示期与异议", 2), facts, Para(HOW_TO_OBJECT)]


def notice_pdf(notice: Notice) -> bytes:
    """The notice to be pinned to a board: the same bytes whenever it is printed in the same state."""
    blocks = notice_blocks(notice)
    head = Letterhead(
        title=notice.title,
        number=notice.number,
        issuer=notice.issuer or "孵化中心",
        issued_on=notice.starts_on or clock.local(notice.created_at).date(),
        version=1,
        made_by="系统",
        verify_url=absolute(f"/notices/{notice.id}"),
        content_hash=content_digest(notice.title, notice.number, blocks),
        label=shown_status(notice, clock.today()).label,
    )
    return render(head, blocks)
