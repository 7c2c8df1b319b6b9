"""The demo's records of models are exactly the numbers that were dealt out, quarter by quarter, into the next year."""

from __future__ import annotations

import numpy as np
import pytest

from danvan.common.periods import Period
from danvan.demo import exemplars, figures
from danvan.exemplars import measures
from danvan.reporting.queries import forms
from danvan.reporting.services import rounds
from danvan.reporting.services.catalogue import starter_form

TOTALS = {
    "city": {"model.active.total": 40, "award.flag.collectives": 2},
    "district": {"model.active.total": 30},
    "commune": {"model.active.total": 60},
}
CODES = {
    "model.active.total": "SkilledModel.active",
    "model.active.collective": "SkilledModel.active[holder=collective]",
    "model.active.individual": "SkilledModel.active[holder=individual]",
    "model.registered": "SkilledModel.registered",
    "model.recognised": "SkilledModel.recognised",
}


def values(cast, rng):
    found = {}
    for level in TOTALS:
        units = [
            unit.pk
            for code, unit in cast.units.items()
            if code.count("-") == ("city", "district", "commune").index(level)
        ]
        weights = figures.sizes(rng, len(units)) * np.ones((1, 4))
        dealt: figures.Figures = {}
        figures._models(
            rng, level, {"model.active.total": {level: TOTALS[level]["model.active.total"]}}, weights, dealt
        )
        for place, unit_id in enumerate(units):
            found[unit_id] = {code: numbers[place].copy() for code, numbers in dealt.items()}
    found[cast.city.pk]["award.flag.collectives"] = np.array([0, 0, 0, 2])
    return found


@pytest.mark.slow
def test_what_is_measured_is_what_was_dealt_out(cast, at):
    forms.forget()
    form, moment = starter_form(at=at(2019, 1, 2)), at(2020, 3, 23)
    rng = np.random.default_rng(7)
    dealt = {2019: values(cast, rng), 2020: values(cast, rng)}
    for year, quarter in ((2019, 0), (2019, 1), (2019, 2), (2019, 3), (2020, 0)):
        period = Period("quarter", year, quarter + 1)
        round_ = rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=moment)
        exemplars.deal(round_, quarter, dealt[year], moment)
        span = round_.counts_from, round_.counts_to
        for code, name in CODES.items():
            counted = measures.MEASURES[name](list(dealt[year]), *span)
            for unit_id, numbers in dealt[year].items():
                assert len(counted.get(unit_id, [])) == numbers[code][quarter], (period, code, unit_id)
        flags = measures.MEASURES["Award.granted[form=flag]"]([cast.city.pk], *span)
        assert len(flags.get(cast.city.pk, [])) == (2 if (year, quarter) == (2019, 3) else 0)
    totals = {level: sum(int(n["model.active.total"][3]) for n in dealt[2019].values()) for level in ("all",)}
    assert totals == {"all": 130}
