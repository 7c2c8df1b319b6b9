"""Reports in words: the text on the left, what was read on the right, and a person's decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, Incomplete
from danvan.common.numbers import NotANumber, format_number, parse_number
from danvan.files import disk
from danvan.ingest import forms
from danvan.ingest.models import Import, ImportFile, StagedFigure
from danvan.ingest.prose.figures import RESULT
from danvan.ingest.queries import imports
from danvan.ingest.services import importing, proposing
from danvan.ingest.services.proposing import Decided
from danvan.ingest.sources import READABLE, Unreadable, text_of
from danvan.ingest.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.reporting.models import Submission

Decision = StagedFigure.Decision
# Figures on a page, and how much is shown of a long stretch of words without any.
PER_PAGE, EDGE = 60, 2000
# From this confidence on a proposal stands in the field already.
LIKELY = 0.5


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", shared.TYPE)
    shape = forms.Prose(request.POST or None, request.FILES or None, units=shared.own_units(request))
    if request.method == "POST" and shape.is_valid():
        try:
            with once_posted(request) as tried:
                if tried.fresh:
                    tried.result = _proposed(request, shape.cleaned_data)
            return redirect("ingest:import", tried.result)
        except DomainError as refusal:
            shape.add_error(None, shared.refused(refusal))
    context = {
        "form": shape,
        "tabs": shared.tabs(request, "imports"),
        "heading": _("Read a report in words"),
        "verb": _("Read it"),
        "hint": "",
    }
    return render(request, "ingest/upload.html", context, status=422 if shape.errors else 200)


def _proposed(request: HttpRequest, asked: dict[str, Any]) -> int:
    given = [
        one for name, body in shared.given(asked["files"]) for one in importing.unpacked(name, body, READABLE)
    ]
    if (asked["text"] or "").strip():
        given.append((_("pasted text") + ".txt", asked["text"].encode()))
    unit = unit_by_code(asked["unit"])
    return proposing.propose(unit=unit, given=given, by=request.actor, at=clock.now()).pk


def reading(request: HttpRequest, made: Import, fault: str = "", status: int = 200) -> HttpResponse:
    """The page of an import of prose: one file, and so many of its figures, at a time."""
    files = list(made.files.select_related("file"))
    number = request.GET.get("tep", "")
    file = next((one for one in files if str(one.pk) == number), files[0])
    rows = list(file.figures.order_by("position"))
    text = text_of_file(file)
    labels = shared.labelled(imports.indicators())
    page = Paginator(rows, PER_PAGE).get_page(_page_asked(request, rows))
    shown = list(page.object_list)
    open_ = made.state == Import.State.TRIED
    may = open_ and policy.can(request.actor, "edit", shared.TYPE, made.unit_id)
    parts = Counter(row.whole_at for row in rows if row.whole_at is not None)
    context = {
        "made": made,
        "files": files,
        "file": file,
        "pieces": pieces(text, shown, *_stretch(rows, shown, len(text))),
        "page": page,
        "here": _place_asked(request),
        "figures": [_line(row, parts[row.position], labels, request.POST, open_) for row in shown],
        "labels": list(labels.values()),
        "levels": shared.levels(),
        "may_edit": may,
        "may_end": may and policy.can(request.actor, "submit", shared.TYPE, made.unit_id),
        "decided": Counter(made.figures.order_by().values_list("decision", flat=True)),
        "reports": imports.drafts_open(request.actor) if may else [],
        "units": shared.own_units(request, "submit") if may else [],
        "asked": {"report": request.POST.get("report", ""), "unit": request.POST.get("unit", "")},
        "period": request.POST.get("period") or _likely(rows),
        "fault": fault,
        "tabs": shared.tabs(request, "imports"),
    }
    return render(request, "ingest/reading.html", context, status=status)


def _place_asked(request: HttpRequest) -> int | None:
    """The place in the text that somebody wants to see (evidence of a figure); None for none in particular."""
    asked = request.GET.get("tai", "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else None


def _page_asked(request: HttpRequest, rows: list[StagedFigure]) -> str:
    place = _place_asked(request)
    number = next((number for number, row in enumerate(rows) if row.start == place), None)
    return str(number // PER_PAGE + 1) if number is not None else request.GET.get("trang", "1")


def text_of_file(file: ImportFile) -> str:
    """The text of the kept file, read again: it is not stored beside the figures."""
    if file.file is None:
        return ""
    try:
        return text_of(file.file.original_name, disk.path_of(file.file.pk).read_bytes()).text
    except (Unreadable, OSError):
        return ""


def _stretch(rows: list[StagedFigure], shown: list[StagedFigure], length: int) -> tuple[int, int]:
    """From where to where the text of a page of figures goes: up to those of its neighbours."""
    before = [row.end for row in rows if shown and row.position < shown[0].position]
    after = [row.start for row in rows if shown and row.position > shown[-1].position]
    return max(before, default=0), min(after, default=length)


def pieces(text: str, figures: list[StagedFigure], start: int, end: int) -> list[dict[str, Any]]:
    """The text between two places, cut at figures: each piece is plain, or a figure's with its number on the page."""
    found: list[dict[str, Any]] = []
    place = start
    for row in figures:
        if row.start < place or row.start >= end:
            continue
        found += _between(text, place, row.start)
        found.append({"text": text[row.start : row.end], "figure": row})
        place = row.end
    return [*found, *_between(text, place, end)]


