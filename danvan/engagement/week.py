"""What "This week" says about dialogues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.engagement import duties
from danvan.engagement.models import AdvanceQuestion, DialogueConference, DialogueOpinion
from danvan.engagement.queries import coverage, watch
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 6
SOON = timedelta(days=21)
State = DialogueConference.State


def owed(request: HttpRequest) -> More | None:
    """The next step of each dialogue of the own units. Two queries, one where there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "edit", "dialogue") and not policy.holds(actor, "publish", "dialogue"):
        return None
    rows = DialogueConference.unscoped.filter(unit_id__in=actor.unit_ids())
    rows = rows.filter(
        Q(state__in=(State.HELD, State.MINUTES, State.CONCLUDED))
        | Q(
            state__in=(State.PLANNED, State.ANNOUNCED, State.COLLECTING),
            scheduled_at__date__lte=actor.on + SOON,
        )
    )
    waiting = AdvanceQuestion.unscoped.filter(dialogue=OuterRef("pk"), state=AdvanceQuestion.State.WAITING)
    rows = rows.annotate(
        asked=Exists(waiting),
        unended=Count("opinions", filter=Q(opinions__state=DialogueOpinion.State.RECORDED)),
    )
    found = list(rows.select_related("conclusion").order_by("scheduled_at", "pk")[: SHOWN + 1])
    if not found:
        return None
    names = last_names({row.unit_id for row in found}, actor.on)
    lines = [line for row in found for line in _lines(row, names[row.unit_id].name, actor.on)]
    if not lines:
        return None
    return More(tuple(lines[:SHOWN]), len(lines), reverse("engagement:dialogues"))


def _lines(row, unit: str, today) -> Iterator[Line]:
    href = reverse("engagement:dialogue", args=[row.pk])
    if row.asked:
        yield Line(
            row.title, unit, _("Read the questions"), reverse("engagement:questions", args=[row.pk]),
            _("questions wait"), "warn", row.questions_until,
        )  # fmt: skip
    if row.took_place:
        due = duties.result_due(row.level, row.day)
        if row.unended:
            words = ngettext("%(n)d opinion without an end", "%(n)d opinions without an end", row.unended)
            yield Line(row.title, unit, _("Say how they end"), href, words % {"n": row.unended}, "warn", due)
        else:
            yield Line(
                row.title, unit, _("Publish the result"), href, str(row.get_state_display()), "neutral", due
            )
    elif row.day < today:
        yield Line(
            row.title, unit, _("Record that it was held"), href, _("its day has passed"), "warn", row.day
        )
    elif row.state == State.PLANNED:
        due = duties.announce_by(row.level, row.day) or row.day
        yield Line(row.title, unit, _("Announce"), href, _("not announced yet"), "neutral", due)
    elif row.day == today:
        record = reverse("engagement:record", args=[row.pk])
        yield Line(row.title, unit, _("Record opinions"), record, _("today"), "good", row.day)


def watched(request: HttpRequest) -> More | None:
    """In the last quarter: how many units below have held no dialogue this year. Three queries."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.on.month < watch.WATCHED_FROM_MONTH or not policy.holds(actor, "remind", "dialogue"):
        return None
    unit_ids = actor.unit_ids("consolidator")
    if not unit_ids:
        return None
    missing = watch.missing_below(unit_ids, actor.on)
    if not missing:
        return None
    words = ngettext(
        "%(n)s unit has held no dialogue in %(year)d",
        "%(n)s units have held no dialogue in %(year)d",
        missing,
    ) % {"n": format_number(missing), "year": actor.on.year}
    href = f"{reverse('engagement:watch')}?nam={actor.on.year}&xem=chua#danh-sach"
    line = Line(
        words, _("Duties of the year"), _("See who"), href, "", "warn", actor.on.replace(month=12, day=31)
    )
    return More((line,), 1, href)


def untrained(request: HttpRequest) -> More | None:
    """In the last quarter: how many units of the own branch have posts that were not trained this year. Four queries."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.on.month < coverage.WATCHED_FROM_MONTH or not policy.holds(actor, "edit", "training"):
        return None
    unit_ids = actor.unit_ids("officer", "consolidator")
    below, all_ = coverage.below_target(unit_ids, actor.on) if unit_ids else (0, 0)
    if not below:
        return None
    words = ngettext(
        "%(n)s of %(all)s units still has posts to train in %(year)d",
        "%(n)s of %(all)s units still have posts to train in %(year)d",
        below,
    ) % {"n": format_number(below), "all": format_number(all_), "year": actor.on.year}
    href = f"{reverse('engagement:training_coverage')}?nam={actor.on.year}&xem=thieu#danh-sach"
    last = actor.on.replace(month=12, day=31)
    return More((Line(words, _("Trainings"), _("See who"), href, "", "warn", last),), 1, href)
