"""What a result letter says about a proposal: anchors near the judges' mean, and the words that they let go."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

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
