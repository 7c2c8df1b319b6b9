"""Lists to take away as Excel: the year's dialogues, the year's classes, situation notes with small numbers left out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.sheets import Cell
from danvan.engagement.models import DialogueConference, SituationNote
from danvan.engagement.queries import dialogues as dialogue_reads
from danvan.engagement.queries import situation as situation_reads
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import unit_by_code
from danvan.ui import downloads

MOST = 10_000
HIDDEN = "•"


@require_safe
def dialogues(request: HttpRequest) -> HttpResponse:
    """With the filters of the list."""
    policy.require_somewhere(request.actor, "export", "dialogue")
    get, today = request.GET, clock.today()
    code = get.get("don-vi", "")
    rows = dialogue_reads.filtered(
        request.actor, year=shared.year_of(request), unit=unit_by_code(code) if code else None,
        state=get.get("trang-thai", ""), kind=get.get("loai", ""), level=get.get("cap", ""), on=today,
    )  # fmt: skip
    rows = rows.filter(pk__in=DialogueConference.scoped(request.actor, "export").values("pk"))
    return downloads.excel("doi-thoai", _("Dialogues"), _dialogues(rows), wide={0: 50, 1: 30})


def _dialogues(rows: QuerySet[DialogueConference]) -> Iterator[list[Cell]]:
    yield [
        _("Title"),
        _("Host"),
        _("Day"),
        _("Kind"),
        _("State"),
        _("Attended"),
        _("Opinions"),
        _("Still open"),
    ]
    for line in dialogue_reads.lines(rows.select_related("unit")[:MOST], clock.today()):
        one = line.dialogue
        yield [
            one.title, line.unit, one.day, str(one.get_kind_display()), str(one.get_state_display()), one.attended,
            line.opinions, line.open,
        ]  # fmt: skip


@require_safe
def situation(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "export", "situation")
    get = request.GET
    rows = situation_reads.notes(request.actor, state=get.get("trang-thai", ""), topic=get.get("chu-de", ""))
    rows = rows.filter(pk__in=SituationNote.scoped(request.actor, "export").values("pk"))
    return downloads.excel(
        "tinh-hinh", _("Situation of the people"), _notes(request, rows), wide={0: 40, 1: 30}
    )


def _notes(request: HttpRequest, rows: QuerySet[SituationNote]) -> Iterator[list[Cell]]:
    yield [_("Topic"), _("Area"), _("Period"), _("Kind"), _("Extent"), _("State"), _("Times raised")]
    for line in situation_reads.note_lines(rows[:MOST], request.actor):
        one = line.note
        yield [
            line.topic, line.unit, one.period_name, str(one.get_kind_display()), str(one.get_extent_display()),
            str(one.get_state_display()), HIDDEN if line.count is None else line.count,
        ]  # fmt: skip
