"""The words in which a scoring method is chosen."""

from core.labels import Labelled


class Basis(Labelled):
    """What is averaged over the judges."""

    TOTAL = "TOTAL", "各评委的总分"
    CRITERION = "CRITERION", "每项指标的得分，再相加"
