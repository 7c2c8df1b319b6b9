"""The trial of workbooks, of our forms or of another layout: looked at, taken in, taken back, or dropped."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.ingest.models import Import, StagedSheet
from danvan.ingest.queries import faults_back, imports
from danvan.ingest.services import taking
from danvan.ingest.views import shared
from danvan.ingest.workbooks import packing
from danvan.organizations import permissions as policy

PER_PAGE = 30
State = StagedSheet.State


def trial(request: HttpRequest, made: Import) -> HttpResponse:
    """The page of an import of workbooks."""
    rows = imports.sheets_of(request.actor, made)
    counts = Counter(rows.order_by().values_list("state", flat=True))
    state = request.GET.get("trang-thai", "")
    broken = list(made.files.exclude(fault="")[:50])
    may = policy.can(request.actor, "submit", shared.TYPE, made.unit_id)
    shown = rows.filter(state=state) if state in State.values else rows
    context = {
        "made": made,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("trang")),
        "counts": [(value, label, counts[value]) for value, label in State.choices if counts[value]],
        "state": state,
        "ready": counts[State.READY],
        "waiting": counts[State.MAPPING],
        "faulty": rows.exclude(faults=[]).exists() or bool(broken),
        "broken": broken,
        "told": list(made.files.exclude(notes=[])[:50]),
        "may_end": may and made.state == Import.State.TRIED,
        "may_undo": may and made.state == Import.State.TAKEN and counts[State.TAKEN] > 0,
        "may_map": policy.can(request.actor, "edit", shared.TYPE, made.unit_id)
        and made.state == Import.State.TRIED,
        "tabs": shared.tabs(request, "imports"),
    }
    return render(request, "ingest/trial.html", context)


@require_POST
def take_in(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    taken, refused = taking.take_in(
        import_id=made.pk, version=shared.version_of(request), by=request.actor, at=clock.now()
    )
    said = ngettext("%(count)d report was filled in.", "%(count)d reports were filled in.", taken)
    more = _("Look it through and send it; until then it is a draft.") if taken else ""
    messages.success(request, f"{said % {'count': taken}} {more}".strip())
    if refused:
        said = ngettext(
            "%(count)d was refused; its reason stands below.",
            "%(count)d were refused; the reasons stand below.",
            refused,
        )
        messages.warning(request, said % {"count": refused})
    return redirect("ingest:import", made.pk)


@require_POST
def take_back(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    undone, left = taking.take_back(
        import_id=made.pk, version=shared.version_of(request), by=request.actor, at=clock.now()
    )
    said = ngettext(
        "%(count)d report is as it was before.", "%(count)d reports are as they were before.", undone
    )
    messages.success(request, said % {"count": undone})
    if left:
        said = ngettext(
            "%(count)d was sent or changed since and stays as it is; its reason stands below.",
            "%(count)d were sent or changed since and stay as they are; the reasons stand below.",
            left,
        )
        messages.warning(request, said % {"count": left})
    return redirect("ingest:import", made.pk)


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    taking.discard(import_id=made.pk, version=shared.version_of(request), by=request.actor, at=clock.now())
    messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("ingest:imports")


@require_safe
def faults(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """The same workbooks back, with their faults marked; several are packed."""
    made = imports.find(request.actor, import_id)
    files = list(made.files.all())
    rows = list(imports.sheets_of(request.actor, made))
    by_pk = {file.pk: file for file in files}
    for row in rows:
        row.file = by_pk[row.file_id]
    wrong = sum(bool(file.fault) or any(row.faults for row in rows if row.file is file) for file in files)
    if not wrong:
        raise OutOfSight(_("Nothing of this import has a fault."))
    back = faults_back.workbooks(files, rows)
    if wrong == 1:
        name, content = next(back)
        return shared.attached(content, name)
    answer = StreamingHttpResponse(packing.packed(back), content_type=packing.ZIP)
    answer.headers["Content-Disposition"] = f'attachment; filename="can-sua-{made.pk}.zip"'
    return answer
