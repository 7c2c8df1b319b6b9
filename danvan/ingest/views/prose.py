"""Reports in words: the text on the left, what was read on the right, and a person's decisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, Incomplete
from danvan.common.exports import csv_lines
from danvan.common.numbers import NotANumber, format_number, parse_number
from danvan.common.periods import Period
from danvan.files import disk
from danvan.ingest import forms
from danvan.ingest.models import Import, ImportFile, Learned, StagedFigure
from danvan.ingest.queries import imports
from danvan.ingest.services import importing, learning, proposing
from danvan.ingest.services.proposing import Decided
from danvan.ingest.sources import READABLE, Unreadable, text_of
from danvan.ingest.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.organizations.queries import unit_by_code
from danvan.reporting.models import Submission

Decision = StagedFigure.Decision
# A page shows this much of a text; the rest is a page further.
SHOWN = 12_000


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
            if refusal.status in {403, 404}:
                raise
            shape.add_error(None, refusal.message)
    context = {
        "form": shape,
        "tabs": shared.tabs("imports"),
        "heading": _("Read a report in words"),
        "verb": _("Read it"),
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
    """The page of an import of prose: one file at a time."""
    files = list(made.files.select_related("file"))
    number = request.GET.get("tep", "")
    file = next((one for one in files if str(one.pk) == number), files[0] if files else None)
    figures = list(file.figures.order_by("position")) if file else []
    text = _text(file) if file else ""
    may = made.state == Import.State.TRIED and policy.can(request.actor, "edit", shared.TYPE, made.unit_id)
    start = _start(request, len(text))
    context = {
        "made": made,
        "files": files,
        "file": file,
        "pieces": pieces(text, figures, start, start + SHOWN),
        "next": start + SHOWN if start + SHOWN < len(text) else 0,
        "start": start,
        "figures": [_line(row, figures) for row in figures],
        "indicators": imports.indicators(),
        "levels": _levels(),
        "may_edit": may,
        "may_end": may and policy.can(request.actor, "submit", shared.TYPE, made.unit_id),
        "confirmed": sum(row.decision == Decision.CONFIRMED for row in figures),
        "reports": imports.drafts_open(request.actor),
        "units": shared.own_units(request, "submit"),
        "period": _likely(figures),
        "fault": fault,
        "tabs": shared.tabs("imports"),
    }
    return render(request, "ingest/reading.html", context, status=status)


def _levels() -> list[tuple[str, str]]:
    return [
        ("all", _("all levels together")), ("city", _("city")), ("province", _("province")), ("district", _("district")),
        ("commune", _("commune")), ("agency", _("agency")),
    ]  # fmt: skip


def _start(request: HttpRequest, length: int) -> int:
    asked = request.GET.get("tu", "0")
    start = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    return start if start < length else 0


def _text(file: ImportFile) -> str:
    """The text of the kept file, read again: it is not stored beside the figures."""
    if file.file is None:
        return ""
    try:
        return text_of(file.file.original_name, disk.path_of(file.file.pk).read_bytes()).text
    except (Unreadable, OSError):
        return ""


def pieces(text: str, figures: list[StagedFigure], start: int, end: int) -> list[dict[str, Any]]:
    """The text between two places, cut at figures: each piece is plain, or a figure's with its number on the page."""
    found: list[dict[str, Any]] = []
    place = start
    for row in figures:
        if row.start < place or row.start >= end:
            continue
        if text[place : row.start]:
            found.append({"text": text[place : row.start], "figure": None})
        found.append({"text": text[row.start : row.end], "figure": row})
        place = row.end
    if text[place:end]:
        found.append({"text": text[place:end], "figure": None})
    return found


def _line(row: StagedFigure, figures: list[StagedFigure]) -> dict[str, Any]:
    parts = [part for part in figures if part.whole_at == row.position]
    return {
        "row": row,
        "shown": format_number(row.value.normalize()),
        "ratio": format_number(row.ratio_of.normalize()) if row.ratio_of is not None else "",
        "is_part": row.whole_at is not None,
        "parts": len(parts),
        "wrong_sum": next(
            (flag.partition(":")[2] for flag in row.flags if flag.startswith("sum_difference")), ""
        ),
        "code": row.code or (row.guess if row.decision == Decision.OPEN else ""),
        "sure": int(row.confidence * 100),
    }


def _likely(figures: list[StagedFigure]) -> str:
    names = [row.period_name for row in figures if row.period_name and "/" not in row.period_name]
    return max(set(names), key=names.count) if names else ""


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
        if refusal.status in {403, 404}:
            raise
        return reading(request, imports.find(request.actor, made.pk), refusal.message, status=refusal.status)
    messages.success(request, _("Saved. What you confirmed is known the next time."))
    return redirect("ingest:import", made.pk)


def _decided(request: HttpRequest) -> list[Decided]:
    found = []
    for key, code in request.POST.items():
        number = key.removeprefix("ma-")
        if not key.startswith("ma-") or not number.isdecimal() or len(number) > 12:
            continue
        typed = request.POST.get(f"so-{number}", "").strip()
        try:
            value: Decimal | None = parse_number(typed.removeprefix("-")) if typed else None
        except NotANumber as error:
            raise Incomplete(error.message) from error
        if value is not None and typed.startswith("-"):
            value = -value
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
    return redirect("ingest:history")


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


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    return render(
        request,
        "ingest/history.html",
        {"kept": list(imports.history_kept(request.actor)), "tabs": shared.tabs("history")},
    )


@require_safe
def history_file(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """A unit's history of a period for programs."""
    unit = unit_by_code(code)
    policy.require(request.actor, "see", shared.TYPE, unit.pk)
    name = str(Period.parse(period))
    return JsonResponse(
        {"unit": unit.code, "period": name, "totals": imports.history(request.actor, unit.pk, name)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    rows = imports.learned(
        request.GET.get("q", "")[:100],
        request.GET.get("loai", "") if request.GET.get("loai") in Learned.Kind.values else "",
    )
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("trang")), "q": request.GET.get("q", "")[:100], "kind": request.GET.get("loai", ""),
        "kinds": Learned.Kind.choices, "indicators": imports.indicators(), "tabs": shared.tabs("words"), "may_change": _top(request) is not None,
    }  # fmt: skip
    return render(request, "ingest/words.html", context)


@require_safe
def words_file(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", shared.TYPE)
    rows = [[_("Kind"), _("Phrase"), _("Counting unit"), _("Indicator"), _("Confirmed"), _("In use")]]
    rows += [
        [
            str(row.get_kind_display()),
            row.said,
            row.word,
            row.code,
            str(row.times),
            _("yes") if row.active else _("no"),
        ]
        for row in imports.learned()
    ]
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="tu-dien.csv"'
    return answer


@require_POST
def word(request: HttpRequest, learned_id: int) -> HttpResponse:
    unit = _top(request)
    policy.require_somewhere(request.actor, "manage", shared.TYPE)
    assert unit is not None
    learning.change(
        unit=unit, learned_id=learned_id, version=shared.version_of(request), code=request.POST.get("ma", "")[:80],
        active="dung" in request.POST, by=request.actor, at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect("ingest:words")


def _top(request: HttpRequest) -> OrgUnit | None:
    """The unit in whose name this person may change the words all share; None for everybody but its administrators."""
    ids = [
        unit_id
        for unit_id in request.actor.unit_ids()
        if policy.can(request.actor, "manage", shared.TYPE, unit_id)
    ]
    tops = (
        OrgUnitVersion.objects.on(request.actor.on)
        .filter(parent=None, unit_id__in=ids)
        .select_related("unit")
    )
    row = tops.first()
    return row.unit if row else None
