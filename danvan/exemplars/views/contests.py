"""Contests: the list, one contest with its rounds, its rules, entries, and the jury's sheets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.accounts.models import User
from danvan.common import clock
from danvan.common.errors import Incomplete
from danvan.exemplars.forms import awards as award_shapes
from danvan.exemplars.forms import contests as shapes
from danvan.exemplars.models import Contest, ContestRound, Standing
from danvan.exemplars.queries import contests, juries
from danvan.exemplars.services import contesting, judging
from danvan.exemplars.views import shared
from danvan.exemplars.views.shared import Step
from danvan.exemplars.views.skilled import unit_name
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.ui import downloads

State = Contest.State
STEPS = {
    step.slug: step
    for step in (
        Step(
            "mo", gettext_lazy("Open for entries"), "manage", (State.PLANNED,), award_shapes.NothingForm,
            contesting.open_entries, gettext_lazy("Units can send in their entries."),
            gettext_lazy("From now on its rules stay as they are."),
        ),
        Step(
            "cham", gettext_lazy("Begin judging"), "manage", (State.OPEN,), award_shapes.NothingForm, contesting.begin,
            gettext_lazy("The jury reads the entries by their codes."), gettext_lazy("No entry comes or goes any more."),
        ),
        Step(
            "dong-vong", gettext_lazy("Close this round"), "manage", (State.JUDGING,), award_shapes.NothingForm,
            judging.close_round, gettext_lazy("The round is closed: its scores stay as they are."),
            gettext_lazy("Totals and ranks are made; the next round opens for those who go on."),
        ),
        Step(
            "huy", gettext_lazy("Cancel"), "manage", (State.PLANNED, State.OPEN, State.JUDGING), award_shapes.ReasonForm,
            contesting.cancel, gettext_lazy("The contest is cancelled."), danger=True,
        ),
    )
}  # fmt: skip


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", "contest")
    today = clock.today()
    rows = contests.visible(request.actor).select_related("unit").order_by("-entries_until", "-pk")
    page = shared.page_of(request, rows)
    context = {
        "page": page, "lines": contests.lines(page.object_list, today), "today": today,
        "may_plan": bool(shared.own_units(request, "manage", "contest")),
    }  # fmt: skip
    return render(request, "exemplars/contests.html", context)


@require_safe
def contest(request: HttpRequest, contest_id: int) -> HttpResponse:
    found, today = contests.find(request.actor, contest_id), clock.today()
    open_ = found.rounds.filter(state=ContestRound.State.OPEN).exists()
    entering = contests.own_units_that_may_enter(request.actor, found, today)
    taking = found.state == State.OPEN and today <= found.entries_until
    context = {
        "contest": found, "unit_name": unit_name(found.unit), "today": today, "criteria": list(found.criteria.all()),
        "most": sum(one.most for one in found.criteria.all()), "steps": shared.open_to(request, found, STEPS),
        "may_edit": found.state == State.PLANNED and policy.can(request.actor, "manage", "contest", found.unit_id),
        "entries": contests.entries(request.actor, found, today), "rounds": contests.rounds(found, today),
        "seats": juries.seats_of(request.actor, found) if open_ and found.state == State.JUDGING else [],
        "jury": found.seats.count(), "entering": bool(entering) and taking, "over": found.state == State.CONCLUDED,
        "may_export": policy.can(request.actor, "export", "contest", found.unit_id),
    }  # fmt: skip
    return render(request, "exemplars/contest.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "manage", "contest")
    form = shapes.ContestForm(request.POST or None, units=shared.own_units(request, "manage", "contest"))
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            unit = unit_by_code(form.cleaned_data["unit"])
            return contesting.plan(
                unit=unit, values=form.cleaned_data, shape=_shape(form), by=request.actor, at=clock.now()
            ).pk

        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(request, _("Its rules stand. Open it when units may send in their entries."))
            return redirect("exemplars:contest", made)
    return _form(request, form, None, _("Plan a contest"), _("Save"))


def _shape(form: shapes.ContestForm) -> contesting.Shape:
    names = [name for name in form.cleaned_data["jury"] if name != shapes.PAPER]
    users = dict(User.objects.filter(username__in=names, is_active=True).values_list("username", "pk"))
    if unknown := [name for name in names if name not in users]:
        raise Incomplete(_("Nobody signs in as %(names)s.") % {"names": ", ".join(unknown)[:200]})
    jury = [users.get(name) for name in form.cleaned_data["jury"]]
    return contesting.Shape(form.cleaned_data["criteria"], form.cleaned_data["rounds"], jury)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, contest_id: int) -> HttpResponse:
    found = contests.find(request.actor, contest_id)
    policy.require(request.actor, "manage", "contest", found.unit_id)
    form = shapes.ContestForm(
        request.POST or None, units=[(found.unit.code, found.unit.code)], initial=_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: contesting.edit(
                contest_id=found.pk, version=shared.version_of(request), values=form.cleaned_data, shape=_shape(form),
                by=request.actor, at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("exemplars:contest", found.pk)
    return _form(request, form, found, _("Change the rules"), _("Save"))


def _initial(found: Contest) -> dict[str, Any]:
    rounds = [f"{one.name}: {one.advance}" if one.advance else one.name for one in found.rounds.all()]
    seats = [one.user.username if one.user else shapes.PAPER for one in found.seats.select_related("user")]
    return {
        **{name: getattr(found, name) for name in contesting.FIELDS}, "rounds": "\n".join(rounds), "jury": "\n".join(seats),
        "criteria": "\n".join(f"{one.name}: {one.most}" for one in found.criteria.all()),
    }  # fmt: skip


def _form(
    request: HttpRequest, form: Any, record: Contest | None, heading: str, verb: str, why: str = ""
) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "verb": verb, "source": None, "source_unit": "", "record": record,
        "back": "exemplars:contest" if record else "exemplars:contests",
        "why": why or _("Jurors read the entries by code, and the others' points only once the round is closed."),
    }  # fmt: skip
    return render(request, "exemplars/form.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, contest_id: int, step: str) -> HttpResponse:
    found = contests.find(request.actor, contest_id)
    return shared.take(request, found, STEPS, step, "contest_id", "exemplars:contest", {})


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, contest_id: int) -> HttpResponse:
    found, today = contests.find(request.actor, contest_id), clock.today()
    policy.require_somewhere(request.actor, "submit", "contest")
    units = shared.choices(contests.own_units_that_may_enter(request.actor, found, today))
    form = shapes.EntryForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            given = form.cleaned_data
            return contesting.enter(
                contest_id=found.pk, unit=unit_by_code(given["unit"]), title=given["title"], text=given["text"],
                by=request.actor, at=clock.now(),
            ).pk  # fmt: skip

        if shared.attempt(form, lambda: shared.done_once(request, work)):
            messages.success(request, _("Your entry is sent in. The jury reads it by a code."))
            return redirect("exemplars:contest", found.pk)
    context = {
        "form": form, "heading": _("Send in an entry"), "verb": _("Send in"), "source": None, "source_unit": "",
        "record": None, "back": "exemplars:contests",
        "why": _("Until judging begins you can withdraw it and send another."),
    }  # fmt: skip
    return render(request, "exemplars/form.html", context, status=shared.status(form))


@require_POST
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = contesting.withdraw(entry_id=entry_id, by=request.actor, at=clock.now())
    messages.success(request, _("The entry is withdrawn."))
    return redirect("exemplars:contest", entry.contest_id)


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, contest_id: int, seat: int) -> HttpResponse:
    """The entries of the open round as one seat reads them, a sheet each."""
    found, today = contests.find(request.actor, contest_id), clock.today()
    chair = juries.seat_of(request.actor, found, seat)
    round_ = found.rounds.filter(state=ContestRound.State.OPEN).first()
    if round_ is None:
        raise Http404
    criteria = list(found.criteria.all())
    chosen = shared.number(request.POST.get("standing", ""), 0)
    forms: list[tuple[contests.Sheet, Any]] = []
    for sheet in contests.sheets(chair, round_, today):
        mine = request.method == "POST" and sheet.standing.pk == chosen
        initial = {f"c{key}": value for key, value in sheet.points.items()}
        forms.append((sheet, shapes.SheetForm(request.POST if mine else None, criteria=criteria, initial=initial,
                                              prefix=f"p{sheet.standing.pk}")))  # fmt: skip
    wrong = request.method == "POST"
    for sheet, form in forms:
        if (
            form.is_bound
            and form.is_valid()
            and shared.attempt(form, _scored(request, sheet.standing, chair.number, form))
        ):
            messages.success(request, _("The sheet is saved. You can change it until the round is closed."))
            return redirect("exemplars:judge", found.pk, chair.number)
    context = {"contest": found, "seat": chair, "round": round_, "sheets": forms}
    return render(request, "exemplars/judge.html", context, status=422 if wrong else 200)


def _scored(request: HttpRequest, standing: Standing, seat: int, form: Any) -> Any:
    return lambda: judging.score(
        standing_id=standing.pk, seat_number=seat, points=form.points, by=request.actor, at=clock.now()
    )


@require_safe
def excel(request: HttpRequest, contest_id: int) -> HttpResponse:
    """The results, round by round."""
    found, today = contests.find(request.actor, contest_id), clock.today()
    policy.require(request.actor, "export", "contest", found.unit_id)
    rows: list[list[Any]] = [
        [_("Round of the contest"), _("Rank"), _("Code"), _("Title"), _("Unit"), _("Points"), _("Goes on")]
    ]
    for one in contests.rounds(found, today):
        rows += [
            [
                one.round.name, place.standing.rank, place.code, place.title, place.unit, place.standing.total,
                _("yes") if place.standing.goes_on else "",
            ]
            for place in one.places
        ]  # fmt: skip
    return downloads.excel(f"hoi-thi-{found.pk}", _("Results"), rows, wide={3: 40, 4: 28})
