"""Which proofs belong to the gate: those that fit into its ten minutes; ./dev prove runs all of them."""

import pytest

from tests.proofs.figures import PROVES


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the gate what takes minutes, and say how many that are."""
    if PROVES:
        return
    minutes = [item for item in items if item.get_closest_marker("minutes")]
    items[:] = [item for item in items if item not in minutes]
    config.hook.pytest_deselected(items=minutes)
