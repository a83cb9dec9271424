"""How log lines look, the same in every process of a deployment."""

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def start() -> None:
    """Log to standard error from here on."""
    logging.basicConfig(level=logging.INFO, format=FORMAT)
    logging.getLogger("alembic").setLevel(logging.WARNING)
