"""Hanoi's own reforms, as loaded and as done by hand in the wizard."""

from collections import Counter
from datetime import date

import pytest

from danvan.organizations import queries, services
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.changes import Ask
from danvan.organizations.models import OrgUnit, UnitSuccession
from danvan.organizations.seed.load import load_hanoi
from danvan.organizations.tables import read_resolution
from tests.support.factories import UserFactory

pytestmark = pytest.mark.slow
REFORM = date(2025, 7, 1)


@pytest.fixture
def root_admin(db):
    def of(on):
        user = UserFactory()
        return Actor(user.pk, str(user), on, (Grant("administrator", queries.unit_by_code("HN").pk, "HN"),))

    return of


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2019, 12, 31), {"city": 1, "district": 30, "commune": 584}),
        (date(2020, 3, 1), {"city": 1, "district": 30, "commune": 579}),
        (date(2025, 1, 1), {"city": 1, "district": 30, "commune": 526}),
        (date(2025, 6, 30), {"city": 1, "district": 30, "commune": 526}),
        (REFORM, {"city": 1, "commune": 126}),
        (date(2026, 1, 1), {"city": 1, "commune": 126}),
    ],
)
def test_the_tree_of_each_day_has_the_published_number_of_units(db, at, day, counts):
    load_hanoi(at=at(2020, 3, 5))
    tree = queries.tree_on(day)
    assert Counter(unit.level for unit in tree.units.values()) == counts
    assert [unit.code for unit in tree.roots] == ["HN"]
    root = queries.unit_by_code("HN")
    assert OrgUnit.objects.filter(pk__in=queries.descendant_ids(root.pk, day)).count() == sum(counts.values())


def test_every_commune_of_2024_has_an_heir_in_force_in_2026(db, at):
    load_hanoi(at=at(2020, 3, 5))
    heirs = {}
    for old, new in UnitSuccession.objects.filter(on__gt=date(2024, 6, 1)).values_list("old_id", "new_id"):
        heirs.setdefault(old, set()).add(new)
    now = set(queries.names_on(date(2026, 1, 1)))
    for unit in queries.names_on(date(2024, 6, 1)).values():
        reached, todo = set(), [unit.id]
        while todo:
            here = todo.pop()
            if here not in reached:
                reached.add(here)
                todo.extend(heirs.get(here, ()))
        assert reached & now, unit


def test_the_reform_of_2025_passes_in_one_transaction_from_a_pasted_table(db, at, root_admin):
    """The same rows the seed has, given to the wizard on a tree that ends in June 2025: the same tree comes out."""
    load_hanoi(at=at(2020, 3, 5))
    rows = UnitSuccession.objects.filter(
        on=REFORM, old__versions__level="commune", old__versions__closed=True
    )
    rows = rows.order_by("old__code", "new__code").select_related("old", "new").distinct()
    names = queries.names_on(REFORM)
    lines = [f"{row.old.code}\t{row.new.code}\t{names[row.new_id].name}\t{row.share}" for row in rows]
    wanted = {(unit.code, unit.name, unit.level) for unit in names.values()}
    _forget_the_reform()
    read = read_resolution("\n".join(lines))
    assert not read.problems
    asked = Ask(
        kind="resolution", day=REFORM, legal_basis="Nghị quyết 1656/NQ-UBTVQH15", unit="HN", level="district",
        parent="HN", rows=read.rows,
    )  # fmt: skip
    by = root_admin(date(2025, 6, 1))
    plan, _told = services.preview(ask=asked, by=by)
    assert [finding.text for finding in plan.blocking] == []
    change = services.apply_change(ask=asked, digest=plan.digest, by=by, at=at(2025, 6, 1))
    tree = queries.tree_on(REFORM)
    assert {(unit.code, unit.name, unit.level) for unit in tree.units.values()} == wanted
    assert [unit.code for unit in tree.roots] == ["HN"]
    services.undo_change(change=change, by=by, at=at(2025, 6, 2))
    assert len(queries.names_on(REFORM)) == 1 + 30 + 526


def _forget_the_reform():
    from danvan.organizations.models import OrgUnitVersion, UnitLink

    UnitLink.objects.all().delete()
    UnitSuccession.objects.filter(on__gte=REFORM).delete()
    OrgUnitVersion.objects.filter(starts_on__gte=REFORM).delete()
    OrgUnit.objects.filter(versions=None).delete()
    services.rebuild_links()
