"""What officers do with a case: one page and one service each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.queries import last_names
from danvan.petitions import detection, forms, services, vault
from danvan.petitions.models import Petition, Publication
from danvan.petitions.queries import reading, routing
from danvan.petitions.views.cases import page_context
from danvan.petitions.views.shared import act, all_units, allowed, home_of, refuse

FORM = "petitions/act.html"


@require_http_methods(["GET", "POST"])
def classify(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "edit")
    first = {
        "version": row.version, "decision": "own_authority", "kind": row.kind, "topic": row.topic, "urgency": row.urgency,
        "place": row.place.code if row.place else "",
    }  # fmt: skip
    form = forms.ClassifyForm(request.POST or None, initial=first, on=clock.today())
    return act(
        request, row, form, FORM,
        lambda said: services.classify(petition=row, **said, by=request.actor, at=clock.now()),
        _("The case is sorted, and the sender is told."),
        title=_("Sort the case"), button=_("Sort and tell the sender"), units=all_units(),
        lead=_("Confirm that your unit answers, or tell the sender where the matter goes."),
    )  # fmt: skip


@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "edit")
    form = forms.WriteForm(request.POST)
    status = 422
    if form.is_valid():
        said = form.cleaned_data
        to_sender = said["to_sender"] == "1"
        try:
            with once_posted(request) as attempt:
                if attempt.fresh:
                    services.write(
                        petition=row, version=said["version"], text=said["text"], to_sender=to_sender, by=request.actor,
                        at=clock.now(),
                    )  # fmt: skip
                    attempt.result = True
        except DomainError as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(
                request,
                _("The sender reads this with the code.")
                if to_sender
                else _("The note is kept for colleagues."),
            )
            return redirect(home_of(request, row))
    return render(request, "petitions/case.html", page_context(request, row, write_form=form), status=status)


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "extend")
    form = forms.ReasonForm(request.POST or None, initial={"version": row.version})
    return act(
        request, row, form, FORM,
        lambda said: services.extend(petition=row, **said, by=request.actor, at=clock.now()),
        _("The case has more time; the sender reads the reason and the new day."),
        title=_("More time for the answer"), button=_("Extend and tell the sender"), units=[],
        lead=_("As the head decided. The sender is told the reason and the new day."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "submit")
    left = routing.hand_overs_left(row)
    had = [name.name for name in last_names(routing.held_by(row), clock.today()).values()]
    first: dict[str, Any] = {"version": row.version}
    suggested = routing.suggest(row.place, row.topic, clock.today())
    if suggested.unit.pk not in routing.held_by(row):
        first["to_unit"] = suggested.unit.code
    asks = left == 0 and not row.decided
    form = (forms.ReasonForm if asks else forms.HandOverForm)(request.POST or None, initial=first)

    def do(said: dict[str, Any]) -> object:
        do_it = services.ask_superior if asks else services.hand_over
        return do_it(petition=row, **said, by=request.actor, at=clock.now())

    if asks:
        words = {
            "title": _("Ask the superior who is in charge"), "button": _("Ask the superior"),
            "lead": _("This case was handed over twice. The unit above decides now, and its decision is final."),
        }  # fmt: skip
    else:
        words = {
            "title": _("Hand the case over"), "button": _("Hand over and tell the sender"),
            "lead": _("It never comes back to a unit that had it; after two hand-overs the superior decides."),
        }  # fmt: skip
    note = _("Had it so far: %(units)s.") % {"units": ", ".join(had)}
    done = (
        _("The superior is asked.")
        if asks
        else _("The case is handed over, and the sender knows where it is.")
    )
    return act(request, row, form, FORM, do, done, units=all_units(), note=note, **words)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "manage")
    form = forms.HandOverForm(request.POST or None, initial={"version": row.version})
    had = [name.name for name in last_names(routing.held_by(row), clock.today()).values()]
    return act(
        request, row, form, FORM,
        lambda said: services.decide(petition=row, **said, by=request.actor, at=clock.now()),
        _("It is decided, and the sender is told."),
        title=_("Decide who is in charge"), button=_("Decide"), units=all_units(),
        lead=_("Your decision is final: the unit you name answers."),
        note=_("Had it so far: %(units)s.") % {"units": ", ".join(had)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "submit")
    form = forms.AnswerForm(request.POST or None, request.FILES or None, initial={"version": row.version})

    def do(said: dict[str, Any]) -> object:
        files, version = said.pop("attached"), said.pop("version")
        return services.answer(
            petition=row,
            version=version,
            draft=services.Draft(**said),
            files=files,
            by=request.actor,
            at=clock.now(),
        )

    words = reading.content(row, vault.of(row))
    return act(
        request, row, form, "petitions/answer.html", do, _("The answer is sent. The sender reads it with the code."),
        content=words,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "edit")
    form = forms.SplitForm(request.POST or None, initial={"version": row.version}, on=clock.today())

    def do(said: dict[str, Any]) -> object:
        matters = form.matters()
        return services.split(
            petition=row, version=said["version"], texts=[text for text, _topic in matters],
            topics_of=[topic for _text, topic in matters], by=request.actor, at=clock.now(),
        )  # fmt: skip

    return act(
        request, row, form, FORM, do, _("Each matter is a case of its own now; the sender follows all with one code."),
        title=_("Split several matters"), button=_("Split"), units=[],
        lead=_("The first matter stays in this case. Write every further one in its own field; files go along."),
    )  # fmt: skip


@require_POST
def join(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "edit")
    form = forms.JoinForm(request.POST)
    if form.is_valid():
        to = (
            Petition.scoped(request.actor, "edit")
            .filter(reference=form.cleaned_data["to"].strip().upper())
            .first()
        )
        if to is None:
            messages.error(request, _("Your unit has no case with this number."))
            return redirect(home_of(request, row))
        try:
            services.join(
                petition=row, version=form.cleaned_data["version"], to=to, by=request.actor, at=clock.now()
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Both are answered together; each sender keeps the own code."))
            return redirect(reverse("petitions:case", args=[to.reference]))
    else:
        messages.error(request, _("Name the number of the other case."))
    return redirect(home_of(request, row))


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    row = allowed(request, reference, "publish")
    if "take_down" in request.POST:
        return _take_down(request, row)
    form = forms.PublishForm(request.POST or None, initial=_public_words(row))
    return act(
        request, row, form, FORM,
        lambda said: services.publish(petition=row, **said, by=request.actor, at=clock.now()),
        _("The case is on the public pages."),
        title=_("Publish"), button=_("Publish"), units=[],
        lead=_("These words, and nothing else, are public. What points to a person was taken out; read it once more."),
        take_down=Publication.objects.filter(petition=row, withdrawn_at=None).exists(),
    )  # fmt: skip


def _take_down(request: HttpRequest, row: Petition) -> HttpResponse:
    try:
        version = int(request.POST.get("version", ""))
        services.withdraw(petition=row, version=version, by=request.actor, at=clock.now())
    except ValueError:
        messages.error(request, _("Look at the case again, then send."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The case is off the public pages; its public words are deleted."))
    return redirect(home_of(request, row))


def _public_words(row: Petition) -> dict[str, Any]:
    """What is proposed: the words of the case with what points to a person taken out."""
    shown = Publication.objects.filter(petition=row, withdrawn_at=None).first()
    if shown:
        words = {"title": shown.title, "text": shown.text, "answer": shown.answer, "removed": shown.removed}
        return words | {"version": row.version}
    case = vault.of(row)
    text, kinds = detection.redact(reading.content(row, case).text)
    last = row.answers.order_by("-number").first()
    said = reading.answer(last, case) if last else {}
    parts = [said[part] for part in ("found", "done", "basis", "promise") if said.get(part)]
    answer, more = detection.redact("\n\n".join(parts))
    first = " ".join(text.split())
    return {
        "version": row.version,
        "title": first[:120].rsplit(" ", 1)[0] if len(first) > 120 else first,
        "text": text,
        "answer": answer,
        "removed": detection.removed_words(dict.fromkeys([*kinds, *more])),
    }
