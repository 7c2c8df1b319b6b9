"""The table of features names pages and tests; they exist, and a feature that is said to stand has a test."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from django.urls import URLResolver, get_resolver

from tests.architecture.modules import ROOT

PAGE = ROOT / "docs" / "reference" / "features.md"
STATES = {"yes", "partly", "not yet"}
# What the comparison asked of the parts that stand today: its own numbers, and those no compared system has.
ASKED = {
    *(str(number) for number in (*range(1, 42), 106, 108, 109, 110)),
    # Voices, promises and the public pages.
    *(str(number) for number in (*range(43, 76), 84, 85, *range(92, 102), 105)),
    # Models, contests, commendation.
    *("89", "90", "91"),
    # Nobody compared evaluates units; asked with the year of the whole political system.
    "S38",
    "S39",
    *(f"S{number}" for number in (*range(1, 18), 19, *range(21, 30), 31, 38, 39)),
}


def rows() -> dict[str, list[str]]:
    """Number -> cells of each row of features."""
    found: dict[str, list[str]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 6 and re.fullmatch(r"S?[0-9]+", cells[0]):
            assert cells[0] not in found, f"{cells[0]} stands twice"
            found[cells[0]] = cells
    return found


ROWS = rows()


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def functions_of(name: str) -> set[str]:
    """``test_x`` and ``TestY::test_x`` of a file; empty when there is no such file."""
    path = ROOT / name
    if not path.is_file():
        return set()
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)
            }
    return found


def url_names() -> set[str]:
    resolver = get_resolver()
    found = set()
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver) and part.app_name:
            found |= {f"{part.app_name}:{key}" for key in part.reverse_dict if isinstance(key, str)}
    return found


def test_every_row_asked_for_is_there_and_no_other():
    assert sorted(ROWS) == sorted(ASKED)


@pytest.mark.parametrize("number", ROWS)
def test_row(number):
    _number, feature, state, told, page, test = ROWS[number]
    assert feature and told, "what it is and what there is"
    assert state in STATES
    if state == "partly":
        assert any(words in told for words in ("Missing:", "by decision", "not yet")), "say what is missing"
    if state != "not yet":
        assert named(test), "what shows it?"
    for name in named(test):
        file, _, function = name.partition("::")
        assert function in functions_of(file), f"there is no {name}"
    assert [name for name in named(page) if name not in url_names()] == []


def test_the_check_sees_what_does_not_exist():
    assert functions_of("tests/no_such_file.py") == set()
    assert "test_row" in functions_of("tests/architecture/test_features_table.py")
    assert "no_such:page" not in url_names()
