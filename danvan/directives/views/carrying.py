"""What the own units were given: the list, acknowledging several at once, one assignment and its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.directives import lateness
from danvan.directives.forms import carrying as shapes
from danvan.directives.forms.documents import NothingForm
from danvan.directives.models import DirectiveAssignment
from danvan.directives.queries import assignments, cascade
from danvan.directives.services import carrying as services
from danvan.directives.views import shared
from danvan.files.handing import hand_out
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, tree_on, unit_by_code
from danvan.ui import downloads

State = DirectiveAssignment.State
WORKING = DirectiveAssignment.WORKING


@dataclass(frozen=True)
class Step:
    """`giver` steps are for the unit that gave the document, the others for the one that carries it out."""

    label: Callable[[], str]
    states: tuple[str, ...]
    form: type[Form]
    tone: str = "plain"
    giver: bool = False


STEPS: dict[str, Step] = {
    "tiep-nhan": Step(lambda: _("Acknowledge"), (State.SENT,), NothingForm, "primary"),
    "ke-hoach": Step(lambda: _("Enter the plan"), WORKING, shapes.PlanForm, "primary"),
    "nhiem-vu": Step(lambda: _("Cut a task"), WORKING, shapes.TaskForm),
    "bao-cao": Step(lambda: _("Report"), WORKING, shapes.ReportForm),
    "tra-lai": Step(lambda: _("Return with a reason"), (State.REPORTED,), shapes.ReturnForm, giver=True),
    "dong": Step(lambda: _("Close"), (State.REPORTED,), NothingForm, "primary", giver=True),
    "mo-lai": Step(lambda: _("Open again"), (State.CLOSED,), NothingForm, giver=True),
}


# More rows than this are no list to be worked through by hand.
MOST = 5000


def _asked(request: HttpRequest) -> tuple[str, str, QuerySet[DirectiveAssignment]]:
    """The state and the words the list is asked for, and what fits."""
    state = request.GET.get("trang-thai", "open")
    words = request.GET.get("q", "").strip()[:100]
    return state, words, assignments.of_own_units(request.actor, state=state, words=words)


@require_safe
def given(request: HttpRequest) -> HttpResponse:
    """What one's own units have to carry out."""
    policy.require_somewhere(request.actor, "see", "directive")
    state, words, rows = _asked(request)
    today, page = clock.today(), shared.page_of(request, rows)
    names = last_names({one.unit_id for one in page.object_list}, today) if page.object_list else {}
    context = {
        "page": page, "lines": cascade.lines(page.object_list, names, today), "today": today, "state": state,
        "states": [("open", _("to be carried out")), ("done", _("reported or closed")), *State.choices],
        "late_words": lateness.WORDS, "waiting": assignments.to_acknowledge(request.actor).count(), "words": words,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "directives/given.html", context)


@require_safe
def given_excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook: it is the person's own work, nothing of others."""
    policy.require_somewhere(request.actor, "see", "directive")
    today, rows = clock.today(), list(_asked(request)[2][:MOST])
    names = last_names({one.unit_id for one in rows}, today) if rows else {}
    table: list[list[Any]] = [
        [
            _("Symbol"),
            _("Abstract"),
            _("Unit"),
            _("Given on"),
            _("State"),
            _("Next day"),
            _("Late with"),
            _("Open tasks"),
        ]
    ]
    for line in cascade.lines(rows, names, today):
        one = line.assignment
        late = str(lateness.WORDS.get(line.late, ""))
        state = str(one.get_state_display())
        table.append(
            [
                one.directive.symbol,
                one.directive.title,
                line.unit.name,
                one.sent_on,
                state,
                line.due,
                late,
                line.tasks,
            ]
        )
    return downloads.excel("viec-duoc-giao", _("Given to us"), table, wide={0: 20, 1: 60, 2: 30, 4: 22})


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest) -> HttpResponse:
    """All that waits to be acknowledged in the units somebody serves; what is ticked is acknowledged."""
    policy.require_somewhere(request.actor, "submit", "directive")
    if request.method == "POST":
        ids = [int(pk) for pk in request.POST.getlist("giao") if pk.isdecimal() and len(pk) < 19]
        if ids:
            count = services.acknowledge_many(assignment_ids=ids, by=request.actor, at=clock.now())
            words = ngettext("%(n)d document acknowledged.", "%(n)d documents acknowledged.", count)
            messages.success(request, words % {"n": count})
        else:
            messages.warning(request, _("Nothing was ticked, so nothing was acknowledged."))
        return redirect("directives:given")
    rows = list(assignments.to_acknowledge(request.actor)[:200])
    names = last_names({one.unit_id for one in rows}, clock.today()) if rows else {}
    context = {"rows": [(one, names[one.unit_id].name) for one in rows], "today": clock.today()}
    return render(request, "directives/acknowledge.html", context)


