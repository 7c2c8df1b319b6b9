"""
Who may change what, through real HTTP (R-10 to R-13): `writes.csv` says for each operation on each unit's record who gets
it done and what the others are told. A refused write is also shown not to have happened.
"""

import csv
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from danvan.audit.models import OnceKey
from danvan.reporting.models import Draft
from danvan.reporting.queries import forms
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed
from danvan.reporting.vectors import Vector
from tests.security.writing import OPERATIONS, contents, revision_of, watching
from tests.support.standing import CELL

pytestmark = pytest.mark.one_engine

with Path(__file__).with_name("writes.csv").open(encoding="utf-8", newline="") as file:
    TABLE = list(csv.DictReader(file))
PEOPLE = [name for name in TABLE[0] if name not in {"operation", "unit"}]


def test_every_operation_stands_in_the_table_for_a_near_and_a_far_unit():
    units = {name: {row["unit"] for row in TABLE if row["operation"] == name} for name in OPERATIONS}
    assert {row["operation"] for row in TABLE} == set(OPERATIONS)
    # What belongs to nobody in particular has no far unit.
    one_for_all = {"add_holiday", "use_template", "upload_template", "undo_change"}
    assert [name for name, found in units.items() if len(found) < 2 and name not in one_for_all] == []


def value_of(draft):
    return Vector.unpack(draft.cells).value(forms.layout(forms.default_form()).index[CELL])


def outcome(client, here, operation, unit, before):
    """``done``, or the status of a refusal; ``half`` for a refusal that wrote, or thanks for nothing."""
    with transaction.atomic():
        with watching() as watch:
            response = OPERATIONS[operation](client, here, unit)
        changed = bool(watch.statements) and contents() != before
        transaction.set_rollback(True)
    if changed:
        return "done" if response.status_code in {200, 302} else f"wrote and said {response.status_code}"
    return str(response.status_code)


# Whose rows of the table differ most; of the others every third is tried, all of them in `make test-long`.
NEAREST = {"officer", "outsider", "consolidator", "city_consolidator"}


@pytest.mark.slow
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("person", PEOPLE)
def test_who_gets_what_done(person, every, standing):
    client, differences = Client(), []
    client.force_login(standing.cast[person])
    before = contents()
    step = 1 if every or person in NEAREST else 3
    for row in TABLE[PEOPLE.index(person) % step :: step]:
        found = outcome(client, standing, row["operation"], row["unit"], before)
        if found != row[person]:
            differences.append(f"{row['operation']} {row['unit']}: {found}, the table says {row[person]}")
    assert not differences, "\n".join(differences)


@pytest.mark.slow
def test_a_call_that_was_refused_leaves_no_key(standing):
    client = Client()
    client.force_login(standing.cast["officer"])
    before = OnceKey.objects.count()
    answer = OPERATIONS["api_accept"](client, standing, "HN-01-01")
    assert answer.status_code == 403
    assert OnceKey.objects.count() == before


@pytest.mark.slow
def test_the_loser_finds_both_texts_on_the_page(standing):
    """Through the form: 409, the own text still in its field, the other's beside it."""
    row = standing.submission("draft")
    entry.save_cells(
        submission_id=row.pk, typed={CELL: Typed("41", revision_of(row.pk))},
        by=standing.unit_itself("HN-01-01"), at=standing.at,
    )  # fmt: skip
    client = Client()
    client.force_login(standing.cast["officer"])
    response = client.post(reverse("reporting:entry", args=[row.pk]), {f"o-{CELL}": "57", f"s-{CELL}": "1|3"})
    text = response.content.decode()
    assert response.status_code == 409
    assert 'value="57"' in text and "41" in text
    assert value_of(Draft.objects.get(submission=row)) == 41
