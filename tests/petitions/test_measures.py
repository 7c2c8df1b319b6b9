"""Figures of the reports are counted from cases and sessions, each with its proof."""

from datetime import date, timedelta

import pytest

from danvan.petitions import services
from danvan.petitions.duties import DUTIES, required
from danvan.petitions.measures import MEASURES
from danvan.petitions.models import Petition
from danvan.petitions.services import Draft
from tests.petitions.conftest import DONE, FOUND, fresh

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 31)


def count(name, unit, first=FIRST, last=LAST):
    return sum(number for _ref, _label, number in MEASURES[name]([unit.pk], first, last).get(unit.pk, []))


def answer(row, actors, at, found=FOUND, who="officer"):
    row = fresh(row)
    draft = Draft("explained", found, DONE, basis="KH 12")
    services.answer(petition=row, version=row.version, draft=draft, by=actors[who], at=at)


def test_every_word_of_the_catalogue_that_is_ours_has_a_measure():
    import csv
    from pathlib import Path

    import danvan.reporting

    lists = list(Path(danvan.reporting.__file__).parent.rglob("indicators.csv"))
    asked = set()
    for path in lists:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                asked.add((row.get("derived_from") or "").strip())
    ours = {word for word in asked if word.startswith(("Petition.", "Reception"))}
    assert ours and ours <= MEASURES.keys()


def test_received_sorted_passed_on_resolved_and_open(sent, cast, actors, now):
    rows = [Petition.unscoped.get(reference=sent().reference) for _n in range(4)]
    said = {
        "decision": "own_authority",
        "kind": "feedback",
        "topic": "drainage",
        "place": None,
        "urgency": "normal",
    }
    for row in rows[:2]:
        services.classify(petition=row, version=1, **said, by=actors["officer"], at=now)
    services.hand_over(
        petition=rows[2],
        version=1,
        to_unit=cast.units["HN-02-01"],
        reason="Thuộc bên đó",
        by=actors["officer"],
        at=now,
    )
    answer(rows[0], actors, now + timedelta(days=2))
    answer(
        rows[1],
        actors,
        now + timedelta(days=60),
        FOUND + " Kiểm tra lại ngày 10/05 tại hố ga số 7 phía cuối ngõ, nước đã rút.",
    )
    mine, other = cast.commune, cast.units["HN-02-01"]
    assert count("Petition.received", mine) == 4 and count("Petition.received", other) == 0
    assert (
        count("Petition.received[kind=recommendation]", mine) == 4
        and count("Petition.received[kind=complaint]", mine) == 0
    )
    assert count("Petition.classified[own_authority]", mine) == 2
    assert count("Petition.transferred", mine) == 1
    assert count("Petition.resolved", mine) == 1 and count("Petition.resolved[on_time]", mine) == 1
    assert count("Petition.open", mine) == 2 and count("Petition.open", other) == 1
    assert count("Petition.open[overdue]", mine) == 0
    second = (date(2020, 4, 1), date(2020, 6, 30))
    assert count("Petition.open_at_period_start", mine, *second) == 2
    assert (
        count("Petition.resolved", mine, *second) == 1
        and count("Petition.resolved[on_time]", mine, *second) == 0
    )
    assert count("Petition.open", mine, *second) == 1 and count("Petition.open[overdue]", mine, *second) == 1


def test_a_proof_names_the_case_and_nothing_that_was_written(case, cast):
    ((reference, label, number),) = MEASURES["Petition.received"]([cast.commune.pk], FIRST, LAST)[
        cast.commune.pk
    ]
    assert reference == f"petitions.Petition:{case.reference}" and number == 1
    assert case.reference in label and "Rãnh" not in label and "Mận" not in label


def test_reception_is_counted_from_sessions(cast, actors, now):
    def hold(kind, host, head="", visits=2, persons=6, groups=1, days_ago=0):
        services.record_session(
            unit=cast.commune, kind=kind, host=host, head=head, on=now.date() - timedelta(days=days_ago), visit_count=visits, person_count=persons,
            large_group_count=groups, case_count=1, by=actors["officer"], at=now,
        )  # fmt: skip

    hold("periodic", "head", "commune_chair")
    hold("adhoc", "head", "commune_chair")
    hold("periodic", "deputy", "commune_chair", days_ago=7)
    hold("regular", "duty", visits=10, persons=12, groups=0)
    unit = cast.commune
    assert count("ReceptionSession.visits", unit) == 16
    kinds = [
        count(f"ReceptionSession.visits[kind={kind}]", unit) for kind in ("regular", "periodic", "adhoc")
    ]
    assert kinds == [10, 4, 2]
    assert count("ReceptionSession.persons", unit) == 30 and count("ReceptionSession.groups", unit) == 3
    # Two sessions of the head on one day are one day; a deputy's day is no day of the head.
    assert count("ReceptionSession.held[host=head]", unit) == 1
    # Mondays of January to March 2020: 4 + 4 + 5.
    assert count("ReceptionSchedule.required", unit) == 13
    assert count("ReceptionSchedule.required", cast.city) == 3


def test_days_owed_are_counted_once_although_a_period_begins_within_a_month(cast):
    rounds = [
        (date(2018, 12, 15), date(2019, 3, 14)), (date(2019, 3, 15), date(2019, 6, 14)),
        (date(2019, 6, 15), date(2019, 9, 14)), (date(2019, 9, 15), date(2019, 12, 14)),
    ]  # fmt: skip
    for unit, year in ((cast.commune, 52), (cast.city, 12)):
        assert sum(count("ReceptionSchedule.required", unit, *days) for days in rounds) == year


def test_weekly_duties_of_the_months_of_a_year_add_up_to_its_mondays():
    weekly = next(duty for duty in DUTIES if duty.per == "week")
    assert sum(required(weekly, date(2020, month, 1)) for month in range(1, 13)) == 52
