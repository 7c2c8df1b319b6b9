"""The office's pages of notices: write, correct, publish, take back; by the policy table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.audit.once import once
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.organizations import permissions
from danvan.organizations import queries as units
from danvan.organizations.actors import Actor
from danvan.portal import plain_text, queries, services
from danvan.portal.forms import ArticleForm, WithdrawForm
from danvan.portal.models import Article

TYPE = Article.record_type
PER_PAGE = 30


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Notices in sight, the last changed first."""
    actor: Actor = request.actor
    permissions.require_somewhere(actor, "see", TYPE)
    rows = queries.in_sight(actor)
    state = request.GET.get("xem", "")
    if state in Article.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = units.last_names({row.unit_id for row in page.object_list}, actor.on)
    context = {
        "page": page, "rows": [(row, names[row.unit_id].name) for row in page.object_list], "state": state,
        "states": [("", _("all")), *Article.State.choices], "may_write": permissions.holds(actor, "edit", TYPE),
    }  # fmt: skip
    return render(request, "portal/manage.html", context)


def _article(actor: Actor, pk: int) -> Article:
    found = queries.in_sight(actor).filter(pk=pk).first()
    if found is None:
        raise OutOfSight(_("There is no such notice."))
    return found


def _own_units(actor: Actor) -> list[tuple[str, str]]:
    found = [grant.unit_id for grant in actor.grants if permissions.can(actor, "edit", TYPE, grant.unit_id)]
    return [(name.code, name.name) for name in units.names_on(actor.on, found).values()]


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor
    permissions.require_somewhere(actor, "edit", TYPE)
    form = ArticleForm(request.POST or None, units=_own_units(actor))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and request.POST.get("step") != "preview":
            said = {name: form.cleaned_data[name] for name in ("title", "summary", "text")}
            try:
                with once(
                    actor_id=actor.user_id, key=request.POST.get("once", ""), purpose="portal.write",
                    content=[form.cleaned_data["unit"], said],
                ) as attempt:  # fmt: skip
                    if attempt.fresh:
                        unit = units.unit_by_code(form.cleaned_data["unit"])
                        made = services.write(unit=unit, **said, by=actor, at=clock.now())
                        attempt.result = made.pk
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("The draft is kept. Read it once more before it is published."))
                return redirect("portal:article", attempt.result)
    return _editor(request, form, None, status)


@require_http_methods(["GET", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: read as it will look, change it, and the next lawful steps."""
    actor: Actor = request.actor
    row = _article(actor, pk)
    first = {
        "title": row.title,
        "summary": row.summary,
        "text": row.text,
        "version": row.version,
        "unit": row.unit.code,
    }
    choices = [(row.unit.code, units.last_names({row.unit_id}, actor.on)[row.unit_id].name)]
    if request.method != "POST":
        return _editor(request, ArticleForm(initial=first, units=choices), row, 200)
    permissions.require(
        actor, "publish" if row.state == Article.State.PUBLISHED else "edit", TYPE, row.unit_id
    )
    form = ArticleForm({**request.POST.dict(), "unit": row.unit.code}, units=choices)
    status, theirs = 422, ""
    if form.is_valid() and request.POST.get("step") != "preview":
        said = {name: form.cleaned_data[name] for name in ("title", "summary", "text")}
        try:
            services.edit(
                article_id=row.pk, version=form.cleaned_data["version"] or 0, **said, by=actor, at=clock.now()
            )
        except DomainError as refusal:
            status, theirs = refusal.status, str(refusal.detail.get("theirs", ""))
            # The next press is a decision about what stands there now.
            form.data = {**form.data, "version": refusal.detail.get("version", row.version)}
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("portal:article", row.pk)
    return _editor(request, form, row, status, theirs)


def _editor(
    request: HttpRequest, form: ArticleForm, row: Article | None, status: int, theirs: str = ""
) -> HttpResponse:
    actor: Actor = request.actor
    shown = form["text"].value() or ""
    if request.POST.get("step") == "preview" and form.is_valid():
        status = 200
    may: dict[str, bool] = {"edit": True, "publish": False, "take_back": False}
    if row is not None:
        publishes = permissions.can(actor, "publish", TYPE, row.unit_id)
        may = {
            "edit": publishes if row.state == Article.State.PUBLISHED else row.state == Article.State.DRAFT
            and permissions.can(actor, "edit", TYPE, row.unit_id),
            "publish": publishes and row.state == Article.State.DRAFT,
            "take_back": publishes and row.state == Article.State.PUBLISHED,
        }  # fmt: skip
    context: dict[str, Any] = {
        "form": form, "row": row, "may": may, "theirs": theirs, "body": plain_text.html(shown),
        "withdraw": WithdrawForm(initial={"version": row.version}) if row else None,
    }  # fmt: skip
    return render(request, "portal/article.html", context, status=status)


@require_http_methods(["POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0
    try:
        services.publish(article_id=pk, version=number, by=request.actor, at=clock.now())
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Published. Everybody can read it now."))
    return redirect("portal:article", pk)


@require_http_methods(["POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _article(request.actor, pk)
    permissions.require(request.actor, "publish", TYPE, row.unit_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why the notice is taken back."))
        return redirect("portal:article", pk)
    try:
        services.take_back(article_id=pk, **form.cleaned_data, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back. Its page says when and why."))
    return redirect("portal:article", pk)
