"""What a change of the tree means for rounds and totals, and what a unit's page shows of its reports."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan
from danvan.reporting.models import Round, Submission
from danvan.reporting.services import totals

SHOWN = 12


def consequences(plan: Plan) -> list[Consequence]:
    """Rounds that count on or after the day: who is due in them stays as it was when they were opened."""
    rounds = list(Round.objects.filter(counts_to__gte=plan.day).order_by("starts_on"))
    if not rounds:
        return []
    due = Submission.unscoped.filter(round__in=rounds, unit__code__in=plan.touched, excused_at__isnull=True)
    told = []
    for round_ in rounds:
        mine = [submission for submission in due if submission.round_id == round_.pk]
        if not mine:
            continue
        open_ones = [submission for submission in mine if submission.accepted_id is None]
        text = ngettext(
            "%(period)s: %(count)d unit touched by this change was asked for a report.",
            "%(period)s: %(count)d units touched by this change were asked for a report.",
            len(mine),
        ) % {"period": round_.period.label(), "count": len(mine)}
        if open_ones:
            late = ngettext(
                "%(count)d of them has none accepted yet; it stays due, or is excused with a reason on the board.",
                "%(count)d of them have none accepted yet; they stay due, or are excused with a reason on the board.",
                len(open_ones),
            ) % {"count": len(open_ones)}
            text = f"{text} {late}"
        told.append(Consequence(text, "warning" if open_ones else "info"))
    if told:
        told.append(
            Consequence(_("No figure changes. Totals follow the tree of each round's last day."), "info")
        )
    return told


def follow(day: date) -> None:
    """Make totals of rounds that end on or after `day` follow the tree as it now is."""
    years: dict[int, set[int]] = {}
    rounds = Round.objects.filter(counts_to__gte=day).select_related("form")
    forms = {round_.form_id: round_.form for round_ in rounds}
    for round_ in rounds:
        years.setdefault(round_.form_id, set()).add(round_.period.year)
    for form_id, form in forms.items():
        totals.rebuild(form, years=years[form_id])


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """The unit's reports, newest first, for those who may see them."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Submission.scoped(actor, "see").filter(unit=unit).select_related("round", "latest")
    found = list(rows.order_by("-round__ends_on")[:SHOWN])
    if not found:
        return None
    return Panel(_("Reports"), "reporting/unit_panel.html", {"submissions": found, "unit": unit}, order=20)
