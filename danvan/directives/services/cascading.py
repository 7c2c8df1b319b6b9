"""One document given to many units at once along the tree, and taken back before anybody acted."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.audit import services as audit
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight
from danvan.common.vietnamese import nfc
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.refusals import BadDay, ChangedSincePreview, NobodyChosen
from danvan.notifications.queries import holders_in
from danvan.notifications.services import notify
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on

AT_ONCE = 1000
TELLS = ("officer", "consolidator")


@dataclass(frozen=True)
class Terms:
    """What is asked of every unit, and by when; days may be left open, except that they follow each other."""

    instruction: str = ""
    acknowledge_by: date | None = None
    plan_due_on: date | None = None
    report_due_on: date | None = None


@dataclass(frozen=True)
class Given:
    made: tuple[int, ...]  # unit ids, in order
    passed_over: tuple[int, ...]  # had it already


def mark(unit_ids: Iterable[int]) -> str:
    """A short sign of a set of units, so that what is done is what the preview showed."""
    return hashlib.sha256(",".join(map(str, sorted(unit_ids))).encode()).hexdigest()[:16]


@transaction.atomic
def give(
    *, directive_id: int, giver: OrgUnit, unit_ids: Collection[int], terms: Terms, shown: str | None = None,
    by: Actor, at: datetime,
) -> Given:  # fmt: skip
    """
    Give the document to units of the giver's own branch; those that have it already are passed over.

    `shown` is the `mark` of the units the preview named. The number of queries does not grow with the units.

    :raises NotAllowed: when the giver neither keeps the document nor was given it, or a unit is not in its branch
    :raises ChangedSincePreview: when other units would get it than were shown
    """
    directive = _lock(directive_id, by)
    grant = policy.require(by, "manage", "directive", giver.pk)
    expect(directive, *Directive.OPEN)
    part_of = own_part(directive, giver.pk)
    today = timezone.localtime(at).date()
    _check(terms, today)
    wanted = set(unit_ids)
    have = set(
        DirectiveAssignment.unscoped.filter(directive=directive, unit_id__in=wanted).values_list(
            "unit_id", flat=True
        )
    )
    new = sorted(wanted - have)
    if not new:
        raise NobodyChosen(_("No unit is left to give it to: all of them have it, or none was chosen."))
    if shown is not None and shown != mark(new):
        raise ChangedSincePreview(
            _("Other units would get it now than were shown. Look at the list again, then give it.")
        )
    names = names_on(today, new)
    if outside := set(new) - set(descendant_ids(giver.pk, today)):
        raise NotAllowed(
            _("%(count)d of these units do not belong to your branch. Give it to your own branch only.")
            % {"count": len(outside)}
        )
    DirectiveAssignment.unscoped.bulk_create(
        [
            DirectiveAssignment(
                directive=directive, unit_id=unit_id, level=names[unit_id].level, given_by=giver, part_of=part_of,
                instruction=nfc(terms.instruction).strip(), sent_on=today, acknowledge_by=terms.acknowledge_by,
                plan_due_on=terms.plan_due_on, report_due_on=terms.report_due_on,
            )
            for unit_id in new
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    save(directive)
    _tell(directive, new, by, at)
    same = {
        "actor": by.user_id,
        "at": at,
        "target": ("directive", str(directive.pk)),
        "on_behalf_of": grant.for_user,
    }
    entries = [
        {"action": "directives.given", "unit": names[unit_id].code, "after": {"by": giver.code}, **same}
        for unit_id in new
    ]
    said = {"units": len(new), "mark": mark(new)}
    audit.record_many(
        [*entries, {"action": "directives.cascaded", "unit": giver.code, "after": said, **same}]
    )
    return Given(tuple(new), tuple(sorted(have)))


@transaction.atomic
def take_back(*, directive_id: int, giver: OrgUnit, by: Actor, at: datetime) -> int:
    """
    Take back what this unit gave today and nobody has acknowledged yet; returns how many.

    :raises NobodyChosen: when there is nothing left to take back
    """
    directive = _lock(directive_id, by)
    grant = policy.require(by, "manage", "directive", giver.pk)
    today = timezone.localtime(at).date()
    rows = DirectiveAssignment.unscoped.select_for_update().filter(
        directive=directive, given_by=giver, sent_on=today
    )
    held = list(rows.order_by("pk").values_list("pk", flat=True))
    # Asked only under the lock: somebody may have acknowledged at this very moment.
    left = returnable(directive, giver.pk, today).filter(pk__in=held)
    codes = dict(left.order_by("pk").values_list("pk", "unit__code"))
    if not codes:
        raise NobodyChosen(_("Nothing can be taken back: it was given before today, or acknowledged."))
    DirectiveAssignment.unscoped.filter(pk__in=codes).delete()
    save(directive)
    directive.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(directive, "taken_back", by=by, at=at, after={"units": len(codes), "by": giver.code})
    return len(codes)


def returnable(directive: Directive, giver_id: int, today: date):
    """Assignments that can still be taken back: given today, looked at by nobody, passed on to nobody."""
    rows = DirectiveAssignment.unscoped.filter(directive=directive, given_by_id=giver_id, sent_on=today)
    return rows.filter(state=DirectiveAssignment.State.SENT, reminders=0, parts__isnull=True)


def own_part(directive: Directive, giver_id: int) -> DirectiveAssignment | None:
    """
    The assignment a unit passes on, None where it keeps the document itself.

    :raises NotAllowed: when it has nothing to pass on
    """
    part = DirectiveAssignment.unscoped.filter(directive=directive, unit_id=giver_id).first()
    if part is None and directive.unit_id != giver_id:
        raise NotAllowed(
            _("Your unit neither keeps this document nor was given it, so it cannot pass it on.")
        )
    if part is not None and part.state == DirectiveAssignment.State.SENT and directive.unit_id != giver_id:
        raise Incomplete(_("Acknowledge the document first, then pass it on."))
    return part if directive.unit_id != giver_id else None


def _lock(directive_id: int, by: Actor) -> Directive:
    if not Directive.scoped(by, "see").filter(pk=directive_id).exists():
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    held = Directive.locked(directive_id, "unit")
    assert held is not None
    return held


def _check(terms: Terms, today: date) -> None:
    days = [day for day in (terms.acknowledge_by, terms.plan_due_on, terms.report_due_on) if day]
    if any(day < today for day in days):
        raise BadDay(_("A day that has passed cannot be kept. Choose today or later."))
    if days != sorted(days):
        raise BadDay(_("First it is acknowledged, then planned, then reported: put the days in this order."))


def _tell(directive: Directive, unit_ids: Collection[int], by: Actor, at: datetime) -> None:
    people = holders_in(unit_ids, TELLS, timezone.localtime(at).date()) - {by.user_id}
    notify(
        event=f"directives.given:{directive.pk}:{directive.version}",
        kind="directives.given",
        recipients=people,
        title=_("Your unit was given %(document)s to carry out") % {"document": directive.named},
        text=directive.title,
        url=reverse("directives:directive", args=[directive.pk]),
        unit_id=directive.unit_id,
        at=at,
    )


def sentence(given: Given) -> str:
    """What happened, for whoever did it."""
    told = ngettext(
        "%(n)d unit was given the document.", "%(n)d units were given the document.", len(given.made)
    )
    words = told % {"n": len(given.made)}
    if given.passed_over:
        more = ngettext("%(n)d had it already.", "%(n)d had it already.", len(given.passed_over))
        words += " " + more % {"n": len(given.passed_over)}
    return words
