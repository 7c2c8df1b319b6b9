"""What the layers that answer a person may not do, beyond going round the scope (tests/organizations/test_scope_lint.py)."""

import ast

import pytest
from django.apps import apps

from tests.architecture.modules import PACKAGE, modules

OPEN_LAYERS = {"views", "forms", "api", "admin", "urls"}
# A module called `forms` in one of these answers nobody by itself.
INNER_LAYERS = {"services", "queries", "models"}

# Records that belong to a unit and are reached in a page without `scoped`: where, and what keeps them in sight.
LOOKED_AT = {
    ("organizations/views/units.py", "Post"): "the policy is asked for the post's unit right after",
    ("organizations/views/changes.py", "StructureChange"): "filtered by units_open",
    ("organizations/views/changes.py", "OrgUnit"): "filtered by units_open",
    ("organizations/views/choices.py", "OrgUnit"): "filtered by units_open",
    (
        "organizations/views/proposals.py",
        "ProposedChange",
    ): "filtered by units_open, or by the unit of the page",
    (
        "commitments/forms.py",
        "OrgUnit",
    ): "a unit chosen by its code: everybody with a post sees which units exist",
    ("commitments/views/lists.py", "OrgUnit"): "a filter by code; the commitments themselves are scoped",
    ("democracy/views/lists.py", "OrgUnit"): "a filter by code; the registers themselves are scoped",
    ("oversight/views/boards.py", "OrgUnit"): "a filter by code; the sessions themselves are scoped",
    ("oversight/views/ledger.py", "OrgUnit"): "a filter by code; the recommendations themselves are scoped",
    (
        "oversight/forms/sessions.py",
        "OrgUnit",
    ): "units named by code: everybody with a post sees which units exist",
    ("api/endpoints/rounds.py", "ReportForm"): "the catalogue of forms is no unit's secret",
    ("reporting/forms/rounds.py", "ReportForm"): "the catalogue of forms is no unit's secret",
    ("reporting/views/forms_admin.py", "ReportForm"): "the catalogue of forms is no unit's secret",
}
# SQL put together from names of our own, never from what somebody typed.
BUILT_SQL = {
    "common/durability.py": "names of pragmas, from the code",
    "reporting/services/totals.py": "names of tables, from the models",
    "reporting/services/rebuilding.py": "names of tables, from the models",
    "portal/opendata/files.py": "names of columns and of a temporary file, from the code",
}


def open_files():
    for name, path in modules().items():
        parts = set(name.split(".")[1:])
        if OPEN_LAYERS & parts and not INNER_LAYERS & parts:
            yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")


def unit_owned():
    """Names of models with a relation to a unit that are not scoped themselves."""
    from danvan.organizations.models import OrgUnit
    from danvan.organizations.scope import UnitScoped

    return {"OrgUnit"} | {
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, UnitScoped)
        and any(
            field.related_model is OrgUnit
            for field in model._meta.get_fields()
            if field.is_relation and not field.auto_created
        )
    }


def calls(text, *names):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def typed_names(text):
    """Places where what somebody typed names a column: `**request.GET`, `order_by(request…)`."""
    found = []
    for node in calls(
        text, "filter", "exclude", "get", "create", "update", "annotate", "values", "values_list", "order_by"
    ):
        for keyword in node.keywords:
            if keyword.arg is None and (
                "request" in ast.unparse(keyword.value) or "cleaned_data" in ast.unparse(keyword.value)
            ):
                found.append(node.lineno)
        if node.func.attr == "order_by" and any(not isinstance(one, ast.Constant) for one in node.args):
            found.append(node.lineno)
    return found


def test_nobody_types_the_name_of_a_column():
    assert [f"{where}:{line}" for where, text in open_files() for line in typed_names(text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "rows.filter(**request.GET.dict())",
        "rows.order_by(request.GET['o'])",
        "Model.objects.create(**form.cleaned_data)",
    ],
)
def test_typed_names_are_found(line):
    assert typed_names(line) == [1]


def reached():
    owned = unit_owned()
    for where, text in open_files():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr in {
                "objects",
                "_base_manager",
                "_default_manager",
            }:
                name = ast.unparse(node.value)
                if name in owned:
                    yield where, name


def test_records_of_units_are_reached_in_few_places_and_each_says_why():
    found = set(reached())
    assert {"Post", "StoredFile", "StructureChange"} <= unit_owned()
    assert sorted(found - LOOKED_AT.keys()) == []
    assert sorted(LOOKED_AT.keys() - found) == [], "reasons nobody needs any more"


def built_sql(text):
    """Statements put together from parts instead of written as one text with parameters."""
    found = []
    for node in calls(text, "execute", "executemany", "raw", "extra"):
        if node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
            found.append(node.lineno)
    return found


def test_statements_are_not_put_together_from_parts():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules().values()
        if built_sql(path.read_text("utf-8"))
    }
    assert sorted(found - BUILT_SQL.keys()) == []


@pytest.mark.parametrize(
    "line", ["c.execute(f'SELECT {x}')", "c.execute('SELECT ' + x)", "c.execute('SELECT %s' % x)"]
)
def test_built_statements_are_found(line):
    assert built_sql(line) == [1]
