"""What "This week" says about grassroots democracy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.democracy.models import CommunitySupervision, Consultation, DisclosureItem
from danvan.democracy.queries import registers
from danvan.organizations import permissions as policy
from danvan.ui.week import Line, More

SHOWN = 6
MOST = 50
SOON = timedelta(days=7)
# Answers that wait longer than this are for the list, not for this week.
RECENT = timedelta(days=120)
State = Consultation.State


def owed(request: HttpRequest) -> More | None:
    """Drafts to close and to answer, disclosures due and boards to answer, of the own units. At most four queries."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "edit", "disclosure"):
        return None
    mine, today = actor.unit_ids("officer", "consolidator"), actor.on
    drafts = Consultation.unscoped.filter(unit_id__in=mine, closes_on__gte=today - RECENT).filter(
        Q(state__in=Consultation.TO_ANSWER) | Q(state=State.OPEN, closes_on__lt=today)
    )
    due = DisclosureItem.unscoped.filter(
        unit_id__in=mine, state=DisclosureItem.State.DUE, due_on__range=(today - RECENT, today + SOON)
    )
    boards = CommunitySupervision.unscoped.filter(
        unit_id__in=mine, state=CommunitySupervision.State.RECOMMENDED,
        answer_due_on__range=(today - RECENT, today + SOON),
    )  # fmt: skip
    found = [
        *drafts.order_by("closes_on", "pk")[:MOST],
        *due.order_by("due_on", "pk")[:MOST],
        *boards.order_by("answer_due_on", "pk")[:MOST],
    ]
    if not found:
        return None
    names = registers.unit_names(found, today)
    lines = [line for row in found for line in _lines(row, names[row.unit_id], today)]
    lines.sort(key=lambda line: line.due_on or today)
    return More(tuple(lines[:SHOWN]), len(lines), reverse("democracy:disclosures"))


def _lines(row, unit: str, today: date) -> Iterator[Line]:
    if isinstance(row, Consultation):
        href = reverse("democracy:consultation", args=[row.pk])
        verbs = {
            State.OPEN: _("Close it"), State.CLOSED: _("Group opinions"), State.SYNTHESISED: _("Answer the groups"),
            State.RESPONDED: _("Publish the response"),
        }  # fmt: skip
        state = str(row.get_state_display())
        yield Line(row.title, unit, verbs[row.state], href, state, "neutral", row.closes_on)  # type: ignore[index]
    elif isinstance(row, DisclosureItem):
        href = reverse("democracy:disclosure", args=[row.pk])
        late = row.due_on is not None and row.due_on < today
        words, tone = (_("overdue"), "danger") if late else (_("to be published"), "neutral")
        yield Line(row.title, unit, _("Record its publication"), href, words, tone, row.due_on)
    else:
        href = reverse("democracy:supervision", args=[row.pk])
        yield Line(row.title, unit, _("Answer the board"), href, "", "neutral", row.answer_due_on)


def watched(request: HttpRequest) -> More | None:
    """How many disclosures of units below are overdue. Two queries."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "remind", "disclosure"):
        return None
    rows = DisclosureItem.scoped(actor, "remind").filter(registers.late(actor.on))
    count = rows.exclude(unit_id__in=actor.unit_ids()).count()
    if not count:
        return None
    words = ngettext(
        "%(n)s disclosure below is overdue", "%(n)s disclosures below are overdue", count
    ) % {"n": format_number(count)}  # fmt: skip
    href = f"{reverse('democracy:disclosures')}?trang-thai=late"
    return More((Line(words, _("Disclosures"), _("See and remind"), href, "", "warn"),), 1, href)
