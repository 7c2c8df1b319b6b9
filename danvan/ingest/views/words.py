"""What people confirmed: looked through, put right by whoever administers the top, and taken away as a list."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.ingest.models import Learned
from danvan.ingest.queries import imports
from danvan.ingest.services import learning
from danvan.ingest.views import shared
from danvan.ingest.workbooks.foreign import NONE, OWN
from danvan.organizations import permissions as policy
from danvan.ui import downloads


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    return _page(request)


def _page(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    asked, kind = request.GET.get("q", "")[:100], request.GET.get("loai", "")
    rows = imports.learned(asked, kind if kind in Learned.Kind.values else "")
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    indicators = imports.indicators()
    meant = dict(indicators) | {OWN: _("the unit that sends"), NONE: _("no figures of the period")}
    context = {
        "page": page,
        "rows": [(row, meant.get(row.code, row.code)) for row in page],
        "q": asked,
        "kind": kind,
        "kinds": Learned.Kind.choices,
        "indicators": indicators,
        "may_change": imports.top_unit(request.actor) is not None,
        "fault": fault,
        "tabs": shared.tabs(request, "words"),
    }
    return render(request, "ingest/words.html", context, status=status)


@require_safe
def words_file(request: HttpRequest) -> HttpResponseBase:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    heads = [_("Kind"), _("Phrase"), _("Counting unit"), _("Indicator"), _("Confirmed"), _("In use")]
    rows = [
        [row.get_kind_display(), row.said, row.word, row.code, row.times, _("yes") if row.active else _("no")]
        for row in imports.learned()
    ]
    return downloads.csv("tu-dien", [heads, *rows])


@require_POST
def word(request: HttpRequest, learned_id: int) -> HttpResponse:
    policy.require_somewhere(request.actor, "manage", shared.TYPE)
    unit = imports.top_unit(request.actor)
    if unit is None:
        policy.require_at_top(request.actor, "manage", shared.TYPE)
    assert unit is not None
    try:
        learning.change(
            unit=unit, learned_id=learned_id, version=shared.version_of(request), code=request.POST.get("ma", "")[:80],
            active="dung" in request.POST, by=request.actor, at=clock.now(),
        )  # fmt: skip
    except DomainError as refusal:
        return _page(request, shared.refused(refusal), refusal.status)
    messages.success(request, _("Saved."))
    return redirect("ingest:words")
