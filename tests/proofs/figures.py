"""How much is tried: little in each ``./dev test``, much in ``./dev prove``, which sets PROVE; the code is the same."""

import os

PROVES = os.environ.get("PROVE") == "1"


def figure(quick: int, prove: int) -> int:
    """The number of rounds, places or cases of this run."""
    return prove if PROVES else quick
