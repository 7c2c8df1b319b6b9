"""The wizard of guided changes: choose, fill in, look at every consequence, apply, undo."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import Conflict, DomainError, OutOfSight
from danvan.organizations import permissions, queries, services
from danvan.organizations.choosing import grouped, option
from danvan.organizations.forms import FORMS, ChangeForm, MergeForm, day_from
from danvan.organizations.models import OrgUnit, StructureChange
from danvan.organizations.plans import Plan

# What each change does, in the words of the page that offers them.
OFFERS = {
    "merge": gettext_lazy("Several units become one. Succession is written; figures stay where they are."),
    "split": gettext_lazy("One unit becomes several, or gives a part away."),
    "rename": gettext_lazy("The unit stays the same; only its name changes from a day on."),
    "move": gettext_lazy("The unit answers to another superior from a day on."),
    "open": gettext_lazy("A unit that did not exist before."),
    "close": gettext_lazy("A unit ends; its reports stay in sight."),
    "abolish": gettext_lazy("Every unit of a level ends; what stood below answers to who stood above."),
    "resolution": gettext_lazy("Many mergers and divisions at once, pasted as a table."),
}
TITLES = dict(StructureChange.Kind.choices)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "manage", "unit")
    rows = _visible(request).select_related("within", "made_by")
    page = Paginator(rows, 30).get_page(request.GET.get("trang"))
    names = queries.last_names({row.within_id for row in page}, clock.today())
    offers = [(kind, TITLES[kind], words) for kind, words in OFFERS.items()]
    rows_shown = [(row, names[row.within_id]) for row in page]
    return render(request, "organizations/changes.html", {"offers": offers, "rows": rows_shown, "page": page})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """One page for filling in and for the preview: what was typed stays on it until the change is applied."""
    if kind not in FORMS:
        raise Http404
    permissions.require_somewhere(request.actor, "manage", "unit")
    form, under = _form(request, kind)
    context = {
        "form": form,
        "kind": kind,
        "title": TITLES[kind],
        "lead": OFFERS[kind],
        "under": under,
        "plan": None,
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "organizations/change.html", context)
    ask = form.ask()
    if request.POST.get("step") == "apply":
        try:
            made = services.apply_change(
                ask=ask, digest=request.POST.get("digest", ""), by=request.actor, at=clock.now()
            )
        except Conflict as refusal:
            messages.error(request, refusal.message)
        except DomainError as refusal:
            if refusal.status in (403, 404):
                raise
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The change is written. It can be undone for seven days."))
            return redirect("organizations:change_made", made.pk)
    plan, told = services.preview(ask=ask, by=request.actor)
    context |= {"plan": plan, "told": told, "groups": groups_of(plan), "blocked": _blocked(plan, told)}
    return render(request, "organizations/change.html", context)


@require_safe
def made(request: HttpRequest, pk: int) -> HttpResponse:
    row = _one(request, pk)
    plan = row.plan["plan"]
    written = row.plan["written"]
    context = {
        "row": row,
        "title": TITLES[row.kind],
        "within": queries.last_names([row.within_id], row.day)[row.within_id],
        "touched": [
            (
                change["code"],
                (change["after"] or change["before"])["name"],
                bool(change["after"]),
                not change["before"],
            )
            for change in plan["changes"]
        ],
        "counts": {name: len(rows) for name, rows in written.items()},
        "why_not": queries.why_not_undo(row, clock.now()),
    }
    return render(request, "organizations/change_made.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = _one(request, pk)
    try:
        services.undo_change(change=row, by=request.actor, at=clock.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The change is undone: the tree stands as it did before."))
    return redirect("organizations:change_made", pk)


def groups_of(plan: Plan) -> list[tuple[str, list[dict[str, object]]]]:
    """The versions a plan would write, by what happens to the unit, for the page."""
    words = {
        "closed": _("Units that end"),
        "opened": _("New units"),
        "renamed": _("Units with a new name"),
        "moved": _("Units with a new superior"),
        "changed": _("Other changes"),
    }
    return [
        (title, [_told(change, plan) for change in changes])
        for kind, title in words.items()
        if (changes := plan.by_kind(kind))
    ]


def _told(change, plan: Plan) -> dict[str, object]:
    before, after = change.before, change.after
    heirs = [(plan.names.get(row.new, row.new), row.share) for row in plan.passings if row.old == change.code]
    return {
        "code": change.code,
        "name": (after or before).name,
        "name_before": before.name if before and after and before.name != after.name else "",
        "parent": plan.names.get(after.parent, "") if after and after.parent else "",
        "parent_before": plan.names.get(before.parent or "", "")
        if before and after and before.parent != after.parent
        else "",
        "heirs": heirs,
    }


def _blocked(plan: Plan, told: list) -> bool:
    return bool(plan.blocking) or any(row.severity == "blocking" for row in told)


def _form(request: HttpRequest, kind: str) -> tuple[ChangeForm, dict[str, object] | None]:
    """The form with the units of its own day; for a merger also whose children are offered."""
    day, _wrong = day_from(request.POST or request.GET, "day", clock.today())
    tree = queries.tree_on(day)
    opened = OrgUnit.objects.filter(permissions.units_open(request.actor, "manage", "unit", path="pk"))
    open_ids = set(opened.values_list("pk", flat=True))
    choices = grouped(tree, open_ids)
    typed = request.GET.get("don-vi", "")
    initial = {"day": day, "unit": typed, "parent": typed}
    under, siblings = None, []
    if FORMS[kind] is MergeForm:
        heads = [unit for _depth, unit in tree.walk() if unit.id in open_ids and tree.below(unit.id)]
        wanted = request.POST.get("duoi") or request.GET.get("duoi") or _parent_of(typed, tree)
        head = next((unit for unit in heads if unit.code == wanted), None)
        head = head or next((unit for unit in heads if not tree.below(tree.below(unit.id)[0].id)), None)
        siblings = [option(unit) for unit in tree.below(head.id)] if head else []
        under = {"head": head, "heads": [option(unit) for unit in heads], "day": _iso(day)}
        initial["units"] = [typed]
    return FORMS[kind](request.POST or None, units=choices, under=siblings, initial=initial), under


def _parent_of(code: str, tree: queries.Tree) -> str:
    unit = next((unit for unit in tree.units.values() if unit.code == code), None)
    parent = tree.units.get(unit.parent_id or 0) if unit else None
    return parent.code if parent else ""


def _iso(day: date) -> str:
    return day.isoformat()


def _visible(request: HttpRequest):
    return StructureChange.objects.filter(
        permissions.units_open(request.actor, "manage", "unit", path="within_id")
    )


def _one(request: HttpRequest, pk: int) -> StructureChange:
    row = _visible(request).select_related("within", "made_by", "undone_by").filter(pk=pk).first()
    if row is None:
        raise OutOfSight
    return row
