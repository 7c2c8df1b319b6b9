"""The ledger of recommendations without an answer: by unit and age, as a list, taken away, and reminded of in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.errors import NotAllowed
from danvan.common.sheets import Cell
from danvan.organizations import permissions as policy
from danvan.organizations.models import OrgUnit
from danvan.oversight import hooks
from danvan.oversight.forms.outcomes import RemindForm
from danvan.oversight.kinds import OF_KIND
from danvan.oversight.models import SupervisionRecommendation
from danvan.oversight.queries import ledger as queries
from danvan.oversight.services import reminding
from danvan.oversight.views import shared
from danvan.ui import downloads

MOST, AT_ONCE = 20_000, 300
KNOWN = ("don-vi", "co-quan", "tuoi", "loai", "tre", "q")
GROUPS = 40


def _door(request: HttpRequest, action: str = "see") -> None:
    if not any(policy.holds(request.actor, action, kind) for kind in ("supervision", "inspection")):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))


def _asked(request: HttpRequest) -> queries.Filters:
    get = request.GET
    code = get.get("don-vi", "")[:40]
    door = next((door for door in OF_KIND.values() if door.asks and door.slug == get.get("loai")), None)
    return queries.Filters(
        unit=OrgUnit.objects.filter(code=code).first() if code else None,
        body=get.get("co-quan", "")[:200],
        age=get.get("tuoi", "") if get.get("tuoi") in queries.AGES else "",
        kind=door.kind if door else "",
        late=get.get("tre") == "1",
        words=get.get("q", "")[:100],
    )


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    _door(request)
    asked, today = _asked(request), clock.today()
    groups = queries.groups(request.actor, asked, today)
    page = shared.page_of(request, queries.found(request.actor, asked, today), 50)
    here = reverse("oversight:ledger")
    context = {
        "asked": asked, "page": page, "rows": queries.rows(page.object_list, today), "today": today,
        "groups": [_group(group, here) for group in groups[:GROUPS]], "more": max(0, len(groups) - GROUPS),
        "ages": [(code, f"{here}?{urlencode({'tuoi': code})}") for code in queries.AGES],
        "totals": [sum(group.by_age[n] for group in groups) for n in range(len(queries.AGES))],
        "late": sum(group.late for group in groups), "all": sum(group.all for group in groups),
        "kinds": [(door.slug, door.title) for door in OF_KIND.values() if door.asks],
        "kind": OF_KIND[asked.kind].slug if asked.kind else "", "tabs": shared.tabs(request, "ledger"),
        "may_remind": _may_remind(request),
        "may_export": any(policy.holds(request.actor, "export", kind) for kind in ("supervision", "inspection")),
        "query": urlencode({key: value for key, value in request.GET.items() if key in KNOWN}),
    }  # fmt: skip
    return render(request, "oversight/ledger.html", context)


def _may_remind(request: HttpRequest) -> bool:
    holds = (policy.holds(request.actor, action, "supervision") for action in ("edit", "remind"))
    return any(holds)


def _group(group: queries.Group, here: str) -> dict[str, Any]:
    of = {"don-vi": group.key} if group.key else {"co-quan": group.name}
    return {
        "name": group.name, "all": group.all, "late": group.late, "href": f"{here}?{urlencode(of)}",
        "late_href": f"{here}?{urlencode({**of, 'tre': '1'})}",
        "by_age": [
            (count, f"{here}?{urlencode({**of, 'tuoi': code})}")
            for code, count in zip(queries.AGES, group.by_age, strict=True)
        ],
    }  # fmt: skip


@require_safe
def download(request: HttpRequest, fmt: str) -> HttpResponseBase:
    if fmt not in ("xlsx", "csv"):
        raise Http404
    _door(request, "export")
    today = clock.today()
    some = queries.found(request.actor, _asked(request), today, "export")[:MOST]
    table = _table(queries.rows(some, today))
    if fmt == "csv":
        return downloads.csv("kien-nghi-chua-tra-loi", table)
    return downloads.excel("kien-nghi-chua-tra-loi", _("Unanswered"), table, wide={1: 60, 2: 40})


def _table(rows: Iterable[queries.Row]) -> Iterable[list[Cell]]:
    yield [
        _("Reference number"), _("Recommendation"), _("Unit or body asked"), _("Who asked"), _("Origin"), _("Subject"),
        _("Sent on"), _("Due"), _("Days late"), _("Age in days"), _("Reminders"), _("Last reminded on"),
    ]  # fmt: skip
    for row in rows:
        one, line = row.recommendation, row.line
        yield [
            line.reference, line.text, line.unit, line.asked_by, line.origin, one.session.title, one.sent_on, line.due_on,
            line.late_days, row.age, one.reminders, one.reminded_on,
        ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """First what was ticked, as it will be sent, with the letters to print; then it is sent."""
    _door(request)
    if not _may_remind(request):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    asked = request.POST if request.method == "POST" else request.GET
    ids = [
        int(pk) for pk in asked.getlist("kn")[:AT_ONCE] if pk.isascii() and pk.isdecimal() and len(pk) < 16
    ]
    today = clock.today()
    some = queries.found(request.actor, queries.Filters(), today).filter(pk__in=ids)
    form = RemindForm(request.POST if request.method == "POST" else None, initial={"text": _words()})
    if request.method == "POST" and form.is_valid():
        done = shared.attempt(form, lambda: shared.done_once(request, lambda: _remind(request, ids, form)))
        if done is not None:
            _say(request, done)
            return redirect("oversight:ledger")
    rows = queries.rows(some, today)
    context = {"form": form, "rows": rows, "letters": _letters(rows), "today": today}
    return render(request, "oversight/remind.html", context, status=shared.status(form))


def _words() -> str:
    return _("Please answer the recommendations that are overdue, and say by when each is carried out.")


def _remind(request: HttpRequest, ids: list[int], form: RemindForm) -> dict[str, Any]:
    mine = SupervisionRecommendation.scoped(request.actor, "see").filter(pk__in=ids)
    done = reminding.remind_many(
        ids=list(mine.values_list("pk", flat=True)), text=form.cleaned_data["text"], by=request.actor, at=clock.now()
    )  # fmt: skip
    return {"done": len(done.done), "refused": [why for _pk, why in done.refused]}


def _say(request: HttpRequest, done: dict[str, Any]) -> None:
    if count := done["done"]:
        said = ngettext("%(count)s reminder was sent.", "%(count)s reminders were sent.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.warning(request, _("Nobody was reminded: nothing was ticked that is still open."))
    for why in dict.fromkeys(done["refused"]):
        messages.warning(request, _("Not reminded: %(why)s") % {"why": why})


def _letters(rows: list[queries.Row]) -> list[dict[str, Any]]:
    """One letter for each body and asking unit, whatever number of recommendations it holds."""
    first: dict[tuple[int, int | None, str], queries.Row] = {}
    for row in rows:
        one = row.recommendation
        first.setdefault((one.unit_id, one.to_unit_id, one.to_body), row)
    return [{"name": row.line.unit, "papers": hooks.letters_of(row.recommendation)} for row in first.values()]
