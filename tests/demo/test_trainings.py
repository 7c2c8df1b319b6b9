"""What is recorded of trainings and of the situation counts to what was dealt out, unit by unit and quarter by quarter."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from danvan.common.periods import Period
from danvan.demo import figures, situation, splitting, trainings
from danvan.demo.building import LEVELS, TODAY
from danvan.engagement.measures import MEASURES
from danvan.organizations.queries import names_on
from danvan.reference.services import load_calendar
from danvan.reporting.queries import forms
from danvan.reporting.services import rounds
from danvan.reporting.services.catalogue import starter_form

CODES = {
    "training.classes": "TrainingClass.held",
    "training.attendances": "TrainingClass.attendance",
    "training.staff.trained": "TrainingClass.post_coverage",
    "training.staff.target": "TrainingRequirement.due",
}
OF_THE_CITY = {
    "situation.notes.submitted": "SituationNote.submitted",
    "situation.topics.open": "SituationTopic.open",
}


@pytest.fixture
def year(cast, at):
    forms.forget()
    now = at(2019, 1, 5)
    load_calendar(at=now)
    form = starter_form(at=now)
    rng = np.random.default_rng(7)
    names = names_on(now.date())
    values = {}
    published = splitting.published()["totals"]
    for level in LEVELS:
        units = [name.id for name in names.values() if name.level == level]
        dealt = figures.year(rng, level, len(units), published, np.zeros(len(units), np.int64))
        for place, unit in enumerate(units):
            values[unit] = {code: numbers[place] for code, numbers in dealt.items()}
    trainings.settle(values, names)
    city = SimpleNamespace(users={}, rng=rng)
    opened = []
    for quarter in range(4):
        period = Period("quarter", 2019, quarter + 1)
        round_ = rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=now)
        trainings.hold(city, round_, quarter, values, TODAY)
        situation.hold(city, round_, quarter, values, TODAY)
        opened.append((round_, quarter))
    yield values, opened
    forms.forget()


def test_records_count_to_what_was_dealt_out(cast, year):
    values, opened = year
    for round_, quarter in opened:
        for code, word in CODES.items():
            counted = MEASURES[word](list(values), round_.counts_from, round_.counts_to)
            for unit_id, numbers in values.items():
                found = sum(counts for _ref, _label, counts in counted.get(unit_id, []))
                assert found == numbers[code][quarter], (code, quarter)
        for code, word in OF_THE_CITY.items():
            counted = MEASURES[word]([cast.city.pk], round_.counts_from, round_.counts_to)
            assert (
                sum(counts for *_words, counts in counted.get(cast.city.pk, []))
                == (values[cast.city.pk][code][quarter])
            ), code


def test_no_class_trains_more_posts_than_came(year):
    from danvan.engagement.models import TrainingClass

    rows = TrainingClass.unscoped.prefetch_related("coverages")
    assert rows.count() > 5
    for row in rows:
        assert sum(one.covered for one in row.coverages.all()) <= row.attendance, row.title
