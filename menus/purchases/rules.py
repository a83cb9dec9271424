"""When purchases of a year must be tendered."""


def needs_procurement(threshold_fen: int | None, earlier_fen: int, this_fen: int) -> bool:
    """Whether what was ordered of a provider and category this year, with this order, reaches the threshold exactly.

    All in fen. A free order never does; without a threshold nothing does.
    """
    return threshold_fen is not None and this_fen > 0 and earlier_fen + this_fen >= threshold_fen
