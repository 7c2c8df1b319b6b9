"""One submission and what surrounds it, for its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.common.errors import OutOfSight
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.queries import UnitName, last_names, path_ids
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Return, RoundClosing, Submission, SubmissionVersion
from danvan.reporting.vectors import Vector

WAITING = Q(state=Submission.State.SUBMITTED) | Q(accepted__isnull=False) & ~Q(latest=F("accepted"))


def visible(actor: Actor, submission_id: int, action: str = "see") -> Submission:
    """
    A submission with its round, unit and newest versions, one query.

    :raises OutOfSight: when there is none, or it is not open to this person
    """
    rows = Submission.scoped(actor, action).select_related(
        "round__form", "round__form_version", "unit", "latest", "accepted"
    )
    closed = RoundClosing.objects.filter(round_id=OuterRef("round_id"))
    found = rows.annotate(is_closed_somewhere=Exists(closed)).filter(pk=submission_id).first()
    if found is None:
        raise OutOfSight(_("There is no such submission, or it is not open to you."))
    return found


def unit_of(submission: Submission) -> UnitName:
    """What the unit was called when the round's counting ended."""
    names = last_names([submission.unit_id], submission.round.counts_to)
    found = names.get(submission.unit_id)
    return found or UnitName(
        submission.unit_id, submission.unit.code, submission.unit.code, submission.level, None, 0
    )


def draft_of(submission: Submission) -> Draft | None:
    return Draft.objects.select_related("saved_by").filter(submission=submission).first()


def versions_of(submission: Submission) -> list[SubmissionVersion]:
    """All versions, oldest first, with who made them and whether they came back."""
    rows = submission.versions.select_related("made_by", "on_behalf_by", "returned", "returned__by")
    return list(rows.order_by("number"))


def version_of(submission: Submission, number: int) -> SubmissionVersion:
    """:raises OutOfSight: when the submission has no version of this number"""
    found = next((version for version in versions_of(submission) if version.number == number), None)
    if found is None:
        raise OutOfSight(_("This report has no version %(number)s.") % {"number": number})
    return found


def return_of(version: SubmissionVersion | None) -> Return | None:
    if version is None:
        return None
    return Return.objects.select_related("by").filter(version=version).first()


def closing_over(submission: Submission) -> RoundClosing | None:
    """The first closing of the round that reaches this unit; no query when `visible` saw that nobody closed any branch."""
    if not getattr(submission, "is_closed_somewhere", True):
        return None
    path = path_ids(submission.unit_id, submission.round.counts_to)
    rows = RoundClosing.objects.filter(round_id=submission.round_id, unit_id__in=path)
    return rows.select_related("unit").order_by("closed_at").first()


def waiting(actor: Actor, round_id: int) -> QuerySet[Submission]:
    """Submissions of a round that wait for a decision this person may take; own units are decided above."""
    rows = Submission.scoped(actor, "accept").filter(WAITING, round_id=round_id)
    own = actor.unit_ids()
    roots = [unit_id for unit_id in own if len(path_ids(unit_id, actor.on)) == 1]
    return rows.exclude(unit_id__in=[unit_id for unit_id in own if unit_id not in roots])


@dataclass(frozen=True)
class Neighbours:
    """The waiting submissions around one, in the order they were sent; `count` without itself."""

    before: int | None
    after: int | None
    count: int


def neighbours(actor: Actor, submission: Submission) -> Neighbours:
    ids = list(
        waiting(actor, submission.round_id).order_by("first_sent_at", "pk").values_list("pk", flat=True)
    )
    others = [pk for pk in ids if pk != submission.pk]
    if submission.pk in ids:
        place = ids.index(submission.pk)
        before, after = (
            (ids[place - 1] if place else None),
            (ids[place + 1] if place + 1 < len(ids) else None),
        )
        return Neighbours(before, after or (others[0] if others else None), len(others))
    return Neighbours(None, others[0] if others else None, len(others))


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """People's names by id, for “changed by”."""
    ids = {user_id for user_id in user_ids if user_id}
    return (
        {user.pk: user.get_full_name() or user.username for user in User.objects.filter(pk__in=ids)}
        if ids
        else {}
    )


def hidden_cells(
    actor: Actor, submission: Submission, layout: Layout, *vectors: Vector | None
) -> frozenset[str]:
    """
    Indicators whose small number this reader may not see: anyone but the unit itself and who decides on its report.
    With each goes one more part of the same total, so that it cannot be found by subtraction.
    """
    if submission.unit_id in actor.unit_ids() or policy.can(
        actor, "accept", "submission", submission.unit_id
    ):
        return frozenset()
    found: set[str] = set()
    for vector in vectors:
        if vector is not None:
            full = vector.resized(len(layout))
            found |= small_cells(layout, {code: full.value(index) for code, index in layout.index.items()})
    return frozenset(found)


def small_cells(layout: Layout, values) -> frozenset[str]:
    """Codes hidden in one unit's figures: numbers between 1 and the limit, and a second part of their total."""
    hidden = {
        code
        for code, spec in layout.catalogue.items()
        if spec.small_cells_below and 0 < (values.get(code) or 0) < spec.small_cells_below
    }
    for code in layout.catalogue:
        parts = layout.catalogue.parts_of(code)
        if len(hidden.intersection(parts)) == 1:
            rest = [part for part in parts if part not in hidden and values.get(part) is not None]
            if rest:
                hidden.add(min(rest, key=lambda part: (values[part] == 0, values[part])))
    return frozenset(hidden)
