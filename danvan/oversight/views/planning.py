"""Planning a session, changing it, and the year's plan: planned against done, and agreed as a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.errors import NotAllowed
from danvan.common.numbers import format_number
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, tree_on, unit_by_code
from danvan.oversight import lives
from danvan.oversight.forms.outcomes import AgreeForm
from danvan.oversight.forms.sessions import PlanForm
from danvan.oversight.kinds import OF_KIND, Door, Kind
from danvan.oversight.models import OversightSession
from danvan.oversight.queries import plans, sessions
from danvan.oversight.services import agreeing
from danvan.oversight.services import planning as services
from danvan.oversight.views import shared

TONES = {"city": "city", "district": "district", "commune": "commune", "agency": "agency"}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    door = shared.door_of(kind)
    policy.require_somewhere(request.actor, "edit", door.kind)
    units, today = shared.own_units(request, "edit", door.kind), clock.today()
    initial = {"plan_year": today.year, "plan_quarter": (today.month - 1) // 3 + 1}
    form = PlanForm(request.POST or None, kind=door.kind, units=units, on=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, lambda: _plan(request, door, form)))
        if made:
            messages.success(request, _("It stands in the plan."))
            return redirect("oversight:session", made)
    return _form_page(request, form, door, str(door.plan), _("Put it in the plan"))


def _plan(request: HttpRequest, door: Door, form: PlanForm) -> int:
    made = services.plan(
        kind=door.kind, unit=unit_by_code(form.cleaned_data["unit"]), values=form.values, targets=form.targets,
        hosts=form.hosts, requested=form.cleaned_data.get("requested", False), by=request.actor, at=clock.now(),
    )  # fmt: skip
    return made.pk


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, session_id: int) -> HttpResponse:
    found = sessions.find(request.actor, session_id)
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    door = OF_KIND[found.kind]
    form = PlanForm(
        request.POST or None, kind=found.kind, units=[(found.unit.code, found.unit.code)], on=found.scheduled_on,
        keep=found.topic, initial=_initial(found),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: services.edit(
                session_id=found.pk, version=shared.version_of(request), values=form.values, targets=form.targets,
                hosts=form.hosts, by=request.actor, at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("oversight:session", found.pk)
    return _form_page(request, form, door, _("Change the plan"), _("Save"), found)


def _form_page(
    request: HttpRequest, form: PlanForm, door: Door, heading: str, verb: str,
    found: OversightSession | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "session": found, "heading": heading, "verb": verb, "about": "",
        "version": found.version if found else None, "open": found is None or found.state in lives.AHEAD,
        "back": reverse("oversight:session", args=[found.pk]) if found else reverse("oversight:board", args=[door.slug]),
    }  # fmt: skip
    return render(request, "oversight/form.html", context, status=shared.status(form))


def _initial(found: OversightSession) -> dict[str, Any]:
    names = (
        "title",
        "form",
        "topic",
        "plan_year",
        "plan_quarter",
        "scheduled_on",
        "submit_on",
        "content",
        "led_by",
    )
    targets, hosts = list(found.targets.select_related("unit")), list(found.hosts.select_related("unit"))
    units = [one.unit.code for one in targets if one.unit]
    return {
        **{name: getattr(found, name) for name in names},
        "target_unit": units[0] if units else "",
        "target_units": ", ".join(units[1:]),
        "target_bodies": "\n".join(one.body for one in targets if one.body),
        "host_units": ", ".join(one.unit.code for one in hosts if one.unit),
        "host_bodies": "\n".join(one.body for one in hosts if one.body),
    }


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """What a unit and those below planned for the year, and what was done of it; its own plan item by item."""
    if not shared.sees_some(request):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    actor, today, chosen = request.actor, clock.today(), shared.year_of(request)
    own = [pk for pk in actor.unit_ids() if any(policy.can(actor, "see", kind, pk) for kind in Kind.values)]
    tree = tree_on(today)
    unit = _unit_of(request, own)
    branch = plans.branch_of(tree, unit.pk) if unit.pk in tree.units else [unit.pk]
    rows = plans.rows(actor, branch, chosen)
    below = plans.below(actor, unit.pk, chosen, today)
    context = {
        "unit": unit, "name": last_names([unit.pk], today)[unit.pk], "year": chosen,
        "years": [today.year + ahead for ahead in (1, 0, -1, -2)], "rows": rows, "below": below, "today": today,
        "bars": [_bar(row.label, row.all_planned, row.all_done) for row in rows if row.all_planned],
        "items": sessions.lines(actor, plans.items(actor, unit.pk, chosen)[:200], today),
        "plan": plans.plan_of(actor, unit.pk, chosen), "quarters": plans.QUARTERS,
        "may_agree": policy.can(actor, "issue", "supervision", unit.pk), "tabs": shared.tabs(request, "plan"),
        "in_time": today.year < chosen and today.month >= 10,
    }  # fmt: skip
    return render(request, "oversight/plan.html", context)


def _unit_of(request: HttpRequest, own: list[int]):
    """The unit asked for, if its records are open; otherwise the highest of one's own."""
    code = request.GET.get("don-vi", "")[:40]
    if code:
        unit = unit_by_code(code)
        if any(policy.can(request.actor, "see", kind, unit.pk) for kind in Kind.values):
            return unit
        policy.require(request.actor, "see", "supervision", unit.pk)
    names = last_names(own, clock.today())
    first = min(names.values(), key=lambda name: (len(name.code), name.code))
    return unit_by_code(first.code)


def _bar(label: str, planned: int, done: int) -> dict[str, Any]:
    percent = round(100 * done / planned)
    shown = _("%(done)s of %(planned)s") % {"done": format_number(done), "planned": format_number(planned)}
    return {"label": label, "value": percent, "of": 100, "shown": shown, "tone": "total", "href": ""}


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """The document that agrees a plan, with a preview of every session that is approved by it."""
    unit, chosen = unit_by_code(code), shared.year_of(request)
    policy.require(request.actor, "issue", "supervision", unit.pk)
    waiting = list(agreeing.waiting(unit.pk, chosen))
    form = AgreeForm(request.POST or None, initial={"agreed_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        shown = [
            int(pk) for pk in request.POST.getlist("cuoc") if pk.isascii() and pk.isdecimal() and len(pk) < 16
        ]
        made = shared.attempt(
            form,
            lambda: agreeing.agree(
                unit=unit,
                year=chosen,
                session_ids=shown,
                by=request.actor,
                at=clock.now(),
                **form.cleaned_data,
            ),
        )
        if made:
            messages.success(request, _("The plan is agreed, and its supervisions are approved."))
            return redirect(f"{reverse('oversight:plan')}?don-vi={unit.code}&nam={chosen}")
    context = {
        "form": form, "unit": unit, "year": chosen, "name": last_names([unit.pk], clock.today())[unit.pk],
        "waiting": sessions.lines(request.actor, waiting, clock.today()),
    }  # fmt: skip
    return render(request, "oversight/agree.html", context, status=shared.status(form))
