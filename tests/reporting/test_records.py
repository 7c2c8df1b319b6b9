"""Figures counted from the records of dialogues, petitions and the rest: only for units that keep them here."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache

import danvan.reporting
from danvan.common.periods import Period
from danvan.engagement.services import bulk
from danvan.organizations.models import OrgUnit
from danvan.reporting import measures, records
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import forms

HELD, PERIODIC, ADHOC = (
    "DialogueConference.held",
    "DialogueConference.held[kind=periodic]",
    "DialogueConference.held[kind=adhoc]",
)


@pytest.fixture
def keep(cast, now):
    """Record dialogues that were held, ``keep("HN-01-01", "periodic", date(…))``."""

    def record(code, kind, *days):
        cache.clear()
        unit = cast.units[code]
        past = [
            bulk.PastDialogue(unit_id=unit.pk, level="commune", held_on=day, kind=kind, title="Đối thoại", attended=80, chair="Bí thư")
            for day in days
        ]  # fmt: skip
        return bulk.take_over(dialogues=past, unit=OrgUnit.objects.get(code="HN"), by=None, at=now)

    return record


@pytest.fixture
def count(first_quarter, cast):
    def of(code, name):
        unit = cast.units[code].pk
        found = measures.measured(name, first_quarter, [unit])[unit]
        return None if found is None else sum(record.counts for record in found)

    return of


def test_nothing_is_said_for_a_unit_that_keeps_no_records(count):
    assert count("HN-01-01", HELD) is None
    assert count("HN-01-01", "Petition.received") is None


def test_a_unit_that_keeps_them_is_counted_and_a_zero_is_a_zero(count, keep, first_quarter):
    first = first_quarter.counts_from
    keep("HN-01-01", "periodic", first)
    keep("HN-01-01", "adhoc", date(first.year - 1, 12, 31))
    assert (count("HN-01-01", HELD), count("HN-01-01", PERIODIC), count("HN-01-01", ADHOC)) == (1, 1, 0)
    assert count("HN-01-02", HELD) is None, "the neighbour keeps none"


def test_a_dialogue_of_unstated_kind_counts_in_the_total_only(count, keep, first_quarter):
    keep("HN-01-01", "unstated", first_quarter.counts_from)
    assert count("HN-01-01", HELD) == 1
    assert count("HN-01-01", PERIODIC) is None


def test_what_was_counted_is_remembered_until_a_record_changes(
    keep, first_quarter, cast, django_assert_num_queries
):
    unit = cast.units["HN-01-01"].pk
    keep("HN-01-01", "periodic", first_quarter.counts_from)
    cache.clear()
    records.counted(first_quarter, [unit])
    with django_assert_num_queries(1):
        again = records.counted(first_quarter, [unit])
    assert [record.counts for record in again[HELD][unit]] == [1]
    keep("HN-01-01", "adhoc", first_quarter.counts_from)
    assert len(records.counted(first_quarter, [unit])[HELD][unit]) == 2


def test_the_form_takes_the_count_with_its_proof(keep, first_quarter, cast):
    made = keep("HN-01-01", "periodic", first_quarter.counts_from)[0]
    layout = forms.layout(first_quarter.form)
    found = entry_queries.counts(first_quarter, cast.units["HN-01-01"].pk, layout, "commune")
    told = found[layout.index["dialogue.held.periodic"]]
    assert [(record.reference, record.counts) for record in told] == [
        (f"engagement.DialogueConference:{made.pk}", 1)
    ]


def test_every_word_of_the_catalogue_is_measured(db):
    with (Path(danvan.reporting.__file__).parent / "seed" / "indicators.csv").open(encoding="utf-8") as lines:
        words = {row["derived_from"] for row in csv.DictReader(lines)} - {""}
    assert len(words) > 80
    assert words == measures.known()
    assert set(records.MEASURES) <= measures.known()
    assert Period.parse("2019-Q1") < Period.parse("2019-Q2")
