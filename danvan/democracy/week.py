"""What "This week" says about grassroots democracy."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.democracy.models import CommunitySupervision, Consultation, DisclosureItem
from danvan.democracy.queries import registers
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 6
MOST = 50
SOON = timedelta(days=7)
# Answers that wait longer than this are for the list, not for this week.
RECENT = timedelta(days=120)
State = Consultation.State


def owed(request: HttpRequest) -> More | None:
    """Drafts to close and answer, disclosures due and boards to answer, of the own units: two queries, or one."""
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
    rows = [
        _told(drafts, "consultation", "closes_on"), _told(due, "disclosure", "due_on"),
        _told(boards, "supervision", "answer_due_on"),
    ]  # fmt: skip
    found = list(rows[0].union(*rows[1:], all=True).order_by("due", "pk")[: 3 * MOST])
    if not found:
        return None
    names = last_names({row[2] for row in found}, today)
    lines = [_line(row, names[row[2]].name, today) for row in found]
    return More(tuple(lines[:SHOWN]), len(lines), reverse("democracy:disclosures"))


def _told(rows: QuerySet, kind: str, day: str) -> QuerySet:
    """(kind, pk, unit id, title, state, day), so that the three registers are read at once."""
    named = rows.order_by().annotate(what=Value(kind, output_field=CharField()), due=F(day))
    return named.values_list("what", "pk", "unit_id", "title", "state", "due")


def _line(row: tuple[str, int, int, str, str, date], unit: str, today: date) -> Line:
    what, pk, _unit_id, title, state, due = row
    href = reverse(f"democracy:{what}", args=[pk])
    if what == "consultation":
        verbs = {
            State.OPEN: _("Close it"), State.CLOSED: _("Group opinions"), State.SYNTHESISED: _("Answer the groups"),
            State.RESPONDED: _("Publish the response"),
        }  # fmt: skip
        return Line(title, unit, verbs[State(state)], href, str(State(state).label), "neutral", due)
    if what == "disclosure":
        words, tone = (_("overdue"), "danger") if due < today else (_("to be published"), "neutral")
        return Line(title, unit, _("Record its publication"), href, words, tone, due)
    return Line(title, unit, _("Answer the board"), href, "", "neutral", due)


def watched(request: HttpRequest) -> More | None:
    """How many disclosures of units below are overdue. One query."""
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
