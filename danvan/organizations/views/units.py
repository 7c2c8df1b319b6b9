"""A unit's page, and the posts in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.organizations import hooks, people, permissions, queries, services
from danvan.organizations.forms import DeputyForm, EndForm, GiveForm, day_from
from danvan.organizations.models import OrgUnit, PendingGrant, Post


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """
    Name, place and history are open to everybody who signed in; people only within one's own part of
    the tree.
    """
    found, today = queries.unit_by_code(code), clock.today()
    day, _wrong = day_from(request.GET, "ngay", today)
    if found.pk not in (names := queries.last_names([found.pk], day)):
        raise OutOfSight
    may_see_people = permissions.can(request.actor, "see", "post", found.pk)
    versions = queries.history(found.pk)
    context = {
        "unit": found,
        "name": names[found.pk],
        "today": today,
        "day": day,
        "versions": versions,
        "in_force": queries.in_force(versions, day),
        "begins_on": versions[-1]["version"].starts_on,
        "path": queries.path_names(found.pk, day)[:-1],
        "below": queries.child_names(found.pk, day),
        "predecessors": queries.predecessors(found.pk),
        "successors": queries.successors(found.pk),
        "may_see_people": may_see_people,
        "posts": queries.posts_of(found.pk, today) if may_see_people else [],
        "may_manage_posts": permissions.can(request.actor, "manage", "post", found.pk),
        "may_manage": permissions.can(request.actor, "manage", "unit", found.pk),
        "may_propose": permissions.can(request.actor, "propose", "unit", found.pk),
        "panels": hooks.panels_of(request, found),
    }
    return render(request, "organizations/unit.html", context)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.unit_by_code(code)
    permissions.require(request.actor, "manage", "post", found.pk)
    form = GiveForm(
        request.POST or None, people=people.open_to(request.actor), initial={"starts_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once_posted(request) as attempt:
                if attempt.fresh:
                    made = services.give_post(
                        unit=found, **form.cleaned_data, by=request.actor, at=clock.now()
                    )
                    attempt.result = isinstance(made, PendingGrant)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _given(request, found, waits=attempt.result)
    return _form_page(request, form, found, _("Give a post"), _("Give the post"))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    post = _managed_post(request, pk)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_post(post=post, **form.cleaned_data, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The post of %(name)s ends as you said.") % {"name": post.holder})
            return redirect("organizations:unit", post.unit.code)
    title = _("End the post of %(name)s") % {"name": post.holder}
    return _form_page(request, form, post.unit, title, _("End the post"))


@require_http_methods(["GET", "POST"])
def deputise(request: HttpRequest, pk: int) -> HttpResponse:
    post = _managed_post(request, pk)
    form = DeputyForm(request.POST or None, people=people.open_to(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            with once_posted(request) as attempt:
                if attempt.fresh:
                    made = services.deputise(post=post, **form.cleaned_data, by=request.actor, at=clock.now())
                    attempt.result = isinstance(made, PendingGrant)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _given(request, post.unit, waits=attempt.result)
    title = _("Name a deputy for %(name)s") % {"name": post.holder}
    return _form_page(request, form, post.unit, title, _("Name the deputy"))


def _managed_post(request: HttpRequest, pk: int) -> Post:
    post = Post.objects.select_related("unit", "holder").filter(pk=pk).first()
    if post is None:
        raise OutOfSight
    permissions.require(request.actor, "manage", "post", post.unit_id)
    return post


def _given(request: HttpRequest, unit: OrgUnit, *, waits: bool) -> HttpResponse:
    if waits:
        messages.info(request, _("Noted. It begins when a second administrator confirms it."))
    else:
        messages.success(
            request, _("Done. It counts on the days you named; earlier sessions of the person have ended.")
        )
    return redirect("organizations:unit", unit.code)


def _form_page(request: HttpRequest, form: Any, unit: OrgUnit, title: str, verb: str) -> HttpResponse:
    name = queries.last_names([unit.pk], clock.today())[unit.pk]
    context = {"form": form, "unit": unit, "name": name, "title": title, "verb": verb}
    return render(request, "organizations/form.html", context)
