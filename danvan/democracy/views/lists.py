"""The list of each register: filters, search, pages, and the same list as Excel and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.sheets import Cell
from danvan.democracy.models.base import Entry
from danvan.democracy.queries import registers
from danvan.democracy.queries.registers import Filters
from danvan.democracy.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import tree_on
from danvan.ui import downloads

KNOWN = ("q", "nam", "trang-thai", "loai", "cap", "don-vi")
MOST = 50_000
FIRST_YEAR = 2018


@dataclass(frozen=True)
class Line:
    """A record in a list. `due_on` is the day on which its next step is due, None when nothing is."""

    day: date | None
    title: str
    note: str
    state: str
    tone: str
    due_on: date | None = None


@dataclass(frozen=True)
class Register:
    """One register's list. `day` and `kind` are the fields asked for year and kind; words come when they are asked."""

    name: str
    model: type[Entry]
    record: str
    new: str
    day: str
    kind: str
    words: Callable[[], dict[str, str]]
    kinds: Callable[[], Iterable[tuple[str, Any]]]
    states: Callable[[], Iterable[tuple[str, Any]]]
    line: Callable[[Any, date], Line]
    heads: Callable[[], list[Cell]]
    cells: Callable[[Any], list[Cell]]
    ticks: Callable[[HttpRequest, Filters], bool] = lambda request, filters: False


def asked(request: HttpRequest, register: Register) -> Filters:
    """The filters of the address; what is not known is left out."""
    get = request.GET
    year, code = get.get("nam", ""), get.get("don-vi", "")[:40]
    known = {
        "trang-thai": dict(register.states()),
        "loai": dict(register.kinds()),
        "cap": dict(Level.choices),
    }
    chosen = {
        name: get.get(name, "") if get.get(name, "") in options else "" for name, options in known.items()
    }
    return Filters(
        words=get.get("q", "")[:100],
        year=int(year) if year in years(clock.today()) else None,
        state=chosen["trang-thai"],
        kind=chosen["loai"],
        level=chosen["cap"],
        unit=OrgUnit.objects.filter(code=code).first() if code else None,
    )


def years(today: date) -> list[str]:
    return [str(year) for year in range(today.year + 1, FIRST_YEAR - 1, -1)]


def board(request: HttpRequest, register: Register, **more: Any) -> HttpResponse:
    actor, today = request.actor, clock.today()
    kind_of_record = register.model.record_type
    policy.require_somewhere(actor, "see", kind_of_record)
    filters = asked(request, register)
    rows = registers.listed(
        register.model, actor, filters, day=register.day, kind=register.kind, on=today
    ).select_related("unit")
    page = shared.page_of(request, rows)
    names = registers.unit_names(page.object_list, today)
    context = {
        "register": register, "words": register.words(), "page": page, "today": today, "filters": filters,
        "rows": [
            {"pk": row.pk, "href": reverse(register.record, args=[row.pk]), "unit": names[row.unit_id],
             "line": register.line(row, today)}
            for row in page.object_list
        ],
        "tabs": shared.tabs(request, register.name), "years": years(today), "states": list(register.states()),
        "kinds": list(register.kinds()), "levels": Level.choices, "units": _units(request, filters),
        "new": reverse(register.new) if shared.own_units(request, kind_of_record) else "",
        "can_export": policy.holds(actor, "export", kind_of_record), "ticks": register.ticks(request, filters),
        "query": urlencode({key: value for key, value in request.GET.items() if key in KNOWN}),
        "year": str(filters.year or ""), "more": "", **more,
    }  # fmt: skip
    return render(request, "democracy/list.html", context)


def _units(request: HttpRequest, filters: Filters) -> list[tuple[str, str]]:
    """The person's units, those next below, and the one that is asked for."""
    tree = tree_on(clock.today())
    mine = [unit_id for unit_id in request.actor.unit_ids() if unit_id in tree.units]
    found = {tree.units[unit_id].code: tree.units[unit_id].name for unit_id in mine}
    for unit_id in mine:
        found |= {unit.code: unit.name for unit in tree.below(unit_id)}
    if filters.unit and filters.unit.pk in tree.units:
        found.setdefault(filters.unit.code, tree.units[filters.unit.pk].name)
    return list(found.items()) if len(found) > 1 else []


def _told(request: HttpRequest, register: Register) -> Iterator[list[Cell]]:
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "export", register.model.record_type)
    rows = registers.listed(
        register.model, actor, asked(request, register), day=register.day, kind=register.kind, on=today,
        action="export",
    )  # fmt: skip
    found = list(rows.select_related("unit")[:MOST])
    names = registers.unit_names(found, today)
    yield [_("Unit code"), _("Unit"), *register.heads()]
    for row in found:
        yield [row.unit.code, names[row.unit_id], *register.cells(row)]


def export(kept: dict[str, Register]) -> Callable[..., HttpResponse]:
    """One door for all lists: the register's name and the form of the file stand in the address."""

    @require_safe
    def answer(request: HttpRequest, register: str, output: str) -> HttpResponse:
        if register not in kept or output not in ("xlsx", "csv"):
            raise Http404
        one = kept[register]
        rows = list(_told(request, one))
        if output == "csv":
            return downloads.csv(register, rows)
        return downloads.excel(register, one.words()["title"], rows, wide={2: 50})

    return answer
