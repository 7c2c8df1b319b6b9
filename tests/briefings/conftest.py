"""Reporting's small city with two communes' figures accepted, and a draft about it."""

import pytest

from danvan.briefings import services
from danvan.common.periods import Period
from danvan.reporting.services import reviewing
from tests.reporting.conftest import (  # noqa: F401 - fixtures of the same city
    _fresh_forms,
    actors,
    filled,
    first_quarter,
    form,
    layout,
    now,
    sent,
    submission_of,
)


@pytest.fixture
def quarter():
    return Period.parse("2020-Q1")


@pytest.fixture
def accepted(first_quarter, submission_of, sent, actors, now):  # noqa: F811
    """One commune sent and accepted: 3 supervision sessions by team, 2 joint."""
    version = sent(
        submission_of(first_quarter),
        **{
            "supervision.form.team": 3,
            "supervision.form.joint": 2,
            "dialogue.held.periodic": 1,
            "dialogue.units.held": 1,
        },
    )
    reviewing.accept(
        submission_id=version.submission_id, version_number=version.number, by=actors["consolidator"], at=now
    )
    return version


@pytest.fixture
def draft(accepted, cast, quarter, actors, now):  # noqa: F811
    made = services.create_draft(
        unit=cast.city, period=quarter, kind="quarterly", fmt="party", by=actors["city_consolidator"], at=now
    )
    return services.save_details(
        document=made,
        values={"signatory": "Phạm Văn Dũng"},
        version=1,
        by=actors["city_consolidator"],
        at=now,
    )


@pytest.fixture
def issued(draft, actors, now):  # noqa: F811
    return services.issue(document=draft, signed_on=now.date(), by=actors["city_consolidator"], at=now)


@pytest.fixture
def corrected(accepted, actors, now):  # noqa: F811
    """``corrected(4, minutes=5)``: the commune's team sessions become 4 by an accepted supplement, later that day."""
    from datetime import timedelta

    from danvan.reporting.services import supplements

    def correct(value, minutes=5):
        later = now + timedelta(minutes=minutes)
        made = supplements.supplement(
            submission_id=accepted.submission_id,
            changes={"supervision.form.team": str(value)},
            reason="Bổ sung một cuộc giám sát",
            by=actors["officer"],
            at=later,
        )
        reviewing.accept(
            submission_id=made.submission_id, version_number=made.number, by=actors["consolidator"], at=later
        )

    return correct
