"""What the pages of a case have in common: the case or 404, the refusal beside its field, the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from danvan.common import clock
from danvan.common.errors import DomainError, NotAllowed, OutOfSight
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.petitions.models import Petition


def visible(request: HttpRequest, reference: str) -> Petition:
    """The case, or 404 for whoever may not see it."""
    rows = Petition.scoped(request.actor, "see").select_related(
        "unit", "place", "clock__rule", "taking__rule", "joined_to", "split_from"
    )
    return get_object_or_404(rows, reference=reference.upper())


def allowed(request: HttpRequest, reference: str, action: str) -> Petition:
    """The case, for whoever may do this with it; 404 and 403 as the house answers."""
    row = visible(request, reference)
    permissions.require(request.actor, action, "petition", row.unit_id)
    return row


def refuse(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal where it belongs: at its field if it names one, else above the form."""
    if isinstance(refusal, NotAllowed | OutOfSight):
        raise refusal
    field = refusal.detail.get("field")
    form.add_error(field if field in form.fields else None, refusal.message)


def act(
    request: HttpRequest,
    row: Petition,
    form: forms.Form,
    template: str,
    do: Callable[[dict[str, Any]], object],
    said: Callable[[], str] | str,
    **context: Any,
) -> HttpResponse:
    """One act on a case: the form, one service, then back to the case with a sentence; what was typed is kept."""
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except DomainError as refusal:
            refuse(form, refusal)
            status = refusal.status
            return render(request, template, {"case": row, "form": form, **context}, status=status)
        messages.success(request, said if isinstance(said, str) else said())
        return redirect(home_of(request, row))
    return render(
        request, template, {"case": row, "form": form, **context}, status=422 if form.errors else 200
    )


def home_of(request: HttpRequest, row: Petition) -> str:
    """The case, or the list when it is out of sight now (it was handed to a unit elsewhere)."""
    still = Petition.scoped(request.actor, "see").filter(pk=row.pk).exists()
    return reverse("petitions:case", args=[row.reference]) if still else reverse("petitions:inbox")


def own_units(request: HttpRequest, record: str, action: str = "edit") -> list[tuple[str, str]]:
    """Code and name of the units for which this person enters such records."""
    ids = [
        grant.unit_id
        for grant in request.actor.grants
        if permissions.can(request.actor, action, record, grant.unit_id)
    ]
    names = organizations.names_on(clock.today(), sorted(set(ids)))
    return [(name.code, name.name) for name in names.values()]


def all_units() -> list[tuple[str, str]]:
    """Suggestions for a field in which a unit is typed."""
    return [(name.code, name.name) for name in organizations.names_on(clock.today()).values()]
