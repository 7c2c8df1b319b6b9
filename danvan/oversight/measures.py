"""
What reports count from the records of this context: the words indicators use, and the function that counts them.

Each function answers ``{unit id: [(reference, label, counts), …]}`` for some units and an interval of days, both included.
A joint session is counted by the unit that leads it, alone. Supervision, criticism and inspection count with their
conclusion, on its day; a survey, which has none, on the day of the visit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

from django.db.models import Count, QuerySet

from danvan.common.books import Book, Counted, Measured, Proof
from danvan.oversight.kinds import FORMS, Kind
from danvan.oversight.models import (
    CriticismOpinion,
    OversightSession,
    SupervisionRecommendation,
    of_kind,
)


def sessions(
    kind: str, unit_ids: Collection[int], starts_on: date, ends_on: date, *, form: str = ""
) -> Measured:
    """Each session once."""
    rows = _held(kind, unit_ids, starts_on, ends_on)
    if form:
        rows = rows.filter(form=form)
    found = rows.values_list("unit_id", "pk", _day(kind), "title")
    return _gathered((unit, _proof(kind, pk, day, title, 1)) for unit, pk, day, title in found)


def targets(kind: str, unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Each body of each session."""
    rows = _held(kind, unit_ids, starts_on, ends_on).annotate(n=Count("targets")).filter(n__gt=0)
    found = rows.values_list("unit_id", "pk", _day(kind), "title", "n")
    return _gathered((unit, _proof(kind, pk, day, title, n)) for unit, pk, day, title, n in found)


def recommended(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Recommendations after supervision, by the day they were sent."""
    return _recommendations(unit_ids, "sent_on", starts_on, ends_on)


def answered(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """The same by the day of the answer, whenever they were sent; a refusal with its reason is an answer."""
    return _recommendations(unit_ids, "answered_on", starts_on, ends_on)


def opinions_sent(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = CriticismOpinion.unscoped.filter(
        unit_id__in=unit_ids, session__concluded_on__range=(starts_on, ends_on)
    )
    return _opinions(rows)


def opinions_accepted(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Taken up as a whole, by the day of the answer."""
    rows = CriticismOpinion.unscoped.filter(unit_id__in=unit_ids, decided_on__range=(starts_on, ends_on))
    return _opinions(rows.filter(verdict=CriticismOpinion.Verdict.ACCEPTED))


def _day(kind: str) -> str:
    return "held_on" if kind == Kind.SURVEY else "concluded_on"


def _held(kind: str, unit_ids: Collection[int], starts_on: date, ends_on: date) -> QuerySet[OversightSession]:
    rows = of_kind(kind).unscoped.filter(
        unit_id__in=unit_ids, **{f"{_day(kind)}__range": (starts_on, ends_on)}
    )
    return rows.exclude(state=OversightSession.State.CANCELLED).order_by(_day(kind), "pk")


def _recommendations(unit_ids: Collection[int], field: str, starts_on: date, ends_on: date) -> Measured:
    rows = SupervisionRecommendation.unscoped.filter(
        session__kind=Kind.SUPERVISION, unit_id__in=unit_ids, **{f"{field}__range": (starts_on, ends_on)}
    )
    found = rows.order_by(field, "pk").values_list("unit_id", "pk", field, "session__title")
    return _gathered(
        (unit, (f"oversight.SupervisionRecommendation:{pk}", f"{day:%d/%m/%Y}: {title}", 1))
        for unit, pk, day, title in found
    )


def _opinions(rows: QuerySet[CriticismOpinion]) -> Measured:
    """One line for each criticism, with how many of its opinions."""
    counted = rows.order_by("session__concluded_on", "session_id").values_list(
        "unit_id", "session_id", "session__concluded_on", "session__title"
    )
    found = counted.annotate(n=Count("pk"))
    return _gathered((unit, _proof(Kind.CRITICISM, pk, day, title, n)) for unit, pk, day, title, n in found)


def _proof(kind: str, pk: int, day: date | None, title: str, counts: int) -> Proof:
    return f"oversight.{of_kind(kind).__name__}:{pk}", f"{day:%d/%m/%Y}: {title}", counts


def _gathered(pairs: Iterable[tuple[int, Proof]]) -> Measured:
    found: Measured = {}
    for unit_id, proof in pairs:
        found.setdefault(unit_id, []).append(proof)
    return found


def _by_form(kind: str) -> dict[str, Counted]:
    name = f"{of_kind(kind).__name__}.concluded"
    forms = {f"{name}[form={form}]": partial(sessions, kind, form=form) for form in FORMS[kind]}
    return {name: partial(sessions, kind), **forms}


def _kept(kind: str, unit_ids: list[int], day: date) -> QuerySet:
    return of_kind(kind).unscoped.filter(unit_id__in=unit_ids, **{f"{_day(kind)}__lte": day})


BOOKS = [
    Book(
        "supervision",
        {
            **_by_form(Kind.SUPERVISION),
            "SupervisionRecommendation.sent": recommended,
            "SupervisionRecommendation.answered": answered,
        },
        partial(_kept, Kind.SUPERVISION),
        {"recommendations": lambda units, day: SupervisionRecommendation.unscoped.filter(unit_id__in=units)},
    ),
    Book(
        "criticism",
        {
            **_by_form(Kind.CRITICISM),
            "CriticismOpinion.sent": opinions_sent,
            "CriticismOpinion.accepted": opinions_accepted,
        },
        partial(_kept, Kind.CRITICISM),
        {"criticism_opinions": lambda units, day: CriticismOpinion.unscoped.filter(unit_id__in=units)},
    ),
    Book(
        "inspection",
        {
            "Inspection.held": partial(sessions, Kind.INSPECTION),
            "Inspection.target": partial(targets, Kind.INSPECTION),
        },
        partial(_kept, Kind.INSPECTION),
    ),
    Book(
        "survey",
        {
            "FieldSurvey.held": partial(sessions, Kind.SURVEY),
            "FieldSurvey.target": partial(targets, Kind.SURVEY),
        },
        partial(_kept, Kind.SURVEY),
    ),
]


MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
