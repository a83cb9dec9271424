"""A folder of its own for the bytes of each test."""

from pathlib import Path

import pytest

from core import storage


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path) -> Path:
    storage.configure(tmp_path / "uploads")
    return tmp_path / "uploads"
