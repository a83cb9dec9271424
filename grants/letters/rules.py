"""What a result letter says about a proposal: anchors near the judges' mean, and the words that they let go."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.schemes.definition import Anchor, Definition, Indicator
from grants.proposals.models import ProposalStatus

OUTCOMES = {
    ProposalStatus.AWARDED: "同意立项",
    ProposalStatus.FINISHED: "同意立项",
    ProposalStatus.NOT_SELECTED: "本届未入选",
    ProposalStatus.INELIGIBLE: "资格审查不符合",
}
TAKEN_BACK = "立项后已撤销"
FEW_SHEETS = 3


def outcome_of(status: ProposalStatus, has_award: bool) -> str:
    """The result in words; a proposal that was chosen but whose award stands no more is not congratulated."""
    was_chosen = status in (ProposalStatus.AWARDED, ProposalStatus.FINISHED)
    return OUTCOMES[status] if has_award or not was_chosen else TAKEN_BACK


def nearest_anchor(indicator: Indicator, mean: Fraction) -> Anchor | None:
    """The anchor whose share of the maximum lies nearest to a mean of marks; of two equally near ones the lower."""
    if not indicator.anchors or not indicator.max_points:
        return None
    percent = mean * 100 / Fraction(indicator.max_points)
    return min(indicator.anchors, key=lambda one: (abs(Fraction(one.percent) - percent), one.percent))


def feedback(definition: Definition, sheets: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """(criterion, what the proposal looks like there) by the mean of the marks of each leaf.

    ``sheets`` are the marks of the sheets that count. Fewer than three would let single judges be guessed, and give
    nothing. No number is told: a letter is to say what to do better, and the ranking is public elsewhere.
    """
    if len(sheets) < FEW_SHEETS:
        return []
    found = []
    for group in definition.groups:
        for leaf in group.leaves:
            marks = [Fraction(Decimal(sheet[leaf.code])) for sheet in sheets if leaf.code in sheet]
            anchor = nearest_anchor(leaf, sum(marks, Fraction(0)) / len(marks)) if marks else None
            if anchor:
                found.append((leaf.title, anchor.title))
    return found


def in_no_order(comments: Sequence[str]) -> list[str]:
    """Comments by their text, so that their order tells nothing of who wrote which."""
    return sorted({comment.strip() for comment in comments if comment.strip()})


NEXT_STEPS = {
    "本届未入选": "和本人谈谈下面的意见；愿意改的，照原申报书再报下一届，原来写的都能带过去。",
    "资格审查不符合": "看看差的条件怎样补上，补齐后照原申报书再报；需要时由孵化中心陪着办。",
    TAKEN_BACK: "问问撤销以后的情况，条件具备了再报下一届。",
}
"""What is suggested to whoever meets the people of a project that had no luck, by its outcome."""


def advice_of(letter: Any, coached: Iterable[tuple[str, str]]) -> list[str]:
    """Everything that was said to a team and may be said to it again: by judges, by the office, by its coaches.

    ``letter`` has ``reasons``, ``feedback`` and ``comments``; ``coached`` are (section, advice).
    """
    return [
        *(f"不符合的条件：{one}" for one in letter.reasons),
        *(f"评委的整体看法：{title}，{seen}" for title, seen in letter.feedback),
        *(f"评委的评语：{one}" for one in letter.comments),
        *(f"辅导意见（{section}）：{one}" for section, one in coached),
    ]
