"""What the demo city deals out to units is what is counted from the records it writes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from danvan.common.periods import Period
from danvan.demo import directives
from danvan.directives import measures
from danvan.directives.models import DirectiveAssignment
from danvan.reporting.queries import forms
from danvan.reporting.services import rounds
from danvan.reporting.services.catalogue import starter_form

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
WORDS = {
    "direction.documents.issued": "Directive.issued",
    "direction.units.assigned": "DirectiveAssignment",
    "direction.units.with_plan": "DirectiveAssignment.plan_issued",
    "direction.tasks.due": "DirectiveTask.due",
    "direction.tasks.done_on_time": "DirectiveTask.completed",
}


def test_the_numbers_dealt_out_are_the_numbers_counted(cast, at):
    now = at(2019, 1, 5)
    forms.forget()
    form = starter_form(at=now)
    dealt = {
        unit.pk: {
            "direction.documents.issued": np.array([12 if code == "HN" else 5, 3, 0, 4]),
            "direction.units.assigned": np.full(4, 6),
            "direction.units.with_plan": np.array([2, 2, 5, 6]),
            "direction.tasks.due": np.array([4, 0, 7, 3]),
            "direction.tasks.done_on_time": np.array([3, 0, 7, 1]),
        }
        for code, unit in cast.units.items()
    }
    city = SimpleNamespace(form=form, rng=np.random.default_rng(7), users={})
    units = list(dealt)
    for quarter in range(4):
        period = Period("quarter", 2019, quarter + 1)
        round_ = rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=now)
        directives.hold(city, round_, quarter, dealt, date(2020, 3, 23))
        for code, word in WORDS.items():
            told = measures.MEASURES[word](units, round_.counts_from, round_.counts_to)
            counted = {unit: sum(proof[2] for proof in told.get(unit, [])) for unit in units}
            assert counted == {unit: int(numbers[code][quarter]) for unit, numbers in dealt.items()}, (
                code,
                quarter,
            )
    # The city's plan of the year is given to every unit.
    assert DirectiveAssignment.unscoped.filter(directive__issued_on=date(2019, 1, 14)).count() >= len(units)
