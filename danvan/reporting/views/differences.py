"""Records that changed after acceptance, over a branch and a period: a list to read, to filter and to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.common.errors import OutOfSight
from danvan.common.sheets import Cell
from danvan.common.vietnamese import matches
from danvan.organizations import permissions as policy
from danvan.organizations.queries import UnitName, unit_by_code
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import differing
from danvan.reporting.queries.differing import Difference
from danvan.reporting.queries.sheets import HIDDEN
from danvan.ui import downloads

PER_PAGE = 50


@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """`?ky=2020-Q1&bieu-mau=DV-QUY` chooses the round; `don-vi` a branch, `q` words in unit or indicator."""
    policy.require_somewhere(request.actor, "see", "submission")
    rounds = list(
        Round.objects.select_related("form", "form_version").order_by("-ends_on", "-starts_on", "form_id")[
            :40
        ]
    )
    if not rounds:
        return render(request, "reporting/differences.html", {"round": None, "may_export": False})
    round_ = _chosen(rounds, request)
    rows, names = _found(request, round_)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    secret = differing.hidden(request.actor, list(page.object_list), round_)
    mine = set(
        Submission.scoped(request.actor, "supplement")
        .filter(pk__in={row.submission_id for row in page.object_list})
        .values_list("pk", flat=True)
    )
    context = {
        "round": round_, "rounds": rounds, "period": round_.period.label(), "page": page,
        "lines": [_line(row, names, secret, mine) for row in page.object_list],
        "units": len({row.unit_id for row in rows}), "figures": len(rows),
        "unit": request.GET.get("don-vi", "")[:20], "words": request.GET.get("q", "")[:80],
        "may_export": policy.holds(request.actor, "export", "submission"),
        "branches": differing.branches(request.actor, round_),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "reporting/differences.html", context)


@require_GET
def excel(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "export", "submission")
    round_ = Round.objects.select_related("form", "form_version").order_by(
        "-ends_on", "-starts_on", "form_id"
    )
    chosen = _chosen(list(round_[:40]), request)
    rows, names = _found(request, chosen)
    title = _("Changed after acceptance")
    return downloads.excel(
        f"thay-doi-sau-khi-nhan-{chosen.period_name}", title, _sheet(request, rows, names, chosen), wide={1: 34, 3: 44}
    )  # fmt: skip


def _chosen(rounds: list[Round], request: HttpRequest) -> Round:
    """The round asked for; else the newest that anything was accepted in."""
    period, form = request.GET.get("ky", ""), request.GET.get("bieu-mau", "")
    fitting = [one for one in rounds if period in ("", one.period_name) and form in ("", one.form.code)]
    if not fitting:
        raise OutOfSight(_("No round of this form was opened for this period."))
    return fitting[0]


def _found(request: HttpRequest, round_: Round) -> tuple[list[Difference], dict[int, UnitName]]:
    code, words = request.GET.get("don-vi", "")[:20], request.GET.get("q", "")[:80]
    branch = unit_by_code(code) if code else None
    rows = differing.in_sight(request.actor, round_, branch)
    names = differing.named(rows, round_)
    if words.strip():
        rows = [row for row in rows if matches(words, f"{names[row.unit_id].name} {row.name}")]
    rows.sort(key=lambda row: (names[row.unit_id].level, names[row.unit_id].position, row.unit_id))
    return rows, names


def _line(
    row: Difference, names: dict[int, UnitName], secret: frozenset[tuple[int, str]], mine: set[int]
) -> dict[str, Any]:
    masked = (row.unit_id, row.code) in secret
    return {
        "row": row, "unit": names[row.unit_id].name, "masked": masked,
        "changes": [] if masked else row.changes[:20], "more": 0 if masked else max(0, len(row.changes) - 20),
        "may_supplement": row.submission_id in mine and not row.waits,
    }  # fmt: skip


def _sheet(
    request: HttpRequest, rows: list[Difference], names: dict[int, UnitName], round_: Round
) -> Iterator[list[Cell]]:
    secret = differing.hidden(request.actor, rows, round_)
    yield [
        _("Unit code"), _("Unit"), _("Indicator code"), _("Indicator"), _("Reported"), _("Measured now"),
        _("Records added"), _("Records removed"), _("Records changed"), _("Supplement"),
    ]  # fmt: skip
    for row in rows:
        masked = (row.unit_id, row.code) in secret
        numbers: list[Cell] = (
            [HIDDEN] * 5 if masked else [row.reported, row.now, row.added, row.removed, row.changed]
        )
        waits = _("waits for a decision") if row.waits else ""
        yield [names[row.unit_id].code, names[row.unit_id].name, row.code, row.name, *numbers, waits]
