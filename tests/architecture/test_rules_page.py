"""The page of validation rules names what the rules can say, and nothing else."""

from __future__ import annotations

import ast
import re

from danvan.reporting.validation import rules
from tests.architecture.modules import PACKAGE, ROOT

PAGE = (ROOT / "docs" / "reference" / "validation-rules.md").read_text("utf-8")
GRAVITIES = {("error", False): "error", ("warning", True): "warning, why", ("warning", False): "warning"}


def said_by_code() -> set[tuple[str, str]]:
    """(rule, gravity) of every finding that is built in the rules; a name with a code behind it is cut before it."""
    found = set()
    tree = ast.parse((PACKAGE / "reporting" / "validation" / "rules.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            severity, _code, rule = node.args[:3]
            first = rule.values[0] if isinstance(rule, ast.JoinedStr) else rule
            assert isinstance(first, ast.Constant) and isinstance(severity, ast.Constant)
            asks = any(word.arg == "needs_reason" for word in node.keywords)
            found.add((str(first.value).rstrip("-"), GRAVITIES[str(severity.value), asks]))
    return found


def test_every_rule_stands_on_the_page_with_its_gravity():
    there = set(re.findall(r"^\| `([a-z-]+)` \| (error|warning, why|warning) \|", PAGE, re.MULTILINE))
    assert there == said_by_code()


def test_every_pair_stands_on_the_page():
    there = set(
        re.findall(r"^\| `([a-z_.]+)` \| `([a-z_.]+)` \| (error|warning, why) \|", PAGE, re.MULTILINE)
    )
    hard = {(part, whole, "error") for part, whole in rules.PART_OF}
    assert there == hard | {(part, whole, "warning, why") for part, whole in rules.USUALLY_PART_OF}
