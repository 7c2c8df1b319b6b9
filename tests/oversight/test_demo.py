"""What the demo city deals out is what its records count."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone

from danvan.common.periods import Period
from danvan.demo import figures, oversight, splitting
from danvan.oversight import measures

pytestmark = pytest.mark.django_db
MEASURED = {
    "supervision.form.document": "SupervisionSession.concluded[form=document]",
    "supervision.form.team": "SupervisionSession.concluded[form=team]",
    "supervision.form.community": "SupervisionSession.concluded[form=community]",
    "supervision.form.joint": "SupervisionSession.concluded[form=joint]",
    "supervision.sessions.total": "SupervisionSession.concluded",
    "supervision.recommendations.made": "SupervisionRecommendation.sent",
    "supervision.recommendations.answered": "SupervisionRecommendation.answered",
    "criticism.sessions.total": "SocialCriticism.concluded",
    "criticism.opinions.made": "CriticismOpinion.sent",
    "criticism.opinions.accepted": "CriticismOpinion.accepted",
    "inspection.held": "Inspection.held",
    "inspection.units.inspected": "Inspection.target",
    "survey.held": "FieldSurvey.held",
    "survey.units.surveyed": "FieldSurvey.target",
}


def test_the_records_count_what_was_dealt_out(cast):
    rng, published = np.random.default_rng(7), splitting.published()["totals"]
    values = {}
    for level in ("city", "district", "commune"):
        units = [
            unit
            for code, unit in cast.units.items()
            if code.count("-") == ("city", "district", "commune").index(level)
        ]
        dealt = figures.year(rng, level, len(units), published, np.zeros(len(units), np.int64))
        for place, unit in enumerate(units):
            values[unit.pk] = {code: numbers[place] for code, numbers in dealt.items()}
    first, last = date(2018, 12, 15), date(2019, 3, 14)
    round_ = SimpleNamespace(
        period=Period("quarter", 2019, 1), counts_from=first, counts_to=last, opened_at=timezone.now()
    )
    oversight.hold(SimpleNamespace(users={}), round_, 0, values, date(2020, 3, 23))
    for code, word in MEASURED.items():
        found = measures.MEASURES[word](list(values), first, last)
        for unit_id, numbers in values.items():
            counted = sum(counts for _ref, _label, counts in found.get(unit_id, []))
            assert counted == (int(numbers[code][0]) if code in numbers else 0), (code, unit_id)
