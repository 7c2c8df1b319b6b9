"""What "This week" says about reports whose records changed after acceptance."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.reporting.models import Submission
from danvan.reporting.queries import differing
from danvan.ui.week import Line, More

SHOWN = 3


def changed(request: HttpRequest) -> More | None:
    """One line for each report of the own units that its records no longer bear out, and that waits for nobody."""
    actor = request.actor  # type: ignore[attr-defined]
    unit_ids = [unit for unit in actor.unit_ids() if policy.can(actor, "supplement", "submission", unit)]
    found = (
        {pk: rows for pk, rows in differing.recent(unit_ids, actor.on).items() if not rows[0].waits}
        if unit_ids
        else {}
    )
    if not found:
        return None
    names = last_names({rows[0].unit_id for rows in found.values()}, actor.on)
    rounds = dict(Submission.unscoped.filter(pk__in=found).values_list("pk", "round__period_name"))
    lines = tuple(
        Line(
            _("Report %(period)s: records changed after acceptance") % {"period": rounds[pk]},
            names[rows[0].unit_id].name, _("Compare"), reverse("reporting:version", args=[pk, rows[0].version]),
            ngettext("%(n)s figure differs", "%(n)s figures differ", len(rows)) % {"n": format_number(len(rows))}, "warn",
        )
        for pk, rows in sorted(found.items(), reverse=True)
    )  # fmt: skip
    return More(lines[:SHOWN], len(lines), reverse("reporting:differences"))
