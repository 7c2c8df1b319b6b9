"""Commendation: the list with its table, one proposal, its steps, and the council's vote on many."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.exemplars import phrases, rules
from danvan.exemplars.forms import awards as shapes
from danvan.exemplars.models import Award, Form, Holder
from danvan.exemplars.queries import awards, eligibility
from danvan.exemplars.services import commending
from danvan.exemplars.views import shared
from danvan.exemplars.views.shared import Step
from danvan.exemplars.views.skilled import unit_name
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.ui import downloads

State = Award.State
KNOWN = ("nam", "q", "trang-thai", "hinh-thuc", "ai", "don-vi")


def _submitted(form: Any) -> dict[str, Any]:
    return {"to_unit": unit_by_code(form.cleaned_data["to_unit"].strip()), "on": form.cleaned_data["on"]}


STEPS = {
    step.slug: step
    for step in (
        Step(
            "de-nghi", gettext_lazy("Send the proposal"), "edit", (State.LAUNCHED,), shapes.NothingForm, commending.propose,
            gettext_lazy("It waits for the council."), gettext_lazy("The council reviews it next."),
        ),
        Step(
            "hoi-dong", gettext_lazy("Record the vote"), "accept", (State.PROPOSED,), shapes.VoteForm, commending.review,
            gettext_lazy("The vote is recorded."),
            gettext_lazy("Votes are counts; two thirds of those cast must be for it."),
        ),
        Step(
            "trinh", gettext_lazy("Submit"), "edit", (State.REVIEWED,), shapes.SubmitForm, commending.submit,
            gettext_lazy("It is submitted; the unit that decides has it now."),
            gettext_lazy("The file goes to the unit that decides. You go on seeing it."), keywords=_submitted,
        ),
        Step(
            "quyet-dinh", gettext_lazy("Record the decision"), "issue", (State.SUBMITTED,), shapes.DecideForm,
            commending.decide, gettext_lazy("The decision is recorded, and counted from its day."),
        ),
        Step(
            "trao", gettext_lazy("Record that it was presented"), "issue", (State.DECIDED,), shapes.PresentForm,
            commending.present, gettext_lazy("Recorded."),
        ),
        Step(
            "tu-choi", gettext_lazy("Refuse"), "accept", (State.PROPOSED, State.REVIEWED), shapes.ReasonForm,
            commending.refuse, gettext_lazy("It is refused; who proposed it reads the reason."), danger=True,
        ),
        Step(
            "khong-tang", gettext_lazy("Do not grant"), "issue", (State.SUBMITTED,), shapes.ReasonForm, commending.refuse,
            gettext_lazy("It is refused; who proposed it reads the reason."), danger=True,
        ),
    )
}  # fmt: skip


def _asked(request: HttpRequest) -> awards.Asked:
    return shapes.FilterForm(request.GET).asked(shared.unit_of(request))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "see", "award")
    asked = _asked(request)
    rows = awards.filtered(actor, asked, today)
    page = shared.page_of(request, rows)
    context = {
        "page": page, "lines": awards.lines(page.object_list, today), "asked": asked, "table": awards.table(rows),
        "years": [str(one) for one in awards.years(actor, today)], "year": str(asked.year or ""),
        "states": [("open", _("open")), ("granted", _("granted")), *State.choices], "forms": Form.choices,
        "holders": Holder.choices, "unit": asked.unit, "unit_name": unit_name(asked.unit), "today": today,
        "may_propose": bool(shared.own_units(request, "edit", "award")),
        "council": policy.holds(actor, "accept", "award"), "may_export": policy.holds(actor, "export", "award"),
        "query": urlencode({key: value for key, value in request.GET.items() if key in KNOWN}),
    }  # fmt: skip
    return render(request, "exemplars/awards.html", context)


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """Collectives by their unit, individuals by their number."""
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "export", "award")
    open_ = Award.scoped(actor, "export").values("pk")
    rows: list[list[Any]] = [[
        _("Year"), _("Form of commendation"), _("Authority"), _("Collective"), _("Individuals"), _("State"), _("Decision"),
        _("Day of the decision"), _("Presented on"),
    ]]  # fmt: skip
    for line in awards.lines(awards.filtered(actor, _asked(request), today).filter(pk__in=open_), today):
        one = line.award
        rows.append([
            one.year, str(one.get_form_display()), str(one.get_authority_display()),
            line.holder if one.holder == Holder.COLLECTIVE else "", one.persons or None, str(one.get_state_display()),
            one.decision_number, one.decided_on, one.presented_on,
        ])  # fmt: skip
    return downloads.excel("khen-thuong", _("Commendation"), rows, wide={3: 30, 6: 20})


@require_safe
def award(request: HttpRequest, award_id: int) -> HttpResponse:
    found, today = awards.find(request.actor, award_id), clock.today()
    rule = rules.rule(found.form, found.authority, found.holder)
    open_ = found.state in Award.OPEN
    context = {
        "award": found, "line": awards.lines([found], today)[0], "proposer": unit_name(found.proposer),
        "steps": shared.open_to(request, found, STEPS), "findings": eligibility.findings(found, today) if open_ else [],
        "papers": [(rules.PAPERS[paper], paper in found.dossier) for paper in rule.papers], "rule": rule,
        "may_edit": found.state in (State.LAUNCHED, State.PROPOSED)
        and policy.can(request.actor, "edit", "award", found.unit_id),
        "story": [(phrases.AWARD_STEPS.get(one.what, one.what), one) for one in found.events.select_related("by")],
    }  # fmt: skip
    return render(request, "exemplars/award.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "award")
    units, today = shared.own_units(request, "edit", "award"), clock.today()
    first = units[0][0] if units else ""
    initial = {
        "year": today.year,
        "holder": Holder.COLLECTIVE,
        "holder_unit": first,
        "model": request.GET.get("mo-hinh", ""),
    }
    form = shapes.AwardForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            given = form.cleaned_data
            return commending.draft(
                unit=unit_by_code(given["unit"]), holder_unit=unit_by_code(given["holder_unit"].strip()), values=given,
                model_id=given["model"], by=request.actor, at=clock.now(),
            ).pk  # fmt: skip

        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(request, _("Saved. Look at what speaks against it, then propose it."))
            return redirect("exemplars:award", made)
    return _form(request, form, None, _("Propose a commendation"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, award_id: int) -> HttpResponse:
    found = awards.find(request.actor, award_id)
    policy.require(request.actor, "edit", "award", found.unit_id)
    initial = {name: getattr(found, name) for name in commending.FIELDS}
    form = shapes.AwardForm(request.POST or None, units=[], fixed=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: commending.edit(
                award_id=found.pk, version=shared.version_of(request), values=form.cleaned_data, by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("exemplars:award", found.pk)
    return _form(request, form, found, _("Change the proposal"))


def _form(request: HttpRequest, form: Any, record: Award | None, heading: str) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "verb": _("Save"), "source": None, "source_unit": "", "record": record,
        "back": "exemplars:award" if record else "exemplars:awards",
        "why": _("A collective stands by its unit; individuals are a number. Their names stay in the list on paper."),
    }  # fmt: skip
    return render(request, "exemplars/form.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, award_id: int, step: str) -> HttpResponse:
    found, today = awards.find(request.actor, award_id), clock.today()
    return shared.take(request, found, STEPS, step, "award_id", "exemplars:award", {"on": today})


@require_http_methods(["GET", "POST"])
def council(request: HttpRequest) -> HttpResponse:
    """One meeting, one vote on many proposals: first what speaks against each, then the step for all chosen."""
    actor, today, posted = request.actor, clock.today(), request.method == "POST"
    policy.require_somewhere(actor, "accept", "award")
    waiting = Award.scoped(actor, "accept").filter(state=State.PROPOSED).order_by("pk")
    page = shared.page_of(request, waiting)
    items = shared.pairs(request.POST.getlist("m")) if posted else []
    form = shapes.VoteForm(request.POST if posted else None, initial={"on": today})
    if posted and form.is_valid():

        def work() -> int:
            return commending.review_all(items=items, by=actor, at=clock.now(), **form.cleaned_data)

        done = shared.attempt(form, lambda: shared.done_once(request, work))
        if done:
            words = ngettext(
                "The vote stands for %(n)d proposal.", "The vote stands for %(n)d proposals.", done
            )
            messages.success(request, words % {"n": done})
            return redirect("exemplars:awards")
    lines = awards.lines(page.object_list, today)
    shown = [(line, eligibility.findings(line.award, today)) for line in lines]
    context = {"form": form, "page": page, "shown": shown, "chosen": {pk for pk, _v in items}, "today": today}
    return render(request, "exemplars/council.html", context, status=shared.status(form))
