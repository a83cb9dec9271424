"""Score sheets to fill in by hand, one a page, each with the code that leads to where it is typed in."""

from collections.abc import Sequence

from core.documents import Block, PageBreak
from core.schemes import Definition
from grants.panels.models import Panel
from grants.sheets.documents import blank_blocks, code_block
from grants.sheets.models import Stage


def sheets_blocks(
    panel: Panel,
    seat_id: int,
    judge: str,
    proposals: Sequence[tuple[int, str, str]],
    definition: Definition,
    stage: Stage,
) -> list[Block]:
    """``proposals`` are (id, number, title without names) in the order in which they are printed."""
    found: list[Block] = []
    for proposal_id, number, title in proposals:
        code = code_block(panel, seat_id, proposal_id, number, stage)
        page = blank_blocks(panel, number, title, definition, stage, judge, code)
        found += [*([PageBreak()] if found else []), *page]
    return found
