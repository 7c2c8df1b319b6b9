"""Sessions for pages: lists with their filters, and one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names
from danvan.oversight.models import (
    CoHost,
    JointProposal,
    OversightSession,
    SupervisionRecommendation,
    Target,
    of_kind,
)
from danvan.reference import queries as reference

State = OversightSession.State
BEGINNING = (State.PLANNED, State.REQUESTED)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by. `quarter` and `year` are of the day; a unit counts with all below it."""

    year: int
    quarter: int = 0
    state: str = ""
    form: str = ""
    level: str = ""
    topic: str = ""
    words: str = ""
    unit: OrgUnit | None = None
    target: OrgUnit | None = None

    @property
    def narrowed(self) -> bool:
        return bool(
            self.quarter or self.state or self.form or self.level or self.topic or self.words or self.unit or self.target
        )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A session in a list. `joint`: one's own unit takes part and does not count it."""

    session: OversightSession
    unit: str
    targets: tuple[str, ...]
    hosts: tuple[str, ...]
    late: bool
    open: int = 0
    joint: bool = False


def visible(actor: Actor, kind: str) -> QuerySet[OversightSession]:
    return of_kind(kind).scoped(actor, "see")


def find(actor: Actor, session_id: int) -> OversightSession:
    """
    The session as the class of its kind.

    :raises OutOfSight: for one that does not exist or is not open to this person
    """
    kind = OversightSession.unscoped.filter(pk=session_id).values_list("kind", flat=True).first()
    rows = visible(actor, kind) if kind else OversightSession.unscoped.none()
    found = rows.select_related("unit", "merged_into").filter(pk=session_id).first()
    if found is None:
        raise OutOfSight(_("There is no such session, or it is not open to you."))
    return found


def filtered(actor: Actor, kind: str, asked: Filters, on: date, action: str = "see") -> QuerySet:
    """Sessions of a kind by their day (held, or planned for), the latest first."""
    rows = of_kind(kind).scoped(actor, action)
    first, last = _span(asked)
    rows = rows.filter(Q(held_on__range=(first, last)) | Q(held_on=None, scheduled_on__range=(first, last)))
    if asked.unit is not None:
        rows = rows.filter(unit_id__in=[asked.unit.pk, *descendant_ids(asked.unit.pk, on)])
    if asked.target is not None:
        rows = rows.filter(pk__in=Target.objects.filter(unit=asked.target).values("session_id"))
    if asked.state == "late":
        rows = rows.filter(due_on__lt=on).exclude(state__in=OversightSession.OVER)
    elif asked.state == "open":
        rows = rows.exclude(state__in=OversightSession.OVER)
    elif asked.state == "counted":
        rows = rows.filter(counted(kind))
    elif asked.state == "joint":
        rows = rows.filter(pk__in=CoHost.objects.all().values("session_id"))
    elif asked.state:
        rows = rows.filter(state=asked.state)
    for name in ("form", "level", "topic"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if words := fold(asked.words).strip():
        about = Target.objects.filter(words__icontains=words).values("session_id")
        rows = rows.filter(
            Q(words__icontains=words) | Q(pk__in=about) | Q(number__icontains=asked.words.strip())
        )
    return rows.order_by("-scheduled_on", "-pk")


def counted(kind: str) -> Q:
    """What reports count: with a conclusion; a survey once the visit was made."""
    return Q(held_on__isnull=False) if kind == "survey" else Q(concluded_on__isnull=False)


def _span(asked: Filters) -> tuple[date, date]:
    if not asked.quarter:
        return date(asked.year, 1, 1), date(asked.year, 12, 31)
    first = date(asked.year, 3 * asked.quarter - 2, 1)
    last = date(asked.year, 12, 31) if asked.quarter == 4 else date(asked.year, 3 * asked.quarter + 1, 1)
    return first, last if asked.quarter == 4 else date.fromordinal(last.toordinal() - 1)


def lines(actor: Actor, sessions: Iterable[OversightSession], on: date) -> list[Line]:
    """For a page of a list. Five queries at most."""
    sessions = list(sessions)
    ids = [one.pk for one in sessions]
    targets, hosts, open_ = bodies(Target, ids, on), bodies(CoHost, ids, on), _open(ids)
    own = set(actor.unit_ids())
    taking = set(
        CoHost.objects.filter(session_id__in=ids, unit_id__in=own).values_list("session_id", flat=True)
    )
    names = last_names({one.unit_id for one in sessions}, on) if sessions else {}
    return [
        Line(
            one, names[one.unit_id].name, targets.get(one.pk, ()), hosts.get(one.pk, ()), one.is_late(on),
            open_.get(one.pk, 0), one.pk in taking,
        )
        for one in sessions
    ]  # fmt: skip


def bodies(model: Any, ids: Collection[int], on: date) -> dict[int, tuple[str, ...]]:
    """Names of the bodies of sessions, in their order. Two queries at most."""
    rows = list(model.objects.filter(session_id__in=ids).order_by("pk"))
    units = {row.unit_id for row in rows if row.unit_id}
    names = last_names(units, on) if units else {}
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(names[row.unit_id].name if row.unit_id else row.body)
    return {pk: tuple(some) for pk, some in found.items()}


def _open(ids: Collection[int]) -> dict[int, int]:
    rows = SupervisionRecommendation.unscoped.filter(
        session_id__in=ids, sent_on__isnull=False, answered_on__isnull=True
    )
    return dict(rows.order_by().values_list("session_id").annotate(n=Count("pk")))


def done_on(session: OversightSession) -> dict[str, date]:
    """The day each state was reached."""
    return dict(session.events.order_by("pk").values_list("what", "on"))


def proposals(session: OversightSession) -> list[JointProposal]:
    """Proposals to go together that this session got and nobody answered yet."""
    rows = JointProposal.objects.filter(other=session, answered_at=None).select_related(
        "session__unit", "other"
    )
    return list(rows.order_by("pk"))


def years(actor: Actor, kind: str, today: date) -> list[int]:
    """Years with sessions in sight, this one and the next among them, the latest first."""
    found = {day.year for day in visible(actor, kind).order_by().dates("scheduled_on", "year")}
    return sorted({*found, today.year, today.year + 1}, reverse=True)


def topic_name(code: str) -> str:
    return reference.topic_names().get(code, code) if code else ""


def name_of(unit_id: int, on: date) -> str:
    return last_names([unit_id], on)[unit_id].name
