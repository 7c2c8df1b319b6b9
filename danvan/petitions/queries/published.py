"""What everybody may read: published words and counts, never a sealed part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import reduce
from operator import and_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from danvan.common.vietnamese import matches
from danvan.organizations import queries as organizations
from danvan.organizations.models import OrgUnit
from danvan.petitions import topics
from danvan.petitions.models import Answer, Petition, Publication, State
from danvan.petitions.models.cases import OPEN
from danvan.petitions.models.story import Outcome
from danvan.petitions.shapes import Conduct, Filters, Published, PublishedPage, ServiceType

FEWEST = 5
MOST_SEARCHED, MOST_PER_PAGE = 5000, 100


def published(filters: Filters, on: date) -> PublishedPage:
    rows = _rows().filter(reduce(and_, _conditions(filters, on), Q())).order_by("-published_at", "-pk")
    found: Sequence[Publication] | QuerySet[Publication] = rows
    if filters.text.strip():
        # Marks typed must be there, others may be: no database does that, and published matters are few.
        found = [
            row
            for row in rows[:MOST_SEARCHED]
            if matches(filters.text, f"{row.title} {row.text} {row.petition.reference}")
        ]
    pages = Paginator(found, max(1, min(filters.per_page, MOST_PER_PAGE)))
    page = pages.get_page(filters.page)
    return PublishedPage(tuple(_plain(page.object_list, on)), page.number, pages.num_pages, pages.count)


def published_one(reference: str, on: date) -> Published | None:
    found = list(_plain(_rows().filter(petition__reference=reference.upper()), on))
    return found[0] if found else None


def _rows() -> QuerySet[Publication]:
    rows = Publication.objects.filter(withdrawn_at=None, petition__wants_public=True)
    return rows.exclude(petition__state=State.SEALED).select_related(
        "petition__unit", "petition__place", "petition__clock"
    )


def _conditions(filters: Filters, on: date) -> list[Q]:
    wanted = [Q()]
    if filters.topic:
        wanted.append(Q(petition__topic=filters.topic))
    if filters.place:
        place = OrgUnit.objects.filter(code=filters.place.upper()).first()
        wanted.append(
            Q(petition__place__in=organizations.descendant_ids(place.pk, on)) if place else Q(pk__in=[])
        )
    if filters.state == "open":
        wanted.append(Q(petition__state__in=OPEN))
    elif filters.state == "closed":
        wanted.append(~Q(petition__state__in=OPEN))
    elif filters.state:
        wanted.append(Q(petition__state=filters.state))
    if filters.references:
        wanted.append(
            Q(petition__reference__in=[reference.upper() for reference in filters.references[:100]])
        )
    limits = {
        "petition__received_at__gte": filters.received_from,
        "petition__received_at__lte": filters.received_to,
        "published_at__gte": filters.updated_from,
        "published_at__lte": filters.updated_to,
    }
    return wanted + [Q(**{name: value}) for name, value in limits.items() if value is not None]


def _plain(rows: Iterable[Publication], on: date) -> Iterable[Published]:
    rows = list(rows)
    ids = {row.petition.unit_id for row in rows} | {
        row.petition.place_id for row in rows if row.petition.place_id
    }
    names = organizations.last_names(ids, on)
    last = {
        answer.petition_id: answer
        for answer in Answer.objects.filter(petition__in=[row.petition_id for row in rows]).order_by("number")
    }
    labels = topics.names()
    for row in rows:
        case, answer = row.petition, last.get(row.petition_id)
        yield Published(
            reference=case.reference, title=row.title, text=row.text, removed=row.removed, topic=case.topic,
            topic_label=labels.get(case.topic, case.topic), place=names[case.place_id].name if case.place_id else "",
            place_code=case.place.code if case.place else "", unit=names[case.unit_id].name, unit_code=case.unit.code,
            state=case.state, state_label=str(case.get_state_display()), outcome=answer.outcome if answer else "",
            outcome_label=str(answer.get_outcome_display()) if answer else "", answer=row.answer,
            received_on=timezone.localtime(case.received_at).date(), received_at=case.received_at,
            published_at=row.published_at,
            updated_at=max(row.published_at, case.answered_at or row.published_at), due_at=case.due_at,
            answered_on=timezone.localtime(case.answered_at).date() if case.answered_at else None,
            latitude=row.latitude, longitude=row.longitude,
        )  # fmt: skip


def services_list(on: date) -> tuple[ServiceType, ...]:
    return tuple(ServiceType(code, name, name) for code, name in topics.choices(on))


def conduct(starts_on: date, ends_on: date, unit_codes: Sequence[str] | None = None) -> tuple[Conduct, ...]:
    """One row for each unit that received anything between two days (both included); three queries."""
    zone = timezone.get_current_timezone()
    first, last = datetime.combine(starts_on, time.min, zone), datetime.combine(ends_on, time.max, zone)
    rows = Petition.unscoped.filter(received_at__range=(first, last)).exclude(state=State.SEALED)
    if unit_codes is not None:
        rows = rows.filter(unit__code__in=unit_codes)
    answered = Q(answered_at__isnull=False)
    counted = rows.order_by().values("unit_id", "unit__code").annotate(
        received=Count("pk"), answered=Count("pk", filter=answered),
        on_time=Count("pk", filter=answered & Q(answered_at__lte=F("answered_due_at"))),
        rated=Count("pk", filter=Q(score__isnull=False)), satisfied=Count("pk", filter=Q(score__gte=4)),
        reopened=Count("pk", filter=Q(reopened_at__isnull=False)),
    )  # fmt: skip
    outcomes = _outcomes(rows)
    found = {row["unit_id"]: row for row in counted}
    names = organizations.last_names(found, ends_on)
    told = [_conduct(row, names[pk].name, outcomes.get(pk, {})) for pk, row in found.items()]
    return tuple(sorted(told, key=lambda one: one.unit_code))


def _outcomes(rows: QuerySet[Petition]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    last = Answer.objects.filter(petition__in=rows.order_by(), number=F("petition__answers_count"))
    for row in last.order_by().values("petition__unit_id", "outcome").annotate(count=Count("pk")):
        found.setdefault(row["petition__unit_id"], {})[row["outcome"]] = row["count"]
    return found


def _conduct(row: Mapping[str, Any], name: str, outcomes: dict[str, int]) -> Conduct:
    def enough(count: int) -> int | None:
        """Small counts are about few people (R-90). They tell of the unit's work, so no complement is hidden beside them."""
        return count if count == 0 or count >= FEWEST else None

    return Conduct(
        unit=name, unit_code=str(row["unit__code"]), received=enough(row["received"]), answered=enough(row["answered"]),
        on_time=enough(row["on_time"]), solved=enough(outcomes.get(Outcome.SOLVED, 0)),
        explained=enough(outcomes.get(Outcome.EXPLAINED, 0)), rated=enough(row["rated"]),
        satisfied=enough(row["satisfied"]), reopened=enough(row["reopened"]),
    )  # fmt: skip
