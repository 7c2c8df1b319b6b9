"""Where a number comes from: total ▸ unit ▸ submission ▸ cell ▸ records, one step a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, path_ids, unit_by_code
from danvan.reporting import sentences
from danvan.reporting.models import Submission
from danvan.reporting.queries import evidence, forms, masking, steps
from danvan.reporting.queries.sheets import source_word
from danvan.reporting.queries.steps import Step, value_at
from danvan.reporting.views.shared import Doors
from danvan.reporting.views.totals import text_of


@require_GET
def trace(request: HttpRequest, unit: str, period: str, indicator: str) -> HttpResponse:
    """`?cap=commune` follows one level; `?rieng=1` the unit's own figures without those below; `?bieu-mau=` a form."""
    when = Period.parse(period)
    here = unit_by_code(unit)
    policy.require(request.actor, "see", "total", here.pk)
    own = request.GET.get("rieng") == "1"
    level = request.GET.get("cap", "")
    choice = forms.choose(request.GET.get("bieu-mau", "")[:40])
    doors = Doors(choice)
    found = steps.step(here, when, indicator, own=own, form=choice.form)
    level = level if level in found.figure.levels else ""
    layout = forms.layout(choice.form)
    figures = {found.spec.code: found.figure}
    hidden = bool(
        masking.hidden_codes(request.actor, layout, here.pk, figures)
    ) or level in masking.hidden_levels(request.actor, here.pk, found.figure)
    names = last_names([here.pk, *path_ids(here.pk, when.ends_on)], when.ends_on)
    value = value_at(found.figure, level)
    context = {
        "unit": names[here.pk],
        "path": _path(request, names, here.pk, found, level, doors),
        "period": when,
        "label": when.label(),
        "spec": found.spec,
        "own": own,
        "level": sentences.level_word(level) if level else "",
        "value": text_of(value, hidden=hidden),
        "figure": found.figure,
        "parts": _parts(request, found, here, doors, layout),
        "children": _children(request, found, level, doors, layout),
        "answers": _answers(request, found, here.pk),
        "totals": doors.totals(here.code, when, indicator),
    }
    template = "reporting/_trace.html" if request.headers.get("X-Panel") else "reporting/trace.html"
    return render(request, template, context)


def _path(
    request: HttpRequest, names, here: int, found: Step, level: str, doors: Doors
) -> list[dict[str, str]]:
    """The units above, as far as their totals are open to this person."""
    above = [pk for pk in path_ids(here, found.period.ends_on) if pk != here and pk in names]
    return [
        {"name": names[pk].name, "href": doors.trace(names[pk].code, found.period, found.spec.code, level)}
        for pk in above
        if policy.can(request.actor, "see", "total", pk)
    ]


def _parts(request: HttpRequest, found: Step, here, doors: Doors, layout) -> list[dict[str, Any]]:
    hidden = masking.hidden_codes(
        request.actor, layout, here.pk, {part.indicator.code: part for part in found.parts}
    )
    return [
        {
            "name": part.indicator.name,
            "shown": text_of(part.all, hidden=part.indicator.code in hidden),
            "unit": part.indicator.unit,
            "href": doors.trace(here.code, found.period, part.indicator.code),
        }
        for part in found.parts
    ]


def _children(request: HttpRequest, found: Step, level: str, doors: Doors, layout) -> list[dict[str, Any]]:
    code = found.spec.code
    hidden = masking.hidden_rows(request.actor, layout, found.children, code)
    rows = []
    for place, row in enumerate(found.children):
        figure = row.figures[code]
        value = value_at(figure, level)
        if not figure.levels or (level and level not in figure.levels):
            continue
        if found.spec.over_units == "none" and not row.itself:
            continue
        rows.append(
            {
                "name": _("%(unit)s, own") % {"unit": row.unit.name} if row.itself else row.unit.name,
                "shown": text_of(value, hidden=place in hidden),
                "href": doors.trace(row.unit.code, found.period, code, level, own=row.itself),
                "reported": f"{format_number(figure.units_reported)}/{format_number(figure.units_expected)}",
                "complete": figure.complete,
            }
        )
    return rows


def _answers(request: HttpRequest, found: Step, unit_id: int) -> list[dict[str, Any]]:
    hidden = masking.hidden_places(
        request.actor, unit_id, found.spec, [answer.share for answer in found.answers]
    )
    ids = [answer.submission_id for answer in found.answers]
    in_sight = set(Submission.scoped(request.actor, "see").filter(pk__in=ids).values_list("pk", flat=True))
    rows = []
    for place, answer in enumerate(found.answers):
        masked = place in hidden
        href = ""
        if answer.submission_id in in_sight and answer.version:
            href = (
                reverse("reporting:version", args=[answer.submission_id, answer.version])
                + f"#cell-{found.spec.code}"
            )
        rows.append(
            {
                "period": answer.period.label(),
                "share": text_of(answer.share, hidden=masked),
                "given": text_of(answer.given, hidden=masked),
                "differs": answer.share != answer.given,
                "accepted": answer.version is not None,
                "blank": answer.blank,
                "version": answer.version,
                "supplement": answer.supplement,
                "source": source_word(answer.source),
                "note": "" if masked else answer.note,
                "records": [] if masked else answer.records[:50],
                "more": 0 if masked else max(len(answer.records) - 50, 0),
                "files": [] if masked else evidence.named(answer.evidence),
                "href": href,
            }
        )
    return rows
