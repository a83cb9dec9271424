"""The house rules, executed: file names, docstrings, sizes, who may commit, who may set a status, what money is."""

import ast
import os
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from sqlalchemy import Float, Numeric
from sqlmodel import SQLModel

import portal.app

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "incubator", "grants", "ratings", "menus", "portal")
NINE = {"__init__", "models", "rules", "workflow", "forms", "queries", "actions", "documents", "pages", "api"}
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module opens with one sentence"


def test_features_hold_only_the_nine_files():
    odd = [
        name_of(path)
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("incubator", "grants", "ratings", "menus")
        and len(path.relative_to(ROOT).parts) == 3
        and path.stem not in NINE
    ]
    assert odd == []


def test_functions_are_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 12
    assert lengths[int(len(lengths) * 0.95)] <= 30


def _found(pattern: str, *places: str) -> list[str]:
    answer = subprocess.run(
        ["git", "grep", "-nE", pattern, "--", *places], capture_output=True, text=True, cwd=ROOT, check=False
    )
    return answer.stdout.splitlines()


def test_nobody_commits_outside_the_kernel():
    assert _found(r"\.commit\(\)", "incubator", "grants", "ratings", "menus", "portal/*/*.py") == []


def test_nobody_sets_a_status_but_fire():
    """No assignment to an attribute called status, plain or annotated or in a tuple, outside the kernel."""
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] != "core"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store)
    ]
    assert wrong == []


def test_nothing_is_left_undone():
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error"))
    assert _found(marks, *(f"{package}/*.py" for package in PACKAGES), "templates") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_keep_to_the_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text), "no style attribute: the CSP forbids it"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "no inline script: the CSP forbids it"
    assert not re.search(r"\|\s*safe\b", text), "nothing is marked safe"
    assert "actor.roles" not in text, "templates never test roles"


def test_money_is_whole_fen():
    portal.app.handlers()
    wrong = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Float | Numeric) and not column.type.python_type.__name__ == "int"
    ]
    assert wrong == [], "no column is a float or a decimal"
    named = [c for t in SQLModel.metadata.tables.values() for c in t.columns if c.name.endswith("_fen")]
    assert named and all(c.type.__class__.__name__ == "BigInteger" for c in named)


def test_floors_of_libraries():
    """Versions below which advisories are known."""
    floors = {"litestar": (2, 25), "multipart": (1, 3, 1), "reportlab": (5, 1)}
    for name, floor in floors.items():
        assert tuple(int(part) for part in version(name).split(".")[: len(floor)]) >= floor


@pytest.mark.xdist_group("together")
def test_tests_that_share_a_world_share_a_worker(request):
    """Without groups each worker builds every shared world again, and nothing says so."""
    is_spread = os.environ.get("PYTEST_XDIST_WORKER") and request.config.getvalue("loadgroup")
    assert request.node.nodeid.endswith("@together") or not is_spread
