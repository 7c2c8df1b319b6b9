"""What came in on a draft: typed in, grouped, answered, taken away as a table."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.democracy.forms import consultations as shapes
from danvan.democracy.models import Consultation
from danvan.democracy.models.consultations import Channel
from danvan.democracy.queries import matrix, registers
from danvan.democracy.services import consultations as services
from danvan.democracy.services import grouping
from danvan.democracy.views import records, shared
from danvan.organizations import permissions as policy
from danvan.ui import downloads


def _editable(request: HttpRequest, consultation_id: int) -> Consultation:
    found = registers.find(Consultation, request.actor, consultation_id)
    policy.require(request.actor, "edit", "consultation", found.unit_id)
    return found


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """One after the other, as on a pile of papers: the form comes back with way, day and clause kept."""
    found = _editable(request, consultation_id)
    first = {
        name: request.GET[name][:120] for name in ("channel", "received_on", "clause") if name in request.GET
    }
    start = {"received_on": min(clock.today(), found.closes_on), **first}
    form = shapes.OpinionForm(request.POST if request.method == "POST" else None, initial=start)

    def work() -> int:
        return services.add_opinion(
            consultation_id=found.pk, values=form.cleaned_data, by=request.actor, at=clock.now()
        ).pk

    if (
        request.method == "POST"
        and form.is_valid()
        and shared.attempt(form, lambda: shared.done_once(request, work))
    ):
        messages.success(request, _("Entered. The next one can follow."))
        given = form.cleaned_data
        kept = {
            "channel": given["channel"],
            "received_on": f"{given['received_on']:%d/%m/%Y}",
            "clause": given["clause"],
        }
        address = reverse("democracy:opinion_add", args=[found.pk])
        return redirect(f"{address}?{urlencode(kept)}")
    return records.form_page(
        request, form, _("Enter opinions"), _("Enter, then the next"), _page(found), eyebrow=found.title,
        include="democracy/_entered.html", entered=list(found.opinions.order_by("-pk")[:10]),
    )  # fmt: skip


def _page(found: Consultation) -> str:
    return reverse("democracy:consultation", args=[found.pk])


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change what was entered, or take it out (the button named `bo`)."""
    found = matrix.find_opinion(request.actor, entry_id)
    policy.require(request.actor, "edit", "consultation", found.unit_id)
    posted = request.POST if request.method == "POST" else None
    form = shapes.OpinionForm(
        posted, initial={name: getattr(found, name) for name in services.OPINION_FIELDS}
    )
    same = {
        "opinion_id": found.pk, "version": shared.version_of(request), "by": request.actor, "at": clock.now(),
    }  # fmt: skip

    def work() -> bool:
        if "bo" in request.POST:
            services.remove_opinion(**same)
        else:
            services.change_opinion(values=form.cleaned_data, **same)
        return True

    if request.method == "POST" and form.is_valid() and shared.attempt(form, work):
        messages.success(request, _("Saved."))
        return redirect(_page(found.consultation))
    return records.form_page(
        request, form, _("Change an opinion"), _("Save"), _page(found.consultation), version=found.version,
        eyebrow=found.consultation.title, include="democracy/_take_out.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Tick contributions and put them together; `rest` groups everything left by clause and text, `tan` dissolves one."""
    found = _editable(request, consultation_id)
    form = shapes.GroupForm(request.POST if request.method == "POST" else None)
    by = {"by": request.actor, "at": clock.now()}

    def work() -> bool:
        if "rest" in request.POST:
            made = grouping.group_rest(consultation_id=found.pk, **by)
            words = ngettext("%(n)d group was made.", "%(n)d groups were made.", made) % {"n": made}
            messages.success(request, words)
        elif "tan" in request.POST:
            pk, _colon, version = request.POST["tan"][:40].partition(":")
            (number, *_more) = [*shared.numbers([pk]), 0]
            grouping.dissolve(group_id=number, version=(shared.numbers([version]) or [-1])[0], **by)
        else:
            ticked = shared.numbers(request.POST.getlist("muc"))[:2000]
            grouping.group(
                consultation_id=found.pk, opinion_ids=ticked, clause=form.cleaned_data["clause"],
                gist=form.cleaned_data["gist"], into=form.cleaned_data["into"], **by,
            )  # fmt: skip
        return True

    if request.method == "POST" and form.is_valid() and shared.attempt(form, work):
        return redirect("democracy:groups", found.pk)
    context = {
        "record": found, "form": form, "ungrouped": list(matrix.ungrouped(found)[:500]), "back": _page(found),
        "matrix": matrix.lines(found), "open": found.state in (Consultation.State.OPEN, Consultation.State.CLOSED),
    }  # fmt: skip
    return render(request, "democracy/groups.html", context, status=shared.status(form))


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """The one answer to a group, and what it promises."""
    found = matrix.find_group(request.actor, group_id)
    policy.require(request.actor, "edit", "consultation", found.unit_id)
    start = {"verdict": found.verdict, "reason": found.reason}
    form = shapes.AnswerForm(request.POST if request.method == "POST" else None, initial=start)

    def work() -> bool:
        grouping.answer(
            group_id=found.pk, version=shared.version_of(request), by=request.actor, at=clock.now(),
            **form.cleaned_data,
        )  # fmt: skip
        return True

    if request.method == "POST" and form.is_valid() and shared.attempt(form, work):
        messages.success(request, _("Answered."))
        return redirect(f"{_page(found.consultation)}#nhom-{found.number}")
    return records.form_page(
        request, form, _("Answer group %(number)d") % {"number": found.number}, _("Save the answer"),
        _page(found.consultation), version=found.version, eyebrow=f"{found.clause}: {found.gist[:300]}",
    )  # fmt: skip


@require_safe
def table(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """The table of what was said and how it is taken up, as Excel."""
    found = registers.find(Consultation, request.actor, consultation_id)
    if not policy.can(request.actor, "edit", "consultation", found.unit_id):
        policy.require(request.actor, "export", "consultation", found.unit_id)
    heads = [
        _("No."), _("Clause or chapter"), _("What they say"), *(str(label) for _code, label in Channel.choices),
        _("Together"), _("Answer"), _("How it is taken up, or why not"), _("Commitment"),
    ]  # fmt: skip
    rows = [
        [line.group.number, line.group.clause, line.group.gist, *line.counts, line.total,
         str(line.group.get_verdict_display()), line.group.reason, line.group.promise_ref]
        for line in matrix.lines(found)
    ]  # fmt: skip
    return downloads.excel(
        f"tiep-thu-{found.pk}", _("Opinions and answers"), [heads, *rows], wide={2: 60, 8: 60}
    )
