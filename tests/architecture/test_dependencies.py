"""Contexts depend downwards only: imports, model relations and migrations (STYLE of the house, CONTRIBUTING.md)."""

import subprocess
import sys

import pytest
from django.apps import apps

from tests.architecture.modules import ROOT, cycles, heights, imported_names, imports, modules, pyproject


def test_the_import_contracts_hold():
    # A process of its own: the linter reads the working folder and keeps a cache.
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_cycle_not_even_inside_functions():
    assert cycles(imports()) == []


def test_the_cycle_finder_finds_cycles():
    graph = {
        "a": {"b": 1},
        "b": {"c": 1},
        "c": {"a": 1, "d": 1},
        "d": {"e": 1},
        "e": {},
        "f": {"g": 1},
        "g": {"f": 1},
    }
    assert sorted(cycles(graph)) == [["a", "b", "c"], ["f", "g"]]


def test_function_level_imports_are_seen(tmp_path):
    path = tmp_path / "inner.py"
    path.write_text(
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import danvan.only_typed\n"
        "def late():\n    from . import sibling\n    from danvan.ui import nav\n    import danvan.files.models\n"
    )
    named = {name for name, _ in imported_names(path, "danvan.reporting.inner")}
    assert {"danvan.reporting.sibling", "danvan.ui.nav", "danvan.files.models"} <= named
    assert "danvan.only_typed" not in named


def context_of(name: str) -> str:
    return name.split(".")[1] if name.startswith("danvan.") else ""


def test_nothing_imports_a_higher_context():
    """What import-linter checks for modules, again for imports inside functions and for siblings."""
    height = heights()
    upwards = [
        f"{name}:{line} imports {target}"
        for name, targets in imports().items()
        for target, line in targets.items()
        if context_of(name) in height
        and context_of(target) != context_of(name)
        and (context_of(target) not in height or height[context_of(target)] >= height[context_of(name)])
        and context_of(target)
    ]
    assert upwards == []


def test_contexts_take_models_queries_and_services_from_each_other_only():
    """Views, forms, URLs and templates of a context are its own affair."""
    private = {"views", "forms", "urls", "admin", "api"}
    taken = [
        f"{name}:{line} imports {target}"
        for name, targets in imports().items()
        for target, line in targets.items()
        if context_of(name) in heights()
        and context_of(target) not in {"", context_of(name), "common", "ui"}
        and private & set(target.split(".")[2:3])
    ]
    assert taken == []


def relations():
    """(where, owner's context, related context) of every relation between our models, string keys included."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("danvan.")}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model not in (None, "self"):
                pair = model._meta.app_label, field.related_model._meta.app_label
                if set(pair) <= ours and pair[0] != pair[1]:
                    yield f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}", *pair


def test_model_relations_point_downwards():
    """A string such as "organizations.OrgUnit" in a foreign key is no import, and a dependency all the same."""
    found = list(relations())
    assert found, "the walk found no relation at all"
    height = heights()
    assert [where for where, owner, related in found if height[related] >= height[owner]] == []


def test_every_context_stands_in_the_layer_list():
    contexts = {name.split(".")[1] for name in modules() if name.count(".") >= 1}
    assert contexts - heights().keys() == {"cli", "commands", "demo"} & contexts


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("danvan/*/migrations/*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_migrations_import_none_of_our_code(path):
    """Code moves on, a migration must still run as it was written."""
    ours = [
        name for name, _ in imported_names(path, "migrations") if name.split(".")[0] in {"danvan", "config"}
    ]
    assert ours == []


def test_every_direct_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = pyproject()["project"]
    named = project["dependencies"] + [
        one for extra in project["optional-dependencies"].values() for one in extra
    ]
    silent = []
    for requirement in named:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        if len(line.partition("#")[2].split()) < 2:
            silent.append(requirement)
    assert silent == []
