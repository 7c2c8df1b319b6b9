"""The log in sentences, as a file, and checked. All of it only reads."""

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.audit import permissions, queries, services
from danvan.audit.forms import LogFilter
from danvan.audit.sentences import Sentence, sentences
from danvan.common import clock
from danvan.common.exports import csv_lines

_SHOWN_PROBLEMS = 200
_EXPORT_BATCH = 1_000


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    in_sight = permissions.require(request.actor, "see")
    form = LogFilter(request.GET)
    found = queries.page(
        queries.found(**form.asked).filter(in_sight),
        before=_position(request, "before"),
        after=_position(request, "after"),
    )
    context = {
        "form": form,
        "sentences": sentences(found.entries),
        "older": found.older,
        "newer": found.newer,
        "filtered": bool(form.asked),
        "query": _without_position(request),
        "may_export": permissions.opened(request.actor, "export") is not None,
        "may_check": permissions.opened(request.actor, "verify") is not None,
    }
    part = "#results" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"audit/log.html{part}", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """
    What the filters leave of the log, newest first, as a CSV file that a spreadsheet opens and never
    evaluates.
    """
    in_sight = permissions.require(request.actor, "export")
    asked = LogFilter(request.GET).asked
    rows = _rows(asked, in_sight, translation.get_language() or "vi")
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{clock.today():%Y-%m-%d}.csv"'
    return response


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain now and say what was found."""
    permissions.require(request.actor, "verify")
    started = perf_counter()
    problems = services.verify(limit=_SHOWN_PROBLEMS + 1)
    context = {
        "problems": problems[:_SHOWN_PROBLEMS],
        "more": len(problems) > _SHOWN_PROBLEMS,
        "size": queries.head().seq,
        "checkpoint": queries.last_checkpoint(),
        "seconds": round(perf_counter() - started, 1),
    }
    return render(request, "audit/check.html", context)


def _position(request: HttpRequest, name: str) -> int | None:
    """A place in the log from the address; what is no place is passed over."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _without_position(request: HttpRequest) -> str:
    """The filters of this page as an address, to go on from or to download."""
    asked = request.GET.copy()
    for name in ("before", "after"):
        asked.pop(name, None)
    return asked.urlencode()


def _rows(asked: dict[str, Any], in_sight: Q, language: str) -> Iterator[list[object]]:
    # The page's language ends with the view, and this runs after it; held only while a batch is put into
    # words, so that nothing else that runs between two batches is caught in it.
    with translation.override(language):
        header: list[object] = [
            _("Entry no."), _("Time"), _("Person"), _("Action code"), _("Action"), _("Kind of record"),
            _("Record"), _("Unit code"), _("On behalf of"), _("Reason"), _("Before"), _("After"),
        ]  # fmt: skip
    yield header
    before = None
    while True:
        with translation.override(language):
            part = queries.page(queries.found(**asked).filter(in_sight), before=before, size=_EXPORT_BATCH)
            told = [_row(one) for one in sentences(part.entries)]
        yield from told
        before = part.older
        if before is None:
            return


def _row(one: Sentence) -> list[object]:
    return [
        one.seq,
        timezone.localtime(one.moment).strftime("%d/%m/%Y %H:%M:%S"),
        one.who,
        one.action,
        one.did,
        one.record_type,
        one.record_id,
        one.unit,
        one.on_behalf_of,
        one.reason,
        "; ".join(f"{change.name}: {change.before}" for change in one.changes),
        "; ".join(f"{change.name}: {change.after}" for change in one.changes),
    ]
