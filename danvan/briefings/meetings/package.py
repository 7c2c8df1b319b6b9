"""
The package of a briefing: everything known of a unit's branch and a period on a day, as plain values.

Vietnamese throughout: it is what official papers and the slides print. Nothing here is stored; `services.meetings` seals it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import translation

from danvan.briefings.meetings import matters, owed, results, standing
from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names
from danvan.reporting.queries import differing

FORMAT = 1


def build(unit: OrgUnit, period: Period, on: date) -> dict[str, Any]:
    """
    The package as plain values.

    :raises NoReport: when nothing was asked in the period, or the unit was not asked
    """
    name = last_names([unit.pk], on)[unit.pk]
    with translation.override("vi"):
        content = {
            "format": FORMAT,
            "unit": {"code": unit.code, "name": name.name, "level": name.level},
            "period": str(period),
            "on": on.isoformat(),
            **results.results(unit, period),
            **standing.standing(unit, period, on),
            "overdue": owed.overdue(unit, on),
            "recommendations": owed.unanswered(unit, on),
            "matters": matters.matters(unit, name.level, period, on),
            "changed": differing.count(unit, period),
        }
    return content


def packed(content: dict[str, Any]) -> str:
    """The text that is sealed: the same values give the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
