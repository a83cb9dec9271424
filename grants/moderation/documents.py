"""The record of a moderation meeting as blocks."""

from collections.abc import Mapping, Sequence

from core import clock
from core.documents import Block, Facts, Grid, Para, Signatures, Strong
from grants.moderation.models import Moderation, ModerationItem
from grants.panels.models import Panel, PanelSeat, SeatStatus
from grants.proposals.models import Proposal


def record_blocks(
    panel: Panel,
    record: Moderation,
    items: Sequence[tuple[ModerationItem, Proposal]],
    seats: Sequence[PanelSeat],
    names: Mapping[int, str],
    conflicts: set[tuple[int, int]],
) -> list[Block]:
    """Who was there, who stayed out of what, what was said, and what changed and why. No score is on it."""
    sat = [seat for seat in seats if seat.status == SeatStatus.ACCEPTED]
    name = lambda seat: names.get(seat.id or 0, "")  # noqa: E731
    present = [seat for seat in sat if seat.id in record.present]
    when = clock.format_datetime(record.published_at) if record.published_at else "还没有公布"
    rows = [
        [
            proposal.number,
            proposal.title,
            item.before.label,
            item.recommendation.label if item.recommendation == item.before else f"改为 {item.recommendation.label}",
            "；".join(part for part in (item.discussed, item.reason) if part) or "—",
            "、".join(name(seat) for seat in present if (seat.id or 0, item.proposal_id) in conflicts) or "—",
        ]
        for item, proposal in items
    ]
    return [
        Facts(
            [
                ("评审组", panel.title),
                ("日期", clock.format_date(record.held_on)),
                ("地点", record.place),
                ("到会评委", "、".join(map(name, present)) or "—"),
                ("未到评委", "、".join(name(seat) for seat in sat if seat not in present) or "—"),
                ("其他到会人员", record.others or "—"),
                ("建议公布时间", when),
            ]
        ),
        Para(Strong("逐项评议"), indent=False),
        Grid(
            ["编号", "项目名称", "评分表的建议", "评议后的建议", "讨论和理由", "离场回避"],
            rows,
            [3.2, 3, 1.6, 1.8, 4.4, 1.6],
        ),
        Para("评议只形成建议，不改动任何评分和名次。"),
        Signatures(["主持人", "记录人", *map(name, present)]),
    ]
