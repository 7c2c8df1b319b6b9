"""
The tree on any day, and what changed between two days. Public knowledge: open to everybody who signed in.
"""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.organizations import differences, permissions, queries
from danvan.organizations.forms import DayForm, day_from
from danvan.organizations.models import Level

# Days on which Hanoi's communes or districts changed, as ways into the past (docs/explanation/units-over-
# time.md).
MARKED = [date(2019, 12, 31), date(2020, 3, 1), date(2025, 1, 1), date(2025, 7, 1)]


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    day, wrong = day_from(request.GET, "ngay", today)
    if wrong:
        _say_wrong_day(request, wrong)
    query = request.GET.get("tim", "").strip()[:100]
    whole = queries.tree_on(day)
    counts = {level: sum(unit.level == level for unit in whole.units.values()) for level in Level.values}
    context = {
        "day": day,
        "today": today,
        "form": DayForm(initial={"ngay": day, "tim": query}),
        "query": query,
        "found": queries.search(query, day) if query else [],
        "branches": queries.branches(whole),
        "counts": [(Level(level).label, level, n) for level, n in counts.items() if n],
        "all_units": len(whole.units),
        "marked": [(marked, marked == day) for marked in (*MARKED, today)],
        "may_manage": permissions.holds(request.actor, "manage", "unit"),
        "may_people": permissions.holds(request.actor, "manage", "user"),
    }
    return render(request, "organizations/tree.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two days side by side: what began, ended, moved or was renamed between them."""
    today = clock.today()
    first, wrong_first = day_from(request.GET, "tu", MARKED[0])
    last, wrong_last = day_from(request.GET, "den", today)
    for wrong in filter(None, (wrong_first, wrong_last)):
        _say_wrong_day(request, wrong)
    first, last = min(first, last), max(first, last)
    context = {"first": first, "last": last, "difference": differences.between(first, last)}
    return render(request, "organizations/compare.html", context)


def _say_wrong_day(request: HttpRequest, typed: str) -> None:
    text = _("“%(typed)s” is not a day. Write it like 31/12/2019; another day is shown meanwhile.")
    messages.error(request, text % {"typed": typed})
