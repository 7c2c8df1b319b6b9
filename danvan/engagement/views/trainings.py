"""Training classes: the year's list, one class and its steps, posts required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.engagement.forms import trainings as shapes
from danvan.engagement.models import TrainingClass
from danvan.engagement.queries import trainings
from danvan.engagement.services import trainings as services
from danvan.engagement.views import shared
from danvan.files import services as files
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.ui import downloads

# slug -> (words on the button, states it starts from, form)
STEPS: dict[str, tuple[Callable[[], str], tuple[str, ...], type[Form]]] = {
    "sua": (lambda: _("Change"), ("planned", "announced"), shapes.ClassForm),
    "thong-bao": (lambda: _("Announce"), ("planned",), shapes.NothingForm),
    "da-mo": (lambda: _("Record that it was held"), ("planned", "announced", "held"), shapes.HeldForm),
    "bao-cao": (lambda: _("Report"), ("held",), shapes.ResultForm),
    "huy": (lambda: _("Cancel"), ("planned", "announced"), shapes.ReasonForm),
}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "training")
    today, year = clock.today(), shared.year_of(request)
    page = shared.page_of(request, trainings.of_year(request.actor, year))
    units = shared.own_units(request, "edit", "training")
    context = {
        "page": page, "lines": trainings.lines(page.object_list, today), "year": str(year), "today": today,
        "coverage": trainings.coverage(request.actor, year), "may_plan": bool(units),
        "may_export": policy.holds(request.actor, "export", "training"),
        "years": [str(today.year + ahead) for ahead in (1, 0, -1, -2)],
    }  # fmt: skip
    return render(request, "engagement/trainings.html", context)


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The year's classes of all units in sight, with counts."""
    policy.require_somewhere(request.actor, "export", "training")
    year = shared.year_of(request)
    head = [
        _("Day"),
        _("Unit"),
        _("Title"),
        _("For the posts"),
        _("State"),
        _("Number of days"),
        _("Attendances"),
    ]
    rows = [
        [
            one.held_on or one.scheduled_on, line.unit, one.title, ", ".join(one.audience_labels),
            one.get_state_display(), one.days, one.attendance,
        ]
        for line in trainings.lines(trainings.of_year(request.actor, year), clock.today())
        for one in [line.training]
    ]  # fmt: skip
    return downloads.excel(f"tap-huan-{year}", f"{year}", [head, *rows], wide={0: 12, 1: 36, 2: 50, 3: 40})


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "training")
    form = shapes.ClassForm(request.POST or None, units=shared.own_units(request, "edit", "training"))
    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, lambda: _plan(request, form)))
        if made:
            messages.success(request, _("It stands in the plan."))
            return redirect("engagement:training", made)
    context = {"form": form, "heading": _("Plan a class"), "verb": _("Put it in the plan"), "training": None}
    return render(request, "engagement/training_form.html", context, status=shared.status(form))


def _plan(request: HttpRequest, form: shapes.ClassForm) -> int:
    unit = unit_by_code(form.cleaned_data["unit"])
    return services.plan(unit=unit, values=form.cleaned_data, by=request.actor, at=clock.now()).pk


@require_safe
def training(request: HttpRequest, training_id: int) -> HttpResponse:
    found = trainings.find(request.actor, training_id)
    may_edit = policy.can(request.actor, "edit", "training", found.unit_id)
    context = {
        "training": found, "line": trainings.lines([found], clock.today())[0], "covered": trainings.covered_by(found),
        "materials": list(found.materials.select_related("file")),
        "may_add": may_edit and found.state != TrainingClass.State.CANCELLED,
        "steps": [
            (slug, label()) for slug, (label, states, _form) in STEPS.items() if may_edit and found.state in states
        ],
    }  # fmt: skip
    return render(request, "engagement/training.html", context)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, training_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    found = trainings.find(request.actor, training_id)
    policy.require(request.actor, "edit", "training", found.unit_id)
    label, _states, shape = STEPS[step]
    more: dict[str, Any] = (
        {"units": [(found.unit.code, found.unit.code)]} if shape is shapes.ClassForm else {}
    )
    form = shape(request.POST if request.method == "POST" else None, initial=_initial(found), **more)
    if (
        request.method == "POST"
        and form.is_valid()
        and shared.attempt(form, lambda: _take(request, found, step, form))
    ):
        messages.success(request, _("Saved."))
        return redirect("engagement:training", found.pk)
    context = {"form": form, "heading": label(), "verb": label(), "training": found}
    return render(request, "engagement/training_form.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def material(request: HttpRequest, training_id: int) -> HttpResponse:
    """Attach what was handed out."""
    found = trainings.find(request.actor, training_id)
    policy.require(request.actor, "edit", "training", found.unit_id)
    posted = request.method == "POST"
    form = shapes.MaterialForm(request.POST if posted else None, request.FILES if posted else None)

    def work() -> Any:
        clean, at = form.cleaned_data, clock.now()
        stored = files.store(upload=clean["file"], unit_id=found.unit_id, by=request.actor, at=at)
        return services.add_material(
            training_id=found.pk, version=shared.version_of(request), title=clean["title"], file=stored,
            by=request.actor, at=at,
        )  # fmt: skip

    if posted and form.is_valid() and shared.attempt(form, work):
        messages.success(request, _("The file is attached."))
        return redirect("engagement:training", found.pk)
    heading = _("Attach material")
    context = {"form": form, "heading": heading, "verb": heading, "training": found}
    return render(request, "engagement/training_form.html", context, status=shared.status(form))


def _take(request: HttpRequest, found: TrainingClass, step: str, form: Any) -> TrainingClass:
    given = form.cleaned_data
    same: dict[str, Any] = {
        "training_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip
    if step == "sua":
        return services.edit(values=given, **same)
    if step == "thong-bao":
        return services.announce(**same)
    if step == "da-mo":
        covered = [(found.unit_id, kind, count) for kind, count in form.covered]
        return services.hold_class(
            held_on=given["held_on"], attendance=given["attendance"], covered=covered, **same
        )
    if step == "bao-cao":
        return services.report(result=given["result"], **same)
    return services.cancel(reason=given["reason"], **same)


def _initial(found: TrainingClass) -> dict[str, Any]:
    names = ("title", "content", "audiences", "scheduled_on", "days", "place", "attendance", "result")
    covered = {f"post_{row.post_kind}": row.covered for row in found.coverages.all()}
    return {
        **{name: getattr(found, name) for name in names},
        "held_on": found.held_on or found.scheduled_on,
        **covered,
    }


@require_http_methods(["GET", "POST"])
def required(request: HttpRequest, code: str) -> HttpResponse:
    """How many posts of a unit must be trained in a year."""
    unit, year = unit_by_code(code), shared.year_of(request)
    policy.require(request.actor, "edit", "training", unit.pk)
    form = shapes.RequiredForm(request.POST or None, initial=trainings.required_of(unit.pk, year))
    if request.method == "POST" and form.is_valid():

        def save() -> bool:
            services.require(
                unit=unit, year=year, by=request.actor, at=clock.now(),
                required={kind: services.Required(*posts) for kind, posts in form.required_posts.items()},
            )  # fmt: skip
            return True

        if shared.attempt(form, save):
            messages.success(request, _("Saved."))
            return redirect("engagement:trainings")
    context = {
        "form": form, "heading": _("Posts that must be trained in %(year)d") % {"year": year}, "verb": _("Save"),
        "training": None,
    }  # fmt: skip
    return render(request, "engagement/training_form.html", context, status=shared.status(form))
