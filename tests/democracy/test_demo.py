"""The demo city's records of grassroots democracy are exactly the numbers dealt out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from danvan.demo import figures
from danvan.demo.democracy import Desk
from danvan.democracy import measures
from danvan.democracy.services import bulk
from danvan.organizations.queries import names_on
from danvan.reporting.models import Round

WORDS = {
    "consultation.drafts.opened": "Consultation.opened",
    "consultation.opinions.conference": "ConsultationOpinion.count[channel=conference]",
    "consultation.opinions.written": "ConsultationOpinion.count[channel=written]",
    "consultation.opinions.online": "ConsultationOpinion.count[channel=online]",
    "consultation.feedback_published": "Consultation.response_published",
    "gd.regulations.issued": "DemocracyRegulation.in_force",
    "gd.disclosure.required": "DisclosureItem.due",
    "gd.disclosure.on_time": "DisclosureItem.published_on_time",
    "gd.community.decisions": "CommunityDecision.adopted",
    "gd.pib.supervisions": "CommunitySupervision[body=pib]",
    "gd.cisb.projects": "CommunitySupervision[body=cisb]",
}
SPANS = [(date(2019, 1, 2), date(2019, 3, 14)), (date(2019, 3, 15), date(2019, 6, 14))]


def dealt(level: str, units: int) -> dict[str, np.ndarray]:
    rng, found = np.random.default_rng(7), {}
    weights = np.full((units, 4), 1.5)
    figures._consultation(rng, level, weights, found)
    figures._democracy(rng, level, units, weights, found)
    return found


@pytest.mark.parametrize("level", ["city", "district", "commune"])
def test_what_is_measured_is_what_was_dealt_out(cast, at, level):
    now = at("2020-03-23")
    names = [name for name in names_on(date(2019, 6, 14)).values() if name.level == level]
    numbers = dealt(level, len(names))
    for quarter, (first, last) in enumerate(SPANS):
        desk = Desk(Round(counts_from=first, counts_to=last, period_name=f"2019-Q{quarter + 1}"))
        for place, name in enumerate(names):
            mine = {code: series[place] for code, series in numbers.items()}
            others = desk.commune(name, mine, quarter) if level == "commune" else ()
            drafts = list(desk.drafts(name, mine, quarter))
            bulk.take_over(consultations=drafts, others=list(others), unit=cast.city, by=None, at=now)
    for quarter, span in enumerate(SPANS):
        for code in set(WORDS) & set(numbers):
            found = measures.MEASURES[WORDS[code]]([name.id for name in names], *span)
            counted = [sum(proof[2] for proof in found.get(name.id, [])) for name in names]
            assert counted == numbers[code][:, quarter].tolist(), (code, quarter)