def _between(text: str, start: int, end: int) -> list[dict[str, Any]]:
    """Words without a figure; of a very long stretch only its edges, so that no page outgrows a browser."""
    words = text[start:end]
    if len(words) > 2 * EDGE:
        words = f"{words[:EDGE]}\n[…]\n{words[-EDGE:]}"
    return [{"text": words, "figure": None}] if words else []


def _line(
    row: StagedFigure, parts: int, labels: Mapping[str, str], posted: Mapping[str, str], open_: bool
) -> dict[str, Any]:
    """A proposal as it is shown. What was typed and refused is shown as it was typed."""
    # Only what is likely stands in the field: pressing the button confirms what stands there.
    undecided = open_ and row.decision == Decision.OPEN
    likely = row.guess if row.role == RESULT and row.confidence >= LIKELY else ""
    code = row.code or (likely if undecided else "")
    shown = format_number(row.value.normalize())
    return {
        "row": row,
        "shown": shown,
        "ratio": format_number(row.ratio_of.normalize()) if row.ratio_of is not None else "",
        "parts": parts,
        "wrong_sum": next(
            (flag.partition(":")[2] for flag in row.flags if flag.startswith("sum_difference")), ""
        ),
        "name": posted.get(f"ma-{row.pk}", labels.get(code, code)),
        "level": posted.get(f"cap-{row.pk}", row.level),
        "typed": posted.get(f"so-{row.pk}", shown),
        "maybe": labels.get(row.guess, "") if undecided and not code else "",
        "sure": int(row.confidence * 100),
    }


def _likely(figures: list[StagedFigure]) -> str:
    names = [row.period_name for row in figures if row.period_name and "/" not in row.period_name]
    return max(sorted(set(names)), key=names.count) if names else ""


@require_POST
def decide(request: HttpRequest, import_id: int) -> HttpResponse:
    """Save what was said of each figure of one file; with `viec` go on to history or to a report."""
    made = imports.find(request.actor, import_id)
    try:
        made = proposing.decide(
            import_id=made.pk,
            version=shared.version_of(request),
            decided=_decided(request),
            by=request.actor,
            at=clock.now(),
        )
        work = request.POST.get("viec", "")
        if work == "lich-su":
            return _to_history(request, made)
        if work == "bao-cao":
            return _to_draft(request, made)
    except DomainError as refusal:
        fault = shared.refused(refusal)
        return reading(request, imports.find(request.actor, made.pk), fault, status=refusal.status)
    messages.success(request, _("Saved. What you confirmed is known the next time."))
    return redirect(f"{reverse('ingest:import', args=[made.pk])}?{request.GET.urlencode()}")


def _decided(request: HttpRequest) -> list[Decided]:
    """:raises Incomplete: quoting the value that is no number"""
    labels = shared.labelled(imports.indicators())
    found = []
    for key, said in request.POST.items():
        number = key.removeprefix("ma-")
        if not key.startswith("ma-") or not number.isdecimal() or len(number) > 12:
            continue
        typed = request.POST.get(f"so-{number}", "").strip()
        try:
            value: Decimal | None = parse_number(typed) if typed else None
        except NotANumber as error:
            raise Incomplete(error.message) from error
        code = shared.chosen(said, labels) if said.strip() else ""
        found.append(Decided(int(number), code[:80], request.POST.get(f"cap-{number}", "")[:10], value))
    return found


def _to_history(request: HttpRequest, made: Import) -> HttpResponse:
    shape = forms.ToHistory(request.POST, units=shared.own_units(request, "submit"))
    if not shape.is_valid():
        raise Incomplete(_("Say for which unit and period these figures are: 2019, 2019-Q1, 2019-H1."))
    unit = unit_by_code(shape.cleaned_data["unit"])
    rows = proposing.to_history(
        import_id=made.pk, version=made.version, unit=unit, period_name=shape.cleaned_data["period"], by=request.actor,
        at=clock.now(),
    )  # fmt: skip
    messages.success(
        request,
        ngettext("%(count)d figure is kept as history.", "%(count)d figures are kept as history.", len(rows))
        % {"count": len(rows)},
    )
    return redirect("ingest:history_of", unit.code, shape.cleaned_data["period"])


def _to_draft(request: HttpRequest, made: Import) -> HttpResponse:
    shape = forms.ToDraft(request.POST, reports=imports.drafts_open(request.actor))
    if not shape.is_valid():
        raise Incomplete(_("Choose the report these figures belong into."))
    submission = (
        Submission.scoped(request.actor, "edit")
        .select_related("unit", "round__form", "round__form_version")
        .get(pk=int(shape.cleaned_data["report"]))
    )
    count = proposing.to_draft(
        import_id=made.pk, version=made.version, submission=submission, by=request.actor, at=clock.now()
    )
    messages.success(
        request,
        ngettext("%(count)d cell was filled in.", "%(count)d cells were filled in.", count)
        % {"count": count},
    )
    return redirect("reporting:entry", submission.pk)
