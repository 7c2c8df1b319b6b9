from decimal import Decimal

import pytest

from danvan.reporting import formulas
from danvan.reporting.catalogue import Catalogue, Spec, UnknownIndicator
from danvan.reporting.formulas import BadFormula, Ratio, Slice, Sum
from danvan.reporting.services.catalogue import BadCatalogue, load_catalogue, starter_rows


def spec(code, kind="input", formula="", levels=("city",)):
    return Spec(code, code, code, "cuộc", "g", tuple(levels), kind, "sum", "sum", formula)


def test_the_three_kinds_of_formula_are_read():
    assert formulas.parse("a.b + c.d + e") == Sum(("a.b", "c.d", "e"))
    assert formulas.parse("100 * a / (b + c)") == Ratio(100, ("a",), ("b", "c"))
    assert formulas.parse("slice(a.b, level=district|agency)") == Slice("a.b", ("district", "agency"))
    assert formulas.parse("") is None


@pytest.mark.parametrize(
    "text", ["a", "a - b", "a + ", "a * b", "__import__('os')", "slice(a)", "100 * a / 0", "A + B"]
)
def test_anything_else_is_refused_with_what_would_do(text):
    with pytest.raises(BadFormula) as refusal:
        formulas.parse(text)
    assert text in refusal.value.message


def test_a_ratio_is_exact_to_two_decimals_and_none_without_its_parts():
    ratio = Ratio(100, ("a",), ("b", "c"))
    assert ratio.of({"a": 1, "b": 2, "c": 1}.get) == Decimal("33.33")
    assert ratio.of({"a": 2, "b": 2, "c": 1}.get) == Decimal("66.67")
    assert ratio.of({"a": 2, "b": 0, "c": 0}.get) is None
    assert ratio.of({"a": None, "b": 5, "c": 1}.get) is None


@pytest.mark.parametrize(
    ("specs", "words"),
    [
        ([spec("t", "total", "a + b")], "a"),
        ([spec("a"), spec("t", "total", "a + t")], "stored"),
        ([spec("a"), spec("r", "ratio", "a + a")], "fit"),
        ([spec("a"), spec("r", "ratio", "100 * a / a"), spec("t", "total", "a + r")], "stored"),
    ],
)
def test_a_catalogue_with_a_wrong_formula_does_not_exist(specs, words):
    with pytest.raises(BadFormula):
        Catalogue(specs)


def test_an_unknown_indicator_is_named():
    with pytest.raises(UnknownIndicator, match=r"supervision\.session"):
        Catalogue([spec("a")])["supervision.session"]


def test_the_starter_catalogue_loads_whole(db, form, layout):
    assert len(layout.catalogue) == 120
    assert len(layout) == 88, "inputs, stocks and totals have cells; ratios and slices are computed"
    assert layout.catalogue["dialogue.units.held"].over_time == "distinct"
    assert layout.catalogue.parts_of("dialogue.held.total") == (
        "dialogue.held.periodic",
        "dialogue.held.adhoc",
    )
    assert sum(len(section.codes) for section in layout.sections) == 120


def test_a_catalogue_with_one_bad_row_is_not_loaded_at_all(db, form, now):
    from danvan.reporting.models import Indicator

    rows = [dict(row) for row in starter_rows()]
    rows[0]["name_vi"] = "Đổi tên"
    next(row for row in rows if row["code"] == "dialogue.held.total")["formula"] = (
        "dialogue.held.periodic + nowhere"
    )
    with pytest.raises(BadFormula, match="nowhere"):
        load_catalogue(rows=rows, at=now)
    assert not Indicator.objects.filter(name_vi="Đổi tên").exists()
    with pytest.raises(BadCatalogue):
        load_catalogue(rows=[*starter_rows(), starter_rows()[0]], at=now)


def test_persons_and_attendances_are_never_added():
    """Row 35: a total counts one thing."""
    persons = Spec("p", "p", "p", "người", "g", ("city",), "input", "sum", "sum")
    attendances = Spec("a", "a", "a", "lượt người", "g", ("city",), "input", "sum", "sum")
    mixed = Spec("t", "t", "t", "người", "g", ("city",), "total", "sum", "sum", "p + a")
    with pytest.raises(BadFormula, match="lượt người"):
        Catalogue([persons, attendances, mixed])
