"""Doors for the tests of the shell alone: refusals, crashes and a page behind sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from danvan.common.errors import Conflict, DomainError, NotAllowed, OutOfSight

REFUSALS = {
    "refused": DomainError,
    "conflict": Conflict,
    "not-allowed": NotAllowed,
    "out-of-sight": OutOfSight,
}


@login_not_required
def refuse(request, kind):
    raise REFUSALS[kind]("The secret plan of unit X cannot be changed. Ask its leader.")


@login_not_required
def crash(request):
    password = "hunter2 in a local variable"
    raise ValueError(f"a trace with {password}")


@login_not_required
def denied(request):
    raise PermissionDenied


@login_not_required
def post_only(request):
    return render(request, "ui/refusal.html", {"message": "sent"})


def page(request):
    return HttpResponse("inside")


urlpatterns = [
    path("", page, name="inside"),
    path("", include("danvan.ui.urls")),
    path("refuse/<str:kind>/", refuse),
    path("api/v1/refuse/<str:kind>/", refuse),
    path("crash/", crash),
    path("api/v1/crash/", crash),
    path("denied/", denied),
    path("form/", post_only),
    path("in/", page, name="sign_in"),
]

handler400 = "danvan.ui.views.bad_request"
handler403 = "danvan.ui.views.not_allowed"
handler404 = "danvan.ui.views.not_found"
handler500 = "danvan.ui.views.server_error"
