"""``docs/asvs.csv``: every requirement has its answer, and a test that is named exists."""

import ast
import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ABOVE_LEVEL_2 = {"V2.3.5", "V15.4.2", "V7.5.3", "V8.3.2", "V5.2.4", "V5.2.6"}
COLUMNS = ["id", "asks", "status", "how", "where", "test", "without_test"]


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def names_in(path: Path) -> set[str]:
    """The names of the tests in a file that pytest would collect."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


def is_there(test: str) -> bool:
    name, _mark, function = test.partition("::")
    path = ROOT / name
    return path.name.startswith("test_") and path.is_file() and function in names_in(path)


def test_every_requirement_has_one_row():
    found = rows()
    numbers = [row["id"] for row in found]
    assert len(numbers) == len(set(numbers)) == 191
    assert all(re.fullmatch(r"V([1-9]|1[1-6])\.\d+\.\d+", number) for number in numbers)
    assert set(numbers) >= ABOVE_LEVEL_2
    assert {row["status"] for row in found} <= {"met", "partly", "not met"}
    assert all(row["asks"] and row["how"] for row in found)


def test_every_named_place_and_test_exists():
    found = rows()
    assert [row["id"] for row in found if not (ROOT / row["where"]).exists()] == []
    assert [row["test"] for row in found if row["test"] and not is_there(row["test"])] == []


def test_a_row_has_a_test_or_says_why_not():
    wrong = [row["id"] for row in rows() if bool(row["test"]) == bool(row["without_test"])]
    assert wrong == []


@pytest.mark.parametrize("test", ["tests/conventions/test_asvs.py::test_of_nothing", "tests/test_nothing.py::test_a"])
def test_a_name_without_a_test_would_be_found(test):
    """Self-check."""
    assert not is_there(test)
    assert is_there("tests/conventions/test_asvs.py::test_every_requirement_has_one_row")
