"""
Two people at the same moment: one wins, the other is told, and what the other typed is kept (R-41).

On PostgreSQL two threads really meet; SQLite lets one writer in after the other, in an order drawn by lot.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection

from danvan.audit import services as audit
from danvan.audit.models import AuditEntry
from danvan.common.errors import DomainError
from danvan.reporting import verification
from danvan.reporting.models import Draft, Return, Submission
from danvan.reporting.queries import forms
from danvan.reporting.refusals import CellConflict
from danvan.reporting.services import entry, reviewing, sending
from danvan.reporting.services.entry import Typed
from danvan.reporting.vectors import Vector
from tests.security.writing import revision_of
from tests.support import standing as records
from tests.support.parallel import together
from tests.support.standing import CELL

RACES = 70 if connection.vendor == "postgresql" else 5


@pytest.fixture
def city(transactional_db, at):
    from tests.support.people import assemble

    return records.build(assemble(), at("2020-03-16"))


def attempt(work):
    """What came of it, or the refusal."""

    def tried():
        try:
            return work()
        except DomainError as refusal:
            return refusal

    return tried


def race(*works):
    works = list(works)
    random.Random(len(works)).shuffle(works)
    return together(*map(attempt, works))


def value_of(draft):
    layout = forms.layout(forms.default_form())
    return Vector.unpack(draft.cells).value(layout.index[CELL])


def one_cell(city, races):
    """Two officers type into the same cell, both having seen the same revision."""
    row, by = city.submission("draft"), city.unit_itself("HN-01-01")
    other = city.actor("officer")
    for turn in range(races):
        seen = revision_of(row.pk)
        mine, theirs = str(2 * turn + 10), str(2 * turn + 11)
        results = race(
            lambda seen=seen, mine=mine: entry.save_cells(
                submission_id=row.pk, typed={CELL: Typed(mine, seen)}, by=by, at=city.at
            ),
            lambda seen=seen, theirs=theirs: entry.save_cells(
                submission_id=row.pk, typed={CELL: Typed(theirs, seen)}, by=other, at=city.at
            ),
        )
        (winner,) = [one for one in results if isinstance(one, Draft)]
        (loser,) = [one for one in results if isinstance(one, CellConflict)]
        told = loser.detail["cells"][CELL]
        # Both texts travel with the refusal; the winner's is what stands.
        assert {told["yours"], told["theirs"]} == {mine, theirs}
        assert str(value_of(Draft.objects.get(submission=row))) == told["theirs"]
        assert winner.revision == revision_of(row.pk) > seen


def decisions(city, races):
    """Two reviewers, one accepting and one returning the same version."""
    row = city.submission("sent")
    below, above = city.actor("consolidator"), city.actor("city_consolidator")
    for turn in range(races):
        version = Submission.unscoped.get(pk=row.pk).latest.number
        results = race(
            lambda version=version: reviewing.accept(
                submission_id=row.pk, version_number=version, by=below, at=city.at
            ),
            lambda version=version: reviewing.return_(
                submission_id=row.pk, version_number=version, reason="x", cells=[], by=above, at=city.at
            ),
        )
        winners = [one for one in results if not isinstance(one, Exception)]
        assert len(winners) == 1, results
        now = Submission.unscoped.get(pk=row.pk)
        returned = Return.objects.filter(version__submission=row, version__number=version).exists()
        assert (now.state == "accepted") is not returned
        if now.state == "accepted":
            later = city.at + timedelta(minutes=turn)
            reviewing.take_back_acceptance(submission_id=row.pk, reason="x", by=below, at=later)
        else:
            sending.submit(submission_id=row.pk, by=city.unit_itself("HN-01-01"), at=city.at)


def sending_while_typing(city, races):
    """One officer sends the form while a colleague changes a cell: what was sent is what the sender saw, or nothing."""
    layout = forms.layout(forms.default_form())
    row = city.submission("draft")
    own = city.unit_itself("HN-01-01")
    for turn in range(races):
        draft = Draft.objects.filter(submission=row).first()
        seen, shown = (draft.revision, value_of(draft)) if draft else (0, None)
        if draft is None:
            draft = entry.save_cells(submission_id=row.pk, typed={CELL: Typed("3", 0)}, by=own, at=city.at)
            seen, shown = draft.revision, value_of(draft)
        touched = revision_of(row.pk)
        results = race(
            lambda seen=seen: sending.submit(submission_id=row.pk, by=own, at=city.at, revision=seen),
            lambda turn=turn, touched=touched: entry.save_cells(
                submission_id=row.pk,
                typed={CELL: Typed(str(50 + turn), touched)},
                by=city.actor("officer"),
                at=city.at,
            ),
        )
        winners = [one for one in results if not isinstance(one, Exception)]
        assert len(winners) == 1, results
        now = Submission.unscoped.select_related("latest").get(pk=row.pk)
        if now.state == "submitted":
            assert Vector.unpack(now.latest.cells).value(layout.index[CELL]) == shown
            assert not Draft.objects.filter(submission=row).exists()
            reviewing.return_(
                submission_id=row.pk,
                version_number=now.latest.number,
                reason="x",
                cells=[],
                by=city.above,
                at=city.at,
            )
        else:
            assert value_of(Draft.objects.get(submission=row)) == 50 + turn


RACED = {"one cell": one_cell, "accept or return": decisions, "send or type": sending_while_typing}


def run_races(city, what, races):
    before = AuditEntry.objects.count()
    RACED[what](city, races)
    assert AuditEntry.objects.count() > before
    assert audit.verify() == []
    assert list(verification.differences(forms.default_form())) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", RACED)
def test_exactly_one_wins(city, what):
    run_races(city, what, RACES)


@pytest.mark.long
@pytest.mark.parametrize("what", RACED)
def test_exactly_one_wins_700_times(city, what):
    run_races(city, what, 700)
