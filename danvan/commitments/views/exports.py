"""The list as Excel and CSV: texts that stay texts, real days and numbers, no formulas."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.commitments import permissions, queries
from danvan.commitments.views.lists import asked
from danvan.commitments.views.rows import lines
from danvan.common.sheets import Cell
from danvan.organizations import permissions as policy
from danvan.ui import downloads

MOST = 50_000


def _rows(request: HttpRequest) -> Iterable[list[Cell]]:
    actor = request.actor
    policy.require_somewhere(actor, "export", permissions.TYPE)
    filters, _unit = asked(request)
    found = lines(queries.found(actor, filters, actor.on, "export").select_related("unit")[:MOST], actor.on)
    yield [
        _("Reference"), _("Unit code"), _("Unit"), _("Asking unit"), _("Origin"), _("Comes from"), _("What is promised"),
        _("Given on"), _("Due"), _("First due on"), _("State"), _("Outcome"), _("Kept"), _("Days late"), _("Extensions"),
        _("Hand-overs"), _("Reopenings"), _("Reminders"),
    ]  # fmt: skip
    verdicts = {None: "", True: _("kept"), False: _("not kept")}
    for row in found:
        one = row.commitment
        yield [
            one.reference, one.unit.code, row.unit, row.asker, str(one.get_origin_display()), one.origin_label, one.text,
            one.given_on, one.due_on, one.first_due_on, str(one.get_state_display()),
            str(one.get_outcome_display()) if one.outcome else "", str(verdicts[one.kept]), row.late, one.extensions,
            one.hand_overs, one.reopenings, one.reminders,
        ]  # fmt: skip


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    return downloads.excel("cam-ket", _("Commitments"), _rows(request), wide={6: 60})


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    return downloads.csv("cam-ket", _rows(request))
