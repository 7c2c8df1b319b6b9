"""The day a rule gives, and its reckoning in words: the one place that asks `danvan.reference` for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from danvan.commitments.refusals import BadDay

# Proposal of the project, as for the final answer to a recommendation: no general statutory number was found.
USUAL_DAYS = 30


@dataclass(frozen=True)
class Due:
    on: date
    reckoning: str = ""


def due(*, due_on: date | None, rule_code: str, given_on: date) -> Due:
    """
    The day named, or the one its rule gives.

    :raises BadDay: for a day before it is given, or neither a day nor a rule
    """
    if due_on is None and not rule_code:
        raise BadDay(_("A promise needs a day. Say by when it will be done."))
    if due_on is None:
        on = given_on + timedelta(days=USUAL_DAYS)
        said = _("given %(day)s, %(count)s days → %(due)s")
        return Due(on, said % {"day": f"{given_on:%d/%m/%Y}", "count": USUAL_DAYS, "due": f"{on:%d/%m/%Y}"})
    if due_on < given_on:
        raise BadDay(
            _("%(due)s is before the day it is given, %(given)s. Choose a later day.")
            % {"due": f"{due_on:%d/%m/%Y}", "given": f"{given_on:%d/%m/%Y}"}
        )
    return Due(due_on)