@require_safe
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    found, today = assignments.find(request.actor, assignment_id), clock.today()
    names = last_names({found.unit_id, found.given_by_id}, today)
    context = {
        "one": found, "directive": found.directive, "today": today, "unit": names[found.unit_id].name,
        "giver": names[found.given_by_id].name, "late": lateness.WORDS.get(lateness.late_with(found, today), ""),
        "tasks": assignments.tasks_of(found, today), "steps": _open_to(request, found),
        "step_due": lateness.step_due(found)[1],
    }  # fmt: skip
    return render(request, "directives/assignment.html", context)


def _open_to(request: HttpRequest, found: DirectiveAssignment) -> list[tuple[str, str, str]]:
    mine = policy.can(request.actor, "submit", "directive", found.unit_id)
    gave = policy.can(request.actor, "manage", "directive", found.given_by_id)
    told = []
    for slug, step in STEPS.items():
        if not (gave if step.giver else mine) or found.state not in step.states:
            continue
        if slug == "mo-lai" and found.closed_on != clock.today():
            continue
        tone = "plain" if slug == "ke-hoach" and found.plan_on else step.tone
        told.append((slug, step.label(), tone))
    return told


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, assignment_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    found, chosen = assignments.find(request.actor, assignment_id), STEPS[step]
    if chosen.giver:
        services.require_giver(found, request.actor)
    else:
        shared.require(request, "submit", found.unit_id)
    posted = request.method == "POST"
    more: dict[str, Any] = {"units": _branch(found)} if chosen.form is shapes.TaskForm else {}
    initial = {
        "symbol": found.plan_symbol, "issued_on": found.plan_on, "text": found.report if step == "bao-cao" else "",
        "reported_on": clock.today(), "unit": found.unit.code, "due_on": found.report_due_on,
    }  # fmt: skip
    form = chosen.form(
        request.POST if posted else None, request.FILES if posted else None, initial=initial, **more
    )
    if (
        posted
        and form.is_valid()
        and shared.attempt(form, lambda: _do(request, found, step, form.cleaned_data))
    ):
        messages.success(request, _said(step))
        return redirect("directives:assignment", found.pk)
    context = {"form": form, "heading": chosen.label(), "verb": chosen.label(), "one": found, "directive": found.directive,
               "step": step}  # fmt: skip
    return render(request, "directives/assignment_step.html", context, status=shared.status(form))


def _branch(found: DirectiveAssignment) -> list[tuple[str, str]]:
    tree = tree_on(clock.today())
    if found.unit_id not in tree.units:
        return [(found.unit.code, found.unit.code)]
    units = [tree.units[found.unit_id], *(unit for _depth, unit in tree.walk(found.unit_id))]
    return [(unit.code, unit.name) for unit in units]


def _do(request: HttpRequest, found: DirectiveAssignment, step: str, given: dict[str, Any]) -> Any:
    same: dict[str, Any] = {
        "assignment_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip
    if step == "ke-hoach":
        file = shared.stored(request, given["upload"], found.unit_id)
        return services.record_plan(symbol=given["symbol"], issued_on=given["issued_on"], file=file, **same)
    if step == "nhiem-vu":
        unit = unit_by_code(given["unit"])
        add = services.add_task
        return shared.done_once(
            request, lambda: add(text=given["text"], unit=unit, due_on=given["due_on"], **same).pk
        )
    if step == "bao-cao":
        return services.report(text=given["text"], reported_on=given["reported_on"], **same)
    if step == "tra-lai":
        return services.return_(reason=given["reason"], **same)
    plain = {"tiep-nhan": services.acknowledge, "dong": services.close, "mo-lai": services.reopen}
    return plain[step](**same)


def _said(step: str) -> str:
    told = {
        "tiep-nhan": _("Acknowledged. Next: the unit's own plan, then tasks."),
        "ke-hoach": _("The plan stands. Cut tasks from it, each with a unit and a day."),
        "nhiem-vu": _("The task stands in the ledger of commitments."),
        "bao-cao": _("Reported. The unit that gave the document looks at it now."),
        "dong": _("Closed. It can be opened again today."),
    }
    return told.get(step) or _("Saved.")


@require_safe
def plan_file(request: HttpRequest, assignment_id: int) -> HttpResponseBase:
    """The file of a unit's plan, for everybody who may see the assignment."""
    found = assignments.find(request.actor, assignment_id)
    if found.plan_file is None:
        raise Http404
    return hand_out(found.plan_file)
