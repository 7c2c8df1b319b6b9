"""One's messages, and how often one wants to hear."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.notifications import channels, kinds, pacing, queries, services
from danvan.notifications.forms import PreferencesForm

PER_PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first."""
    unread_only = request.GET.get("xem") == "chua-doc"
    rows = queries.messages(request.user.pk, unread_only=unread_only)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    shown = [{"message": one, "kind": kinds.known(one.kind)} for one in page]
    here = reverse("notifications:list")
    context: dict[str, Any] = {
        "page": page,
        "shown": shown,
        "unread": queries.unread(request.user.pk),
        "unread_only": unread_only,
        "newest": max((one.pk for one in page), default=0),
        "tabs": [
            {"label": _("All"), "href": here, "current": not unread_only},
            {"label": _("Not read yet"), "href": f"{here}?xem=chua-doc", "current": unread_only},
        ],
    }
    return render(request, "notifications/list.html", context)


@require_http_methods(["GET", "POST"])
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """The message itself; the button reads it and leads to the page it is about. Looking alone changes nothing."""
    if request.method == "POST":
        message = services.mark_read(message_id=pk, by=request.actor, at=clock.now())
        safe = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
        return redirect(message.url if safe and message.url.startswith("/") else "notifications:list")
    message = queries.messages(request.user.pk).filter(pk=pk).first()
    if message is None:
        raise OutOfSight(_("There is no such message, or it is not yours."))
    return render(
        request, "notifications/message.html", {"message": message, "kind": kinds.known(message.kind)}
    )


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Everything that stood on the page is read."""
    newest = request.POST.get("newest", "")
    up_to = int(newest) if newest.isascii() and newest.isdecimal() and len(newest) < 16 else 0
    changed = services.mark_all_read(up_to=up_to, by=request.actor, at=clock.now())
    said = ngettext("%(count)s message is marked as read.", "%(count)s messages are marked as read.", changed)
    flash.success(request, said % {"count": changed})
    return redirect("notifications:list")


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How often one hears of what, by which way."""
    open_channels = {name: channels.label(name) for name in channels.opened()}
    form = PreferencesForm(
        kinds.kinds(), open_channels, request.POST or None, initial=_paces(request.user.pk, open_channels)
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.prefer(choices=form.choices(), by=request.actor)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                flash.success(request, _("Your choices hold from now on."))
                return redirect("notifications:preferences")
        status = max(status, 422)
    context = {
        "form": form,
        "channels": list(open_channels.values()),
        "rows": [
            {"kind": kind, "fields": [form[f"{kind.code}|{channel}"] for channel in open_channels]}
            for kind in kinds.kinds()
        ],
        "reached": bool(request.user.email),
    }
    return render(request, "notifications/preferences.html", context, status=status)


def _paces(user_id: int, open_channels: dict[str, str]) -> dict[str, str]:
    chosen = queries.preferences(user_id)
    return {
        f"{kind.code}|{channel}": chosen.get((kind.code, channel), pacing.usual(kind))
        for kind in kinds.kinds()
        for channel in open_channels
    }
