"""
What reports count from the records of this context: the words indicators use, and the function that counts them.

Each function answers ``{unit id: [(reference, label, counts), …]}`` for some units and an interval of days, both included.
A dialogue is counted by its host alone, however many hold it with the host. Known limit: dialogues taken over from before
the platform may not say their kind; they are in the total and in neither part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from danvan.common.books import Book, Measured, Proof
from danvan.engagement import topics
from danvan.engagement.models import (
    ConclusionNotice,
    DialogueConference,
    DialogueOpinion,
    SituationNote,
    SituationTopic,
    TrainingClass,
    TrainingCoverage,
    TrainingRequirement,
)
from danvan.organizations.models import OrgUnit


def held(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _dialogues(_held(unit_ids, starts_on, ends_on))


def held_periodic(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _dialogues(_held(unit_ids, starts_on, ends_on).filter(kind="periodic"))


def held_adhoc(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _dialogues(_held(unit_ids, starts_on, ends_on).filter(kind="adhoc"))


def units_that_held(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Each unit once: its first dialogue of the interval is the proof."""
    return {unit_id: proofs[:1] for unit_id, proofs in held(unit_ids, starts_on, ends_on).items()}


def attendance(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = _held(unit_ids, starts_on, ends_on).values_list("unit_id", "pk", "held_on", "title", "attended")
    return _gathered(
        (unit, _dialogue_proof(pk, day, title, attended or 0)) for unit, pk, day, title, attended in rows
    )


def raised(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _opinions(_held(unit_ids, starts_on, ends_on), Q())


def answered_at_event(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _opinions(
        _held(unit_ids, starts_on, ends_on), Q(opinions__state=DialogueOpinion.State.ANSWERED_AT_EVENT)
    )


def resolved(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Resolved within the interval, whenever they were raised; those answered on the spot are among them."""
    rows = DialogueConference.unscoped.filter(unit_id__in=unit_ids, held_on__isnull=False)
    return _opinions(rows, Q(opinions__resolved_on__range=(starts_on, ends_on)))


def still_open(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Open at the end of the interval's last day."""
    rows = DialogueConference.unscoped.filter(unit_id__in=unit_ids, held_on__lte=ends_on)
    ended = Q(opinions__ended_on__isnull=True) | Q(opinions__ended_on__gt=ends_on)
    return _opinions(rows.filter(opinions__isnull=False), ended)


def conclusions_issued(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _notices(
        ConclusionNotice.unscoped.filter(unit_id__in=unit_ids, issued_on__range=(starts_on, ends_on))
    )


def conclusions_on_time(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = ConclusionNotice.unscoped.filter(unit_id__in=unit_ids, published_on__range=(starts_on, ends_on))
    return _notices(rows.filter(published_on__lte=F("due_on")))


def classes_held(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = _classes(unit_ids, starts_on, ends_on).values_list("unit_id", "pk", "held_on", "title")
    return _gathered((unit, _class_proof(pk, day, title, 1)) for unit, pk, day, title in rows)


def class_attendance(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = _classes(unit_ids, starts_on, ends_on).values_list(
        "unit_id", "pk", "held_on", "title", "attendance"
    )
    return _gathered((unit, _class_proof(pk, day, title, count or 0)) for unit, pk, day, title, count in rows)


def posts_covered(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Posts trained since the year of the last day began: a state at a day, not what an interval added."""
    since = min(starts_on, date(ends_on.year, 1, 1))
    rows = TrainingCoverage.objects.filter(unit_id__in=unit_ids, training__held_on__range=(since, ends_on))
    found = rows.order_by("training__held_on", "pk").values_list(
        "unit_id", "training_id", "training__held_on", "training__title", "covered"
    )
    return _gathered((unit, _class_proof(pk, day, title, count)) for unit, pk, day, title, count in found)


def posts_due(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Posts that must be trained in the year of the last day, as things stand now."""
    rows = TrainingRequirement.unscoped.filter(unit_id__in=unit_ids, year=ends_on.year).order_by("pk")
    return _gathered(
        (row.unit_id, (f"engagement.TrainingRequirement:{row.pk}", str(row.get_post_kind_display()), row.due))
        for row in rows
    )


def notes_submitted(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = SituationNote.unscoped.filter(unit_id__in=unit_ids, submitted_at__date__range=(starts_on, ends_on))
    found = rows.order_by("submitted_at", "pk").values_list("unit_id", "pk", "topic", "period_name")
    names = topics.Names()
    return _gathered(
        (unit, (f"engagement.SituationNote:{pk}", f"{names[topic]}, {period}", 1))
        for unit, pk, topic, period in found
    )


def topics_open(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Topics followed on the last day. The same topic in many units is one topic: never add over units."""
    rows = SituationTopic.unscoped.filter(unit_id__in=unit_ids, opened_on__lte=ends_on)
    rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=ends_on)).order_by("opened_on", "pk")
    names = topics.Names()
    return _gathered(
        (unit, (f"engagement.SituationTopic:{pk}", names[topic], 1))
        for unit, pk, topic in rows.values_list("unit_id", "pk", "topic")
    )


def of_unstated_kind(unit_ids: Collection[int], starts_on: date, ends_on: date) -> set[int]:
    """Units with a dialogue whose kind the records do not tell: nothing can be said of theirs by kind."""
    rows = _held(unit_ids, starts_on, ends_on).filter(kind=DialogueConference.Kind.UNSTATED)
    return set(rows.order_by().values_list("unit_id", flat=True))


def _dialogues_kept(unit_ids: list[int], day: date) -> QuerySet:
    return DialogueConference.unscoped.filter(unit_id__in=unit_ids, held_on__lte=day)


def _trainings_kept(unit_ids: list[int], day: date) -> QuerySet:
    """A unit that says which posts must be trained keeps this book, also before its first class."""
    return _keepers(unit_ids, _classes_kept(unit_ids, day), _required_kept(unit_ids, day))


def _classes_kept(unit_ids: list[int], day: date) -> QuerySet:
    return TrainingClass.unscoped.filter(unit_id__in=unit_ids, held_on__lte=day)


def _required_kept(unit_ids: list[int], day: date) -> QuerySet:
    return TrainingRequirement.unscoped.filter(unit_id__in=unit_ids, year__lte=day.year)


def _trained_elsewhere(unit_ids: list[int], day: date) -> QuerySet:
    """Posts of the units covered by any class, also one held above: its corrections count here too."""
    rows = TrainingCoverage.objects.filter(unit_id__in=unit_ids, training__held_on__lte=day)
    return rows.annotate(version=F("training__version"))


def _notes_kept(unit_ids: list[int], day: date) -> QuerySet:
    """A unit that follows a topic keeps this book, also before its first note."""
    return _keepers(unit_ids, _notes_sent(unit_ids, day), _topics_followed(unit_ids, day))


def _notes_sent(unit_ids: list[int], day: date) -> QuerySet:
    return SituationNote.unscoped.filter(unit_id__in=unit_ids, submitted_at__date__lte=day)


def _topics_followed(unit_ids: list[int], day: date) -> QuerySet:
    return SituationTopic.unscoped.filter(unit_id__in=unit_ids, opened_on__lte=day)


def _keepers(unit_ids: list[int], *kept: QuerySet) -> QuerySet:
    """The units with a row in any of `kept`, one row each; what changes is told by the watched rows."""
    owning = [Q(pk__in=rows.order_by().values("unit_id")) for rows in kept]
    units = OrgUnit.objects.filter(reduce(or_, owning), pk__in=unit_ids)
    return units.annotate(unit_id=F("pk"), version=Value(0))


BOOKS = [
    Book(
        "dialogues",
        {
            "DialogueConference.held": held,
            "DialogueConference.held[kind=periodic]": held_periodic,
            "DialogueConference.held[kind=adhoc]": held_adhoc,
            "DialogueConference.held[distinct unit]": units_that_held,
            "DialogueConference.attendance": attendance,
            "DialogueOpinion.recorded": raised,
            "DialogueOpinion.answered_at_event": answered_at_event,
            "DialogueOpinion.resolved": resolved,
            "DialogueOpinion.open": still_open,
            "ConclusionNotice.issued[source=dialogue]": conclusions_issued,
            "ConclusionNotice.published_on_time": conclusions_on_time,
        },
        _dialogues_kept,
        {
            "opinions": lambda units, day: DialogueOpinion.unscoped.filter(unit_id__in=units),
            "notices": lambda units, day: ConclusionNotice.unscoped.filter(unit_id__in=units),
        },
        # History may hold a dialogue without its kind: then the total is known and the parts are not.
        {
            "DialogueConference.held[kind=periodic]": of_unstated_kind,
            "DialogueConference.held[kind=adhoc]": of_unstated_kind,
        },
    ),
    Book(
        "trainings",
        {
            "TrainingClass.held": classes_held,
            "TrainingClass.attendance": class_attendance,
            "TrainingClass.post_coverage": posts_covered,
            "TrainingRequirement.due": posts_due,
        },
        _trainings_kept,
        {"classes": _classes_kept, "posts": _required_kept, "trained": _trained_elsewhere},
    ),
    Book(
        "situation",
        {"SituationNote.submitted": notes_submitted, "SituationTopic.open": topics_open},
        _notes_kept,
        {
            "notes": _notes_sent,
            "topics": lambda units, day: SituationTopic.unscoped.filter(unit_id__in=units),
        },
    ),
]


MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}


def _held(unit_ids: Collection[int], starts_on: date, ends_on: date) -> QuerySet[DialogueConference]:
    rows = DialogueConference.unscoped.filter(unit_id__in=unit_ids, held_on__range=(starts_on, ends_on))
    return rows.filter(state__in=DialogueConference.TOOK_PLACE).order_by("held_on", "pk")


def _dialogues(rows: QuerySet[DialogueConference]) -> Measured:
    found = rows.values_list("unit_id", "pk", "held_on", "title")
    return _gathered((unit, _dialogue_proof(pk, day, title, 1)) for unit, pk, day, title in found)


def _opinions(rows: QuerySet[DialogueConference], condition: Q) -> Measured:
    counted = rows.annotate(n=Count("opinions", filter=condition) if condition else Count("opinions"))
    found = (
        counted.filter(n__gt=0)
        .order_by("held_on", "pk")
        .values_list("unit_id", "pk", "held_on", "title", "n")
    )
    return _gathered((unit, _dialogue_proof(pk, day, title, n)) for unit, pk, day, title, n in found)


def _notices(rows: QuerySet[ConclusionNotice]) -> Measured:
    found = rows.order_by("issued_on", "pk").values_list("unit_id", "pk", "number", "issued_on")
    return _gathered(
        (unit, (f"engagement.ConclusionNotice:{pk}", _("Notice %(number)s of %(day)s") % {
            "number": number, "day": f"{day:%d/%m/%Y}"}, 1))
        for unit, pk, number, day in found
    )  # fmt: skip


def _classes(unit_ids: Collection[int], starts_on: date, ends_on: date) -> QuerySet[TrainingClass]:
    return TrainingClass.unscoped.filter(unit_id__in=unit_ids, held_on__range=(starts_on, ends_on)).order_by(
        "held_on", "pk"
    )


def _dialogue_proof(pk: int, day: date | None, title: str, counts: int) -> Proof:
    return f"engagement.DialogueConference:{pk}", f"{day:%d/%m/%Y}: {title}", counts


def _class_proof(pk: int, day: date | None, title: str, counts: int) -> Proof:
    return f"engagement.TrainingClass:{pk}", f"{day:%d/%m/%Y}: {title}", counts


def _gathered(pairs: Iterable[tuple[int, Proof]]) -> Measured:
    found: Measured = {}
    for unit_id, proof in pairs:
        found.setdefault(unit_id, []).append(proof)
    return found
