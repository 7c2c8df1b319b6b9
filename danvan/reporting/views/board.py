"""The round board: every expected unit and its state, as a picture and as a table."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.accounts.kept import kept
from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.common.periods import Period
from danvan.organizations import permissions as policy
from danvan.organizations.queries import path_ids
from danvan.reporting.models import Round, RoundClosing
from danvan.reporting.queries import boards, overview
from danvan.reporting.queries.overview import Filters
from danvan.reporting.views.shared import form_tabs, fragment

PER_PAGE = 100
GROUPED_FROM = 60


def state_words() -> dict[str, str]:
    return {
        "expected": _("not started"),
        "draft": _("being entered"),
        "sent": _("sent"),
        "returned": _("returned"),
        "accepted": _("accepted"),
        "late": _("overdue"),
    }


def level_words() -> dict[str, str]:
    return {
        "city": _("City bodies"),
        "agency": _("Agencies"),
        "district": _("Districts"),
        "commune": _("Communes and wards"),
    }


@kept
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """`?ky=2019-Q4&bieu-mau=DV-QUY` chooses the round; `trang-thai`, `cap`, `don-vi`, `q` filter the table below."""
    rounds = overview.rounds_for(request.actor)
    may_open = [
        code
        for unit_id, code in _own_units(request)
        if policy.can(request.actor, "manage", "round", unit_id)
        and len(path_ids(unit_id, request.actor.on)) == 1
    ]
    if not rounds:
        return render(request, "reporting/no_rounds.html", {"may_open": may_open})
    round_ = _chosen(rounds, request.GET.get("ky", ""), request.GET.get("bieu-mau", ""))
    forms = list({row.form_id: row.form for row in sorted(rounds, key=lambda row: row.form_id)}.values())
    drawn = _Drawn(request, round_)
    context = {
        "rounds": [row for row in rounds if row.form_id == round_.form_id],
        "forms": form_tabs(
            forms,
            round_.form,
            lambda form: f"{reverse('reporting:board')}?{urlencode({'bieu-mau': form.code})}",
        ),
        "round": round_,
        "period": round_.period.label(),
        "tally": drawn.tally,
        "picture": drawn.picture,
        "listing": drawn.listing,
        "filters": drawn.filters,
        "states": [
            *state_words().items(),
            ("waiting", _("waiting for a decision")),
            ("excused", _("not expected")),
        ],
        "levels": drawn.levels,
        "today": clock.today(),
        "due_on": drawn.due_on,
        "may_open": may_open,
        "closings": _closings(request, round_),
        **_powers(request, round_),
    }
    return render(request, "reporting/board.html", context)


def _closings(request: HttpRequest, round_: Round) -> list[tuple[RoundClosing, bool]]:
    """Closings of branches above and below this person; whether the missing may be named to them, too."""
    mine = policy.units_open(request.actor, "see", "round")
    rows = round_.closings.filter(mine).select_related("unit").order_by("closed_at")
    return [(row, policy.can(request.actor, "see", "submission", row.unit_id)) for row in rows]


def _own_units(request: HttpRequest) -> list[tuple[int, str]]:
    return sorted({(grant.unit_id, grant.unit_code) for grant in request.actor.grants})


def _powers(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """What this person may do here; the same table the services ask."""
    actor = request.actor
    return {
        "can_remind": policy.holds(actor, "remind", "submission"),
        "can_accept": policy.holds(actor, "accept", "submission"),
        "can_close": round_.locked_at is None and policy.holds(actor, "close", "round"),
        "can_extend": policy.holds(actor, "extend", "submission"),
    }


def _chosen(rounds: list[Round], period: str, form: str) -> Round:
    """Where no form is named, the first one in use that was asked then; where no period is, the newest."""
    name = str(Period.parse(period)) if period else ""
    found = [row for row in rounds if name in {"", row.period_name} and form in {"", row.form.code}]
    if found and period:
        return min(found, key=lambda row: (not row.form.is_active, row.form_id))
    if found:
        return found[0]
    raise OutOfSight(_("No round was opened for this period."))


class _Drawn:
    """The board's parts, each rendered once per state of the round and person's scope."""

    def __init__(self, request: HttpRequest, round_: Round):
        get = request.GET
        self._request, self._round = request, round_
        self._today = clock.today()
        self._stamp = overview.stamp(round_, request.actor, self._today)
        self.filters = Filters(
            get.get("trang-thai", "")[:20],
            get.get("cap", "")[:20],
            get.get("don-vi", "")[:40],
            get.get("q", "").strip()[:60],
        )
        number = get.get("page", "1")
        self._page = int(number) if number.isdecimal() and len(number) < 6 else 1

    @cached_property
    def _board(self) -> boards.Board:
        return boards.board(self._round, self._request.actor, self._today)

    @cached_property
    def _facts(self) -> tuple[overview.Tally, list[str], date]:
        name = f"board:{self._stamp}"
        found = cache.get(name)
        if found is None:
            here = {row.level for row in self._board.rows}
            days = {row.due_on for row in self._board.rows if not row.excused}
            # Who sees one unit, or units with the same exception, reads their day, not the one of all the others.
            due = days.pop() if len(days) == 1 else self._round.due_on
            levels = [level for level in overview.LEVELS if level in here]
            found = (overview.tally(self._board.rows), levels, due)
            cache.set(name, found, 3600)
        return found

    @property
    def tally(self) -> overview.Tally:
        return self._facts[0]

    @property
    def due_on(self) -> date:
        return self._facts[2]

    @property
    def levels(self) -> list[tuple[str, str]]:
        return [(level, level_words()[level]) for level in self._facts[1]]

    @property
    def picture(self) -> str:
        return fragment("reporting/_picture.html", self._bands, self._stamp)

    def _bands(self) -> dict[str, Any]:
        words = state_words()
        by_id = {row.unit_id: row for row in self._board.rows}
        bands = []
        for level, label in self.levels:
            rows, cells, last = self._board.of_level(level), [], None
            for row in rows:
                above = by_id.get(row.parent_id) if row.parent_id else None
                word = _("not expected") if row.excused else words[row.look]
                cells.append(
                    {
                        "id": row.submission_id,
                        "look": "excused" if row.excused else row.look,
                        "name": f"{row.name}{', ' + above.name if above and level == 'commune' else ''}: {word}",
                        "begins": level == "commune" and last not in (None, row.parent_id),
                        "review": _waits(row),
                    }
                )
                last = row.parent_id
            bands.append({"label": label, "level": level, "cells": cells})
        return {"bands": bands, "legend": list(words.items()), "reviewer": self._reviewer}

    @property
    def _reviewer(self) -> bool:
        return policy.holds(self._request.actor, "accept", "submission")

    @property
    def listing(self) -> str:
        # The pager's links carry the whole address, so the whole address is part of the key.
        address = self._request.GET.urlencode()
        return fragment("reporting/_listing.html", self._rows, self._stamp, address, request=self._request)

    def _rows(self) -> dict[str, Any]:
        words = state_words()
        base = {
            "words": words,
            "today": self._today,
            "round": self._round,
            "reviewer": self._reviewer,
            "groups": [],
            "page": None,
            "rows": [],
        }
        plain = self._request.GET.get("xem") == "don-vi"
        if not self.filters and not plain and len(self._board.rows) > GROUPED_FROM:
            return base | {"groups": overview.groups(self._board)}
        page = Paginator(self.filters.of(self._board), PER_PAGE).get_page(self._page)
        above = {row.unit_id: row.name for row in self._board.rows}
        extends = policy.holds(self._request.actor, "extend", "submission")
        own = set(self._request.actor.unit_ids())
        rows = [
            {
                "row": row,
                "word": _("not expected") if row.excused else words[row.look],
                "above": above.get(row.parent_id, ""),
                "terms": extends
                and (row.unit_id not in own or row.parent_id is None)
                and row.look in overview.OWING
                and not row.excused,
                "review": self._reviewer and _waits(row),
            }
            for row in page.object_list
        ]
        return base | {"page": page, "rows": rows}


def _waits(row: boards.BoardRow) -> bool:
    return row.state == "submitted" or row.supplement_waits
