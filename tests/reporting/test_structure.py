"""A change of the tree beside running rounds."""

from datetime import date

import pytest

from danvan.common.periods import Period
from danvan.organizations import changes
from danvan.organizations.facts import facts_on
from danvan.organizations.hooks import consequences_of
from danvan.organizations.services import apply_change, preview, undo_change
from danvan.reporting import queries, verification
from danvan.reporting.models import Submission
from danvan.reporting.services import reviewing

TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"


@pytest.fixture
def moved(cast):
    """A commune moves to the other district in the middle of the quarter."""
    return changes.Ask(
        kind="move", day=date(2020, 3, 1), legal_basis="Nghị quyết 1", unit="HN-01-01", parent="HN-02"
    )


def test_moving_a_unit_moves_its_figures_and_undoing_brings_them_back(
    cast, first_quarter, submission_of, sent, actors, now, moved
):
    submission = submission_of(first_quarter)
    version = sent(submission, **{TEAM: 7})
    reviewing.accept(
        submission_id=submission.pk, version_number=version.number, by=actors["consolidator"], at=now
    )

    def held(code):
        return queries.report(cast.units[code], Period.parse("2020-Q1")).by_code[TOTAL].all

    assert (held("HN"), held("HN-01"), held("HN-02")) == (7, 7, None)
    plan, _told = preview(ask=moved, by=actors["administrator"])
    change = apply_change(ask=moved, digest=plan.digest, by=actors["administrator"], at=now)
    assert (held("HN"), held("HN-01"), held("HN-02")) == (7, None, 7)
    assert list(verification.differences(first_quarter.form)) == []
    undo_change(change=change, by=actors["administrator"], at=now)
    assert (held("HN"), held("HN-01"), held("HN-02")) == (7, 7, None)
    assert list(verification.differences(first_quarter.form)) == []


def test_the_preview_names_the_rounds_it_touches(cast, first_quarter, moved):
    told = consequences_of(changes.plan(moved, facts_on(moved.day)))
    assert told[0].severity == "warning"
    assert "I/2020" in told[0].text
    assert Submission.unscoped.filter(round=first_quarter).count() == 7, "looking changes nothing"
