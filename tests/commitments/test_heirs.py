"""When a unit ends, its open commitments find an heir; nothing that was promised is nobody's."""

from datetime import timedelta

import pytest

from danvan.commitments import services, structure
from danvan.commitments.models import Commitment
from danvan.organizations import services as organizations
from danvan.organizations.changes import Ask, Row
from tests.commitments.conftest import DAY


@pytest.fixture
def change(act, moment):
    def apply(**ask):
        asked = Ask(**{"day": DAY, "legal_basis": "NQ 1/NQ", **ask})
        plan, told = organizations.preview(ask=asked, by=act("administrator"))
        made = organizations.apply_change(ask=asked, digest=plan.digest, by=act("administrator"), at=moment)
        return made, told

    return apply


def merge(change, **ask):
    return change(kind="merge", units=("HN-01-01", "HN-01-02"), code="HN-01-09", name="Phường Mới", **ask)


def test_on_a_merger_they_pass_to_the_successor_with_a_step(give, change):
    owed, asked = give(), give()
    _made, told = merge(change)
    assert any("2" in one.text and one.severity == "info" for one in told)
    for made in (owed, asked):
        made.refresh_from_db()
        assert made.unit.code == "HN-01-09"
        assert made.steps.get(kind="passed").data == {"from": "HN-01-01", "to": "HN-01-09", "role": "unit"}


def test_what_the_closed_unit_asked_for_passes_too(give, change, cast, seat):
    made = give(unit=cast.units["HN-02-01"], asked_by=cast.commune, by=seat("HN-02-01"))
    merge(change)
    made.refresh_from_db()
    assert (made.asked_by.code, made.verifier.code) == ("HN-01-09", "HN-01-09")


def test_a_change_to_come_passes_them_on_its_day(give, change, moment):
    made = give()
    merge(change, day=DAY + timedelta(days=30))
    made.refresh_from_db()
    assert made.unit.code == "HN-01-01"
    later = moment + timedelta(days=30)
    services.pass_to_heirs(on=later.date(), at=later)
    made.refresh_from_db()
    assert made.unit.code == "HN-01-09"
    assert services.pass_to_heirs(on=later.date(), at=later) == 0


def test_a_unit_that_owes_cannot_just_be_closed(give, act, moment):
    give()
    ask = Ask(kind="close", day=DAY, legal_basis="NQ 1/NQ", unit="HN-01-01")
    plan, told = organizations.preview(ask=ask, by=act("administrator"))
    assert [one.severity for one in structure.consequences(plan)] == ["blocking"]
    assert any(one.severity == "blocking" for one in told)


def test_after_a_split_the_superior_decides(give, change, cast):
    made = give()
    Commitment.unscoped.filter(pk=made.pk).update(decided=True)
    change(
        kind="split",
        unit="HN-01-01",
        rows=(
            Row("HN-01-01", "HN-01-11", "Phường Một", "part"),
            Row("HN-01-01", "HN-01-12", "Phường Hai", "part"),
        ),
    )
    made.refresh_from_db()
    assert (made.decider, made.decided) == (cast.district, False)
    assert made.steps.get(kind="asked_up").data["proposed"] == "HN-01-11, HN-01-12"


def test_undoing_a_merger_into_another_unit_gives_them_back(give, change, act, moment):
    made = give()
    done, _told = change(kind="merge", units=("HN-01-01",), into="HN-01-02")
    made.refresh_from_db()
    assert made.unit.code == "HN-01-02"
    organizations.undo_change(change=done, by=act("administrator"), at=moment)
    made.refresh_from_db()
    assert made.unit.code == "HN-01-01"
    assert [one.data["role"] for one in made.steps.filter(kind="passed")] == ["unit", "back"]
    assert services.pass_to_heirs(on=DAY, at=moment) == 0
