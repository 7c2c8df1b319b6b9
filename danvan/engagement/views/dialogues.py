"""The year's dialogues, planning one, and one dialogue with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.engagement import duties, hooks, phrases
from danvan.engagement.forms.dialogues import PlanForm
from danvan.engagement.models import DialogueConference
from danvan.engagement.queries import dialogues, promises, shares, watch
from danvan.engagement.services import concluding, planning
from danvan.engagement.views import shared, steps
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level
from danvan.organizations.queries import unit_by_code

LEVELS = (Level.CITY, Level.DISTRICT, Level.COMMUNE, Level.AGENCY)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The year's plan and what was held, with what is open."""
    policy.require_somewhere(request.actor, "see", "dialogue")
    today, year = clock.today(), shared.year_of(request)
    asked = {
        name: request.GET.get(key, "")
        for name, key in (("state", "trang-thai"), ("kind", "loai"), ("level", "cap"))
    }
    code = request.GET.get("don-vi", "")
    unit = unit_by_code(code) if code else None
    rows = dialogues.filtered(request.actor, year=year, unit=unit, on=today, **asked)
    page = shared.page_of(request, rows.select_related("unit"))
    context = {
        "year": str(year), "years": [str(one) for one in dialogues.years(request.actor, today)], "page": page,
        "today": today, "lines": dialogues.lines(page.object_list, today), "asked": asked, "unit": unit,
        "states": [("ahead", _("ahead")), ("held", _("took place")), *DialogueConference.State.choices],
        "kinds": DialogueConference.Kind.choices, "levels": [(level.value, level.label) for level in LEVELS],
        "may_plan": bool(shared.own_units(request, "edit", "dialogue")),
    }  # fmt: skip
    return render(request, "engagement/dialogues.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "dialogue")
    units, today = shared.own_units(request, "edit", "dialogue"), clock.today()
    form = PlanForm(
        request.POST or None, units=units, on=today, keep=[], initial={"kind": "periodic", "hour": "08:00"}
    )
    if request.method == "POST" and form.is_valid():
        made = shared.attempt(form, lambda: shared.done_once(request, lambda: _plan(request, form)))
        if made:
            messages.success(
                request, _("It stands in the plan. Announce it when place and content are settled.")
            )
            return redirect("engagement:dialogue", made)
    context = {
        "form": form,
        "heading": _("Plan a dialogue"),
        "verb": _("Put it in the plan"),
        "back": "",
        "hints": [],
    }
    return render(request, "engagement/plan.html", context, status=shared.status(form))


def _plan(request: HttpRequest, form: PlanForm) -> int:
    unit = unit_by_code(form.cleaned_data["unit"])
    made = planning.plan(unit=unit, values=form.values, hosts=_hosts(form), by=request.actor, at=clock.now())
    return made.pk


def _hosts(form: PlanForm) -> list[planning.Host]:
    units: list[planning.Host] = [(unit_by_code(code).pk, "", "co_organiser") for code in form.joint_codes]
    return [*units, *form.other_hosts]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, dialogue_id: int) -> HttpResponse:
    found = dialogues.find(request.actor, dialogue_id)
    policy.require(request.actor, "edit", "dialogue", found.unit_id)
    units = [(found.unit.code, found.unit.code)]
    form = PlanForm(
        request.POST or None, units=units, on=found.day, keep=found.bases, initial=_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: planning.edit(
                dialogue_id=found.pk, version=shared.version_of(request), values=form.values, hosts=_hosts(form),
                by=request.actor, at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("engagement:dialogue", found.pk)
    context = {"form": form, "heading": _("Change the plan"), "verb": _("Save"), "back": found.pk, "version": found.version,
               "hints": _hints(found)}  # fmt: skip
    return render(request, "engagement/plan.html", context, status=shared.status(form))


def _initial(found: DialogueConference) -> dict[str, Any]:
    local = timezone.localtime(found.scheduled_at)
    names = (
        "title",
        "kind",
        "bases",
        "chair",
        "place",
        "mode",
        "content",
        "how_to_attend",
        "questions_until",
    )
    hosts = list(found.hosts.select_related("unit"))
    return {
        **{name: getattr(found, name) for name in names},
        "day": local.date(),
        "hour": local.time(),
        "joint_units": ", ".join(host.unit.code for host in hosts if host.unit),
        "joint_bodies": "\n".join(host.name for host in hosts if not host.unit),
    }


@require_safe
def dialogue(request: HttpRequest, dialogue_id: int) -> HttpResponse:
    """One dialogue: what was promised last time, the steps, the opinions, the papers, the story."""
    found, today = dialogues.find(request.actor, dialogue_id), clock.today()
    before, promised = promises.before(found, today)
    rows = dialogues.opinions(found, today)
    given = [one for row in rows for one in row.promises]
    counted = shares.of_rows([row.opinion for row in rows], given, today)
    line = dialogues.lines([found], today)[0]
    may_edit = policy.can(request.actor, "edit", "dialogue", found.unit_id)
    waiting = dialogues.waiting_questions(found) if may_edit else []
    context = {
        "dialogue": found, "line": line, "today": today, "rows": rows, "before": before, "promised": promised,
        "kept_before": promises.tally(promised, today), "shares": counted, "bases": duties.basis_names(found.bases),
        "conclusion": getattr(found, "conclusion", None), "may_edit": may_edit, "waiting": len(waiting),
        "steps": steps.open_to(request, found), "papers": hooks.papers_of(request, found), "hints": _hints(found),
        "can_record": may_edit and steps.can_record(found, today),
        "story": [(phrases.STEPS.get(event.what, event.what), event) for event in found.events.select_related("by")],
        "result_due": duties.result_due(found.level, found.day) if found.took_place else None,
        "unfit": concluding.unfit(found) if may_edit and found.state == "conclusion_issued" else [],
    }  # fmt: skip
    return render(request, "engagement/dialogue.html", context)


def _hints(found: DialogueConference) -> list[str]:
    """What the rules say about a dialogue that is not held yet, as warnings while planning."""
    if found.took_place or found.state == DialogueConference.State.CANCELLED:
        return []
    latest, told = duties.announce_by(found.level, found.day), []
    if latest is not None and found.announced_at is None:
        words = {"day": f"{latest:%d/%m/%Y}"}
        if clock.today() > latest:
            told.append(
                _("The rule asks for an announcement by %(day)s, which has passed. It needs a reason.")
                % words
            )
        else:
            told.append(_("Announce it by %(day)s at the latest.") % words)
    standing = next(iter(watch.standings([found.unit_id], found.day.year, clock.today())), None)
    if standing is not None and standing.missing:
        told.append(
            _("No dialogue was held in %(year)d yet; this one fulfils the duty.") % {"year": found.day.year}
        )
    return told
