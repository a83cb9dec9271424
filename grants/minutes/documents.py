"""The papers of a roadshow as blocks: order list, score sheets to fill in by hand, minutes."""

from datetime import datetime

from core import clock
from core.documents import Block, Facts, Grid, Heading, PageBreak, Para, Signatures
from core.schemes import Definition
from grants.minutes.queries import Record
from grants.roadshow.models import OrderKind
from grants.sheets.documents import blank_blocks
from grants.sheets.models import Stage

HOW = {
    OrderKind.DRAWN: "抽签：把“种子:编号”的 SHA-256 从小到大排列。",
    OrderKind.FEWEST_MOVES: "让应回避的评委离场最少；次数相同的，按“种子:编号”的 SHA-256 从小到大排列。",
}


def _time(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M}" if instant else "—"


def _head(record: Record) -> Facts:
    roadshow = record.roadshow
    minutes = f"陈述 {roadshow.talk_minutes} 分钟，答辩 {roadshow.question_minutes} 分钟"
    when = clock.format_datetime(roadshow.started_at or roadshow.starts_at)
    place = [("时间", when), ("地点", roadshow.place), ("每个项目", minutes)]
    return Facts([("路演", roadshow.title), ("评审组", record.panel.title), *place])


def _seed(record: Record) -> list[Block]:
    """How the order came about, so that anybody can make it again."""
    roadshow = record.roadshow
    if roadshow.order_kind is None:
        return [Para("还没有排出场顺序。", indent=False)]
    found: list[Block] = [
        Para(f"顺序的办法：{HOW[roadshow.order_kind]}", indent=False),
        Para(f"种子：{roadshow.seed}　来源：{roadshow.seed_source}", indent=False),
    ]
    changed = [Para(f"调整后的顺序：{order}。理由：{reason}", indent=False) for order, reason in record.changes]
    return [*found, *changed]


def order_blocks(record: Record) -> list[Block]:
    """出场顺序表: for the door and the host."""
    rows = [[str(i.place), record.number_of(i), record.titles[i.proposal_id]] for i in record.items]
    return [
        _head(record),
        Heading("出场顺序"),
        Grid(["顺序", "编号", "项目名称"], rows, [1, 3, 6]),
        *_seed(record),
    ]


def sheets_blocks(record: Record, definition: Definition) -> list[Block]:
    """One empty sheet a page for each item that is still to come or was heard."""
    found: list[Block] = []
    for item in record.items:
        number, title = record.number_of(item), record.titles[item.proposal_id]
        found += [*([PageBreak()] if found else []), Heading(f"第 {item.place} 个项目")]
        found += blank_blocks(record.panel, number, title, definition, Stage.ROADSHOW)
    return found


def minutes_blocks(record: Record) -> list[Block]:
    """会议记录: who was there, who stayed out of what, what was heard when, who was absent, and the open result."""
    names, roles = record.names, record.roles
    people = [[names.get(s.id or 0, ""), roles.get(s.role, s.role), s.organisation, "到场"] for s in record.present]
    people += [[names.get(s.id or 0, ""), roles.get(s.role, s.role), s.organisation, "未到"] for s in record.away]
    items = [
        [
            str(i.place),
            record.number_of(i),
            record.titles[i.proposal_id],
            i.status.label,
            _time(i.started_at),
            _time(i.ended_at if i.started_at else None),
        ]
        for i in record.items
    ]
    recusals = [list(row) for row in record.recusals]
    return [
        _head(record),
        Heading("评委"),
        Grid(["姓名", "类别", "工作单位", "到场"], people),
        Heading("回避"),
        Grid(["评委", "项目编号", "情形"], recusals) if recusals else Para("没有回避。"),
        Heading("出场顺序和经过"),
        Grid(["顺序", "编号", "项目名称", "状态", "上场", "下场"], items, [0.9, 3.2, 4, 1.4, 1.1, 1.1]),
        *_seed(record),
        *_absences(record),
        *_results(record),
        Signatures(["主持人", "记录人", *(names.get(seat.id or 0, "") for seat in record.present)]),
    ]


def _absences(record: Record) -> list[Block]:
    found: list[Block] = [
        Para(f"缺席：{record.number_of(item)}，{record.absent[item.id or 0]}", indent=False)
        for item in record.items
        if item.id in record.absent
    ]
    if record.missing:
        said = "；".join(f"{name} {number}" for name, number in record.missing)
        found.append(Para(f"结束时没有交的路演评分表：{said}。", indent=False))
    return found


def _results(record: Record) -> list[Block]:
    """The result once the sheets are open; before that the paper says that they are sealed."""
    if not record.places:
        return [Heading("结果"), Para("评分表已封存，由两人办理开封后公布结果。")]
    rows = [
        [
            str(row.rank),
            proposal.number,
            record.titles.get(row.proposal_id, ""),
            row.parts.get("document", "—"),
            row.parts.get("roadshow", "—"),
            row.score or "—",
        ]
        for row, proposal in record.places
    ]
    heads = ["名次", "编号", "项目名称", "书面评审", "路演", "得分"]
    return [Heading("结果"), Grid(heads, rows, [0.9, 3.2, 4, 1.5, 1.5, 1.3])]
