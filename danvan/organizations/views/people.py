"""People of an administrator's part of the tree: invite, reset, disable; and posts of power that wait."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.accounts import services as accounts
from danvan.accounts.models import User
from danvan.common import clock, vietnamese
from danvan.common.errors import DomainError, OutOfSight
from danvan.organizations import people, permissions, queries, services
from danvan.organizations.forms import InviteForm, ReasonForm
from danvan.organizations.views.choices import unit_choices

PAGE_SIZE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "manage", "user")
    query = request.GET.get("tim", "").strip()[:100]
    found = list(people.open_to(request.actor))
    if query:
        found = [user for user in found if vietnamese.matches(query, f"{user.full_name} {user.username}")]
    found.sort(key=lambda user: vietnamese.sort_key(user.full_name))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    held = people.posts_held([user.pk for user in page], clock.today())
    names = queries.last_names({post.unit_id for posts in held.values() for post in posts}, clock.today())
    rows = [(user, [(post, names[post.unit_id]) for post in held.get(user.pk, [])]) for user in page]
    waiting = people.waiting_for(request.actor).count()
    context = {"rows": rows, "page": page, "query": query, "waiting": waiting}
    return render(request, "organizations/people.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "manage", "user")
    today = clock.today()
    initial = {"starts_on": today, "unit": request.GET.get("don-vi", "")}
    form = InviteForm(request.POST or None, units=unit_choices(request.actor, today, "user"), initial=initial)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        words["unit"] = queries.unit_by_code(words["unit"])
        try:
            issued = services.invite_to_post(**words, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            # The secret is readable once: shown on the answer itself, never kept in an address or a session.
            return _show_link(request, issued)
    context = {"form": form, "title": _("Invite a person"), "verb": _("Invite")}
    return render(request, "organizations/invite.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _person_page(request, people.one_open_to(request.actor, pk), ReasonForm())


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Reset, invite again, disable or enable; each has its own address, all of them POST."""
    permissions.require_somewhere(request.actor, "manage", "user")
    user, at = people.one_open_to(request.actor, pk), clock.now()
    try:
        if verb == "dat-lai":
            return _show_link(request, accounts.start_reset(user=user, by=request.actor, at=at))
        if verb == "moi-lai":
            return _show_link(request, accounts.invite_again(user=user, by=request.actor, at=at))
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _person_page(request, user, form)
        change = {"khoa": accounts.disable, "mo-khoa": accounts.enable}[verb]
        change(user=user, by=request.actor, at=at, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        done = (
            _("%(name)s can no longer sign in; all sessions have ended.")
            if verb == "khoa"
            else _("%(name)s can sign in again.")
        )
        messages.success(request, done % {"name": user})
    return redirect("organizations:person", user.pk)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "give_administrator", "post")
    rows = list(people.waiting_for(request.actor))
    names = queries.last_names({row.unit_id for row in rows}, clock.today())
    shown = [
        (row, names[row.unit_id], request.actor.user_id in (row.asked_by_id, row.holder_id)) for row in rows
    ]
    return render(request, "organizations/waiting.html", {"rows": shown})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    permissions.require_somewhere(request.actor, "give_administrator", "post")
    row = people.waiting_for(request.actor).filter(pk=pk).first()
    if row is None:
        raise OutOfSight
    confirm = request.POST.get("decision") == "confirm"
    try:
        services.decide_grant(pending=row, confirm=confirm, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        done = (
            _("Confirmed: the post begins as asked.") if confirm else _("Refused: the post will not begin.")
        )
        messages.success(request, done)
    return redirect("organizations:waiting")


def _person_page(request: HttpRequest, user: User, form: ReasonForm) -> HttpResponse:
    today = clock.today()
    posts = people.posts_held([user.pk], today).get(user.pk, [])
    names = queries.last_names({post.unit_id for post in posts}, today)
    context = {
        "person": user,
        "posts": [(post, names[post.unit_id]) for post in posts],
        "form": form,
        "is_oneself": user.pk == request.actor.user_id,
        "has_password": user.has_usable_password(),
    }
    return render(request, "organizations/person.html", context)


def _show_link(request: HttpRequest, issued: accounts.Issued) -> HttpResponse:
    address = request.build_absolute_uri(issued.path)
    context = {"person": issued.user, "address": address, "expires_at": issued.expires_at}
    return render(request, "organizations/link.html", context)
