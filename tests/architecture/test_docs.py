"""Documents lead somewhere, and everything in docs/ is reached from its index."""

from __future__ import annotations

import re

import pytest

from tests.architecture.modules import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md")] + sorted(
    DOCS.rglob("*.md")
)
# Pages and pictures that are linked and still to be written.
COMING = {
    "docs/images/home.png",
    "docs/reference/api.md",
    "docs/reference/command-line.md",
}
NOT_IN_THE_INDEX = {"docs/README.md", "docs/decisions/template.md"}


def links(page) -> list[str]:
    """Targets inside the house, from the root; addresses of the world and places within a page are left out."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    inside = [
        target.partition("#")[0] for target in found if "://" not in target and not target.startswith("#")
    ]
    return [str((page.parent / target).resolve().relative_to(ROOT)) for target in inside if target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert [target for target in links(page) if not (ROOT / target).exists() and target not in COMING] == []


def test_every_page_is_reached_from_the_index():
    there = {str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md")} - NOT_IN_THE_INDEX
    assert sorted(there - set(links(DOCS / "README.md"))) == []


def test_decisions_have_their_parts():
    for page in sorted((DOCS / "decisions").glob("0*.md")):
        text = page.read_text("utf-8")
        assert re.match(rf"# {int(page.name[:4])}\. ", text), page.name
        assert re.search(
            r"^Status: (proposed|accepted|superseded by \d+), \w+ 20\d\d$", text, re.MULTILINE
        ), page.name
        for part in ("Context", "Decision", "Refused alternatives", "Consequences"):
            assert f"\n## {part}\n" in text, (page.name, part)


def test_files_that_are_named_exist():
    """A path written as code in a document is a file or folder of the house."""
    path = re.compile(r"`((?:danvan|tests|tools|config|bench|docs|requirements)/[\w/.-]+)`")
    gone = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for name in path.findall(page.read_text("utf-8"))
        if not (ROOT / name).exists() and name not in COMING
    }
    assert sorted(gone) == []


def test_a_class_in_the_glossary_exists():
    names = set(re.findall(r"`([A-Z][A-Za-z]+)`", (DOCS / "reference" / "glossary.md").read_text("utf-8")))
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "danvan").rglob("*.py"))
    assert len(names) > 30
    assert [name for name in sorted(names) if not re.search(rf"^\s*class {name}\b", code, re.MULTILINE)] == []
