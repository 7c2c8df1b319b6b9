"""The list of petitions to take away: numbers, topics, places, days; never a word of what somebody wrote, nor who did."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from danvan.common import clock
from danvan.common.sheets import Cell
from danvan.organizations import permissions
from danvan.organizations.queries import last_names
from danvan.petitions import topics
from danvan.petitions.models import Petition
from danvan.petitions.views.cases import searched
from danvan.ui import downloads

MOST = 10_000


@require_GET
def excel(request: HttpRequest) -> HttpResponse:
    """What the filters of the list leave, as far as the person may take it away."""
    permissions.require_somewhere(request.actor, "export", "petition")
    _form, found = searched(request)
    opened = Petition.scoped(request.actor, "export").values("pk")
    rows = list(found.filter(pk__in=opened)[:MOST])
    return downloads.excel("don-thu", _("Petitions"), _sheet(rows), wide={1: 30, 3: 30, 4: 30})


def _sheet(rows: list[Petition]) -> Iterator[list[Cell]]:
    names = last_names(
        {row.unit_id for row in rows} | {row.place_id for row in rows if row.place_id}, clock.today()
    )
    words = topics.names()
    yield [
        _("Number"), _("Topic"), _("Kind"), _("Unit in charge"), _("Place"), _("Received on"), _("Due"), _("Answered on"),
        _("State"),
    ]  # fmt: skip
    for row in rows:
        days = [
            timezone.localdate(moment) if moment else None
            for moment in (row.received_at, row.due_at, row.answered_at)
        ]
        yield [
            row.reference, words.get(row.topic, row.topic), str(row.get_kind_display()), names[row.unit_id].name,
            names[row.place_id].name if row.place_id else "", *days, str(row.get_state_display()),
        ]  # fmt: skip
