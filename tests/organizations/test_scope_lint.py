"""Pages never go round the scope (R-11): `unscoped`, `.raw(` and `.extra(` stay in services, queries, models, measures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "danvan"
WAY_ROUND = re.compile(r"\bunscoped\b|\.raw\(|\.extra\(|\.objects\.raw\b|RawSQL")
# The layers that answer a person; every file below a folder of that name counts too.
OPEN_LAYERS = {"views", "forms", "api", "admin", "urls"}


def files():
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_page = path.suffix == ".html" or (path.suffix == ".py" and OPEN_LAYERS & set(parts))
        if path.is_file() and is_page and "migrations" not in parts:
            yield path


def slips(text):
    return [number for number, line in enumerate(text.splitlines(), start=1) if WAY_ROUND.search(line)]


def test_no_page_goes_round_the_scope():
    found = [
        f"{path.relative_to(ROOT)}:{number}" for path in files() for number in slips(path.read_text("utf-8"))
    ]
    assert found == []


def test_pages_are_looked_at_at_all():
    seen = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {
        "organizations/views/changes.py",
        "organizations/forms.py",
        "organizations/templates/organizations/tree.html",
    } <= seen


@pytest.mark.parametrize(
    "line",
    ["Submission.unscoped.all()", "qs.extra(where=[x])", "Unit.objects.raw(sql)", "{{ report.unscoped }}"],
)
def test_the_lint_knows_a_slip_when_it_sees_one(line):
    assert slips(f"# fine\n{line}\n") == [2]


def _tables(model):
    """The models below, those that only lend their columns left out."""
    below = [
        one
        for kind in model.__subclasses__()
        for one in ([kind] if not kind._meta.abstract else _tables(kind))
    ]
    assert all(not one._meta.abstract for one in below)
    return below


def test_a_scoped_model_refuses_its_objects(cast):
    from danvan.organizations.scope import UnitScoped

    scoped = _tables(UnitScoped)
    assert scoped
    for model in scoped:
        # A table of several kinds has its type in each of them.
        assert model.record_type or all(kind.record_type for kind in model.__subclasses__())
        with pytest.raises(RuntimeError, match=model.__name__):
            model.objects.count()
